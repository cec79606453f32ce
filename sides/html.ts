const namedEntities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', ensp: ' ', emsp: ' ', shy: '' },
  ...{ ndash: '–', mdash: '—', hellip: '…', bull: '•', middot: '·', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”' },
  ...{ auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è' },
  ...{ agrave: 'à', ccedil: 'ç', ntilde: 'ñ', euro: '€', pound: '£', yen: '¥', copy: '©', reg: '®', trade: '™' },
};

function codePoint(digits: string, base: number): string {
  const code = Number.parseInt(digits, base);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** Character references as the characters they stand for; one nobody knows stays as it is written. */
const decodeEntities = (html: string): string =>
  html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+\d*));/gi, (whole, hex, decimal, name) => {
    if (hex) return codePoint(hex, 16);
    return decimal ? codePoint(decimal, 10) : (namedEntities[name] ?? whole);
  });

export const escapeHtml = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\u00a0/g, '&nbsp;');

/** A run of text between two tags: where it stands in the HTML, and on which line a reader sees it. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly text: string;
}

/** Comments, and elements whose content nobody reads; any tag; text. */
const tokens =
  /<!--[\s\S]*?(?:-->|$)|<(style|script|head|title)\b[\s\S]*?<\/\1\s*>|<\/?([a-z][a-z0-9:]*)\b[^>]*>|<[!?][^>]*>|[^<]+|</gi;
const breaks = new Set('br p div li tr table ul ol h1 h2 h3 h4 h5 h6 hr blockquote pre body'.split(' '));

/** White space between words is one space in HTML; a hard space is one a person typed. */
const plainText = (html: string): string => decodeEntities(html.replace(/[ \t\r\n\f]+/g, ' ')).replace(/\u00a0/g, ' ');

/** A block that has no text on its line yet needs no new line; <br> always does. */
function readPieces(html: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let [line, filled] = [0, false];
  for (const match of html.matchAll(tokens)) {
    const [whole, , tag] = match;
    const name = tag?.toLowerCase();
    if (name && breaks.has(name) && (name === 'br' || filled)) [line, filled] = [line + 1, false];
    if (name || whole.startsWith('<!') || whole.startsWith('<?') || match[1]) continue;
    const text = plainText(whole);
    if (text.trim() === '' && !filled) continue;
    pieces.push({ from: match.index, to: match.index + whole.length, line, text });
    filled = true;
  }
  return pieces;
}

function linesOf(pieces: readonly Piece[]): readonly string[] {
  const lines: string[] = [];
  for (const { line, text } of pieces) {
    while (lines.length <= line) lines.push('');
    lines[line] += text;
  }
  return lines.map((one) => one.replace(/ +/g, ' ').trim());
}

/** What a person reads of an HTML text, line by line. The same HTML always gives the same text. */
export const htmlToText = (html: string): string =>
  linesOf(readPieces(html))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** Plain text as HTML that reads the same. */
export const textToHtml = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map(escapeHtml)
    .join('<br>');

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly html: string;
}

const apply = (html: string, edits: readonly Edit[]): string =>
  [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((done, { from, to, html: put }) => done.slice(0, from) + put + done.slice(to), html);

/** How many lines at the start, and of the rest at the end, are the same. */
function commonLines(a: readonly string[], b: readonly string[]): { readonly head: number; readonly tail: number } {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return { head, tail };
}

/** The line's first text says the new line, its others nothing: tags are never cut. */
const replaceLine = (pieces: readonly Piece[], put: string): readonly Edit[] =>
  pieces.map(({ from, to }, index) => ({ from, to, html: index === 0 ? put : '' }));

/** The HTML with another text; lines that stay keep their form. Null where it has no text to hold on to. */
export function editHtml(html: string, text: string): string | null {
  const all = readPieces(html).filter((piece) => piece.text.trim() !== '');
  const rows = [...new Set(all.map(({ line }) => line))];
  const before = rows.map((row) => linesOf(all.filter(({ line }) => line === row)).at(-1) ?? '');
  const after = text
    .split(/\r\n?|\n/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
  const { head, tail } = commonLines(before, after);
  const [old, fresh] = [rows.slice(head, rows.length - tail), after.slice(head, after.length - tail)];
  const of = (row: number | undefined) => all.filter(({ line }) => line === row);
  const first = all[0];
  if (!first) return null;
  if (old.length === 0 && head === 0)
    return apply(html, [
      { from: first.from, to: first.from, html: fresh.map((line) => `${escapeHtml(line)}<br>`).join('') },
    ]);
  const shared = Math.min(old.length, fresh.length);
  const changes = old.flatMap((row, index) =>
    replaceLine(of(row), index < shared ? escapeHtml(fresh[index] ?? '') : ''),
  );
  const added = fresh
    .slice(shared)
    .map((line) => `<br>${escapeHtml(line)}`)
    .join('');
  if (!added) return apply(html, changes);
  const last = of(old.at(-1) ?? rows[head - 1]).at(-1);
  const put = changes.find(({ from }) => from === last?.from);
  const kept = changes.filter((one) => one !== put);
  return last
    ? apply(html, [...kept, { from: put?.from ?? last.to, to: last.to, html: (put?.html ?? '') + added }])
    : null;
}

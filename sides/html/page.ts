import { blocks, type TagToken, type TextToken, type Token } from './tokens';

/** Text on a line. `gap`: another cell of a table ends before it. */
export interface Piece extends TextToken {
  readonly gap: boolean;
}

/** A line as a person reads it, and all that makes it in the HTML. */
export interface Line {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** The `<br>` that ends it; more where several blank lines are read as one. */
  readonly breaks: readonly TagToken[];
  /** The `<br>` that begins it. */
  readonly before: TagToken | null;
}

/** Tokens that are neither read nor changed, by their numbers in the order of the text. */
export type Hidden = (tokens: readonly Token[]) => ReadonlySet<number>;

/** What a person reads of an HTML text. Nothing of it is formatting, so the formatting is in nobody's way. */
export interface Page {
  readonly tokens: readonly Token[];
  readonly lines: readonly Line[];
  /** All that is read, and every `<br>` between. */
  readonly pieces: readonly Piece[];
  readonly breaks: readonly TagToken[];
}

/** A line as it is built. */
interface RawLine {
  readonly pieces: Piece[];
  end: TagToken | null;
}

const isBlank = (text: string): boolean => !/[^ \t\r\n\f]/.test(text);

/** White space between words is one space, as in a browser; so are hard spaces, which nobody sees. A tab: another cell. */
export const collapse = (text: string): string =>
  (/[\t\r\n\f\u00a0\u2002\u2003]| {2}/.test(text)
    ? text.replace(/[ \t\r\n\f\u00a0\u2002\u2003]+/g, (run) => (run.includes('\t') ? '\t' : ' '))
    : text
  ).trim();

const withoutTabs = (text: string): string => (text.includes('\t') ? text.replace(/\t/g, ' ') : text);
const textOf = (pieces: readonly Piece[]): string =>
  pieces.length === 0 ? '' : collapse(pieces.map(({ text, gap }) => (gap ? '\t' : '') + withoutTabs(text)).join(''));

/** What stands between the last text and the next: nothing, the border of two cells, of two blocks, of two rows. */
type Border = 'none' | 'cell' | 'block' | 'row';
const cells = new Set(['td', 'th']);
const rows = new Set(['tr', 'table']);

/** A paragraph at the edge of a cell makes no new line. */
function borderAt(name: string, border: Border, startsCell: boolean): Border {
  if (border === 'row' || rows.has(name)) return 'row';
  if (cells.has(name)) return 'cell';
  return startsCell && border === 'cell' ? border : 'block';
}

/** Lines as the HTML makes them. A block whose line is empty so far needs no new one; a `<br>` does, but for one that keeps a cell open. */
function rawLines(tokens: readonly Token[], hidden: ReadonlySet<number>): readonly RawLine[] {
  let line: RawLine = { pieces: [], end: null };
  const lines = [line];
  let [border, startsCell]: [Border, boolean] = ['none', false];
  const next = (end: TagToken | null): void => {
    line.end = end;
    lines.push((line = { pieces: [], end: null }));
    border = 'none';
  };
  const isFilled = (): boolean => line.pieces.length > 0;
  const putText = (token: TextToken): void => {
    if (isBlank(token.text) && (!isFilled() || border !== 'none')) return;
    if (border === 'block' || border === 'row') next(null);
    line.pieces.push({ ...token, gap: border === 'cell' });
    [border, startsCell] = ['none', false];
  };
  const putTag = (tag: TagToken, isHidden: boolean): void => {
    if (tag.name === 'br' && !isHidden) {
      if (startsCell) return;
      if (isFilled() && (border === 'block' || border === 'row')) next(null);
      return next(tag);
    }
    if (!blocks.has(tag.name) && !cells.has(tag.name) && tag.name !== 'br') return;
    if (isFilled()) border = isHidden ? 'row' : borderAt(tag.name, border, startsCell);
    startsCell = cells.has(tag.name) || (startsCell && !rows.has(tag.name));
  };
  tokens.forEach((token, at) => {
    if (token.kind !== 'text') putTag(token, hidden.has(at));
    else if (!hidden.has(at)) putText(token);
  });
  return lines;
}

const breaksOf = (raw: readonly RawLine[]): readonly TagToken[] => raw.flatMap(({ end }) => end ?? []);
const blankLine = (raw: readonly RawLine[], before: TagToken | null): Line => ({
  ...{ text: '', pieces: raw.flatMap(({ pieces }) => pieces), breaks: breaksOf(raw), before },
});

/** Blank lines at the start and the end are not read, and several between two lines are one. */
function shownLines(all: readonly RawLine[]): readonly Line[] {
  const lines: Line[] = [];
  let blank: RawLine[] = [];
  let before: TagToken | null = null;
  for (const line of all) {
    const text = textOf(line.pieces);
    if (text === '') blank.push(line);
    else {
      if (blank.length > 0 && lines.length > 0) lines.push(blankLine(blank, before));
      lines.push({
        ...{ text, pieces: line.pieces, breaks: line.end ? [line.end] : [], before: blank.at(-1)?.end ?? before },
      });
      before = line.end;
      if (blank.length > 0) blank = [];
    }
  }
  return lines;
}

/** `hidden`: see there. */
export function pageOf(tokens: readonly Token[], hidden: Hidden = () => new Set()): Page {
  const all = rawLines(tokens, hidden(tokens));
  return {
    tokens,
    lines: shownLines(all),
    pieces: all.flatMap(({ pieces }) => pieces),
    breaks: breaksOf(all),
  };
}

export const textOfPage = ({ lines }: Page): string => lines.map(({ text }) => text).join('\n');

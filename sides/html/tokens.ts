import { Tokenizer } from 'htmlparser2';

/** A piece of HTML, and where it stands: `source.slice(from, to)`. */
export type Token = TextToken | TagToken;

/** Text between two tags, or one character reference in it, decoded. */
export interface TextToken {
  readonly kind: 'text';
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface TagToken {
  readonly kind: 'open' | 'close';
  readonly from: number;
  readonly to: number;
  /** In lower case. */
  readonly name: string;
  /** Where a link leads, also past the rewriting of SafeLinks; '' for any other tag. */
  readonly url: string;
  /** It belongs to an element whose content nobody reads. */
  readonly unread: boolean;
}

/** Elements that stand on lines of their own. */
export const blocks: ReadonlySet<string> = new Set([
  ...['p', 'div', 'li', 'tr', 'table', 'ul', 'ol', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'blockquote', 'pre'],
  ...['body', 'dl', 'dt', 'dd', 'section', 'article', 'header', 'footer', 'main', 'aside', 'address', 'center'],
]);

/** Elements whose content nobody reads. */
const unreadElements = new Set(['head', 'style', 'script', 'title', 'xml']);
const linkAttributes = new Set(['href', 'originalsrc']);

/** The unread element one is in behind this tag; a head that nobody closes ends where the page begins. */
function unreadBehind(unread: string | null, { kind, name }: Pick<TagToken, 'kind' | 'name'>): string | null {
  if (unread === null) return kind === 'open' && unreadElements.has(name) ? name : null;
  const ends = kind === 'close' ? name === unread : unread === 'head' && blocks.has(name);
  return ends ? null : unread;
}

const nothing = (): void => undefined;
const others = { oncdata: nothing, oncomment: nothing, ondeclaration: nothing, onprocessinginstruction: nothing };

/** A tag that the end cuts off is text, its sign with it. */
function withUnfinishedTag(html: string, tokens: readonly Token[]): readonly Token[] {
  const [before, last] = [tokens.at(-2), tokens.at(-1)];
  if (last?.kind !== 'text' || last.to < html.length) return tokens;
  const [sign = ''] = /<[/!?]*$/.exec(html.slice(Math.max(before?.to ?? 0, last.from - 3), last.from)) ?? [];
  return sign ? tokens.with(-1, { ...last, from: last.from - sign.length, text: sign + last.text }) : tokens;
}

/**
 * The tags of an HTML text and what a person may read of it, in one pass. Not by htmlparser2's `Parser`, which keeps a stack of
 * what is open: its cost is the square of the depth.
 */
export function tokensOf(html: string): readonly Token[] {
  const tokens: Token[] = [];
  let unread: string | null = null;
  let [name, from, attribute, url] = ['', 0, '', ''];
  let [textEnd, plainEnd] = [0, -1];
  const putText = (text: TextToken): void => void (unread === null && tokens.push(text));
  // A sign that might have begun a tag cuts the text in two.
  const putPlain = (start: number, end: number): void => {
    const last = tokens.at(-1);
    const isOne = plainEnd === start && last?.kind === 'text';
    const begin = isOne ? last.from : start;
    if (isOne) tokens.pop();
    putText({ kind: 'text', from: begin, to: end, text: (isOne ? last.text : '') + html.slice(start, end) });
    plainEnd = end;
  };
  const putTag = (tag: Omit<TagToken, 'unread'>): void => {
    const before = unread;
    unread = unreadBehind(unread, tag);
    tokens.push({ ...tag, unread: unread !== null || (before !== null && tag.kind === 'close') });
  };
  const putOpen = (end: number): void => putTag({ kind: 'open', from, to: end + 1, name, url });
  const addToUrl = (part: string): void => void (linkAttributes.has(attribute) && (url += part));
  const tokenizer = new Tokenizer(
    {},
    {
      ...others,
      onopentagname: (start, end) => void ([name, from, url] = [html.slice(start, end).toLowerCase(), start - 1, '']),
      onattribname: (start, end) => void (attribute = name === 'a' ? html.slice(start, end).toLowerCase() : ''),
      onattribdata: (start, end) => addToUrl(html.slice(start, end)),
      onattribentity: (code) => addToUrl(String.fromCodePoint(code)),
      onattribend: () => addToUrl(' '),
      onopentagend: putOpen,
      onselfclosingtag: (end) => {
        putOpen(end);
        if (unread === name) unread = null;
      },
      onclosetag: (start, end) => {
        const to = html.indexOf('>', end) + 1 || html.length;
        putTag({ kind: 'close', from: start - 2, to, name: html.slice(start, end).toLowerCase(), url: '' });
      },
      // Nobody reads a tag that the end cuts off behind its name; the tokenizer tells one of them as text that begins nowhere.
      ontext: (start, end) => {
        if (start < 0) return;
        textEnd = end;
        putPlain(start, end);
      },
      // Told with its end only: it begins where the last text ended, or with its sign.
      ontextentity: (code, end) => {
        const start = Math.max(textEnd, html.lastIndexOf('&', end - 1));
        textEnd = end;
        putText({ kind: 'text', from: start, to: end, text: String.fromCodePoint(code) });
      },
      onend: nothing,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return withUnfinishedTag(html, tokens);
}

/** An element as read: `name` is the namespace and the local name (`DAV: href`), whatever prefix it was written with. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

type Spaces = Readonly<Record<string, string>>;
interface Open {
  readonly tag: string;
  readonly spaces: Spaces;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (all, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? all;
    return String.fromCodePoint(name[1] === 'x' ? parseInt(name.slice(2), 16) : Number(name.slice(1)));
  });

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(found.map(([, name = '', one, two]) => [name, unescaped(one ?? two ?? '')]));
}

function spacesOf(attributes: Readonly<Record<string, string>>, outer: Spaces): Spaces {
  const own = Object.entries(attributes).filter(([name]) => /^xmlns(:|$)/.test(name));
  return { ...outer, ...Object.fromEntries(own.map(([name, value]) => [name.slice(6), value])) };
}

function fullName(tag: string, spaces: Spaces): string {
  const [local = '', prefix = ''] = tag.split(':').reverse();
  return `${spaces[prefix] ?? ''} ${local}`;
}

const closed = ({ tag, spaces, attributes, children, text }: Open): Element => ({
  name: fullName(tag, spaces),
  ...{ attributes, children, text },
});

/** Puts one piece of markup or text into the tree that grows; false when it does not fit. */
function take(stack: Open[], [whole, cdata, slash, tag, rest = '']: RegExpMatchArray): boolean {
  const top = stack[stack.length - 1];
  if (!top) return false;
  if (cdata !== undefined) top.text += cdata;
  else if (tag === undefined) top.text += whole[0] === '<' ? '' : unescaped(whole);
  else if (slash) {
    if (top.tag !== tag || stack.length < 2) return false;
    stack.pop();
    stack[stack.length - 1]?.children.push(closed(top));
  } else {
    const attributes = attributesOf(rest);
    const open = { tag, spaces: spacesOf(attributes, top.spaces), attributes, children: [], text: '' };
    if (rest.trimEnd().endsWith('/')) top.children.push(closed(open));
    else stack.push(open);
  }
  return true;
}

const PIECE =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<[?!][^>]*>|<(\/?)([\w:.-]+)((?:"[^"]*"|'[^']*'|[^>"'])*)>|[^<]+/g;

/** Reads a document; null when it is none. Tolerant: what it does not know it passes over. */
export function readXml(text: string): Element | null {
  const root: Open = { tag: '', spaces: {}, attributes: {}, children: [], text: '' };
  const stack = [root];
  const sound = [...text.matchAll(PIECE)].every((piece) => take(stack, piece));
  return sound && stack.length === 1 ? (root.children[0] ?? null) : null;
}

/** The children of that name. */
export const childrenOf = (element: Element | undefined, name: string): readonly Element[] =>
  element?.children.filter((child) => child.name === name) ?? [];
export const childOf = (element: Element | undefined, name: string): Element | undefined =>
  childrenOf(element, name)[0];

export const DAV = 'DAV:';
export const CAL = 'urn:ietf:params:xml:ns:caldav';
export const SERVER = 'http://calendarserver.org/ns/';
export const APPLE = 'http://apple.com/ns/ical/';
const PREFIXES: Readonly<Record<string, string>> = { [DAV]: 'D', [CAL]: 'C', [SERVER]: 'CS', [APPLE]: 'A' };

/** A carriage return is written as a number, or a reader of XML would drop it. */
export const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r/g, '&#13;');

/** An element written out; `inner` is markup already. */
export function tag(name: string, inner = ''): string {
  const [space = '', local = ''] = name.split(' ');
  const prefix = PREFIXES[space];
  const [open, close] = prefix
    ? [`${prefix}:${local}`, `${prefix}:${local}`]
    : [`X:${local} xmlns:X="${space}"`, `X:${local}`];
  return inner === '' ? `<${open}/>` : `<${open}>${inner}</${close}>`;
}

/** A whole document around one element. */
export function xmlDocument(name: string, inner: string): string {
  const spaces = Object.entries(PREFIXES).map(([space, prefix]) => ` xmlns:${prefix}="${space}"`);
  const element = tag(name, inner).replace(/^<[\w:]+/, (open) => open + spaces.join(''));
  return `<?xml version="1.0" encoding="utf-8"?>\n${element}`;
}

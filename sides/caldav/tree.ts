import ICAL from 'ical.js';

/**
 * A component of iCalendar text. Its lines are kept as they were written (unfolded), so that what nobody changes goes back as it
 * came, though we may not understand it.
 */
export interface Component {
  /** In capitals: VCALENDAR, VEVENT. */
  readonly name: string;
  readonly lines: readonly string[];
  readonly inner: readonly Component[];
}

/** A line that was understood: `name` in lower case; `params` by lower-case name; `type` and `values` as jCal has them [RFC 7265]. */
export interface Property {
  readonly name: string;
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  readonly type: string;
  readonly values: readonly unknown[];
  readonly line: string;
}

const design = ICAL.design.getDesignSet('vcalendar');

/** A name ends at its parameters or its value. */
export const nameOf = (line: string): string => /^[^;:]*/.exec(line)?.[0].toLowerCase() ?? '';
/** What stands after the first colon that is in no quoted parameter. */
export const textIn = (line: string): string => /^[^:"]*(?:"[^"]*"[^:"]*)*:(.*)$/s.exec(line)?.[1] ?? '';

const unfold = (text: string): readonly string[] =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');

const isBegin = (line: string): boolean => /^BEGIN:/i.test(line);
const isEnd = (line: string): boolean => /^END:/i.test(line);
const word = (line: string): string => textIn(line).trim().toUpperCase();

type Open = { readonly name: string; readonly lines: string[]; readonly inner: Component[] };

/** The text as a tree; null where it is no iCalendar text, or ends before its components do. */
export function parseTree(text: string): Component | null {
  const root: Open = { name: '', lines: [], inner: [] };
  const open: Open[] = [root];
  for (const line of unfold(text)) {
    const top = open.at(-1) ?? root;
    if (isBegin(line)) open.push({ name: word(line), lines: [], inner: [] });
    else if (top === root) return null;
    else if (!isEnd(line)) top.lines.push(line);
    else if (word(line) !== top.name) return null;
    else open.at(-2)?.inner.push(...open.splice(-1));
  }
  const [calendar] = root.inner;
  return open.length === 1 && calendar?.name === 'VCALENDAR' ? calendar : null;
}

const octets = (char: string): number => Buffer.byteLength(char);

/** No line is longer than 75 octets, and none is cut within a character [RFC 5545 3.1]. */
function folded(line: string): string {
  if (octets(line) <= 75) return line;
  const parts: string[] = [];
  let [part, size] = ['', 0];
  for (const char of line) {
    if (size + octets(char) > 75) {
      parts.push(part);
      [part, size] = [' ', 1];
    }
    part += char;
    size += octets(char);
  }
  return [...parts, part].join('\r\n');
}

const written = ({ name, lines, inner }: Component): readonly string[] => [
  `BEGIN:${name}`,
  ...lines.map(folded),
  ...inner.flatMap(written),
  `END:${name}`,
];
/** The tree as text, its lines folded and ended as RFC 5545 has it. */
export const treeText = (calendar: Component): string => `${written(calendar).join('\r\n')}\r\n`;

function understood(line: string): Property | null {
  try {
    const [name, params, type, ...values] = ICAL.parse.property(line, design) as unknown as [
      string,
      Property['params'],
      string,
      ...unknown[],
    ];
    return { name, params, type, values, line };
  } catch {
    return null;
  }
}

const linesOf = ({ lines }: Component, name: string): readonly string[] =>
  lines.filter((line) => nameOf(line) === name);
/** The properties of a name, as far as they can be understood. */
export const propertiesOf = (component: Component, name: string): readonly Property[] =>
  linesOf(component, name).flatMap((line) => understood(line) ?? []);
export const firstOf = (component: Component, name: string): Property | null =>
  propertiesOf(component, name)[0] ?? null;
export const has = (component: Component, name: string): boolean => linesOf(component, name).length > 0;
/** The values of a name as they are written, without a look at what they mean. */
export const rawOf = (component: Component, name: string): readonly string[] =>
  linesOf(component, name).map((line) => textIn(line).trim());
/** The text of a property; null where it is blank or not there. */
export function textOf(component: Component, name: string): string | null {
  const [value] = firstOf(component, name)?.values ?? [];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
export const paramOf = ({ params }: Property, name: string): string => {
  const value = params[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
};

/** A new line. `name` and the names of `params` in lower case; a value of type `text` is escaped. */
export const lineOf = (
  name: string,
  type: string,
  values: readonly unknown[],
  params: Property['params'] = {},
): string => ICAL.stringify.property([name, params, type, ...values], design, true);

/** Control characters have no place in iCalendar text [RFC 5545 3.1]. */
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;
export const textLine = (name: string, value: string): string =>
  lineOf(name, 'text', [value.replace(/\r\n?/g, '\n').replace(CONTROLS, '')]);

/** The component with these lines in the place of all of that name; new ones stand at its end. */
export function withLines(component: Component, name: string, lines: readonly string[]): Component {
  const at = component.lines.findIndex((line) => nameOf(line) === name);
  const rest = (part: readonly string[]) => part.filter((line) => nameOf(line) !== name);
  if (at === -1) return { ...component, lines: [...component.lines, ...lines] };
  return {
    ...component,
    lines: [...rest(component.lines.slice(0, at)), ...lines, ...rest(component.lines.slice(at))],
  };
}
/** The component without the lines of these names; itself where it has none. */
export function without(component: Component, ...names: readonly string[]): Component {
  const lines = component.lines.filter((line) => !names.includes(nameOf(line)));
  return lines.length === component.lines.length ? component : { ...component, lines };
}
export const innerOf = ({ inner }: Component, name: string): readonly Component[] =>
  inner.filter((one) => one.name === name);

import ICAL from 'ical.js';
import { reason, type Reason } from '../../reasons';

/** A component of iCalendar text, its lines as they were written (unfolded): what nobody changes goes back as it came. */
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

/** The text of one calendar object, taken apart. */
export interface CalendarObject {
  readonly calendar: Component;
  /** The event or the series; of a meeting whose series is elsewhere, that meeting. */
  readonly main: Component;
  /** Meetings of the series that differ from it, each with its RECURRENCE-ID. */
  readonly changed: readonly Component[];
  readonly uid: string;
  /** `main` is one of several single meetings of a series that is not in this calendar. */
  readonly isDetached: boolean;
}

const design = ICAL.design.getDesignSet('vcalendar');

/** A name ends at its parameters or its value. */
export const lineName = (line: string): string => /^[^;:]*/.exec(line)?.[0].toLowerCase() ?? '';

/** What stands after the first colon that is in no quoted parameter. */
const lineValue = (line: string): string => /^[^:"]*(?:"[^"]*"[^:"]*)*:(.*)$/s.exec(line)?.[1] ?? '';

const unfold = (text: string): readonly string[] =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');

const isBegin = (line: string): boolean => /^BEGIN:/i.test(line);
const isEnd = (line: string): boolean => /^END:/i.test(line);
const blockName = (line: string): string => lineValue(line).trim().toUpperCase();

type OpenComponent = { readonly name: string; readonly lines: string[]; readonly inner: Component[] };

/** Calendars hold events, which hold alarms: nothing that matters lies deeper. */
const DEEPEST = 10;

/** The lines as a tree; null where they are no iCalendar text, or end before their components do. */
function parseCalendar(lines: readonly string[]): Component | null {
  const root: OpenComponent = { name: '', lines: [], inner: [] };
  const open: OpenComponent[] = [root];
  for (const line of lines) {
    const top = open.at(-1) ?? root;
    if (open.length > DEEPEST) return null;
    if (isBegin(line)) open.push({ name: blockName(line), lines: [], inner: [] });
    else if (top === root) return null;
    else if (!isEnd(line)) top.lines.push(line);
    else if (blockName(line) !== top.name) return null;
    else open.at(-2)?.inner.push(...open.splice(-1));
  }
  const [calendar] = root.inner;
  return open.length === 1 && calendar?.name === 'VCALENDAR' ? calendar : null;
}

/** The begin of the character that an octet of UTF-8 belongs to. */
function beginOf(octets: Buffer, at: number): number {
  let begin = at;
  while (((octets[begin] ?? 0) & 0xc0) === 0x80) begin -= 1;
  return begin;
}

/** No line is longer than 75 octets, the blank that begins it counted, and none is cut within a character [RFC 5545 3.1]. */
function foldLine(line: string): string {
  const octets = Buffer.from(line);
  if (octets.length <= 75) return line;
  const parts: string[] = [];
  for (let [from, to] = [0, 0]; from < octets.length; from = to) {
    to = beginOf(octets, from + (from === 0 ? 75 : 74));
    parts.push(octets.toString('utf8', from, to));
  }
  return parts.join('\r\n ');
}

const componentLines = ({ name, lines, inner }: Component): readonly string[] => [
  `BEGIN:${name}`,
  ...lines.map(foldLine),
  ...inner.flatMap(componentLines),
  `END:${name}`,
];

/** The tree as text, its lines folded and ended as RFC 5545 has it. */
export const calendarText = (calendar: Component): string => `${componentLines(calendar).join('\r\n')}\r\n`;

/** Taking parameters apart takes time by the square of how many there are. */
const MOST_PARAMETERS = 1_000;
const hasTooMany = (line: string): boolean =>
  line.length > MOST_PARAMETERS &&
  line.slice(0, line.length - lineValue(line).length).split(';').length > MOST_PARAMETERS;

function parseProperty(line: string): Property | null {
  if (hasTooMany(line)) return null;
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

type LinesByName = ReadonlyMap<string, readonly string[]>;
const named = new WeakMap<Component, LinesByName>();

function byName({ lines }: Component): LinesByName {
  const all = new Map<string, string[]>();
  for (const line of lines) {
    const [name, there] = [lineName(line), all.get(lineName(line))];
    if (there) there.push(line);
    else all.set(name, [line]);
  }
  return all;
}

/** The lines of a name; each component is looked through once, however many names it is asked for. */
function linesOf(component: Component, name: string): readonly string[] {
  const known = named.get(component) ?? byName(component);
  named.set(component, known);
  return known.get(name) ?? [];
}

/** The properties of a name, as far as they can be understood. */
export const propertiesOf = (component: Component, name: string): readonly Property[] =>
  linesOf(component, name).flatMap((line) => parseProperty(line) ?? []);
export const firstOf = (component: Component, name: string): Property | null =>
  propertiesOf(component, name)[0] ?? null;
export const has = (component: Component, name: string): boolean => linesOf(component, name).length > 0;

/** The values of a name as they are written, without a look at what they mean. */
export const rawValues = (component: Component, name: string): readonly string[] =>
  linesOf(component, name).map((line) => lineValue(line).trim());

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
export const propertyLine = (
  name: string,
  type: string,
  values: readonly unknown[],
  params: Property['params'] = {},
): string => ICAL.stringify.property([name, params, type, ...values], design, true);

/** Control characters have no place in iCalendar text [RFC 5545 3.1]. */
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;
export const textLine = (name: string, value: string): string =>
  propertyLine(name, 'text', [value.replace(/\r\n?/g, '\n').replace(CONTROLS, '')]);

/** The component with these lines in the place of all of that name; new ones stand at its end. */
export function withLines(component: Component, name: string, lines: readonly string[]): Component {
  const at = component.lines.findIndex((line) => lineName(line) === name);
  const rest = (part: readonly string[]) => part.filter((line) => lineName(line) !== name);
  if (at === -1) return { ...component, lines: [...component.lines, ...lines] };
  return { ...component, lines: [...rest(component.lines.slice(0, at)), ...lines, ...rest(component.lines.slice(at))] };
}

/** The component without the lines of these names; itself where it has none. */
export function without(component: Component, ...names: readonly string[]): Component {
  const lines = component.lines.filter((line) => !names.includes(lineName(line)));
  return lines.length === component.lines.length ? component : { ...component, lines };
}

export const innerOf = ({ inner }: Component, name: string): readonly Component[] =>
  inner.filter((one) => one.name === name);

/** Why a text is no event that can be read. `notEvent`: it is a task, a note or the like, which nobody misses here. */
export type Unreadable = { readonly unreadable: Reason; readonly notEvent?: true };

const notEvent: Unreadable = { unreadable: reason('iCalendarOther'), notEvent: true };

/** More lines, or more changed meetings of a series, nobody's calendar has: whatever is read of them takes time. */
const [MOST_LINES, MOST_MEETINGS] = [6_000, 200];
const tooLong = (max: number): Unreadable => ({ unreadable: reason('iCalendarTooLong', { max }) });

const isChanged = (event: Component): boolean => has(event, 'recurrence-id');
const sequence = (event: Component): number => Number(firstOf(event, 'sequence')?.values[0] ?? 0);
const dayText = (event: Component): string => String(firstOf(event, 'recurrence-id')?.values[0] ?? '');

/** Takes the text of a calendar object apart, or tells why that cannot be done. */
export function parseObject(text: string): CalendarObject | Unreadable {
  const lines = unfold(text);
  if (lines.length > MOST_LINES) return tooLong(MOST_LINES);
  const calendar = parseCalendar(lines);
  if (!calendar) return { unreadable: reason('iCalendarUnreadable') };
  const events = innerOf(calendar, 'VEVENT');
  if (events.length === 0) return notEvent;
  if (events.length > MOST_MEETINGS) return tooLong(MOST_MEETINGS);
  const uids = new Set(events.map((event) => textOf(event, 'uid')?.trim() ?? ''));
  const series = events.filter((event) => !isChanged(event));
  if (uids.size > 1 || series.length > 1) return { unreadable: reason('iCalendarSeveral') };
  const changed = events
    .filter(isChanged)
    .sort((a, b) => dayText(a).localeCompare(dayText(b)) || sequence(a) - sequence(b));
  const main = series[0] ?? changed[0];
  const [uid = ''] = uids;
  if (!main) return notEvent;
  return { calendar, main, changed: changed.filter((one) => one !== main), uid, isDetached: isChanged(main) };
}

/** Whether a later part of the series was changed by one component: RANGE=THISANDFUTURE [RFC 5545 3.2.13]. */
export const isThisAndFuture = (event: Component): boolean =>
  propertiesOf(event, 'recurrence-id').some(({ params }) => 'range' in params);

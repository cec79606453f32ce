import { byOf, rulePartsOf, type ByParts, type RuleParts } from '../time/rruleParts';
import { dayNames } from '../time/recurrence';
import { rawValues, type Component } from './ical';

/** From this instant on (milliseconds) a clock is `to` minutes ahead of UTC, and was `from` minutes ahead before. */
interface Change {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** How the clocks of a definition go around a year, in the order of time. */
export type Clocks = readonly Change[];

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Times of a definition as milliseconds, as if its wall clock were that of UTC; null: none. */
function wallOf(text: string): number | null {
  const [, year, month, day, , hour = 0, minute = 0, second = 0] =
    /^(\d{4})(\d\d)(\d\d)(T(\d\d)(\d\d)(\d\d))?Z?$/i.exec(text)?.map(Number) ?? [];
  const at = new Date(0);
  at.setUTCFullYear(year ?? NaN, (month ?? 0) - 1, day);
  return Number.isNaN(at.getTime()) ? null : at.setUTCHours(hour, minute, second, 0);
}

/** Minutes ahead of UTC; seconds, which only the clocks of old had, are left out. */
function offsetOf(text = ''): number | null {
  const [, sign, hours, minutes] = /^([+-])([01]\d|2[0-3]):?([0-5]\d)(?::?[0-5]\d)?$/.exec(text) ?? [];
  return sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) : null;
}

/** STANDARD or DAYLIGHT. `parts` and `by`: of its rule, null where it has none; `dates`: its changes without one. */
interface Observance {
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly dates: readonly number[];
  readonly rule: { readonly by: ByParts; readonly until: number } | null;
}

/** The last moment (as the wall clock shows it) of a rule. A date is meant to its end. */
function untilOf(parts: RuleParts, from: number): number | null {
  const text = parts.get('UNTIL');
  const at = text === undefined ? Infinity : wallOf(text);
  if (at === null || text === undefined) return at;
  return text.length === 8 ? at + DAY : at + (text.endsWith('Z') ? from * MINUTE : 0);
}

/** What the rules of real zones are made of; every other part would have to be expanded to be understood. */
const usual = ['FREQ', 'INTERVAL', 'BYMONTH', 'BYDAY', 'BYMONTHDAY', 'UNTIL', 'WKST'];

/** A rule that changes the clocks once a year, on a day of a month; null: another. */
function ruleOf(text: string, from: number): Observance['rule'] {
  const parts = rulePartsOf(text);
  const [by, until] = parts ? [byOf(parts), untilOf(parts, from)] : [];
  if (!parts || !by || (until ?? null) === null || parts.get('FREQ') !== 'YEARLY') return null;
  const isUsual = [...parts.keys()].every((name) => usual.includes(name)) && Number(parts.get('INTERVAL') ?? 1) === 1;
  const isOfMonth = by.month?.length === 1 || !(by.day || by.monthDay || by.month);
  return isUsual && isOfMonth ? { by, until: until ?? Infinity } : null;
}

const timeOfDay = (at: number): number => ((at % DAY) + DAY) % DAY;

/** A change that is told by its date; a date alone has the time of day of the first. */
function dateIn(text: string, start: number, from: number): number {
  const wall = wallOf(text) ?? NaN;
  if (text.length === 8) return wall + timeOfDay(start);
  return /z$/i.test(text) ? wall + from * MINUTE : wall;
}

const listedDates = (part: Component): readonly string[] => rawValues(part, 'rdate').flatMap((line) => line.split(','));

function observanceOf(part: Component): Observance | null {
  const [start, from, to] = [
    wallOf(rawValues(part, 'dtstart')[0] ?? ''),
    offsetOf(rawValues(part, 'tzoffsetfrom')[0]),
    offsetOf(rawValues(part, 'tzoffsetto')[0]),
  ];
  const rules = rawValues(part, 'rrule').filter(Boolean);
  if (start === null || from === null || to === null || rules.length > 1) return null;
  const rule = rules[0] === undefined ? null : ruleOf(rules[0], from);
  const dates = listedDates(part).map((text) => dateIn(text, start, from));
  if (dates.some(Number.isNaN) || (rules.length > 0 && !rule)) return null;
  return { start, from, to, dates: rule ? dates : [start, ...dates], rule };
}

/** The days of a month on which the rule falls. */
function daysIn(year: number, month: number, { day: byDay, monthDay }: ByParts): readonly number[] {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const all = Array.from({ length: last }, (_, at) => at + 1);
  const weekday = (day: number) => dayNames[(new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7];
  const nths = (day: number) => [null, Math.ceil(day / 7), -Math.ceil((last + 1 - day) / 7)];
  return all
    .filter((day) => !monthDay || monthDay.includes(day) || monthDay.includes(day - last - 1))
    .filter((day) => !byDay || byDay.some((one) => one.day === weekday(day) && nths(day).includes(one.nth)));
}

const yearOf = (at: number): number => new Date(at).getUTCFullYear();

/** When a rule changes the clocks: about the year, and the last two times before it ended, be that long ago. */
function ruleDates({ start, rule }: Observance, year: number): readonly number[] {
  if (!rule) return [];
  const { by, until } = rule;
  const last = Math.min(year + 2, until === Infinity ? year + 2 : yearOf(until));
  const years = [last - 3, last - 2, last - 1, last].filter((one) => one <= year + 2 && one >= yearOf(start));
  const begin = new Date(start);
  const month = by.month?.[0] ?? begin.getUTCMonth() + 1;
  const days = by.day || by.monthDay ? by : { monthDay: [begin.getUTCDate()] };
  const at = (one: number, day: number) => Date.UTC(one, month - 1, day) + timeOfDay(start);
  return years
    .flatMap((one) => daysIn(one, month, days).map((day) => at(one, day)))
    .filter((one) => one >= start && one <= until);
}

/** Some tell the whole history of a zone, a hundred observances and two hundred dates. */
const [MOST_OBSERVANCES, MOST_DATES] = [300, 1_000];

/**
 * How the clocks of a VTIMEZONE go around a year; null where it is not told in the way of real zones: by dates, or by rules that fall
 * on one day of a month each year. Nothing else is expanded, and of a rule only the years that matter.
 */
export function clocksAround(definition: Component, year: number): Clocks | null {
  const parts = definition.inner.filter(({ name }) => ['STANDARD', 'DAYLIGHT'].includes(name));
  if (parts.length > MOST_OBSERVANCES || parts.flatMap(listedDates).length > MOST_DATES) return null;
  const all = parts.map(observanceOf);
  if (!all.every((one) => one !== null)) return null;
  const changes = all.flatMap((one) =>
    [...one.dates, ...ruleDates(one, year)].map((wall) => ({ ...one, at: wall - one.from * MINUTE })),
  );
  return changes.length > 0 ? changes.sort((a, b) => a.at - b.at) : null;
}

/** Minutes by which the clock is ahead of UTC at an instant. */
export const offsetAt = (clocks: Clocks, at: number): number =>
  clocks.findLast((change) => change.at <= at)?.to ?? clocks[0]?.from ?? 0;

/**
 * The instant (milliseconds) that a wall clock shows, given as if it were in UTC. An hour that comes twice is its first; in one that
 * is left out the clock before it counts [RFC 5545 3.3.5].
 */
export function instantOn(clocks: Clocks, wall: number): number {
  const near = [wall - DAY, wall + DAY].map((at) => offsetAt(clocks, at));
  const [before = 0] = near;
  const fitting = near
    .map((offset) => wall - offset * MINUTE)
    .filter((at) => offsetAt(clocks, at) === (wall - at) / MINUTE);
  return fitting.length > 0 ? Math.min(...fitting) : wall - before * MINUTE;
}

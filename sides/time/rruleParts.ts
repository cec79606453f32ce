import { DateTime } from 'luxon';
import { reason } from '../../reasons';
import { toIana } from './dateTime';
import {
  dayNames,
  dayOf,
  longestMonth,
  MOST_COUNT,
  type Day,
  type End,
  type Start,
  type Nth,
  type Pattern,
} from './recurrence';
import { refuse, type Refused } from '../row';

export type RuleParts = ReadonlyMap<string, string>;

/** A rule's parts by name, in capitals; null where the text is none. A leading `RRULE:` is let pass. */
export function rulePartsOf(text: string): RuleParts | null {
  const pieces = text
    .trim()
    .replace(/^RRULE:/i, '')
    .split(/[;\r\n]+/)
    .filter(Boolean);
  const pairs = pieces.map((piece) => /^([A-Z-]+)[=:](\S+)$/i.exec(piece.trim()));
  const names = pairs.map((pair) => pair?.[1]?.toUpperCase() ?? '');
  if (names.includes('') || new Set(names).size < names.length || !names.includes('FREQ')) return null;
  return new Map(pairs.map((pair, index) => [names[index] ?? '', (pair?.[2] ?? '').toUpperCase()]));
}

/** The numbers of a part; undefined where it is not there, null where it cannot be read. */
export function numbers(
  parts: RuleParts,
  name: string,
  least: number,
  most: number,
): readonly number[] | null | undefined {
  const values = parts
    .get(name)
    ?.split(',')
    .map((value) => (/^[+-]?\d+$/.test(value) ? Number(value) : NaN));
  if (!values) return undefined;
  const fits = (value: number) => value !== 0 && value >= least && value <= most;
  return values.every(fits) ? [...new Set(values)].sort((a, b) => a - b) : null;
}

type ByDay = { readonly day: Day; readonly nth: number | null };
function byDay(parts: RuleParts): readonly ByDay[] | null | undefined {
  const values = parts
    .get('BYDAY')
    ?.split(',')
    .map((value) => /^([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(value));
  if (!values) return undefined;
  if (values.includes(null)) return null;
  return values.map((value) => ({ day: value?.[2] as Day, nth: value?.[1] ? Number(value[1]) : null }));
}

/** The numbers and days of a rule that can be read at all. */
export type ByParts = {
  readonly day?: readonly ByDay[];
  readonly monthDay?: readonly number[];
  readonly month?: readonly number[];
  readonly position?: readonly number[];
};
export function byOf(parts: RuleParts): ByParts | null {
  const day = byDay(parts);
  const monthDay = numbers(parts, 'BYMONTHDAY', -31, 31);
  const month = numbers(parts, 'BYMONTH', 1, 12);
  const position = numbers(parts, 'BYSETPOS', -366, 366);
  return day === null || monthDay === null || month === null || position === null
    ? null
    : { day, monthDay, month, position };
}

const isoOf = (until: string): string =>
  until
    .replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')
    .replace(/T(\d\d)(\d\d)(\d\d)?/, (_, h, m, s) => `T${h}:${m}:${s ?? '00'}`);

/**
 * The last local date an UNTIL lets the series fall on. A date means itself; an instant is read in the event's zone, and its
 * date counts only where the event's time of day is not past it. null where it cannot be read.
 */
function lastDate(until: string, start: Start | null): string | null {
  const zone = toIana(start?.zone) ?? 'UTC';
  const last = DateTime.fromISO(isoOf(until), { zone });
  if (!last.isValid) return null;
  const tooEarly = until.includes('T') && last.toFormat('HH:mm') < (start?.time ?? '');
  return last.minus({ days: tooEarly ? 1 : 0 }).toFormat('yyyy-MM-dd');
}

export function endOf(parts: RuleParts, start: Start | null): End | null {
  const until = parts.get('UNTIL');
  const count = numbers(parts, 'COUNT', 1, MOST_COUNT);
  if (count === null || (count && (until || count.length > 1))) return null;
  if (count) return { kind: 'count', count: count[0] ?? 1 };
  if (!until) return { kind: 'never' };
  const date = lastDate(until, start);
  return date ? { kind: 'until', date } : null;
}

type Read<T> = T | Refused;

const months = reason('ruleSomeMonths');
const days = reason('ruleSeveralDaysOfMonth');
const noStart = refuse(reason('ruleDayUnknown'));

function weekly(by: ByParts, start: Start | null, weekStart: Day): Read<Pattern> {
  if (by.month) return refuse(months);
  if (by.monthDay || by.position || by.day?.some(({ nth }) => nth !== null)) {
    return refuse(reason('ruleDaysByNumber'));
  }
  const named = by.day?.map(({ day }) => day) ?? (start ? [dayOf(start.date)] : []);
  return named.length ? { kind: 'weekly', days: named, weekStart } : noStart;
}

function daily(by: ByParts, interval: number): Read<Pattern> {
  if (!by.day && !by.month && !by.monthDay && !by.position) return { kind: 'daily' };
  if (interval === 1 && by.day) return weekly(by, null, 'MO');
  return refuse(by.month ? months : reason('ruleEveryFewDays'));
}

const nths: readonly number[] = [1, 2, 3, 4, -1];
function nthDay(by: ByParts, month: number | null): Read<Pattern> {
  const listed = by.day ?? [];
  if (by.monthDay) return refuse(reason('ruleWeekdayAndDay'));
  const own = new Set(listed.map(({ nth }) => nth));
  const picks = own.has(null) ? (by.position ?? []) : [...own];
  if (own.has(null) ? own.size > 1 : listed.length > 1 || by.position) return refuse(days);
  if (picks.length === 0) return refuse(reason('ruleEveryWeekdayOfMonth'));
  if (picks.length > 1) return refuse(days);
  const nth = picks[0] ?? 0;
  if (!nths.includes(nth)) return refuse(reason('ruleBeyondFourth'));
  return { kind: 'nthDay', days: listed.map(({ day }) => day), nth: nth as Nth, month };
}

const isRunUpTo = (list: readonly number[], last: number): boolean =>
  last >= 28 && list.length === last - 27 && list.every((day, index) => day === 28 + index);

function monthDay(by: ByParts, start: Start | null, month: number | null): Read<Pattern> {
  const list = by.monthDay ?? (start ? [Number(start.date.slice(8, 10))] : []);
  const day = list.at(-1);
  if (day === undefined) return noStart;
  const latest = month === null ? 31 : longestMonth(month);
  if (by.position?.length === 1 && by.position[0] === -1 && isRunUpTo(list, day))
    return { kind: 'monthDay', day, month };
  if (list.length > 1 || by.position) return refuse(days);
  if (day === -1) return { kind: 'monthDay', day: latest, month };
  if (day < 0) return refuse(reason('ruleFromMonthEnd'));
  if (month !== null && day > latest) return refuse(reason('ruleNoSuchDate'));
  if (day > 28 && month === null) return refuse(reason('ruleSkipsMonths', { day }));
  if (day > 28 && month === 2) return refuse(reason('ruleSkipsYears'));
  return { kind: 'monthDay', day, month };
}

const inMonth = (by: ByParts, start: Start | null, month: number | null): Read<Pattern> =>
  by.day ? nthDay(by, month) : monthDay(by, start, month);

function yearly(by: ByParts, start: Start | null): Read<Pattern> {
  if (by.month && by.month.length > 1) return refuse(months);
  if (by.month) return inMonth(by, start, by.month[0] ?? 1);
  if (by.day) return refuse(reason('ruleWeekdaysOfYear'));
  if (by.monthDay || by.position) return refuse(reason('ruleSeveralDatesOfYear'));
  return start ? inMonth(by, start, Number(start.date.slice(5, 7))) : noStart;
}

/** What repeats when, out of a rule's parts; null where FREQ or WKST is none of RFC 5545's. */
export const patternOf = (
  parts: RuleParts,
  by: ByParts,
  start: Start | null,
  interval: number,
): Read<Pattern> | null => {
  const weekStart = dayNames.find((day) => day === (parts.get('WKST') ?? 'MO'));
  if (!weekStart) return null;
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return daily(by, interval);
    case 'WEEKLY':
      return weekly(by, start, weekStart);
    case 'MONTHLY':
      return by.month ? refuse(months) : inMonth(by, start, null);
    case 'YEARLY':
      return yearly(by, start);
    case 'HOURLY':
    case 'MINUTELY':
    case 'SECONDLY':
      return refuse(reason('ruleSeveralTimesADay'));
    default:
      return null;
  }
};

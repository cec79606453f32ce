import { reason } from '../../reasons';
import type { Day, End, Nth, Pattern, Recurrence, Start } from './recurrence';
import { dayNames, canonical, MOST_COUNT, MOST_INTERVAL, startProblem } from './recurrence';
import { isRefused, refuse, type Refused } from '../row';
import { readRule, ruleText } from './rrule';
import { toIana, unknownZone } from './dateTime';

/** Graph's recurrencePattern. Numbers a type does not use come back as 0, lists as empty. */
export type GraphPattern = {
  readonly type: string;
  readonly interval: number;
  readonly daysOfWeek?: readonly string[] | null;
  readonly firstDayOfWeek?: string | null;
  readonly dayOfMonth?: number | null;
  readonly month?: number | null;
  readonly index?: string | null;
};
/** Graph's recurrenceRange. An endDate that is not used comes back as 0001-01-01, in old series as 0000-01-01. */
export type GraphRange = {
  readonly type: string;
  readonly startDate: string;
  readonly endDate?: string | null;
  readonly numberOfOccurrences?: number | null;
  readonly recurrenceTimeZone?: string | null;
};
export type GraphRecurrence = { readonly pattern: GraphPattern; readonly range: GraphRange };

const graphDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const fromDay = (name: string): Day | undefined => dayNames[graphDays.indexOf(name.toLowerCase())];
const toDay = (day: Day): string => graphDays[dayNames.indexOf(day)] ?? '';
const indexes = new Map<string, Nth>(Object.entries({ first: 1, second: 2, third: 3, fourth: 4, last: -1 }));
const indexOf = (nth: Nth): string => [...indexes].find(([, one]) => one === nth)?.[0] ?? 'first';

const daysOf = ({ daysOfWeek }: GraphPattern): readonly Day[] =>
  (daysOfWeek ?? []).flatMap((name) => fromDay(name) ?? []);
const within = (value: number | null | undefined, most: number): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most ? value : null;

function weekly(pattern: GraphPattern): Pattern | null {
  const days = daysOf(pattern);
  const weekStart = fromDay(pattern.firstDayOfWeek ?? 'sunday');
  return days.length && weekStart ? { kind: 'weekly', days, weekStart } : null;
}
function absolute(pattern: GraphPattern, month: number | null): Pattern | null {
  const day = within(pattern.dayOfMonth, 31);
  return day ? { kind: 'monthDay', day, month } : null;
}
function relative(pattern: GraphPattern, month: number | null): Pattern | null {
  const days = daysOf(pattern);
  const nth = indexes.get((pattern.index ?? 'first').toLowerCase());
  return days.length && nth ? { kind: 'nthDay', days, nth, month } : null;
}
const inYear = (pattern: GraphPattern, read: (pattern: GraphPattern, month: number) => Pattern | null) => {
  const month = within(pattern.month, 12);
  return month === null ? null : read(pattern, month);
};

const readers: ReadonlyMap<string, (pattern: GraphPattern) => Pattern | null> = new Map(
  Object.entries({
    daily: (): Pattern => ({ kind: 'daily' }),
    weekly,
    absolutemonthly: (pattern: GraphPattern) => absolute(pattern, null),
    relativemonthly: (pattern: GraphPattern) => relative(pattern, null),
    absoluteyearly: (pattern: GraphPattern) => inYear(pattern, absolute),
    relativeyearly: (pattern: GraphPattern) => inYear(pattern, relative),
  }),
);

const isDate = (date: unknown): date is string => typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date);
const unusedDates: readonly unknown[] = ['0001-01-01', '0000-01-01', '0000-00-00', null, undefined, ''];

function untilDate({ endDate }: GraphRange): End | null {
  if (unusedDates.includes(endDate)) return { kind: 'never' };
  return isDate(endDate) ? { kind: 'until', date: endDate } : null;
}
const ends: ReadonlyMap<string, (range: GraphRange) => End | null> = new Map(
  Object.entries({
    noend: (): End => ({ kind: 'never' }),
    enddate: untilDate,
    numbered: ({ numberOfOccurrences }: GraphRange): End | null => {
      const count = within(numberOfOccurrences, MOST_COUNT);
      return count ? { kind: 'count', count } : null;
    },
  }),
);

function recurrenceOf({ pattern, range }: GraphRecurrence): Recurrence | null {
  const interval = within(pattern.interval, MOST_INTERVAL);
  const read = readers.get(String(pattern.type).toLowerCase())?.(pattern);
  const end = ends.get(String(range.type).toLowerCase())?.(range);
  return interval && read && end ? canonical({ pattern: read, interval, end }) : null;
}

/** Polls of meetings and some old series come so [seen: microsoft-graph-docs#2276, #2182]. */
const NO_RULE = refuse(reason('outlookNoRule'));

/**
 * Graph's recurrence as a plain RFC 5545 rule without DTSTART, UNTIL as the last local date; or why not. `start` is the first event's local date in the series' own zone; null leaves out the check that it fits the rule.
 * A day of month that a month lacks is its last day in Outlook [EWS DayOfMonth], so day 31 becomes BYMONTHDAY=-1.
 */
export function fromGraph(
  recurrence: Partial<GraphRecurrence> | null | undefined,
  start: Start | null,
): { readonly rule: string } | Refused {
  const { pattern, range } = recurrence ?? {};
  if (!pattern || !range) return NO_RULE;
  const zone = start?.zone || range.recurrenceTimeZone;
  if (zone && !toIana(zone)) return refuse(unknownZone(zone));
  const repeat = recurrenceOf({ pattern, range });
  if (!repeat) return refuse(reason('outlookRuleUnreadable', { type: String(pattern.type).slice(0, 80) }));
  const problem = startProblem(repeat, start);
  return problem ? refuse(problem) : { rule: ruleText(repeat) };
}

function patternFor(pattern: Pattern, interval: number): GraphPattern {
  if (pattern.kind === 'daily') return { type: 'daily', interval };
  if (pattern.kind === 'weekly') {
    const firstDayOfWeek = toDay(pattern.weekStart);
    return { type: 'weekly', interval, daysOfWeek: pattern.days.map(toDay), firstDayOfWeek };
  }
  const suffix = pattern.month === null ? 'Monthly' : 'Yearly';
  const month = pattern.month === null ? {} : { month: pattern.month };
  if (pattern.kind === 'monthDay') return { type: `absolute${suffix}`, interval, dayOfMonth: pattern.day, ...month };
  const daysOfWeek = pattern.days.map(toDay);
  return { type: `relative${suffix}`, interval, daysOfWeek, index: indexOf(pattern.nth), ...month };
}

function rangeFor(end: End, { date, zone }: Start): GraphRange {
  const common = { startDate: date, recurrenceTimeZone: zone };
  if (end.kind === 'never') return { type: 'noEnd', ...common };
  if (end.kind === 'until') return { type: 'endDate', endDate: end.date, ...common };
  return { type: 'numbered', numberOfOccurrences: end.count, ...common };
}

/** A rule as Graph's recurrence, or why Outlook cannot say it. `start`: of the first event, its zone written as named. */
export function toGraph(rule: string, start: Start): { readonly recurrence: GraphRecurrence } | Refused {
  const repeat = readRule(rule, start);
  if (isRefused(repeat)) return repeat;
  return { recurrence: { pattern: patternFor(repeat.pattern, repeat.interval), range: rangeFor(repeat.end, start) } };
}

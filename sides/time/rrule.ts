import { truncate } from 'lodash';
import { reason, type Reason } from '../../reasons';
import type { Recurrence, Start, End, Pattern } from './recurrence';
import { canonical, MOST_INTERVAL, startProblem, longestMonth } from './recurrence';
import { isRefused, refuse, type Refused } from '../row';
import { patternOf, byOf, endOf, numbers, rulePartsOf } from './rruleParts';
import { toIana, unknownZone } from './dateTime';

const unreadable = (rule: string) => refuse(reason('ruleUnreadable', { rule: truncate(rule, { length: 200 }) }));
/** Parts of RFC 5545 that Outlook has no word for. Nothing is left out of a series in silence, so each one refuses it. */
const refusals: Readonly<Record<string, Reason>> = {
  BYSECOND: reason('ruleSeveralTimesADay'),
  BYMINUTE: reason('ruleSeveralTimesADay'),
  BYHOUR: reason('ruleOwnTimes'),
  BYWEEKNO: reason('ruleWeeksOfYear'),
  BYYEARDAY: reason('ruleDaysOfYear'),
  RSCALE: reason('ruleOtherCalendar'),
  SKIP: reason('ruleOtherCalendar'),
  RDATE: reason('ruleExtraDates'),
  EXRULE: reason('ruleSecondExclusion'),
};
const known = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS'];

/** A rule as a repeat, in its plain form, without a look at whether its first event fits it. */
function parseRule(text: string, start: Start | null): Recurrence | Refused {
  const parts = rulePartsOf(text);
  if (!parts) return unreadable(text);
  const names = [...parts.keys()];
  const outside = names.flatMap((name) => refusals[name] ?? [])[0];
  if (outside) return refuse(outside);
  const interval = numbers(parts, 'INTERVAL', 1, MOST_INTERVAL);
  const [by, end] = [byOf(parts), endOf(parts, start)];
  if (names.some((name) => !known.includes(name)) || interval === null || !by || !end) return unreadable(text);
  const every = interval?.[0] ?? 1;
  const pattern = patternOf(parts, by, start, every);
  if (!pattern) return unreadable(text);
  return isRefused(pattern) ? pattern : canonical({ pattern, interval: every, end });
}

/** An RFC 5545 rule as a repeat, or why not. Days it leaves to its first event come from `start`, or it is refused. */
export function readRule(text: string, start: Start | null): Recurrence | Refused {
  if (start && !toIana(start.zone)) return refuse(unknownZone(start.zone));
  const repeat = parseRule(text, start);
  if (isRefused(repeat)) return repeat;
  const problem = startProblem(repeat, start);
  return problem ? refuse(problem) : repeat;
}

type Part = readonly [name: string, value: string | number];

/** A day that shorter months lack falls on their last one: RFC 5545 says that as "the last that exists of 28, 29, 30". */
function monthDayParts(day: number, month: number | null): readonly Part[] {
  const last = month === null ? 31 : longestMonth(month);
  if (day <= 28 || (month !== null && month !== 2)) return [['BYMONTHDAY', day]];
  if (day === last) return [['BYMONTHDAY', -1]];
  const run = [28, 29, 30].filter((one) => one <= day);
  return [
    ['BYMONTHDAY', run.join(',')],
    ['BYSETPOS', -1],
  ];
}

const freqOf = (pattern: Pattern): string => {
  if (pattern.kind === 'daily' || pattern.kind === 'weekly') return pattern.kind.toUpperCase();
  return pattern.month === null ? 'MONTHLY' : 'YEARLY';
};

function patternParts(pattern: Pattern): readonly Part[] {
  if (pattern.kind === 'daily') return [];
  if (pattern.kind === 'weekly') {
    const week: readonly Part[] = pattern.weekStart === 'MO' ? [] : [['WKST', pattern.weekStart]];
    return [['BYDAY', pattern.days.join(',')], ...week];
  }
  const month: readonly Part[] = pattern.month === null ? [] : [['BYMONTH', pattern.month]];
  if (pattern.kind === 'monthDay') return [...month, ...monthDayParts(pattern.day, pattern.month)];
  const { days, nth } = pattern;
  if (days.length === 1) return [...month, ['BYDAY', `${nth}${days[0]}`]];
  return [...month, ['BYDAY', days.join(',')], ['BYSETPOS', nth]];
}

const endParts: { readonly [K in End['kind']]: (end: Extract<End, { kind: K }>) => readonly Part[] } = {
  never: () => [],
  until: ({ date }) => [['UNTIL', date.replace(/-/g, '')]],
  count: ({ count }) => [['COUNT', count]],
};
const endPartsOf = (end: End): readonly Part[] => (endParts[end.kind] as (end: End) => readonly Part[])(end);

/** The parts of the plain rule, in one order. INTERVAL is left out where it is 1, WKST where it changes nothing. */
export function ruleParts(repeat: Recurrence): readonly Part[] {
  const { pattern, interval, end } = canonical(repeat);
  const every: readonly Part[] = interval === 1 ? [] : [['INTERVAL', interval]];
  return [['FREQ', freqOf(pattern)], ...every, ...patternParts(pattern), ...endPartsOf(end)];
}
export const joinParts = (parts: readonly Part[]): string => parts.map((part) => part.join('=')).join(';');
export const ruleText = (repeat: Recurrence): string => joinParts(ruleParts(repeat));

/** A rule in the one form of all that mean the same; `start` fills in what the rule leaves to its first event. */
export function canonicalRule(rule: string, start: Start | null = null): { readonly rule: string } | Refused {
  const repeat = readRule(rule, start);
  return isRefused(repeat) ? repeat : { rule: ruleText(repeat) };
}

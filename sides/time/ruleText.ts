import type { End, Pattern, Refused, Repeat, Start } from './repeat';
import { isRefused, longestMonth, plain } from './repeat';
import { readRule, repeatOf } from './ruleReading';
import { partsOf } from './ruleSyntax';

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
export function ruleParts(repeat: Repeat): readonly Part[] {
  const { pattern, interval, end } = plain(repeat);
  const every: readonly Part[] = interval === 1 ? [] : [['INTERVAL', interval]];
  return [['FREQ', freqOf(pattern)], ...every, ...patternParts(pattern), ...endPartsOf(end)];
}
export const joined = (parts: readonly Part[]): string => parts.map((part) => part.join('=')).join(';');
export const ruleText = (repeat: Repeat): string => joined(ruleParts(repeat));

/** A rule in the one form of all that mean the same; `start` fills in what the rule leaves to its first event. */
export function plainRule(rule: string, start: Start | null = null): { readonly rule: string } | Refused {
  const repeat = readRule(rule, start);
  return isRefused(repeat) ? repeat : { rule: ruleText(repeat) };
}

/** Rules no side can say are the same only by their parts. */
const sorted = (rule: string): string => {
  const parts = partsOf(rule);
  return parts ? joined([...parts].sort(([a], [b]) => (a < b ? -1 : 1))) : rule.trim();
};

/** Whether two rules mean the same series; null is none. Order, spelling and parts that change nothing do not count. */
export function sameRule(a: string | null, b: string | null, start: Start | null = null): boolean {
  if (a === null || b === null) return a === b;
  const [left, right] = [repeatOf(a, start), repeatOf(b, start)];
  if (isRefused(left) || isRefused(right)) return sorted(a) === sorted(b);
  return ruleText(left) === ruleText(right);
}

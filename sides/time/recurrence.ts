import { DateTime } from 'luxon';
import { reason, type Reason } from '../../reasons';

/** RFC 5545's names of the days, Monday first as a rule's week begins unless it says otherwise. */
export const dayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Day = (typeof dayNames)[number];
export type Nth = 1 | 2 | 3 | 4 | -1;

/**
 * How a series repeats, as far as both sides can say it.
 * monthDay: a day of the month, or in shorter months their last day, as Outlook has it [EWS DayOfMonth]; 31 is the last day.
 * nthDay: the nth, or the last (-1), of the days in the month. With a month both come once a year.
 */
export type Pattern =
  | { readonly kind: 'daily' }
  | { readonly kind: 'weekly'; readonly days: readonly Day[]; readonly weekStart: Day }
  | { readonly kind: 'monthDay'; readonly day: number; readonly month: number | null }
  | { readonly kind: 'nthDay'; readonly days: readonly Day[]; readonly nth: Nth; readonly month: number | null };

/** until: the last local date the series may fall on, in the event's own zone. */
export type End =
  | { readonly kind: 'never' }
  | { readonly kind: 'until'; readonly date: string }
  | { readonly kind: 'count'; readonly count: number };

export type Recurrence = { readonly pattern: Pattern; readonly interval: number; readonly end: End };

/** Rarer, or more often, no side has a word for: Exchange takes no longer interval [EWS Interval], Graph counts in 32 bits. */
export const [MOST_INTERVAL, MOST_COUNT] = [999, 2_147_483_647] as const;
/** So many days of a series may be left out or changed; more are counted, not read. */
export const MOST_DATES = 700;

/** The first event's local date (`YYYY-MM-DD`), time (`HH:mm`; null: all day, tasks) and zone (Windows or IANA). */
export type Start = { readonly date: string; readonly time?: string; readonly zone: string };

const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** The days of a month (1-12) at most: 29 in February. */
export const longestMonth = (month: number): number => longest[month - 1] ?? 31;

const inOrder = (days: readonly Day[]): readonly Day[] => dayNames.filter((day) => days.includes(day));
export const dayOf = (date: string): Day => dayNames[DateTime.fromISO(date).weekday - 1] ?? 'MO';

const firstFrom = (days: readonly Day[], weekStart: Day): Day => {
  const from = dayNames.indexOf(weekStart);
  return [...dayNames.slice(from), ...dayNames.slice(0, from)].find((day) => days.includes(day)) ?? weekStart;
};

/** Week starts that cut the days of a rule at the same place mean the same; Outlook says Sunday where Zoho says nothing. */
const weekCut = (days: readonly Day[], weekStart: Day, interval: number): Day => {
  const first = firstFrom(days, weekStart);
  return interval === 1 || first === firstFrom(days, 'MO') ? 'MO' : first;
};

function plainPattern(pattern: Pattern, interval: number): Pattern {
  if (pattern.kind === 'daily') return pattern;
  if (pattern.kind === 'weekly') {
    const days = inOrder(pattern.days);
    return { kind: 'weekly', days, weekStart: weekCut(days, pattern.weekStart, interval) };
  }
  const { month } = pattern;
  const latest = month === null ? 31 : longestMonth(month);
  if (pattern.kind === 'monthDay') return { ...pattern, day: Math.min(pattern.day, latest) };
  const days = inOrder(pattern.days);
  if (days.length < 7) return { ...pattern, days };
  return { kind: 'monthDay', day: pattern.nth === -1 ? latest : pattern.nth, month };
}

/** The one form of all that mean the same. */
export const canonical = (repeat: Recurrence): Recurrence => ({
  ...repeat,
  pattern: plainPattern(repeat.pattern, repeat.interval),
});

/** The day of the month on which the nth (-1: the last) of these days falls. */
export const nthDate = (date: DateTime, days: readonly Day[], nth: Nth): number | undefined => {
  const all = Array.from({ length: date.daysInMonth ?? 31 }, (_, index) => index + 1);
  const fitting = all.filter((day) => days.includes(dayNames[date.set({ day }).weekday - 1] ?? 'MO'));
  return fitting.at(nth === -1 ? -1 : nth - 1);
};

/** Whether the pattern can fall on the date; the interval is not looked at. */
function fallsOn(pattern: Pattern, iso: string): boolean {
  const date = DateTime.fromISO(iso, { zone: 'utc' });
  if (pattern.kind === 'daily') return true;
  if (pattern.kind === 'weekly') return pattern.days.includes(dayOf(iso));
  if (pattern.month !== null && pattern.month !== date.month) return false;
  if (pattern.kind === 'nthDay') return nthDate(date, pattern.days, pattern.nth) === date.day;
  return date.day === Math.min(pattern.day, date.daysInMonth ?? 31);
}

/** A series begins on one of its own days and does not end before; else the sides would not agree on its first event. */
export function startProblem({ pattern, end }: Recurrence, start: Start | null): Reason | null {
  if (!start) return null;
  if (end.kind === 'until' && end.date < start.date) return reason('endsBeforeItBegins');
  if (fallsOn(pattern, start.date)) return null;
  return reason('firstOutsideRule', { date: start.date });
}

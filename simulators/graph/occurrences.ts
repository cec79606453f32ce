import type { Pattern, Recurrence } from './recurrence';
import { DAYS, INDEXES } from './recurrence';

const DAY = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const weekday = (ms: number): number => new Date(ms).getUTCDay();
const monthLength = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** A month that lacks the day has the occurrence on its last day, as Outlook says when one makes such a series. */
const dayInMonth = (year: number, month: number, { dayOfMonth }: Pattern): number =>
  Date.UTC(year, month, Math.min(dayOfMonth, monthLength(year, month)));

/** The n-th day of a month that is one of the pattern's weekdays. */
function relativeDay(year: number, month: number, { daysOfWeek, index }: Pattern): number {
  const days = Array.from({ length: monthLength(year, month) }, (_, day) => Date.UTC(year, month, day + 1));
  const fitting = days.filter((day) => daysOfWeek.includes(DAYS[weekday(day)] ?? ''));
  return (index === 'last' ? fitting.pop() : fitting[INDEXES.indexOf(index)]) ?? 0;
}

/** The days of the k-th period of a pattern, counted from the start, in order. */
type Period = (start: number, k: number, pattern: Pattern) => readonly number[];

const week: Period = (start, k, { interval, daysOfWeek, firstDayOfWeek }) => {
  const first = DAYS.indexOf(firstDayOfWeek);
  const monday = start - ((weekday(start) - first + 7) % 7) * DAY + k * interval * 7 * DAY;
  const days = Array.from({ length: 7 }, (_, day) => monday + day * DAY);
  return days.filter((day) => daysOfWeek.includes(DAYS[weekday(day)] ?? ''));
};

type DayIn = (year: number, month: number, pattern: Pattern) => number;

const monthly =
  (day: DayIn): Period =>
  (start, k, pattern) => {
    const from = new Date(start);
    const months = from.getUTCFullYear() * 12 + from.getUTCMonth() + k * pattern.interval;
    return [day(Math.floor(months / 12), months % 12, pattern)];
  };

const yearly =
  (day: DayIn): Period =>
  (start, k, pattern) => [day(new Date(start).getUTCFullYear() + k * pattern.interval, pattern.month - 1, pattern)];

const PERIODS: Record<string, Period> = {
  daily: (start, k, { interval }) => [start + k * interval * DAY],
  weekly: week,
  absoluteMonthly: monthly(dayInMonth),
  relativeMonthly: monthly(relativeDay),
  absoluteYearly: yearly(dayInMonth),
  relativeYearly: yearly(relativeDay),
};

/**
 * The dates of a series from its start to `until`, both included, in order and one by one, so that a series without
 * end can be read as far as needed. Dates are `YYYY-MM-DD` in the zone of the series.
 */
export function* occurrenceDates({ pattern, range }: Recurrence, until: string): Generator<string> {
  const start = dayOf(range.startDate);
  const end = dayOf(range.type === 'endDate' && range.endDate < until ? range.endDate : until);
  const period = PERIODS[pattern.type];
  let left = range.type === 'numbered' ? range.numberOfOccurrences : Infinity;
  for (let k = 0; period; k += 1)
    for (const day of period(start, k, pattern)) {
      if (day > end || left <= 0) return;
      if (day < start) continue;
      left -= 1;
      yield iso(day);
    }
}

interface Known {
  readonly more: Generator<string>;
  readonly dates: Set<string>;
  last: string;
}

/** Dates found so far; a recurrence is never changed in place, so what is found once holds. */
const KNOWN = new WeakMap<Recurrence, Known>();

/** All dates of a series up to a day at least, in order; each is worked out once only. */
export function datesUntil(recurrence: Recurrence, until: string): ReadonlySet<string> {
  const fresh = { more: occurrenceDates(recurrence, '2199-01-01'), dates: new Set<string>(), last: '' };
  const known = KNOWN.get(recurrence) ?? fresh;
  KNOWN.set(recurrence, known);
  while (known.last <= until) {
    const { value, done } = known.more.next();
    known.last = done ? '9999' : value;
    if (!done) known.dates.add(value);
  }
  return known.dates;
}

import { DateTime } from 'luxon';
import { dayNames, nthDate, type Recurrence } from './recurrence';

const at = (date: string): DateTime => DateTime.fromISO(date, { zone: 'utc' });
const iso = (date: DateTime): string => date.toISODate() ?? '';

/** How a pattern counts: the first day of its nth unit (a day, a week, a month, a year), and its days in the unit of a date. */
interface Counting {
  readonly unit: 'days' | 'weeks' | 'months' | 'years';
  readonly begin: (date: DateTime) => DateTime;
  readonly daysIn: (unit: DateTime) => readonly DateTime[];
}

function countingOf({ pattern }: Recurrence): Counting {
  if (pattern.kind === 'daily') return { unit: 'days', begin: (date) => date, daysIn: (day) => [day] };
  if (pattern.kind === 'weekly') {
    const from = dayNames.indexOf(pattern.weekStart);
    const offsets = pattern.days.map((day) => (dayNames.indexOf(day) - from + 7) % 7).sort((a, b) => a - b);
    const begin = (date: DateTime) => date.minus({ days: (date.weekday - 1 - from + 7) % 7 });
    return { unit: 'weeks', begin, daysIn: (week) => offsets.map((days) => week.plus({ days })) };
  }
  const { month } = pattern;
  const inMonth = (first: DateTime) => {
    const day = pattern.kind === 'nthDay' ? nthDate(first, pattern.days, pattern.nth) : pattern.day;
    return day === undefined ? [] : [first.set({ day: Math.min(day, first.daysInMonth ?? 31) })];
  };
  if (month === null) return { unit: 'months', begin: (date) => date.startOf('month'), daysIn: inMonth };
  return { unit: 'years', begin: (date) => date.startOf('year'), daysIn: (year) => inMonth(year.set({ month })) };
}

const unitDays = { days: 1, weeks: 7, months: 31, years: 366 } as const;

/**
 * The dates of a series from one date on up to another (`YYYY-MM-DD`, both included), in their order; `first` is the date of its
 * first meeting. Costs no more than the dates in between are many, however long ago the series began.
 */
export function* seriesDates(repeat: Recurrence, first: string, from: string, to: string): Generator<string> {
  const { unit, begin, daysIn } = countingOf(repeat);
  const { interval, end } = repeat;
  const [start, until] = [begin(at(first)), end.kind === 'until' && end.date < to ? end.date : to];
  const days = Math.max(0, at(from).diff(start, 'days').days);
  const skipped = Math.max(0, Math.floor(days / (unitDays[unit] * interval)) - 1);
  const inFirst = daysIn(start).filter((day) => iso(day) >= first).length;
  let before = skipped === 0 ? 0 : inFirst + (skipped - 1) * daysIn(start).length;
  for (let n = skipped; ; n += 1) {
    const now = start.plus({ [unit]: n * interval });
    if (!now.isValid || iso(now) > until) return;
    for (const date of daysIn(now).map(iso)) {
      if (date < first) continue;
      before += 1;
      if (date > until || (end.kind === 'count' && before > end.count)) return;
      if (date >= from) yield date;
    }
  }
}

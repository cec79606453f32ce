import { DateTime } from 'luxon';
import { rrulestr } from 'rrule';
import type { GraphRecurrence } from '../../../sides/time';

const years = 10;
const stamp = "yyyyMMdd'T'HHmmss'Z'";

/** rrule counts in floating time written as UTC, so an UNTIL must be floating too: local time, or the last second of a date. */
function floating(rule: string, zone: string): string {
  const local = (until: string) => DateTime.fromFormat(until, stamp, { zone: 'utc' }).setZone(zone).toFormat(stamp);
  return rule
    .replace(/UNTIL=(\d{8}T\d{6}Z)/, (_, until: string) => `UNTIL=${local(until)}`)
    .replace(/UNTIL=(\d{8})(?=;|$)/, 'UNTIL=$1T235959Z');
}

/** The dates of a rule over ten years, as the library `rrule` counts them; `start` is `YYYY-MM-DDTHH:mm`. */
export function datesOfRule(rule: string, start: string, zone: string): readonly string[] {
  const from = new Date(`${start}:00Z`);
  const to = DateTime.fromJSDate(from, { zone: 'utc' }).plus({ years }).toJSDate();
  return rrulestr(`RRULE:${floating(rule, zone)}`, { dtstart: from })
    .between(from, to, true)
    .map((date) => date.toISOString().slice(0, 10));
}

const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const nth: Readonly<Record<string, number>> = { first: 0, second: 1, third: 2, fourth: 3, last: -1 };

const dayMs = 86_400_000;

/** A day as plain numbers: they are counted by the hundred thousand here. */
type Day = {
  readonly at: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly name: string;
};
const dayOf = (at: number): Day => {
  const date = new Date(at * dayMs);
  const name = names[(date.getUTCDay() + 6) % 7] ?? '';
  return { at, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), name };
};
const daysIn = ({ year, month }: Day): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const isoOf = ({ at }: Day): string => new Date(at * dayMs).toISOString().slice(0, 10);

type Fits = (day: Day, first: Day, pattern: GraphRecurrence['pattern']) => boolean;
const everyMonth: Fits = (day, first, { interval }) =>
  ((day.year - first.year) * 12 + day.month - first.month) % interval === 0;
const everyYear: Fits = (day, first, { interval, month }) =>
  day.month === month && (day.year - first.year) % interval === 0;
const absolute: Fits = (day, _first, { dayOfMonth }) => day.day === Math.min(dayOfMonth ?? 0, daysIn(day));
const relative: Fits = (day, _first, { daysOfWeek, index }) => {
  if (!daysOfWeek?.includes(day.name)) return false;
  const month = Array.from({ length: daysIn(day) }, (_, at) => dayOf(day.at - day.day + 1 + at));
  return month.filter(({ name }) => daysOfWeek.includes(name)).at(nth[index ?? 'first'] ?? 0)?.at === day.at;
};
const weekOf = ({ at, name }: Day, firstDay: string): number =>
  (at - ((names.indexOf(name) - names.indexOf(firstDay) + 7) % 7)) / 7;
const weekly: Fits = (day, first, { interval, daysOfWeek, firstDayOfWeek }) => {
  const week = (date: Day) => weekOf(date, firstDayOfWeek ?? 'sunday');
  return !!daysOfWeek?.includes(day.name) && (week(day) - week(first)) % interval === 0;
};

const fits: Readonly<Record<string, Fits>> = {
  daily: (day, first, { interval }) => (day.at - first.at) % interval === 0,
  weekly,
  absoluteMonthly: (...at) => everyMonth(...at) && absolute(...at),
  relativeMonthly: (...at) => everyMonth(...at) && relative(...at),
  absoluteYearly: (...at) => everyYear(...at) && absolute(...at),
  relativeYearly: (...at) => everyYear(...at) && relative(...at),
};

/** The dates of Graph's recurrence over ten years, day by day as Microsoft describes its patterns; shares nothing with ours. */
export function datesOfGraph({ pattern, range }: GraphRecurrence): readonly string[] {
  const start = DateTime.fromISO(range.startDate, { zone: 'utc' });
  const first = dayOf(start.toMillis() / dayMs);
  const length = start.plus({ years }).toMillis() / dayMs - first.at + 1;
  const days = Array.from({ length }, (_, at) => dayOf(first.at + at));
  const found = days.filter((day) => fits[pattern.type]?.(day, first, pattern)).map(isoOf);
  if (range.type === 'numbered') return found.slice(0, range.numberOfOccurrences ?? 0);
  return range.type === 'endDate' ? found.filter((date) => date <= (range.endDate ?? '')) : found;
}

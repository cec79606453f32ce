/** Recurrence rules as Zoho takes them: `FREQ=…;INTERVAL=…;BYDAY=…;DTSTART=yyyy-MM-dd;UNTIL=yyyy-MM-dd`. */

const DAY_MS = 86_400_000;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const KEYS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'DTSTART', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST'];

interface Place {
  /** Which one of the month; null for every one. */
  readonly nth: number | null;
  readonly weekday: number;
}

interface Rule {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly count: number;
  readonly until: number;
  readonly places: readonly Place[];
  readonly monthDays: readonly number[];
  readonly months: readonly number[];
  readonly positions: readonly number[];
  readonly weekStart: number;
  /** Days since 1970. */
  readonly start: number;
}

/** Days since 1970 of a date, with or without dashes and with anything after it. */
export function dayNumber(text: string | undefined): number | null {
  const [, year, month, day] = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(text ?? '') ?? [];
  return year ? Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY_MS : null;
}

export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

function place(text: string): Place | null {
  const [, nth, name = ''] = /^([+-]?\d+)?(SU|MO|TU|WE|TH|FR|SA)$/.exec(text) ?? [];
  return name ? { nth: nth ? Number(nth) : null, weekday: WEEKDAYS.indexOf(name) } : null;
}

const numbers = (text: string | undefined): number[] => (text ? text.split(',').map(Number) : []);
const isFreq = (text: string | undefined): text is Rule['freq'] =>
  ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(text ?? '');

/** The parts of a rule by name; null when it is no rule or names a part Zoho does not know. */
function partsOf(text: string): ReadonlyMap<string, string> | null {
  const pairs = text
    .split(';')
    .filter(Boolean)
    .map((part) => part.split('=') as [string, string | undefined]);
  return pairs.every(([key, value]) => KEYS.includes(key) && value) ? new Map(pairs as [string, string][]) : null;
}

/** Reads a rule; a rule without DTSTART begins on the day given. Null when it cannot be read. */
function readRule(text: string, from: number): Rule | null {
  const parts = partsOf(text);
  const freq = parts?.get('FREQ');
  if (!parts || !isFreq(freq)) return null;
  const places = (parts.get('BYDAY')?.split(',') ?? []).map(place);
  const [monthDays, months, positions] = ['BYMONTHDAY', 'BYMONTH', 'BYSETPOS'].map((key) => numbers(parts.get(key)));
  const [interval, count] = [Number(parts.get('INTERVAL') ?? 1), Number(parts.get('COUNT') ?? Infinity)];
  const until = parts.has('UNTIL') ? dayNumber(parts.get('UNTIL')) : Infinity;
  const start = parts.has('DTSTART') ? dayNumber(parts.get('DTSTART')) : from;
  const sound = Number.isInteger(interval) && interval > 0 && count > 0 && until !== null && start !== null;
  if (!sound || places.includes(null)) return null;
  const weekStart = Math.max(0, WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO'));
  const by = { monthDays: monthDays ?? [], months: months ?? [], positions: positions ?? [] };
  return { freq, interval, count, until, start, weekStart, places: places as Place[], ...by };
}

const dateOf = (day: number) => {
  const date = new Date(day * DAY_MS);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    date: date.getUTCDate(),
    week: date.getUTCDay(),
  };
};
const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Whether the day's weekday is wanted, as any, or as the nth of its month counted from either end. */
const atPlace = ({ date, week, length }: { date: number; week: number; length: number }, { nth, weekday }: Place) =>
  week === weekday && (nth === null || nth === Math.ceil(date / 7) || nth === -Math.ceil((length - date + 1) / 7));

/** The days of a month that the rule wants, by date. */
function monthlyDates(rule: Rule, year: number, month: number): number[] {
  const length = daysIn(year, month);
  const first = Date.UTC(year, month - 1, 1) / DAY_MS;
  const all = Array.from({ length }, (_, index) => dateOf(first + index));
  const byDay = all.filter((day) => rule.places.some((one) => atPlace({ ...day, length }, one)));
  const monthDays = rule.monthDays.length > 0 ? rule.monthDays : [dateOf(rule.start).date];
  const byDate = all.filter(({ date }) => monthDays.includes(date) || monthDays.includes(date - length - 1));
  const dates = (rule.places.length > 0 ? byDay : byDate).map(({ date }) => date);
  if (rule.positions.length === 0) return dates;
  return rule.positions.flatMap((at) => dates.at(at > 0 ? at - 1 : at) ?? []);
}

const inMonth = (rule: Rule, day: number): boolean => {
  const { year, month, date } = dateOf(day);
  return monthlyDates(rule, year, month).includes(date);
};
const weekOf = (day: number, weekStart: number): number => Math.floor((day + 4 - weekStart) / 7);
const monthOf = (day: number): number => dateOf(day).year * 12 + dateOf(day).month;
const anyMonth = (rule: Rule, day: number): boolean =>
  rule.months.length === 0 || rule.months.includes(dateOf(day).month);

const FALLS: Record<Rule['freq'], (rule: Rule, day: number) => boolean> = {
  DAILY: (rule, day) =>
    (day - rule.start) % rule.interval === 0 &&
    (rule.places.length === 0 || rule.places.some(({ weekday }) => weekday === dateOf(day).week)),
  WEEKLY: (rule, day) => {
    const weekdays = rule.places.length > 0 ? rule.places.map((one) => one.weekday) : [dateOf(rule.start).week];
    const weeks = weekOf(day, rule.weekStart) - weekOf(rule.start, rule.weekStart);
    return weeks % rule.interval === 0 && weekdays.includes(dateOf(day).week);
  },
  MONTHLY: (rule, day) => (monthOf(day) - monthOf(rule.start)) % rule.interval === 0 && inMonth(rule, day),
  YEARLY: (rule, day) => {
    const months = rule.months.length > 0 ? rule.months : [dateOf(rule.start).month];
    const { year, month } = dateOf(day);
    return (year - dateOf(rule.start).year) % rule.interval === 0 && months.includes(month) && inMonth(rule, day);
  },
};

/** How far a rule is followed: fifty years, or the most occurrences asked for. */
const FARTHEST = 366 * 50;

/**
 * The days (since 1970) on which a rule falls, from `from` or its DTSTART on, without the excluded ones; at most `most`.
 * Null when the rule cannot be read.
 */
export function occurrenceDays(text: string, from: number, exdate: string, most: number): number[] | null {
  const rule = readRule(text, from);
  if (!rule) return null;
  const excluded = (exdate.match(/\d{4}-?\d\d-?\d\d/g) ?? []).map(dayNumber);
  const days: number[] = [];
  const last = Math.min(rule.until, rule.start + FARTHEST);
  for (let day = rule.start, found = 0; day <= last && found < rule.count && days.length < most; day += 1) {
    if (!anyMonth(rule, day) || !FALLS[rule.freq](rule, day)) continue;
    found += 1;
    if (!excluded.includes(day)) days.push(day);
  }
  return days;
}

/** Whether a rule comes to an end by itself. */
export const endsSometime = (text: string): boolean => /(^|;)(UNTIL|COUNT)=/.test(text);

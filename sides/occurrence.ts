import { kinds, type Override } from '../sync/kinds';
import { agree } from '../sync/compare';
import type { Fields } from '../sync/model';
import { occurrenceTimes, type FirstOccurrence } from './time/dateTime';

const firstTimes = ({ start, end, isAllDay }: Fields): FirstOccurrence => ({
  ...{ start: String(start ?? ''), end: String(end ?? '') },
  isAllDay: isAllDay === true,
});

/** What a series says of its meeting on a date (`YYYY-MM-DD`, in the series' own zone). */
export const seriesFieldsOn = (series: Fields, date: string, zone: string): Fields => ({
  ...series,
  ...occurrenceTimes(firstTimes(series), date, zone),
});

const timeFields = ['start', 'end', 'isAllDay'];
const comparedFields = kinds.event.fields.filter(
  ({ name }) => !['recurrence', 'exceptDates', 'overrides', 'uid'].includes(name),
);

/** What a changed meeting has of its own, next to what the series says of it; its times go together. Null: nothing. */
export function overrideOf(date: string, meeting: Fields, plain: Fields): Override | null {
  const other = comparedFields
    .filter(({ name }) => name in meeting && name in plain)
    .filter(({ name, type }) => !agree(type, meeting[name], plain[name]))
    .map(({ name }) => name);
  const names = other.some((name) => timeFields.includes(name)) ? [...new Set([...other, ...timeFields])] : other;
  const kept = names.filter((name) => name !== 'isAllDay' || other.includes(name));
  return kept.length > 0 ? { date, ...Object.fromEntries(kept.map((name) => [name, meeting[name] ?? null])) } : null;
}

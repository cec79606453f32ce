import type { Override } from '../sync/kinds';
import { kinds } from '../sync/kinds';
import { alike } from '../sync/likeness';
import type { Fields } from '../sync/model';
import type { FirstTimes } from './time/zones';
import { timesOn } from './time/zones';

const firstTimes = ({ start, end, isAllDay }: Fields): FirstTimes => ({
  ...{ start: String(start ?? ''), end: String(end ?? '') },
  isAllDay: isAllDay === true,
});

/** What a series says of its meeting on a date (`YYYY-MM-DD`, in the series' own zone). */
export const plainOn = (series: Fields, date: string, zone: string): Fields => ({
  ...series,
  ...timesOn(firstTimes(series), date, zone),
});

const times = ['start', 'end', 'isAllDay'];
const compared = kinds.event.fields.filter(
  ({ name }) => !['recurrence', 'exceptDates', 'overrides', 'uid'].includes(name),
);

/** What a changed meeting has of its own, next to what the series says of it; its times go together. Null: nothing. */
export function overrideOf(date: string, meeting: Fields, plain: Fields): Override | null {
  const other = compared
    .filter(({ name }) => name in meeting && name in plain)
    .filter(({ name, like }) => !alike(like, meeting[name], plain[name]))
    .map(({ name }) => name);
  const names = other.some((name) => times.includes(name)) ? [...new Set([...other, ...times])] : other;
  const kept = names.filter((name) => name !== 'isAllDay' || other.includes(name));
  return kept.length > 0 ? { date, ...Object.fromEntries(kept.map((name) => [name, meeting[name] ?? null])) } : null;
}

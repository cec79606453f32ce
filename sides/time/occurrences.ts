import { DateTime } from 'luxon';
import { plusDays } from './allDay';
import { instantOf } from './instants';
import { knownZone } from './zoneNames';

/** Start and end of a series' first meeting: instants, or of whole days dates, the end exclusive. */
export type FirstTimes = { readonly start: string; readonly end: string; readonly isAllDay: boolean };

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/**
 * When the meeting of a date (`YYYY-MM-DD`, in the series' own zone) takes place: at the times of day of the first one, whatever
 * the clocks have done since. Throws a RangeError for a zone nobody knows.
 */
export function timesOn(
  first: FirstTimes,
  date: string,
  zone: string,
): { readonly start: string; readonly end: string } {
  if (first.isAllDay) return { start: date, end: plusDays(date, daysBetween(first.start, first.end)) };
  const [from, to] = [first.start, first.end].map((time) => DateTime.fromISO(time, { zone: knownZone(zone) }));
  const wall = (time: DateTime | undefined) => time?.toFormat("'T'HH:mm:ss.SSS") ?? '';
  const days = daysBetween(from?.toISODate() ?? '', to?.toISODate() ?? '');
  const at = (day: string, time: DateTime | undefined) =>
    instantOf({ dateTime: `${day}${wall(time)}`, timeZone: zone });
  return { start: at(date, from), end: at(plusDays(date, days), to) };
}

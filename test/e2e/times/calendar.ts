import { DateTime } from 'luxon';

/** Days that lie around today, whenever this runs: the sync looks 90 days back and 365 ahead. */
export const plus = (date: string, days: number): string =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
export const today = DateTime.utc().toFormat('yyyy-MM-dd');

const noon = (days: number, zone: string): DateTime => DateTime.fromISO(`${plus(today, days)}T12:00`, { zone });

/** The day on which the clocks of a zone are put forward or back. */
function changeOf(zone: string, moved: (by: number) => boolean): string {
  const days = Array.from({ length: 380 }, (_, index) => index - 60);
  const found = days.find((day) => moved(noon(day, zone).offset - noon(day - 1, zone).offset));
  if (found === undefined) throw new Error(`${zone} does not change its clocks`);
  return plus(today, found);
}

export const clocksOf = (zone: string) => ({
  forward: changeOf(zone, (by) => by > 0),
  back: changeOf(zone, (by) => by < 0),
});

/** What a clock in the zone shows at a moment given in UTC. */
export const wallClock = (utc: string, zone: string): string =>
  DateTime.fromISO(utc, { zone: 'utc' }).setZone(zone).toFormat("yyyy-MM-dd'T'HH:mm");

/** The English name of a date's weekday, as Graph writes it. */
export const weekdayOf = (date: string): string =>
  DateTime.fromISO(date, { zone: 'utc' }).setLocale('en').toFormat('EEEE').toLowerCase();

/** A wall clock time of a zone with the offset it has there at that moment. */
export const withOffset = (time: string, zone: string): string =>
  `${time}${DateTime.fromISO(time, { zone }).toFormat('ZZ')}`;

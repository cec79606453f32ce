import { DateTime } from 'luxon';
import { knownZone } from './zoneNames';

/** Graph's dateTimeTimeZone: a wall clock time without offset, mostly with 7 decimals, and the zone it is meant in. */
export type GraphTime = { readonly dateTime: string; readonly timeZone: string };

const hour = 3_600_000;
const wallFormat = "yyyy-MM-dd'T'HH:mm:ss.SSS'0000'";
const iso = (time: DateTime): string => new Date(time.toMillis()).toISOString();

const inZone = (instantIso: string, zone: string): DateTime => {
  const time = DateTime.fromISO(instantIso, { zone: knownZone(zone) });
  if (!time.isValid)
    throw new RangeError(`"${instantIso}" is not a time we can read. Set the time of the record again.`);
  return time;
};

/** The other instant with the same wall clock in the hour that comes twice when summer time ends, if there is one. */
const twin = (time: DateTime): DateTime | undefined =>
  time.getPossibleOffsets().find((other) => other.toMillis() !== time.toMillis());

/**
 * The instant a wall clock time means, as ISO in UTC. Time zone null or blank is UTC (Graph's default). An hour that comes
 * twice is its first; an hour that summer time skips is read with the offset before it (02:30 → 03:30), as RFC 5545 section
 * 3.3.5 has it. Throws a RangeError with words for a person for a zone or a time that cannot be read.
 */
export function instantOf(time: { readonly dateTime: string; readonly timeZone?: string | null }): string {
  const read = inZone(time.dateTime, time.timeZone?.trim() || 'UTC');
  return iso(DateTime.min(read, twin(read) ?? read));
}

/**
 * An instant as Graph's wall clock time in a zone (Windows or IANA, written as given). In the hour that comes twice the
 * wall clock has two meanings, and we write UTC there; `series` keeps the zone even so, as a series must.
 */
export function graphTime(instantIso: string, zone: string, use: 'once' | 'series' = 'once'): GraphTime {
  const time = inZone(instantIso, zone);
  const inUtc = use === 'once' && twin(time) !== undefined;
  return { dateTime: (inUtc ? time.toUTC() : time).toFormat(wallFormat), timeZone: inUtc ? 'UTC' : zone };
}

/** The calendar date (`YYYY-MM-DD`) a clock in the zone shows at an instant. */
export const localDate = (instantIso: string, zone: string): string => inZone(instantIso, zone).toFormat('yyyy-MM-dd');

/**
 * The date of To Do's due date: local midnight, given in UTC, read back in the mailbox's zone. A midnight that summer time
 * skips or an older zone table can come back up to two hours early, so such a late evening counts as the day it opens.
 */
export const dueDate = (time: GraphTime, zone: string): string =>
  localDate(new Date(Date.parse(instantOf(time)) + 2 * hour).toISOString(), zone);

/** A date as Graph wants it for a due date or an all-day event: midnight on the wall clock of the zone, written as given. */
export const graphMidnight = (date: string, zone: string): GraphTime => ({
  dateTime: `${date}T00:00:00.0000000`,
  timeZone: zone,
});

/** An instant for Zoho: whole seconds, with the offset the zone has at that moment [zoho-crm v8: datetime]. */
export const zohoDateTime = (instantIso: string, zone: string): string =>
  inZone(instantIso, zone).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");

import { datePart, graphMidnight, instantOf, plusDays, zohoDateTime, type GraphTime } from './dateTime';

/** An all-day event: calendar dates (`YYYY-MM-DD`) without a zone; `end` is the first day after it. */
export type AllDay = { readonly start: string; readonly end: string };

/** Zoho's pair for an event of whole days. */
export type ZohoSpan = { readonly Start_DateTime: string; readonly End_DateTime: string };

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

const spanOf = (start: string | null, end: string | null): AllDay | null =>
  start && end && start < end ? { start, end } : null;

/**
 * The date of a midnight of a zone that is not told: 24T05:00Z is the 24th of New York, 23T15:00Z the 24th of Tokyo. West of
 * UTC-10 hardly anybody lives, so later midnights are those of New Zealand and its neighbours.
 */
const dateOfMidnight = (at: number): string => new Date(at + 14 * HOUR - 1).toISOString().slice(0, 10);

/**
 * Whole days that were made in another zone than they are told in, from midnight to midnight (`end` exclusive, both as instants);
 * null where they are no whole days. Summer time may make them an hour longer or shorter.
 */
export function wholeDaysBetween(start: number, end: number): AllDay | null {
  const days = Math.round((end - start) / DAY);
  if (!(days >= 1 && Math.abs(end - start - days * DAY) <= HOUR && start % (15 * MINUTE) === 0)) return null;
  const first = dateOfMidnight(start);
  return { start: first, end: plusDays(first, days) };
}

const isMidnight = (time: string): boolean => /T00:00(:00(\.0+)?)?(Z|[+-]\d\d:\d\d)?$/.test(time);

/**
 * Graph's all-day event as dates: midnights are dates, whatever the zone says, for a conversion would move them by a day; other
 * times are the midnights of another zone. An end on the start's own date means that one day. null where the end is before the
 * start or a date cannot be read.
 */
export function allDayFromGraph(event: { readonly start: GraphTime; readonly end: GraphTime }): AllDay | null {
  const [start, end] = [event.start, event.end].map(({ dateTime }) => dateTime.slice(0, 19)) as [string, string];
  const moved = isMidnight(start) ? null : wholeDaysBetween(Date.parse(`${start}Z`), Date.parse(`${end}Z`));
  const [first, last] = [datePart(start), datePart(end)];
  return moved ?? spanOf(first, first && first === last ? plusDays(first, 1) : last);
}

/** Dates as Graph's all-day event: midnights of one zone, the end exclusive. Give the event's own zone, as it was named. */
export const allDayToGraph = (dates: AllDay, zone: string): { isAllDay: true; start: GraphTime; end: GraphTime } => ({
  isAllDay: true,
  start: graphMidnight(dates.start, zone),
  end: graphMidnight(dates.end, zone),
});

/** The end of whole days is the last minute of their last day, or the midnight that begins it. */
function afterLastDay(end: string): number {
  const at = Math.floor(Date.parse(end) / MINUTE) * MINUTE;
  return (at / MINUTE) % 15 === 14 ? at + MINUTE : at + DAY;
}

/**
 * Zoho's all-day event as dates. Both ends are inclusive: an end of 23:59, 23:59:59 or 00:00 on a day includes that day
 * [End's meaning is not documented; both are seen]. Zoho may show times in the zone of whoever is signed in: whole days of a
 * colleague elsewhere, or of oneself before a move, then begin at another hour than midnight. null where the end is before the
 * start or cannot be read.
 */
export function allDayFromZoho({ Start_DateTime: start, End_DateTime: end }: ZohoSpan): AllDay | null {
  const moved = isMidnight(start) ? null : wholeDaysBetween(Date.parse(start), afterLastDay(end));
  const last = datePart(end);
  return moved ?? spanOf(datePart(start), last && plusDays(last, 1));
}

const wall = (date: string, time: string, zone: string): string =>
  zohoDateTime(instantOf({ dateTime: `${date}T${time}`, timeZone: zone }), zone);

/** Dates for Zoho, in the signed-in user's zone: from 00:00 of the first day to 23:59 of the last day. */
export const allDayToZoho = (dates: AllDay, zone: string): ZohoSpan & { readonly All_day: true } => ({
  All_day: true,
  Start_DateTime: wall(dates.start, '00:00:00', zone),
  End_DateTime: wall(plusDays(dates.end, -1), '23:59:00', zone),
});

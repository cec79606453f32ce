import { DateTime } from 'luxon';
import type { GraphTime } from './instants';
import { graphMidnight, localDate, zohoDateTime } from './instants';
import { knownZone } from './zoneNames';

/** An all-day event: calendar dates (`YYYY-MM-DD`) without a zone; `end` is the first day after it. */
export type AllDay = { readonly start: string; readonly end: string };

/** Zoho's pair for an event of whole days. */
export type ZohoSpan = { readonly Start_DateTime: string; readonly End_DateTime: string };

const datePart = (time: string): string | null => /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? null;
export const plusDays = (date: string, days: number): string =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');

const spanOf = (start: string | null, end: string | null): AllDay | null =>
  start && end && start < end ? { start, end } : null;

/**
 * Graph's all-day event as dates: only the date part counts, whatever the zone says, for a conversion would move it by a
 * day. An end on the start's own date means that one day. null where the end is before the start or a date cannot be read.
 */
export function allDayFromGraph(event: { readonly start: GraphTime; readonly end: GraphTime }): AllDay | null {
  const start = datePart(event.start.dateTime);
  const end = datePart(event.end.dateTime);
  return spanOf(start, start && start === end ? plusDays(start, 1) : end);
}

/** Dates as Graph's all-day event: midnights of one zone, the end exclusive. Give the event's own zone, as it was named. */
export const allDayToGraph = (dates: AllDay, zone: string): { isAllDay: true; start: GraphTime; end: GraphTime } => ({
  isAllDay: true,
  start: graphMidnight(dates.start, zone),
  end: graphMidnight(dates.end, zone),
});

/**
 * Zoho's all-day event as dates. Both ends are inclusive: an end of 23:59, 23:59:59 or 00:00 on a day includes that day
 * [End's meaning is not documented; both are seen]. Zoho shows times in the zone of the signed-in user, and those dates count;
 * give `zone` (the host's) to read the dates there instead. null where the end is before the start or cannot be read.
 */
export function allDayFromZoho(event: ZohoSpan, zone: string | null = null): AllDay | null {
  const dateOf = (time: string) => (datePart(time) && zone ? localDate(time, zone) : datePart(time));
  const last = dateOf(event.End_DateTime);
  return spanOf(dateOf(event.Start_DateTime), last && plusDays(last, 1));
}

const wall = (date: string, time: string, zone: string): string => {
  const local = DateTime.fromISO(`${date}T${time}`, { zone: knownZone(zone) });
  return zohoDateTime(local.toUTC().toISO() ?? '', zone);
};

/** Dates for Zoho, in the signed-in user's zone: from 00:00 of the first day to 23:59 of the last day. */
export const allDayToZoho = (dates: AllDay, zone: string): ZohoSpan & { readonly All_day: true } => ({
  All_day: true,
  Start_DateTime: wall(dates.start, '00:00:00', zone),
  End_DateTime: wall(plusDays(dates.end, -1), '23:59:00', zone),
});

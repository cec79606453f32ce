import type { DateTime } from 'luxon';
import { graphError } from '../errors';
import { readMarks } from '../extendedProperties';
import type { ZonedTime } from '../model';
import { type Recurrence, readRecurrence } from '../recurrence';
import type { ExtendedProperty, Row } from '../shapes';
import { ianaOf } from '../timeZones';
import { isObject, momentOf, readBody } from '../values';
import { EVENT_FIELDS, EVENT_NAVIGATION, EVENT_READ_ONLY, NO_LOCATION } from './eventFields';

export interface EventBody {
  readonly fields: Row;
  readonly marks: readonly ExtendedProperty[];
}

const invalid = (message: string): Error =>
  graphError(400, 'ErrorPropertyValidationFailure', `At least one property failed validation.\r\n${message}`);

const isMidnight = ({ dateTime }: ZonedTime): boolean => /T00:00:00\.0+$/.test(dateTime);

function checkAllDay(start: ZonedTime, end: ZonedTime): void {
  if (!isMidnight(start)) throw invalid('The Event.Start property for an all-day event needs to be set to midnight.');
  if (!isMidnight(end)) throw invalid('The Event.End property for an all-day event needs to be set to midnight.');
  if (ianaOf(start.timeZone) !== ianaOf(end.timeZone))
    throw invalid('The time zones of Event.Start and Event.End need to be the same for an all-day event.');
  if (end.dateTime <= start.dateTime) throw invalid('The duration of an all-day event must be at least 24 hours.');
}

/** The rules on start and end, over what is stored already [docs: event]. */
function checkTimes({ start, end, isAllDay }: Row): void {
  if (!start || !end) throw invalid('The properties Event.Start and Event.End are required.');
  if (isAllDay) checkAllDay(start as ZonedTime, end as ZonedTime);
  else if (momentOf(end as ZonedTime) < momentOf(start as ZonedTime))
    throw graphError(400, 'ErrorCalendarEndDateIsEarlierThanStartDate', 'The end of the event is before its start.');
}

/** The zone in which a series recurs: the one its range names, else that of its start. */
export const seriesZone = (recurrence: Recurrence | Row | null, start: ZonedTime): string => {
  const { recurrenceTimeZone } = ((recurrence as Recurrence | null)?.range ?? {}) as { recurrenceTimeZone?: string };
  return recurrenceTimeZone || start.timeZone;
};

/** The date a series starts on, in its own zone; all-day events have a date only. */
function firstDate(whole: Row, zone: string): string {
  const start = whole.start as ZonedTime;
  return whole.isAllDay
    ? start.dateTime.slice(0, 10)
    : (momentOf(start)
        .setZone(ianaOf(zone) ?? 'UTC')
        .toISODate() ?? '');
}

function rangeOf(recurrence: unknown): Row {
  return isObject(recurrence) && isObject(recurrence.range) ? recurrence.range : {};
}

function recurrenceOf(fields: Row, whole: Row): Row {
  if (!whole.recurrence) return {};
  const zone = seriesZone(whole.recurrence as Row, whole.start as ZonedTime);
  if (fields.recurrence) {
    if (ianaOf(zone) === null) throw invalid(`The recurrenceTimeZone '${zone}' is not supported.`);
    return { recurrence: readRecurrence(fields.recurrence, firstDate(whole, zone), zone) };
  }
  // A start that moves takes the range of the series along.
  if (!fields.start) return {};
  const moved = (fields.start as ZonedTime).timeZone;
  const range = { ...rangeOf(whole.recurrence), recurrenceTimeZone: moved, startDate: firstDate(whole, moved) };
  return { recurrence: { ...(whole.recurrence as Row), range } };
}

/** The location names all of several, whichever of the two was written [docs: user-post-events, response 2]. */
function placesOf({ location, locations }: Row): Row {
  if (Array.isArray(locations)) {
    const displayName = locations.map((one: Row) => String(one.displayName)).join('; ');
    const several = { displayName, locationType: 'default', uniqueId: displayName, uniqueIdType: 'private' };
    return { location: locations.length > 1 ? several : (locations[0] ?? NO_LOCATION) };
  }
  if (!isObject(location)) return {};
  return { locations: location.displayName ? [location] : [] };
}

const zonesOf = ({ start, end }: Row): Row => ({
  ...(start ? { originalStartTimeZone: (start as ZonedTime).timeZone } : {}),
  ...(end ? { originalEndTimeZone: (end as ZonedTime).timeZone } : {}),
});

/** Turning a Teams meeting off is not possible, but a body without its join link ends it [docs: event-update]. */
function meetingOf(fields: Row, stored: Row): Row {
  if (!stored.isOnlineMeeting) return {};
  const { joinUrl } = (stored.onlineMeeting ?? {}) as { joinUrl?: string };
  const { content } = (fields.body ?? {}) as { content?: string };
  const torn = content !== undefined && joinUrl !== undefined && !content.includes(joinUrl);
  return torn ? { isOnlineMeeting: false, onlineMeeting: null, onlineMeetingUrl: null } : { isOnlineMeeting: true };
}

/** The body of a POST (nothing stored) or PATCH, checked as the service does and brought into the stored form. */
export function readEvent(body: unknown, stored: Row): EventBody {
  const { singleValueExtendedProperties = [], ...rest } = isObject(body) ? body : { body };
  const given = readBody('event', isObject(body) ? rest : body, EVENT_FIELDS, [
    ...EVENT_READ_ONLY,
    ...EVENT_NAVIGATION,
  ]);
  const whole = { ...stored, ...given };
  checkTimes(whole);
  if (stored.transactionId && given.transactionId !== undefined && given.transactionId !== stored.transactionId)
    throw graphError(400, 'ErrorInvalidRequest', 'The property transactionId cannot be changed.');
  const fields = { ...given, ...recurrenceOf(given, whole), ...placesOf(given), ...zonesOf(given) };
  return { fields: { ...fields, ...meetingOf(given, stored) }, marks: readMarks(singleValueExtendedProperties) };
}

/** The length of an event in wall-clock terms: whole days, then the time of day at its end. */
export const wallClock = (time: ZonedTime, zone: string): DateTime => momentOf(time).setZone(ianaOf(zone) ?? 'UTC');

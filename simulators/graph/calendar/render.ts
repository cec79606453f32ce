import { WINDOWS_ZONES } from '../windowsZones';
import type { Call } from '../call';
import { loginOf } from '../tenant';
import { wantsImmutableIds } from '../call';
import { pickMarks } from '../extendedProperties';
import type { ZonedTime } from '../model';
import { etagOf } from '../store';
import type { Row } from '../shapes';
import { graphTime, momentOf, only } from '../values';
import { wantsTextBody, zonePreference } from '../zonePreference';
import { preciseTime } from '../todo/render';
import { previewOf, shownBody } from './bodies';
import type { Instance } from './instances';
import { noteIds, occurrenceOn, recurrenceIn } from './instances';

const instanceId = (call: Call, one: Pick<Instance, 'restId' | 'immutableId'>): string =>
  wantsImmutableIds(call) ? one.immutableId : one.restId;

/** Start or end: in the zone preferred, else UTC; an all-day event's is midnight, called UTC, whatever is preferred. */
function shownTime(call: Call, { fields }: Instance, name: 'start' | 'end'): ZonedTime {
  const time = fields[name] as ZonedTime;
  if (fields.isAllDay) return { dateTime: `${time.dateTime.slice(0, 10)}T00:00:00.0000000`, timeZone: 'UTC' };
  const zone = zonePreference(call) ?? { name: 'UTC', iana: 'Etc/UTC' };
  return { dateTime: graphTime(momentOf(time).setZone(zone.iana)), timeZone: zone.name };
}

/** The id of a meeting over all calendars; an occurrence's holds its date [docs: event]. */
function uidOf({ fields, date }: Instance): unknown {
  const uid = fields.iCalUId;
  if (date === undefined || typeof uid !== 'string' || uid.length < 40) return date ? `${String(uid)}-${date}` : uid;
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const hex = [year >> 8, year & 255, month, day].map((part) => part.toString(16).padStart(2, '0')).join('');
  return `${uid.slice(0, 32)}${hex.toUpperCase()}${uid.slice(40)}`;
}

const masterIdOf = (call: Call, { event, date }: Instance): string | null =>
  date === undefined ? null : instanceId(call, event);

const stored = (fields: Row, ...names: readonly string[]): Row =>
  Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));

/** `OID.{id of the series}.{date}`, of an exception; a master and a single event show null [seen live]. */
const occurrenceIdOf = (call: Call, { event, date, type }: Instance): string | null =>
  type === 'exception' || type === 'occurrence' ? `OID.${instanceId(call, event)}.${date ?? ''}` : null;

const WORK_PLACE = {
  ...{ locationUri: '', address: { street: '', city: '', state: '', countryOrRegion: '', postalCode: '' } },
  coordinates: { latitude: 0, longitude: 0 },
};

/** A place without an address: empty parts on a work account, nothing on a personal one [seen live: MS365-Calendar, allodia]. */
function placesOf({ location, locations }: Row, { limits }: Call): Row {
  const shown = (place: unknown): Row => {
    const own = place as Row;
    if (limits.personalAccount) return own;
    const address = { ...WORK_PLACE.address, ...(own.address as Row | undefined) };
    const coordinates = { ...WORK_PLACE.coordinates, ...(own.coordinates as Row | undefined) };
    return { ...WORK_PLACE, ...own, address, coordinates };
  };
  return { location: shown(location), locations: ((locations ?? []) as unknown[]).map(shown) };
}

/** Links to the calendar, where an event is read by its id or in a list of events, whole [seen live: allodia, nango]. */
export function calendarLinks({ base, state, query }: Call, { event }: Instance): Row {
  const url = `${base}/users('${loginOf(state.mailbox)}')/calendars('${event.calendar}')`;
  const links = { 'calendar@odata.associationLink': url, 'calendar@odata.navigationLink': url };
  return query.select ? {} : links;
}

/** In the order of the service; `originalStart` stands last, for it is shown only where it is named. */
function wholeRow(call: Call, one: Instance): Row {
  const { fields, event } = one;
  return {
    id: instanceId(call, one),
    ...{ createdDateTime: preciseTime(event.created), lastModifiedDateTime: preciseTime(one.modified) },
    ...{ changeKey: one.changeKey, ...stored(fields, 'categories', 'transactionId') },
    ...stored(fields, 'originalStartTimeZone', 'originalEndTimeZone'),
    ...{ iCalUId: uidOf(one), uid: event.fields.iCalUId ?? null },
    ...stored(fields, 'reminderMinutesBeforeStart', 'isReminderOn', 'hasAttachments', 'subject'),
    ...{ bodyPreview: previewOf(fields.body), ...stored(fields, 'importance', 'sensitivity') },
    ...stored(fields, 'isAllDay', 'isCancelled', 'isOrganizer', 'responseRequested'),
    ...{ seriesMasterId: masterIdOf(call, one), ...stored(fields, 'showAs'), type: one.type },
    ...stored(fields, 'webLink', 'onlineMeetingUrl', 'isOnlineMeeting', 'onlineMeetingProvider'),
    ...{ ...stored(fields, 'allowNewTimeProposals'), occurrenceId: occurrenceIdOf(call, one) },
    ...stored(fields, 'isDraft', 'hideAttendees', 'responseStatus'),
    body: shownBody(fields.body, wantsTextBody(call), call.limits.wrapHtml),
    ...{ start: shownTime(call, one, 'start'), end: shownTime(call, one, 'end') },
    ...placesOf(fields, call),
    ...stored(fields, 'recurrence', 'attendees', 'organizer', 'onlineMeeting'),
    ...(one.originalStart ? { originalStart: one.originalStart } : {}),
  };
}

const unnamed = ({ originalStart: _, ...row }: Row): Row => row;

/** The exceptions of a series, wherever they lie. */
export function exceptionsOf({ event }: Instance): Instance[] {
  const recurrence = recurrenceIn(event);
  return recurrence ? [...event.exceptions.keys()].sort().map((date) => occurrenceOn(event, recurrence, date)) : [];
}

/** The select outside the expansion holds for what is expanded, too, unless that has its own [docs: Get event, example 4]. */
const selectOfExceptions = ({ query }: Call): readonly string[] | null =>
  query.nestedSelect('exceptionOccurrences') ?? query.select;

const shownException = (call: Call, one: Instance): Row =>
  eventRow(call, one, { select: selectOfExceptions(call), isSingle: false });

/** How the caller names the mailbox. */
const ownerPath = ({ path }: Call): string => (/^users\/[^/]+/i.exec(path) ?? ['me'])[0];

/** The first exceptions; where there are more, with a link to the rest. */
function expandedExceptions(call: Call, one: Instance): Row {
  if (one.type !== 'seriesMaster' || !call.query.expands('exceptionOccurrences')) return {};
  const [all, size] = [exceptionsOf(one), call.limits.exceptionPageSize];
  const select = selectOfExceptions(call)?.join(',');
  const rest = `${call.base}/${ownerPath(call)}/events/${encodeURIComponent(instanceId(call, one))}/exceptionOccurrences?$skip=${size}${select ? `&$select=${select}` : ''}`;
  return {
    exceptionOccurrences: all.slice(0, size).map((other) => shownException(call, other)),
    ...(all.length > size ? { 'exceptionOccurrences@odata.nextLink': rest } : {}),
  };
}

function expandedParts(call: Call, one: Instance, isSingle: boolean): Row {
  const marks = pickMarks(one.marks, call.query.expandMarks ?? []);
  const isMaster = one.type === 'seriesMaster' && isSingle;
  const asked = isMaster && call.query.select?.includes('cancelledOccurrences');
  const cancelled = [...one.event.cancelled].sort().map((date) => `OID.${instanceId(call, one)}.${date}`);
  return {
    ...(marks.length > 0 ? { singleValueExtendedProperties: marks } : {}),
    ...(asked ? { cancelledOccurrences: cancelled } : {}),
    ...(isSingle ? expandedExceptions(call, one) : {}),
  };
}

export interface Shape {
  readonly select: readonly string[] | null;
  /** Cancelled occurrences and exceptions are shown on the GET of a master by its id only [docs: event]. */
  readonly isSingle: boolean;
}

/** An event, master or occurrence as the caller sees it. */
export function eventRow(call: Call, one: Instance, { select, isSingle }: Shape): Row {
  noteIds(call.state, one);
  const all = wholeRow(call, one);
  const shown = select ? only(all, ['id', ...select]) : unnamed(all);
  return { '@odata.etag': etagOf(one), ...shown, ...expandedParts(call, one, isSingle) };
}

/** A zone that the caller named as IANA does comes back so in full rows, and as Windows calls it in stubs [seen live: allodia]. */
const inWindowsZone = ({ dateTime, timeZone }: ZonedTime): ZonedTime => ({
  dateTime,
  timeZone: Object.entries(WINDOWS_ZONES).find(([, iana]) => iana === timeZone)?.[0] ?? timeZone,
});

/** What a delta query shows of an ordinary occurrence [GH docs#7632]. */
export function stubRow(call: Call, one: Instance): Row {
  noteIds(call.state, one);
  const [start, end] = [inWindowsZone(shownTime(call, one, 'start')), inWindowsZone(shownTime(call, one, 'end'))];
  const seriesMasterId = masterIdOf(call, one);
  return { '@odata.etag': etagOf(one), seriesMasterId, type: one.type, id: instanceId(call, one), start, end };
}

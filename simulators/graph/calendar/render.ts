import type { Call } from '../call';
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

const AS_STORED = [
  ...['reminderMinutesBeforeStart', 'isReminderOn', 'hasAttachments', 'subject', 'importance', 'sensitivity'],
  ...['isAllDay', 'isCancelled', 'isOrganizer', 'responseRequested', 'showAs', 'webLink', 'onlineMeetingUrl'],
  ...['isOnlineMeeting', 'onlineMeetingProvider', 'allowNewTimeProposals', 'isDraft', 'hideAttendees'],
  ...['recurrence', 'responseStatus', 'location', 'locations', 'attendees', 'organizer', 'onlineMeeting'],
  ...['originalStartTimeZone', 'originalEndTimeZone', 'categories'],
];

const masterIdOf = (call: Call, { event, date }: Instance): string | null =>
  date === undefined ? null : instanceId(call, event);

function wholeRow(call: Call, one: Instance): Row {
  const { fields, event } = one;
  return {
    id: instanceId(call, one),
    ...{ createdDateTime: preciseTime(event.created), lastModifiedDateTime: preciseTime(one.modified) },
    changeKey: one.changeKey,
    ...(fields.transactionId ? { transactionId: fields.transactionId } : {}),
    ...Object.fromEntries(AS_STORED.map((name) => [name, fields[name] ?? null])),
    ...{ iCalUId: uidOf(one), seriesMasterId: masterIdOf(call, one), type: one.type },
    ...(one.originalStart ? { originalStart: one.originalStart } : {}),
    ...{ bodyPreview: previewOf(fields.body), body: shownBody(fields.body, wantsTextBody(call), call.limits.wrapHtml) },
    ...{ start: shownTime(call, one, 'start'), end: shownTime(call, one, 'end') },
  };
}

/** The exceptions of a series, wherever they lie. */
function exceptionsOf({ event }: Instance): Instance[] {
  const recurrence = recurrenceIn(event);
  return recurrence ? [...event.exceptions.keys()].sort().map((date) => occurrenceOn(event, recurrence, date)) : [];
}

function expandedParts(call: Call, one: Instance, isSingle: boolean): Row {
  const marks = pickMarks(one.marks, call.query.expandMarks ?? []);
  const isMaster = one.type === 'seriesMaster' && isSingle;
  const asked = isMaster && call.query.select?.includes('cancelledOccurrences');
  const cancelled = [...one.event.cancelled].sort().map((date) => `OID.${instanceId(call, one)}.${date}`);
  return {
    ...(marks.length > 0 ? { singleValueExtendedProperties: marks } : {}),
    ...(asked ? { cancelledOccurrences: cancelled } : {}),
    ...(isMaster && call.query.expands('exceptionOccurrences')
      ? {
          exceptionOccurrences: exceptionsOf(one).map((other) =>
            eventRow(call, other, { select: null, isSingle: false }),
          ),
        }
      : {}),
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
  const shown = select ? only(all, ['id', ...select]) : all;
  return { '@odata.etag': etagOf(one), ...shown, ...expandedParts(call, one, isSingle) };
}

/** What a delta query shows of an ordinary occurrence [GH docs#7632]. */
export function stubRow(call: Call, one: Instance): Row {
  noteIds(call.state, one);
  const [start, end] = [shownTime(call, one, 'start'), shownTime(call, one, 'end')];
  const seriesMasterId = masterIdOf(call, one);
  return { '@odata.etag': etagOf(one), seriesMasterId, type: one.type, id: instanceId(call, one), start, end };
}

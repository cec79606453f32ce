import { isEqual, omit } from 'lodash';
import type { DavObject } from '../../clients/caldav';
import { reason } from '../../reasons';
import { fold } from '../../sync/compare';
import { kinds } from '../../sync/kinds';
import {
  asObject,
  type Fields,
  type Keys,
  type SideRecord,
  type Value,
  type Write,
  deletedRecord,
  noKeys,
} from '../../sync/model';
import { NotExpressible } from '../time';
import { nextMeeting } from '../occurrence';
import { readOrNull } from '../row';
import type { WriteDone, WriteResult } from '../types';
import type { Window } from '../zoho/event/record';
import { attendeeLines } from './attendees';
import { readObject, type ReadEvent, type Unreadable, type Written } from './object';

/** By what a text is read. */
export interface Reader {
  /** Zone of the calendar or its user. */
  readonly zone: string;
  /** The user's address. */
  readonly user: string;
}

/** A text in neutral form. Only the keys know its iCalendar id: as a field it would be news for the other side. */
function readEvent(ics: string, reader: Reader): ReadEvent | Unreadable {
  const event = readObject(ics, reader);
  return 'unreadable' in event ? event : { ...event, fields: omit(event.fields, 'uid') };
}

/** Version of a meeting outside of the window or the calendar: nobody has to ask for it again until it comes back. */
export const OUTSIDE_VERSION = 'outside';

const emptyRecord = (ref: string): Omit<SideRecord, 'state'> => ({
  ...{ ref, version: null, modifiedAt: null, fields: {}, keys: noKeys, extra: null },
});

/** It may well exist, but is none of what is synced: it has left the scope, which is no deletion. */
export const outsideRecord = (ref: string, keys: Keys = noKeys): SideRecord => ({
  ...emptyRecord(ref),
  ...{ state: 'outside', version: OUTSIDE_VERSION, keys },
});

const textOrNull = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);

function hasMeetingIn(series: Fields, { from, to }: Window, zone: string): boolean {
  const next = nextMeeting(series, from, zone);
  return next !== null && next < to;
}

/** Too old or too far ahead: years of meetings must not all land in somebody's calendar. A meeting of a series may have been moved. */
function isOutside(fields: Fields, window: Window, zone: string): boolean {
  const { recurrence, overrides } = fields;
  const [start, end] = [textOrNull(fields.start), textOrNull(fields.end)];
  if (start === null) return false;
  if (start >= window.to) return true;
  const wasMoved = Array.isArray(overrides) && overrides.length > 0;
  if (typeof recurrence === 'string') return !wasMoved && end !== null && !hasMeetingIn(fields, window, zone);
  return recurrence === null && (end ?? window.from) <= window.from;
}

const keysOf = (event: ReadEvent): Keys => kinds.event.keys(event);

const recordIn = ({ href, etag }: DavObject, event: ReadEvent): SideRecord => ({
  ...{ ref: href, version: etag, modifiedAt: event.modifiedAt, state: 'live', fields: event.fields },
  ...{ keys: keysOf(event), extra: event.extra, mark: event.mark },
});

/** What may be wrong with a text is only found by reading it: whatever that throws, it is this meeting's fault alone. */
const readable = (ics: string, reader: Reader): ReadEvent | Unreadable =>
  readOrNull(() => readEvent(ics, reader)) ?? { unreadable: reason('iCalendarUnreadable') };

/** A meeting as the core knows it; a task among them is outside, one that a 404 denies is deleted. */
export function recordOf(object: DavObject, window: Window, reader: Reader): SideRecord {
  if (object.data === null) return deletedRecord(object.href);
  const event = readable(object.data, reader);
  if ('unreadable' in event) {
    const outside = outsideRecord(object.href);
    return event.notEvent ? outside : { ...outside, version: null, unreadable: event.unreadable };
  }
  return isOutside(event.fields, window, String(asObject(event.extra).timeZone))
    ? outsideRecord(object.href, keysOf(event))
    : recordIn(object, event);
}

/** A meeting that was put. */
export interface PutMeeting {
  readonly write: Write;
  readonly ref: string;
  /** Mark of the version that was put; null where the server changed the text, or does not say. */
  readonly etag: string | null;
  readonly made: Written;
  /** The text that was there before; none of a new one. */
  readonly was?: string | null;
}

/** Who took part before a write, and after: no field tells their names and answers. */
const attendeesAround = (was: string | null | undefined, is: string): Pick<WriteDone, 'alongside'> => {
  const [before, after] = [attendeeLines(was ?? ''), attendeeLines(is)];
  return isEqual(before, after) ? {} : { alongside: { before: { attendees: before }, after: { attendees: after } } };
};

/** No server makes another subject or another time of what it was sent; other fields it may rewrite. */
function isSameMeeting(one: string, two: string, reader: Reader): boolean {
  const [a, b] = [readEvent(one, reader), readEvent(two, reader)];
  if ('unreadable' in a || 'unreadable' in b) return false;
  const text = (value: Value | undefined) => fold(String(value ?? ''));
  return ['subject', 'start', 'end'].every((name) => text(a.fields[name]) === text(b.fields[name]));
}

/**
 * The text that counts as what we wrote, and its version. If somebody else has written since, it is the one that we sent: theirs is
 * news to be read, not something both sides agreed on. Where the server tells no mark of what was put (Zoho does not), the meeting
 * itself says whose it is.
 */
function agreedText({ etag, made }: PutMeeting, now: DavObject | null, reader: Reader) {
  if (now === null || now.data === null) return { ics: made.ics, version: etag };
  const isOurs = etag === null ? isSameMeeting(made.ics, now.data, reader) : etag === now.etag;
  return isOurs ? { ics: now.data, version: now.etag } : { ics: made.ics, version: etag };
}

function doneResult(put: PutMeeting, ics: string, version: string | null, reader: Reader): WriteDone {
  const event = readEvent(ics, reader);
  if ('unreadable' in event) throw new NotExpressible(event.unreadable);
  const { notes, left } = put.made;
  const { fields, extra, modifiedAt } = event;
  return {
    ...{ outcome: 'done', write: put.write, ref: put.ref, version, modifiedAt, fields, extra },
    ...{ keys: kinds.event.keys(event), notes, ambiguous: [] },
    ...(left.length > 0 && { unsyncable: left }),
    ...(put.was && attendeesAround(put.was, ics)),
  };
}

/** What became of a write, with the fields as the server shows them; `now` null: it could not be read again. */
export function writtenResult(put: PutMeeting, now: DavObject | null, reader: Reader): WriteResult {
  const { ics, version } = agreedText(put, now, reader);
  return doneResult(put, ics, version, reader);
}

/** Nothing had to be sent: all that was asked for was left out, or is there already. */
export function unsentResult(write: Write, made: Written, there: DavObject, reader: Reader): WriteResult {
  const put: PutMeeting = { write, ref: there.href, etag: there.etag, made };
  return { ...doneResult(put, there.data ?? made.ics, there.etag, reader), unsent: true };
}

export const deletedResult = (write: Write, was: string | null): WriteDone => ({
  ...attendeesAround(was, ''),
  ...{ outcome: 'done', write, ref: write.ref ?? '', version: null, modifiedAt: null, fields: {}, extra: null },
  ...{ keys: noKeys, notes: [], ambiguous: [] },
});

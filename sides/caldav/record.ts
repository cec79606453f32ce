import { omit } from 'lodash';
import type { DavObject } from '../../clients/caldav';
import { kinds, own } from '../../sync/kinds';
import type { Fields, Keys, SideRecord, Value } from '../../sync/model';
import type { Window } from '../zoho/event/window';
import { readObject, type ReadEvent, type Unreadable } from './object';

/** By what a text is read. */
export interface Reader {
  /** Zone of the calendar or its user. */
  readonly zone: string;
  /** The user's address. */
  readonly user: string;
}

/**
 * A text in neutral form. Its iCalendar id is known to the keys; among the fields it would be news that the other side has no
 * place for, of every meeting that we create.
 */
export function eventIn(ics: string, reader: Reader): ReadEvent | Unreadable {
  const event = readObject(ics, reader);
  return 'unreadable' in event ? event : { ...event, fields: omit(event.fields, 'uid') };
}

const nothing: Keys = { strong: [], weak: null };
/** Version of a meeting outside of the window or the calendar: nobody has to ask for it again until it comes back. */
export const AWAY = 'away';

const bare = (ref: string): Omit<SideRecord, 'state'> => ({
  ...{ ref, version: null, modifiedAt: null, fields: {}, keys: nothing, extra: null },
});
export const deletedRecord = (ref: string): SideRecord => ({ ...bare(ref), state: 'deleted' });

/** It may well exist, but is none of what is synced: it has left the scope, which is no deletion. */
export const awayRecord = (ref: string, keys: Keys = nothing): SideRecord => ({
  ...bare(ref),
  ...{ state: 'outside', version: AWAY, keys },
});

const text = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);

const untilOf = (rule: string): string | null => {
  const [, year, month, day] = /UNTIL=(\d{4})-?(\d\d)-?(\d\d)/.exec(rule) ?? [];
  return year ? `${year}-${month}-${day}T24` : null;
};

/** A series goes on after its first meeting: it is over only when its rule says so, and none of its meetings was moved later. */
function isOver({ recurrence, overrides, end }: Fields, from: string): boolean {
  const rule = text(recurrence);
  if (rule === null) return recurrence === null && (text(end) ?? from) <= from;
  const until = untilOf(rule);
  return until !== null && until <= from && (Array.isArray(overrides) ? overrides : []).length === 0;
}

/** Too old or too far ahead: years of meetings must not all land in somebody's calendar. */
function isAway(fields: Fields, { from, to }: Window): boolean {
  const start = text(fields.start);
  return start !== null && (start >= to || isOver(fields, from));
}

const keysOf = (event: ReadEvent): Keys => kinds.event.keys(event);

/** A text nobody can read is not told, and the reason is. */
const unreadable = ({ href, etag }: DavObject, why: string): SideRecord => ({
  ...bare(href),
  ...{ state: 'live', version: etag, fields: { subject: null, start: own(why), end: null } },
});

const recordIn = ({ href, etag }: DavObject, event: ReadEvent): SideRecord => ({
  ...{ ref: href, version: etag, modifiedAt: event.modifiedAt, state: 'live', fields: event.fields },
  ...{ keys: keysOf(event), extra: event.extra, mark: event.mark },
});

/** A meeting as the core knows it; a task among them is outside, one that a 404 denies is deleted. */
export function recordOf(object: DavObject, window: Window, reader: Reader): SideRecord {
  if (object.data === null) return deletedRecord(object.href);
  const event = eventIn(object.data, reader);
  if ('unreadable' in event) return event.notEvent ? awayRecord(object.href) : unreadable(object, event.unreadable);
  return isAway(event.fields, window) ? awayRecord(object.href, keysOf(event)) : recordIn(object, event);
}

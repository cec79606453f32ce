import { omit, pick } from 'lodash';
import { type Reason, isReason, reason } from '../../reasons';
import { isSideOnly } from '../../sync/kinds';
import type { Fields, Write } from '../../sync/model';
import { type Refused, orRefused, refuse } from '../time';
import { toIana } from '../time/dateTime';
import { isInvited } from './attendees';
import { type ComposedEvent, type ObjectChange, composeEvent } from './compose';
import { type CalendarObject, type Component, propertyLine, parseObject, calendarText } from './ical';
import { newEventLines, changedNames } from './patch';
import { INTENT_PROPERTY, zoneContextFor, objectFields } from './read';
import type { ZoneContext } from './times';
import { withTimezones } from './vtimezone';

const PRODID = '-//n8n-nodes-zoho-outlook//Zoho CRM Sync//EN';

const objectOrEmpty = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const trimmedText = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** The zone the new event is to keep to: that of the event it is made of, else the user's. */
const newEventZone = ({ from }: Write, zone: string): string =>
  toIana(trimmedText(objectOrEmpty(from?.extra).timeZone)) ?? toIana(zone) ?? 'UTC';

/** The iCalendar id that Outlook has for the meeting: so other calendars know that it is the same. */
const newEventUid = ({ from }: Write): string | null => trimmedText(objectOrEmpty(from?.extra).iCalUId) || null;

/** No zone is known to a text that is not written yet but by its own name. */
const newEventZoneContext = (zone: string): ZoneContext => ({ zone, zoneOf: (tzid) => toIana(tzid) });

const calendar: Component = {
  name: 'VCALENDAR',
  lines: ['VERSION:2.0', `PRODID:${PRODID}`, 'CALSCALE:GREGORIAN'],
  inner: [],
};

/** An event of which nothing is known but its id, ready to be told all else. Whole days leave a person free, as in Outlook. */
function newObject(uid: string, mark: string | null, { isAllDay }: Fields, now: string): CalendarObject {
  const marked = mark ? [propertyLine(INTENT_PROPERTY, 'unknown', [mark])] : [];
  const lines = [...newEventLines(uid, now), ...marked, `TRANSP:${isAllDay === true ? 'TRANSPARENT' : 'OPAQUE'}`];
  return { calendar, main: { name: 'VEVENT', lines, inner: [] }, changed: [], uid, isDetached: false };
}

export type { Unreadable } from './ical';
export { readObject, type ReadEvent } from './read';

/** Where a write takes place. */
export interface WriteAt {
  /** The text as the server has it now; null: a new one. */
  readonly ics: string | null;
  /** Zone of the calendar or its user. */
  readonly zone: string;
  /** Of a new event: the intent that announced it; it becomes its mark. */
  readonly intent: string | null;
  /** May the server mail those who are added? */
  readonly invite: boolean;
  /** The address of the user whose calendar it is. */
  readonly user: string;
  /** See `InviteSettings`. */
  readonly former?: readonly string[];
  /** Of a new event: the iCalendar id it is to have, where Outlook's must not be used. */
  readonly uid?: string;
  /** The moment of the change, in milliseconds; now unless told. */
  readonly now?: number;
}

/** The text to put; `notes`: what was done otherwise than asked; `left`: what was asked for and stays as it is, with the next step. */
export type Written = { readonly ics: string; readonly notes: readonly Reason[]; readonly left: readonly Reason[] };

/** The calendar tells these itself. */
const readOnlyFields = ['uid', 'cancelled'];
/** What everybody has of their own in a meeting of somebody else. */
const attendeeFields = ['reminder'];

const OTHERS = reason('organisedElsewhere', { undoIn: 'outlook' });

/** The whole text, each part where it was; a meeting that is changed for the first time stands behind its series. */
function objectText({ parts, clock }: ObjectChange, { main, changed }: ComposedEvent): string {
  const inner = parts.calendar.inner.length > 0 ? parts.calendar.inner : [parts.main];
  const all = inner.flatMap((one) => {
    if (one === parts.main) return [main, ...changed];
    return parts.changed.includes(one) ? [] : [one];
  });
  return calendarText(withTimezones({ ...parts.calendar, inner: all }, clock));
}

const isSame = ({ parts }: ObjectChange, { main, changed }: ComposedEvent): boolean =>
  main === parts.main && changed.length === parts.changed.length && changed.every((one) => parts.changed.includes(one));

function writeText(job: ObjectChange, ics: string | null, left: readonly Reason[]): Written | Refused {
  const made = orRefused(() => composeEvent(job));
  if ('refused' in made) return made;
  if (ics !== null && isSame(job, made)) return { ics, notes: made.notes, left };
  return { ics: objectText(job, made), notes: made.notes, left };
}

function newText(write: Write, at: WriteAt): Written | Refused {
  const uid = at.uid ?? newEventUid(write) ?? at.intent;
  if (!uid) return refuse(reason('newEventWithoutId'));
  const now = new Date(at.now ?? Date.now()).toISOString();
  const patch = omit(write.fields, readOnlyFields);
  const clock = newEventZoneContext(newEventZone(write, at.zone));
  const parts = newObject(uid, at.intent, patch, now);
  return writeText(
    { ...{ parts, clock, patch, now, before: {}, isNew: true }, ...pick(at, 'invite', 'user', 'former') },
    null,
    [],
  );
}

const whyNot = (before: Fields, patch: Fields, { isDetached }: CalendarObject): Reason | null => {
  const unsayable = [before.start, before.recurrence].find(isSideOnly)?.sideOnly;
  if (isReason(unsayable)) return unsayable;
  return isDetached && typeof patch.recurrence === 'string' ? reason('calendarPiece') : null;
};

function changedText(write: Write, at: WriteAt, ics: string): Written | Refused {
  const parts = parseObject(ics);
  if ('unreadable' in parts) return refuse(parts.unreadable);
  const clock = zoneContextFor(parts.calendar, parts.main, at.zone);
  const before = objectFields(parts, clock);
  const asked = omit(write.fields, readOnlyFields);
  const others = isInvited(parts.main, at.user) ? changedNames(omit(asked, attendeeFields), before) : [];
  const patch = omit(asked, others);
  const refused = whyNot(before, patch, parts);
  if (refused) return { refused };
  if (others.length > 0 && changedNames(patch, before).length === 0) return { refused: OTHERS };
  const now = new Date(at.now ?? Date.now()).toISOString();
  const job = { ...{ parts, clock, patch, now, before, isNew: false }, ...pick(at, 'invite', 'user', 'former') };
  return writeText(job, ics, others.length > 0 ? [OTHERS] : []);
}

/**
 * The text of a new event, or the text of one that is there with a patch of its fields: only mapped values that really change are
 * touched, all else goes back as it came. `refused`: why the calendar cannot say it. Nobody is mailed for
 * being added unless `invite` says so.
 */
export const writeObject = (write: Write, at: WriteAt): Written | Refused =>
  at.ics === null ? newText(write, at) : changedText(write, at, at.ics);

import { reason } from '../../../reasons';
import { sideOnly, kinds } from '../../../sync/kinds';
import { looksLikeAddress } from '../../../sync/mail/addresses';
import { setMembers } from '../../../sync/compare';
import type { Fields, Value, NeutralRecord, Keys, SideRecord } from '../../../sync/model';
import { instantOf, localDate, toIana, type GraphTime } from '../../time/dateTime';
import { allDayFromGraph } from '../../time/wholeDays';
import { readArray, readBoolean, readNumber, readObject, readFilled, readString, readWord, readRow } from '../../row';
import { bodyToText, hasJoinBlock } from './body';
import { overrideOf, seriesFieldsOn } from '../../occurrence';
import { fromGraph, orRefused, type GraphRecurrence } from '../../time';
import { deletedRecord, hasCategory, modifiedOf, versionOf } from '../record';

/** An event as Graph's v1.0 JSON has it; a series read for itself with `cancelledOccurrences` and `exceptionOccurrences`. */
export type GraphEvent = Readonly<Record<string, unknown>>;

/** What becomes of events marked private: left out, told with their title and time only, or told like any other. */
export type Privates = 'skip' | 'title' | 'full';

type Attendee = { readonly type?: string; readonly emailAddress?: { readonly address?: string } };

const hiddenSensitivities = ['private', 'confidential'];

/** Outlook hides these from those one shares a calendar with. What is marked personal it shows to everybody: that is no secret. */
const isPrivate = ({ sensitivity }: GraphEvent) => hiddenSensitivities.includes(readString(sensitivity).toLowerCase());

const addressIn = (emailAddress: unknown): string => readString(readObject(emailAddress).address);
/** Some people have no address, only a name; who is neither is not told in full. */
const personIn = (attendee: unknown): unknown => readFilled(readObject(attendee).emailAddress);
const readGraphTime = (value: unknown): GraphTime => ({
  dateTime: readString(readObject(value).dateTime),
  timeZone: readString(readObject(value).timeZone) || 'UTC',
});

const ENDS_FIRST = sideOnly(reason('endsBeforeStart', { side: 'outlook' }));

function allDayFields(event: GraphEvent): Fields {
  const dates = allDayFromGraph({ start: readGraphTime(event.start), end: readGraphTime(event.end) });
  return dates ? { ...dates, isAllDay: true } : { start: ENDS_FIRST, end: null, isAllDay: true };
}

function timedFields(event: GraphEvent): Fields {
  const isAllDay = false;
  const times = orRefused(() => ({
    start: instantOf(readGraphTime(event.start)),
    end: instantOf(readGraphTime(event.end)),
  }));
  if ('refused' in times) return { start: sideOnly(times.refused), end: null, isAllDay };
  return times.end < times.start ? { start: ENDS_FIRST, end: null, isAllDay } : { ...times, isAllDay };
}

/** The zone of a series, or of whoever made a meeting. Phones make some that have no name; whole days need none. */
export function zoneOf(event: GraphEvent): string {
  const named =
    readString(readObject(readObject(event.recurrence).range).recurrenceTimeZone) ||
    readString(event.originalStartTimeZone) ||
    'UTC';
  return readBoolean(event.isAllDay) && !toIana(named) ? 'UTC' : named;
}

const invitedPeople = (event: GraphEvent): readonly Attendee[] =>
  readArray<Attendee>(event.attendees).filter(({ type }) => readString(type) !== 'resource');

/** Who takes part, but for the organiser and for rooms. */
function participants(event: GraphEvent): Value {
  const organiser = addressIn(readObject(event.organizer).emailAddress).toLowerCase();
  const addresses = invitedPeople(event).map((one) => addressIn(personIn(one)));
  const all = setMembers(addresses.filter(looksLikeAddress)).filter((address) => address !== organiser);
  return all.length > 0 ? all : null;
}

const reminderOf = ({ isReminderOn, reminderMinutesBeforeStart: minutes }: GraphEvent): Value =>
  readBoolean(isReminderOn) ? readNumber(minutes) : null;

/** What one meeting says by itself, be it single, a series as a whole, or one of a series. */
function meetingFields(event: GraphEvent, privates: Privates): Fields {
  const time = readBoolean(event.isAllDay) ? allDayFields(event) : timedFields(event);
  const open: Fields = {
    subject: readString(event.subject) || null,
    ...time,
    cancelled: readBoolean(event.isCancelled) || null,
  };
  if (isPrivate(event) && privates !== 'full') return open;
  return {
    ...open,
    location: readString(readObject(event.location).displayName) || null,
    description: bodyToText(event.body),
    participants: participants(event),
    reminder: reminderOf(event),
  };
}

/** `OID.{id of the series}.{date}`, the date in the series' own zone [learn: event resource]. */
const OCCURRENCE_ID = /\.(\d{4}-\d\d-\d\d)$/;
const dateInId = (id: unknown): string | null => OCCURRENCE_ID.exec(readString(id))?.[1] ?? null;

/** The date on which the rule puts a meeting of a series, wherever it is now; null where nothing tells. */
export function dateOf(occurrence: GraphEvent, zone: string): string | null {
  const named = dateInId(occurrence.occurrenceId);
  const original = readString(occurrence.originalStart);
  if (named || Number.isNaN(Date.parse(original))) return named;
  const midnight = /^(\d{4}-\d\d-\d\d)T00:00:00(\.0+)?Z$/.exec(original)?.[1];
  return occurrence.isAllDay === true && midnight ? midnight : localDate(new Date(original).toISOString(), zone);
}

const withDates = (events: readonly GraphEvent[], zone: string) =>
  events.map((event) => ({ event, date: dateOf(event, zone) }));
type Dated = { readonly event: GraphEvent; readonly date: string };
const isDated = (one: { readonly event: GraphEvent; readonly date: string | null }): one is Dated => one.date !== null;

/** A private meeting of an open series is not there for the CRM. */
const isHidden = (privates: Privates, series: GraphEvent) => (one: GraphEvent) =>
  privates === 'skip' && isPrivate(one) && !isPrivate(series);

const nullIfEmpty = (values: readonly Value[]): Value => (values.length > 0 ? values : null);

/** The left out days and changed meetings of a series that says `series`; null where Graph names one unreadably. */
function exceptionsOf(event: GraphEvent, series: Fields, privates: Privates): Fields | null {
  const zone = zoneOf(event);
  const changed = withDates(readArray<GraphEvent>(event.exceptionOccurrences), zone);
  const cancelled = readArray(event.cancelledOccurrences).map(dateInId);
  if (!changed.every(isDated) || cancelled.includes(null)) return null;
  const hides = isHidden(privates, event);
  const overrides = changed
    .filter((one) => !hides(one.event))
    .flatMap(
      (one) => overrideOf(one.date, meetingFields(one.event, privates), seriesFieldsOn(series, one.date, zone)) ?? [],
    )
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  const hidden = changed.filter((one) => hides(one.event)).map(({ date }) => date);
  const days = [...new Set([...cancelled, ...hidden].flatMap((date) => date ?? []))].sort();
  return { exceptDates: nullIfEmpty(days), overrides: nullIfEmpty(overrides) };
}

/** The rule of a series; or, as a word of Outlook's own, why it cannot be said. */
function recurrenceRule(event: GraphEvent, { start, isAllDay }: Fields): Value {
  if (readString(event.type) !== 'seriesMaster') return null;
  const zone = zoneOf(event);
  const date =
    isAllDay === true || !toIana(zone)
      ? readString(start).slice(0, 10)
      : readString(start) && localDate(readString(start), zone);
  const read = fromGraph(event.recurrence as GraphRecurrence | null, { date, zone });
  return 'refused' in read ? sideOnly(read.refused) : read.rule;
}

/** What a write must know of the event it changes. */
export type EventExtra = {
  readonly timeZone: string;
  readonly isOrganizer: boolean;
  readonly attendees: readonly Value[];
  readonly hasJoinBlock: boolean;
  /** Of a private event only title and time are told, so nothing else of it is written. */
  readonly titleOnly: boolean;
  readonly iCalUId: string;
};

const extraOf = (event: GraphEvent, titleOnly: boolean): EventExtra => ({
  timeZone: zoneOf(event),
  isOrganizer: event.isOrganizer !== false,
  attendees: readArray<Value>(event.attendees),
  hasJoinBlock: hasJoinBlock(event.body),
  titleOnly,
  iCalUId: readString(event.iCalUId),
});

const UNREADABLE = sideOnly(reason('outlookChangesUnreadable'));

/** What only a series has: its rule, the days it leaves out, its changed meetings. */
function seriesFields(event: GraphEvent, said: Fields, privates: Privates): Fields {
  const recurrence = recurrenceRule(event, said);
  if (typeof recurrence !== 'string' || typeof said.start !== 'string') return { recurrence };
  const exceptions = exceptionsOf(event, said, privates);
  return exceptions ? { recurrence, ...exceptions } : { recurrence: UNREADABLE };
}

/** A Graph event in neutral form; its iCalendar id, by which other mailboxes know it too, is its alias. */
export function toNeutral(event: GraphEvent, privates: Privates): NeutralRecord {
  const titleOnly = isPrivate(event) && privates !== 'full';
  const said = meetingFields(event, privates);
  const uid = readString(event.iCalUId);
  const fields = { ...said, ...seriesFields(event, said, privates), ...(!titleOnly && { uid: uid || null }) };
  return { fields, aliases: uid ? [uid] : [], extra: extraOf(event, titleOnly) as Value };
}

/** What of an event makes it one of ours. `categories`: further ones; *Zoho* is always among them. */
export type EventScope = {
  readonly categories: readonly string[];
  readonly privates: Privates;
  /** What one has declined is left alone, where Outlook keeps it at all. */
  readonly declined?: 'skip';
};

const noKeys: Keys = { strong: [], weak: null };

/** Version of an event that left the window or the calendar: nobody has to ask for it again until it comes back. */
export const OUT_OF_WINDOW = 'outside';

/** What its keys do not need is not read: anybody may put anything into an invitation. */
const withoutTexts = (event: GraphEvent): GraphEvent => ({ ...event, body: null, exceptionOccurrences: null });

const outsideAs = (ref: string, keys: Keys, version: string | null): SideRecord => ({
  ...deletedRecord(ref),
  ...{ state: 'outside', keys, version },
});

const isSkipped = (event: GraphEvent, { privates, declined }: EventScope): boolean =>
  (privates === 'skip' && isPrivate(event)) ||
  (declined === 'skip' && readString(readObject(event.responseStatus).response) === 'declined');

export const isInScope = (event: GraphEvent, scope: EventScope): boolean =>
  hasCategory(event, scope.categories) && !isSkipped(event, scope);

const placeOf = ({ id }: GraphEvent) => ({ side: 'outlook' as const, ref: String(id) });

function outsideFields(event: GraphEvent, { privates }: Pick<EventScope, 'privates'>): SideRecord {
  const hidden = isPrivate(event) && privates === 'skip';
  return outsideAs(
    String(event.id),
    hidden ? noKeys : kinds.event.keys(toNeutral(withoutTexts(event), privates)),
    null,
  );
}

/** An event that is not synced: known by its keys only, and a private one not even by those. */
export const outsideRecord = (event: GraphEvent, scope: EventScope): SideRecord =>
  readRow(event, placeOf(event), (row) => outsideFields(row, scope));

function liveFields(event: GraphEvent, privates: Privates): SideRecord {
  const neutral = toNeutral(event, privates);
  return {
    ref: String(event.id),
    version: versionOf(event),
    modifiedAt: modifiedOf(event),
    state: 'live',
    fields: neutral.fields,
    keys: kinds.event.keys(neutral),
    extra: neutral.extra,
    mark: readString(event.transactionId) || null,
  };
}

/** Whatever a whole event may lack: what only some have. */
const ALWAYS = [
  ...['type', 'subject', 'body', 'start', 'end', 'isAllDay', 'location', 'attendees', 'sensitivity', 'categories'],
];
const TYPES = ['singleInstance', 'occurrence', 'exception', 'seriesMaster'];

const readWhole = (event: GraphEvent, read: (event: GraphEvent) => SideRecord): SideRecord =>
  readRow(event, { ...placeOf(event), always: ALWAYS }, (whole) => {
    readWord(TYPES, whole.type);
    return read(whole);
  });

/** An event read in full, as the core knows it, synced or not. */
export const liveRecord = (event: GraphEvent, privates: Privates): SideRecord =>
  readWhole(event, (whole) => liveFields(whole, privates));

/** The same, as far as it is synced. */
export const recordOf = (event: GraphEvent, scope: EventScope): SideRecord =>
  readWhole(event, (whole) =>
    isInScope(whole, scope) ? liveFields(whole, scope.privates) : outsideFields(whole, scope),
  );

/** It exists, but no longer in the window or calendar that is read: it has left the scope, which is no deletion. */
export const outOfWindowRecord = (ref: string, event: GraphEvent): SideRecord =>
  readWhole(event, () => outsideAs(ref, noKeys, OUT_OF_WINDOW));

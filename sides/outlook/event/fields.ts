import { reason } from '../../../reasons';
import { sideOnly } from '../../../sync/kinds';
import { addressIn } from '../../../sync/mail/addresses';
import { setMembers } from '../../../sync/compare';
import type { Fields, Value } from '../../../sync/model';
import { instantOf, localDate, toIana, type GraphTime } from '../../time/dateTime';
import { allDayFromGraph } from '../../time/wholeDays';
import { readArray, readBoolean, readNumber, readObject, readFilled, readString } from '../../row';
import { bodyToText } from './body';
import { overrideOf, seriesFieldsOn } from '../../occurrence';
import { fromGraph, MOST_DATES, orRefused, type GraphRecurrence } from '../../time';

/** An event as Graph's v1.0 JSON has it; a series read for itself with `cancelledOccurrences` and `exceptionOccurrences`. */
export type GraphEvent = Readonly<Record<string, unknown>>;

/** What becomes of events marked private: left out, told with their title and time only, or told like any other. */
export type Privates = 'skip' | 'title' | 'full';

type Attendee = { readonly type?: string; readonly emailAddress?: { readonly address?: string } };

const hiddenSensitivities = ['private', 'confidential'];

/** Outlook hides these from those one shares a calendar with. What is marked personal it shows to everybody: that is no secret. */
export const isPrivate = ({ sensitivity }: GraphEvent) =>
  hiddenSensitivities.includes(readString(sensitivity).toLowerCase());

const addressFrom = (emailAddress: unknown): string | null => addressIn(readString(readObject(emailAddress).address));
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
  const organiser = addressFrom(readObject(event.organizer).emailAddress);
  const addresses = invitedPeople(event).flatMap((one) => addressFrom(personIn(one)) ?? []);
  const all = setMembers(addresses).filter((address) => address !== organiser);
  return all.length > 0 ? all : null;
}

const reminderOf = ({ isReminderOn, reminderMinutesBeforeStart: minutes }: GraphEvent): Value =>
  readBoolean(isReminderOn) ? readNumber(minutes) : null;

/** What one meeting says by itself, be it single, a series as a whole, or one of a series. */
export function meetingFields(event: GraphEvent, privates: Privates): Fields {
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

const UNREADABLE = sideOnly(reason('outlookChangesUnreadable'));

/** What only a series has: its rule, the days it leaves out, its changed meetings. */
export function seriesFields(event: GraphEvent, said: Fields, privates: Privates): Fields {
  const recurrence = recurrenceRule(event, said);
  if (typeof recurrence !== 'string' || typeof said.start !== 'string') return { recurrence };
  const other = [event.exceptionOccurrences, event.cancelledOccurrences].flatMap((all) => readArray(all));
  if (other.length > MOST_DATES) return { recurrence: sideOnly(reason('tooManyDates', { max: MOST_DATES })) };
  const exceptions = exceptionsOf(event, said, privates);
  return exceptions ? { recurrence, ...exceptions } : { recurrence: UNREADABLE };
}

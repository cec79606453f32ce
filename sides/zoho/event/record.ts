import { addressIn } from '../../../sync/mail/addresses';
import { setMembers } from '../../../sync/compare';
import { asString, type Value, type Fields, type NeutralRecord } from '../../../sync/model';
import { nextMeeting } from '../../occurrence';
import { localDate, occurrenceTimes, plusDays } from '../../time/dateTime';
import { allDayFromZoho } from '../../time/wholeDays';
import { isoOf, type ZohoRecord } from '../values';
import { readArray, readBoolean, readObject, readString, member, readStringOrNull } from '../../row';
import { reason } from '../../../reasons';
import { MOST_PARTICIPANTS, sideOnly } from '../../../sync/kinds';
import { fromZoho, type ZohoRecurrence, type ZohoRule } from '../../time';
import { reminderIn } from './reminders';
import type { Outside, ZohoProfile } from '../module';

type Participant = Readonly<Record<string, unknown>>;

const participantList = (value: unknown): readonly Participant[] =>
  readArray(value).map((one) => ({ ...readObject(one), type: member(one, 'type') }));

/** Zoho names the address `Email`; `participant` is a record's id, in some replies the address (v7 docs: "Insert records"). */
const participantAddress = ({ Email, participant }: Participant): string =>
  [Email, participant].map((one) => addressIn(readString(one))).find((one) => one !== null) ?? '';

function participantsIn(value: unknown): Value {
  const all = setMembers(participantList(value).map(participantAddress).filter(Boolean));
  return all.length > 0 ? all : null;
}

/** As it may be sent: who somebody is, without what Zoho adds. */
const sendable = (one: Participant): Participant => ({
  type: one.type,
  ...(one.type === 'email' ? { Email: participantAddress(one) } : { participant: one.participant }),
  ...(typeof one.name === 'string' && one.name !== '' && { name: one.name }),
});

/** Who stays in a list of participants, those without an address among them, and whose addresses there is room for besides. */
function participantsAfter(old: unknown, wanted: Value) {
  const addresses = setMembers(wanted);
  const stay = participantList(old).filter(
    (one) => participantAddress(one) === '' || addresses.includes(participantAddress(one)),
  );
  const there = stay.map(participantAddress);
  const fresh = addresses.filter((address) => !there.includes(address));
  return { stay, fresh: fresh.slice(0, Math.max(0, MOST_PARTICIPANTS - stay.length)) };
}

/** Who is there already stays as they are (a contact, a user), or comes back as they were; others come by their address. */
export function participantsWith(old: unknown, wanted: Value, before: unknown = null): readonly Participant[] {
  const { stay, fresh } = participantsAfter(old, wanted);
  const known = new Map(participantList(before).map((one) => [participantAddress(one), one]));
  return [...stay, ...fresh.map((address) => known.get(address) ?? { type: 'email', Email: address })].map(sendable);
}

/** The addresses that such a list then shows. */
export function participantsShown(old: unknown, wanted: Value): Value {
  const { stay, fresh } = participantsAfter(old, wanted);
  const all = setMembers([...stay.map(participantAddress).filter(Boolean), ...fresh]);
  return all.length > 0 ? all : null;
}

/** The days that are synced, as Outlook's side reads them: counted from today, today included. */
export interface DayRange {
  readonly daysBack: number;
  readonly daysAhead: number;
}

/** The same as instants; `to` is the first moment after it. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;
const midnight = (time: number): string => `${new Date(time).toISOString().slice(0, 10)}T00:00:00.000Z`;

export const windowAt = (now: number, { daysBack, daysAhead }: DayRange): Window => ({
  from: midnight(now - daysBack * DAY_MS),
  to: midnight(now + (daysAhead + 1) * DAY_MS),
});

const untilOf = (rule: unknown): string | null => {
  const [, year, month, day] = /UNTIL=(\d{4})-?(\d\d)-?(\d\d)/.exec(JSON.stringify(rule ?? null)) ?? [];
  return year ? `${year}-${month}-${day}T24` : null;
};

/**
 * Whole days have no zone, and Outlook counts them against its window as days of UTC [field]. Counted otherwise here, one that
 * both sides have at the edge of the window would be known on one side only, and made again on the other.
 */
function timesInWindow(record: ZohoRecord): { readonly start: string | null; readonly end: string | null } {
  const [first, last] = [readString(record.Start_DateTime), readString(record.End_DateTime)];
  const days = readBoolean(record.All_day) ? allDayFromZoho({ Start_DateTime: first, End_DateTime: last }) : null;
  return days
    ? { start: `${days.start}T00:00:00.000Z`, end: `${days.end}T00:00:00.000Z` }
    : { start: isoOf(first), end: isoOf(last) };
}

/** A rule that Outlook has no word for is over only when it says so by a date. */
function isOver(record: ZohoRecord, from: string): boolean {
  const rule = record.Recurring_Activity;
  const end = rule ? untilOf(rule) : timesInWindow(record).end;
  return end !== null && end <= from;
}

/** A series none of whose meetings lies in the window: it is over, or so rare that its next one is awaited. */
function seriesOutside(fields: Fields, { from, to }: Window, zone: string): Outside | null {
  const next = nextMeeting(fields, from, zone);
  return next !== null && next < to ? null : { awaited: next };
}

/** Too old or too far ahead: years of meetings in the CRM must not all land in somebody's calendar. */
export function outsideWindow(
  record: ZohoRecord,
  fields: Fields,
  window: Window,
  { timeZone }: Pick<EventProfile, 'timeZone'>,
): Outside | null {
  const { start } = timesInWindow(record);
  if (start === null) return null;
  const isFar = start >= window.to;
  const isSeries = typeof fields.recurrence === 'string' && typeof fields.start === 'string';
  if (isSeries && !isFar) return seriesOutside(fields, window, timeZone ?? 'UTC');
  return isFar || isOver(record, window.from) ? { awaited: null } : null;
}

const ENDS_FIRST = sideOnly(reason('endsBeforeStart', { side: 'zoho' }));
const UNREADABLE = sideOnly(reason('timesUnreadable'));

function readTimes(record: ZohoRecord): Fields {
  const [first, last] = [readString(record.Start_DateTime), readString(record.End_DateTime)];
  const [start, end] = [isoOf(first), isoOf(last)];
  const isAllDay = readBoolean(record.All_day);
  if (!start || !end) return { start: UNREADABLE, end: null, isAllDay };
  if (end < start) return { start: ENDS_FIRST, end: null, isAllDay };
  if (!isAllDay) return { start, end, isAllDay };
  const dates = allDayFromZoho({ Start_DateTime: first, End_DateTime: last });
  return dates ? { ...dates, isAllDay } : { start: ENDS_FIRST, end: null, isAllDay };
}

/** A series as it begins, told by its first meeting that takes place: the days before that are left out. Null: by a later one. */
function fromFirstMeeting({ start, end, isAllDay }: Fields, begins: ZohoRule, zone: string): Fields | null {
  const days = { isAllDay: isAllDay === true, recurrence: begins.rule, exceptDates: begins.except };
  const first = { start: asString(start), end: asString(end), isAllDay: days.isAllDay };
  const series = { ...days, ...occurrenceTimes(first, begins.startDate ?? '', zone) };
  return nextMeeting(series, `${plusDays(begins.startDate ?? '', -1)}T00:00:00.000Z`, zone) === start ? series : null;
}

/** The rule of a series with the days it leaves out, and when it begins; or, as a word of Zoho's own, why it cannot be said. */
function seriesFields(
  { Recurring_Activity: rule, Event_Title: title }: ZohoRecord,
  times: Fields,
  zone: string,
): Fields {
  const { start, isAllDay } = times;
  if (Object.keys(readObject(rule)).length === 0 || typeof start !== 'string') return { recurrence: null };
  const date = isAllDay ? start : localDate(start, zone);
  const begins = fromZoho(rule as ZohoRecurrence, null);
  const read = fromZoho(rule as ZohoRecurrence, { date, zone });
  if (!('refused' in begins) && begins.startDate && begins.startDate !== date)
    return (
      fromFirstMeeting(times, begins, zone) ?? {
        recurrence: sideOnly(reason('zohoOneOfMany', { series: `${begins.startDate} ${String(title)}` })),
      }
    );
  if ('refused' in read) return { recurrence: sideOnly(read.refused) };
  const exceptDates = setMembers(read.except);
  return { recurrence: read.rule, exceptDates: exceptDates.length > 0 ? exceptDates : null };
}

/** A Zoho event in neutral form; the iCalendar id, where the org has a field for it, is its alias. */
export function toNeutral(
  record: ZohoRecord,
  { timeZone, fieldMap, uidField, venues, owned }: EventProfile,
): NeutralRecord {
  const zone = timeZone ?? 'UTC';
  const times = readTimes(record);
  const reminder = reminderIn(record.Remind_At, times, zone);
  const series = seriesFields(record, times, zone);
  const fields: Fields = {
    subject: readStringOrNull(record.Event_Title),
    ...times,
    location: readStringOrNull(record.Venue),
    description: readStringOrNull(record.Description),
    ...(fieldMap.participants && { participants: participantsIn(record.Participants) }),
    ...(fieldMap.reminder && { reminder: reminder.minutes }),
    ...series,
    ...(uidField && { uid: readStringOrNull(record[uidField]) }),
    cancelled: readBoolean(record.$event_cancelled) || null,
  };
  const uid = uidField ? readStringOrNull(record[uidField]) : null;
  const venue = venues.length > 0 ? { venue: readStringOrNull(record.Meeting_Venue__s) } : {};
  const lists = {
    participants: record.Participants ?? null,
    ...{ reminders: record.Remind_At ?? null, reminderAt: reminder.at },
    // The day of a series' first meeting, where the series begins with days left out.
    ...('start' in series && { meets: times.isAllDay ? times.start : localDate(String(times.start), zone) }),
  };
  const extra = { ...lists, timeZone: zone, uid, ...venue, ...(owned && { shared: true }) };
  return { fields, aliases: uid ? [uid] : [], extra: extra as Value };
}
/** What must be known of an org and its user before events can be read and written. Plain JSON: it is kept in the archive. */
export type EventProfile = ZohoProfile & {
  /** Values of the mandatory venue of newer orgs; none where the org has no such field. */
  readonly venues: readonly string[];
  /** API name of a text field of the org's own for the iCalendar id; null where it has none. */
  readonly uidField: string | null;
  /** Who of the org's users invites by which address (folded), where they are known: they host what they invite to. */
  readonly hosts?: Readonly<Record<string, string>>;
};

import { DateTime } from 'luxon';
import { reason, type Reason } from '../../../reasons';
import type { Recurrence } from '../../time/recurrence';
import { readRule } from '../../time/rrule';
import { localDate, occurrenceTimes, toIana, zohoDateTime } from '../../time/dateTime';
import { allDayToZoho } from '../../time/wholeDays';
import { exceptDatesIn } from '../../../sync/kinds';
import { foldAddress } from '../../../sync/compare';
import { type Fields, type Value, type Write, asObject, asString } from '../../../sync/model';
import type { WriteJob } from '../../types';
import { isRefused, refuse, toZoho, type Refused } from '../../time';
import { participantsWith, type EventProfile } from './record';
import { remindersBack, remindersWith } from './reminders';

/** Zones that move apart at all do so within a year; two are looked at. */
const FARTHEST = 731;
const longestStep: Readonly<Record<Recurrence['pattern']['kind'], number>> = {
  daily: 1,
  weekly: 7,
  monthDay: 366,
  nthDay: 366,
};

/** How many days a series goes on at most, as far as it matters here. */
function daysOf({ pattern, interval, end }: Recurrence, date: string): number {
  if (end.kind === 'never') return FARTHEST;
  const days =
    end.kind === 'count'
      ? end.count * interval * longestStep[pattern.kind]
      : (Date.parse(end.date) - Date.parse(date)) / 86_400_000 + 1;
  return Math.min(days, FARTHEST);
}

const offsetBetween = (at: DateTime, own: string, zone: string) => at.setZone(own).offset - at.setZone(zone).offset;

/** Do both zones (Zoho keeps to its user's) show a series on the same days? `start`: the instant of its first meeting. */
function sameDays(rule: string, start: string, own: string, zone: string): boolean {
  if (localDate(start, own) !== localDate(start, zone)) return false;
  const date = localDate(start, zone);
  const repeat = readRule(rule, { date, zone });
  const days = isRefused(repeat) ? FARTHEST : daysOf(repeat, date);
  const first = DateTime.fromISO(start, { zone: 'utc' });
  const looks = Array.from({ length: Math.ceil(days / 7) + 1 }, (_, week) => Math.min(week * 7, days));
  return new Set(looks.map((day) => offsetBetween(first.plus({ days: day }), own, zone))).size === 1;
}

/** What of an update Zoho cannot do, by name, and why; all else may be written. */
export interface Unsupported {
  readonly names: readonly string[];
  readonly reasons: readonly Reason[];
}

const timeFields = ['start', 'end', 'isAllDay'];
const allSupported: Unsupported = { names: [], reasons: [] };

const dayOf = ({ start, isAllDay }: Fields, zone: string): string =>
  isAllDay === true ? String(start).slice(0, 10) : localDate(String(start), zone);

/** Days of a series that one side has and the other has not. */
function dateReasons(fields: Fields, before: Fields): readonly Reason[] {
  const [wanted, there] = [exceptDatesIn(fields), exceptDatesIn(before)];
  const out = wanted.filter((date) => !there.includes(date));
  const back = there.filter((date) => !wanted.includes(date));
  return [
    ...(out.length > 0 ? [reason('zohoStillShows', { dates: out })] : []),
    ...(back.length > 0 ? [reason('zohoDoesNotShow', { dates: back })] : []),
  ];
}

/** The first day of a series is in its rule, so only the time of day may change. */
function changesDay({ write, before }: WriteJob, zone: string): boolean {
  if (typeof before.recurrence !== 'string' || !('start' in write.fields)) return false;
  return dayOf({ ...before, ...write.fields }, zone) !== dayOf(before, zone);
}

/** Recurring_Activity goes with a new meeting only [layout: api_update false]; what hangs on it stays with it. */
export function unsupportedOf(job: WriteJob, { timeZone }: EventProfile): Unsupported {
  const { write, before } = job;
  if (write.op !== 'update') return allSupported;
  if ('recurrence' in write.fields)
    return { names: ['recurrence', 'exceptDates', ...timeFields], reasons: [reason('zohoKeepsRule')] };
  const moved = changesDay(job, timeZone ?? 'UTC');
  const dates = 'exceptDates' in write.fields ? dateReasons(write.fields, before) : [];
  return {
    names: ['exceptDates', ...(moved ? timeFields : [])],
    reasons: [...(moved ? [reason('zohoKeepsDay')] : []), ...dates],
  };
}

export type Json = Record<string, unknown>;
export type Built = { readonly body: Json; readonly notes: readonly Reason[] } | Refused;

const blankIsNull = (value: Value | undefined): string | null => asString(value).replace(/\r\n?/g, '\n') || null;

const timesOf = ({ start, end, isAllDay }: Fields, zone: string): Json =>
  isAllDay === true
    ? { ...allDayToZoho({ start: asString(start), end: asString(end) }, zone) }
    : {
        All_day: false,
        Start_DateTime: zohoDateTime(asString(start), zone),
        End_DateTime: zohoDateTime(asString(end), zone),
      };

type FieldWriter = (value: Value, write: Write, profile: EventProfile) => Json;
const fieldWriters: Readonly<Record<string, FieldWriter>> = {
  subject: (value) => ({ Event_Title: asString(value) }),
  location: (value, _write, { fieldMap }) => (fieldMap.location ? { Venue: blankIsNull(value) } : {}),
  description: (value, _write, { fieldMap }) => (fieldMap.description ? { Description: blankIsNull(value) } : {}),
  participants: (value, { extra, undone }, { fieldMap }) =>
    fieldMap.participants
      ? { Participants: participantsWith(asObject(extra).participants, value, undone?.before.participants) }
      : {},
  uid: (value, _write, { uidField }) => (uidField && value ? { [uidField]: value } : {}),
  reminder: (value, write, { fieldMap }) => {
    const { reminders, reminderAt } = asObject(write.extra);
    const back = write.undone?.before.reminders ? remindersBack(write.undone, reminders) : null;
    const all = back ?? remindersWith(reminders, value, reminderAt as number | undefined);
    return fieldMap.reminder ? { Remind_At: all } : {};
  },
};

function ruleOf(write: Write, { fieldMap, timeZone, writerZone }: EventProfile): Built {
  const { recurrence, start, isAllDay } = write.fields;
  // An org without the field is never told a rule; that must not make single meetings of a series.
  const wanted = asString(recurrence) || asString(write.agreed.outlook.recurrence);
  if (write.op === 'update' || !wanted) return { body: {}, notes: [] };
  const zone = timeZone ?? 'UTC';
  const own = toIana(asString(asObject(write.from?.extra).timeZone as Value)) ?? zone;
  if (!fieldMap.recurrence) return refuse(reason('zohoHasNoRepetition'));
  // by whose clock Zoho counts the days of what one writes for another is not known: they have to be the same by both
  const apart = [zone, writerZone ?? zone].find((one) => !sameDays(asString(recurrence), asString(start), own, one));
  if (isAllDay !== true && apart) return refuse(reason('zonesMoveApart', { own, zone: apart }));
  const date = isAllDay === true ? asString(start) : localDate(asString(start), zone);
  const said = toZoho(asString(recurrence), { date, zone }, exceptDatesIn(write.fields));
  return 'refused' in said ? said : { body: { Recurring_Activity: said.recurring }, notes: [] };
}

/** Newer orgs want to know where a meeting takes place, in one of their own words, also of one that is older than the question. */
function venueOf({ op, from, fields, extra }: Write, { venues }: EventProfile): Json {
  const lacksIt = op === 'create' || asObject(extra).venue === null;
  if (!lacksIt || venues.length === 0) return {};
  const find = (wanted: RegExp) => venues.find((venue) => wanted.test(venue));
  const online = asObject(from?.extra).hasJoinBlock === true;
  const venue = (online ? find(/online/i) : fields.location ? undefined : find(/in.?office/i)) ?? find(/client/i);
  return { Meeting_Venue__s: venue ?? venues[0] };
}

const uidOf = ({ op, from }: Write, { uidField }: EventProfile): Json => {
  const uid = asObject(from?.extra).iCalUId;
  return op === 'create' && uidField && typeof uid === 'string' && uid ? { [uidField]: uid } : {};
};

/** The user who invites to a new meeting, where that is another than whose calendar it comes from; null: it is theirs. */
export function hostOf({ op, from }: Write, { hosts, userId }: EventProfile): string | null {
  const address = foldAddress(asString(asObject(from?.extra).organizer));
  const host = op === 'create' && address !== null ? hosts?.[address] : undefined;
  return host !== undefined && host !== userId ? host : null;
}

const isBlank = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Where the first days of a series are left out, the record is of its first meeting that takes place. */
function timesToWrite({ fields, extra }: Write, { timeZone, writerZone }: EventProfile): Json {
  if (!('start' in fields)) return {};
  const { meets } = asObject(extra);
  const zone = timeZone ?? 'UTC';
  if (typeof meets !== 'string') return timesOf(fields, writerZone ?? zone);
  const isAllDay = fields.isAllDay === true;
  const series = { start: asString(fields.start), end: asString(fields.end), isAllDay };
  return timesOf({ isAllDay, ...occurrenceTimes(series, meets, zone) }, writerZone ?? zone);
}

/** The record to send, or why not. `$send_notification` is false: what leaving it out does is nowhere written. */
export function toPatch(write: Write, profile: EventProfile): Built {
  const rule = ruleOf(write, profile);
  if ('refused' in rule) return rule;
  const { fields } = write;
  const times = timesToWrite(write, profile);
  const others = Object.entries(fields).map(([name, value]) => fieldWriters[name]?.(value, write, profile) ?? {});
  const mapped = Object.assign({}, uidOf(write, profile), ...others, times, rule.body) as Json;
  const host = hostOf(write, profile);
  const also = { ...venueOf(write, profile), ...(host !== null && { Owner: { id: host } }) };
  const said = Object.keys(mapped).length > 0 ? { ...mapped, ...also } : mapped;
  const given = Object.entries(said).filter(([, value]) => write.op !== 'create' || !isBlank(value));
  const body = Object.fromEntries(given);
  return { body: given.length > 0 ? { ...body, $send_notification: false } : body, notes: rule.notes };
}

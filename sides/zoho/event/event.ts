import { own } from '../../../sync/kinds';
import { setOf } from '../../../sync/likeness';
import type { Fields, Neutral, Value } from '../../../sync/model';
import type { ZohoRecurrence } from '../../time/recurrence';
import { fromZoho } from '../../time/recurrence';
import { allDayFromZoho, localDate } from '../../time/zones';
import type { ZohoRecord } from '../values';
import { isoOf } from '../times';
import { peopleIn } from './people';
import type { EventProfile } from './profile';
import { minutesOf } from './reminders';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const ENDS_FIRST = own('It ends before it starts. Set its end again in Zoho CRM');
const UNREADABLE = own('Its start or end cannot be read. Set them again in Zoho CRM');

function timesOf(record: ZohoRecord): Fields {
  const [first, last] = [String(record.Start_DateTime ?? ''), String(record.End_DateTime ?? '')];
  const [start, end] = [isoOf(first), isoOf(last)];
  const isAllDay = record.All_day === true;
  if (!start || !end) return { start: UNREADABLE, end: null, isAllDay };
  if (end < start) return { start: ENDS_FIRST, end: null, isAllDay };
  if (!isAllDay) return { start, end, isAllDay };
  const dates = allDayFromZoho({ Start_DateTime: first, End_DateTime: last });
  return dates ? { ...dates, isAllDay } : { start: ENDS_FIRST, end: null, isAllDay };
}

const PART = 'It is one record of a series that Zoho CRM keeps as many: Outlook would make a series of each';

/** The rule of a series with the days it leaves out; or, as a word of Zoho's own, why it cannot be said. */
function seriesOf({ Recurring_Activity: rule }: ZohoRecord, { start, isAllDay }: Fields, zone: string): Fields {
  if (typeof rule !== 'object' || rule === null || typeof start !== 'string') return { recurrence: null };
  const date = isAllDay ? start : localDate(start, zone);
  const begins = fromZoho(rule as ZohoRecurrence, null);
  const read = fromZoho(rule as ZohoRecurrence, { date, zone });
  if (!('refused' in begins) && begins.startDate && begins.startDate !== date) return { recurrence: own(PART) };
  if ('refused' in read) return { recurrence: own(read.refused) };
  const exceptDates = setOf(read.except);
  return { recurrence: read.rule, exceptDates: exceptDates.length > 0 ? exceptDates : null };
}

/** A Zoho event in neutral form; the iCalendar id, where the org has a field for it, is its alias. */
export function toNeutral(record: ZohoRecord, { timeZone, places, uidField, venues }: EventProfile): Neutral {
  const zone = timeZone ?? 'UTC';
  const times = timesOf(record);
  const fields: Fields = {
    subject: text(record.Event_Title),
    ...times,
    location: text(record.Venue),
    description: text(record.Description),
    ...(places.participants && { participants: peopleIn(record.Participants) }),
    ...(places.reminder && { reminder: minutesOf(record.Remind_At) }),
    ...seriesOf(record, times, zone),
    ...(uidField && { uid: text(record[uidField]) }),
    cancelled: record.$event_cancelled === true || null,
  };
  const uid = uidField ? text(record[uidField]) : null;
  const venue = venues.length > 0 ? { venue: text(record.Meeting_Venue__s) } : {};
  const lists = { participants: record.Participants ?? null, reminders: record.Remind_At ?? null };
  const extra = { ...lists, timeZone: zone, uid, ...venue };
  return { fields, aliases: uid ? [uid] : [], extra: extra as Value };
}

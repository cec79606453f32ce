import { exceptDatesIn } from '../../../sync/kinds';
import type { Fields, Value, Write } from '../../../sync/model';
import { toZoho } from '../../time/recurrence';
import { allDayToZoho, localDate, toIana, zohoDateTime } from '../../time/zones';
import { peopleWith } from './people';
import type { EventProfile } from './profile';
import { remindersWith } from './reminders';
import { sameDays } from './zone';

export type Json = Record<string, unknown>;
export type Built = { readonly body: Json; readonly notes: readonly string[] } | { readonly refused: string };

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
const blankIsNull = (value: Value | undefined): string | null => text(value).replace(/\r\n?/g, '\n') || null;
const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const timesOf = ({ start, end, isAllDay }: Fields, zone: string): Json =>
  isAllDay === true
    ? { ...allDayToZoho({ start: text(start), end: text(end) }, zone) }
    : { All_day: false, Start_DateTime: zohoDateTime(text(start), zone), End_DateTime: zohoDateTime(text(end), zone) };

type Put = (value: Value, old: Readonly<Record<string, unknown>>, profile: EventProfile) => Json;
const puts: Readonly<Record<string, Put>> = {
  subject: (value) => ({ Event_Title: text(value) }),
  location: (value, _old, { places }) => (places.location ? { Venue: blankIsNull(value) } : {}),
  description: (value, _old, { places }) => (places.description ? { Description: blankIsNull(value) } : {}),
  participants: (value, old, { places }) =>
    places.participants ? { Participants: peopleWith(old.participants, value) } : {},
  uid: (value, _old, { uidField }) => (uidField && value ? { [uidField]: value } : {}),
  reminder: (value, old, { places }) => (places.reminder ? { Remind_At: remindersWith(old.reminders, value) } : {}),
};

function ruleOf(write: Write, { places, timeZone }: EventProfile): Built {
  const { recurrence, start, isAllDay } = write.fields;
  // An org without the field is never told a rule; that must not make single meetings of a series.
  const wanted = text(recurrence) || text(write.agreed.outlook.recurrence);
  if (write.op === 'update' || !wanted) return { body: {}, notes: [] };
  const zone = timeZone ?? 'UTC';
  const own = toIana(text(object(write.from?.extra).timeZone as Value)) ?? zone;
  if (!places.recurrence) return { refused: 'this org has no field for the repetition of a meeting.' };
  if (isAllDay !== true && !sameDays(text(recurrence), text(start), own, zone))
    return {
      refused: `the series keeps to the time zone ${own}, Zoho CRM would keep it to ${zone}, and they move apart.`,
    };
  const date = isAllDay === true ? text(start) : localDate(text(start), zone);
  const said = toZoho(text(recurrence), { date, zone }, exceptDatesIn(write.fields));
  return 'refused' in said ? said : { body: { Recurring_Activity: said.recurring }, notes: [] };
}

/** Newer orgs want to know where a meeting takes place, in one of their own words, also of one that is older than the question. */
function venueOf({ op, from, fields, extra }: Write, { venues }: EventProfile): Json {
  const lacksIt = op === 'create' || object(extra).venue === null;
  if (!lacksIt || venues.length === 0) return {};
  const find = (wanted: RegExp) => venues.find((venue) => wanted.test(venue));
  const online = object(from?.extra).hasJoinBlock === true;
  const venue = (online ? find(/online/i) : fields.location ? undefined : find(/in.?office/i)) ?? find(/client/i);
  return { Meeting_Venue__s: venue ?? venues[0] };
}

const uidOf = ({ op, from }: Write, { uidField }: EventProfile): Json => {
  const uid = object(from?.extra).iCalUId;
  return op === 'create' && uidField && typeof uid === 'string' && uid ? { [uidField]: uid } : {};
};

const isBlank = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * The record to send, or why it cannot be said. Nobody is mailed: `$send_notification` is false, and said so, for what happens
 * when it is left out is nowhere written.
 */
export function toVendor(write: Write, profile: EventProfile): Built {
  const rule = ruleOf(write, profile);
  if ('refused' in rule) return rule;
  const { fields, extra } = write;
  const times = 'start' in fields ? timesOf(fields, profile.timeZone ?? 'UTC') : {};
  const others = Object.entries(fields).map(([name, value]) => puts[name]?.(value, object(extra), profile) ?? {});
  const mapped = Object.assign({}, uidOf(write, profile), ...others, times, rule.body) as Json;
  const said = Object.keys(mapped).length > 0 ? { ...mapped, ...venueOf(write, profile) } : mapped;
  const given = Object.entries(said).filter(([, value]) => write.op !== 'create' || !isBlank(value));
  const body = Object.fromEntries(given);
  return { body: given.length > 0 ? { ...body, $send_notification: false } : body, notes: rule.notes };
}

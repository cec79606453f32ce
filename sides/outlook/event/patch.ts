import { setOf } from '../../../sync/likeness';
import type { Fields, Value } from '../../../sync/model';
import { toGraph } from '../../time/recurrence';
import { allDayToGraph, graphTime, localDate, toIana, toWindows } from '../../time/zones';
import { object, text } from '../contact';
import { ZOHO } from '../fields';
import type { Body } from './body';
import { bodyWith } from './body';

export type Json = Record<string, unknown>;
export type Built = { readonly body: Json } | { readonly refused: string };

/** What is known besides the fields to be sent. */
export interface Ground {
  /** All fields as they will be. */
  readonly after: Fields;
  /** The event's own zone, as Outlook calls it. */
  readonly timeZone: string;
  readonly attendees: readonly Value[];
  /** The body as it is, where it has to be kept in part; null for a new event. */
  readonly oldBody: Body | null;
}

/** Outlook's own name of a zone where it has one: not every IANA name is taken [learn: dateTimeTimeZone]. */
export const outlookZone = (zone: string): string => toWindows(zone) ?? (toIana(zone) ? zone : 'UTC');

const timesOf = ({ start, end, isAllDay, recurrence }: Fields, zone: string): Json => {
  if (isAllDay === true) return { ...allDayToGraph({ start: text(start), end: text(end) }, zone) };
  const use = recurrence ? 'series' : 'once';
  return { isAllDay: false, start: graphTime(text(start), zone, use), end: graphTime(text(end), zone, use) };
};

/** The first day of the series, by the clock of its zone. */
function seriesOf({ start, isAllDay, recurrence }: Fields, zone: string) {
  const date = isAllDay === true ? text(start).slice(0, 10) : localDate(text(start), zone);
  return toGraph(text(recurrence), { date, zone });
}

const addressOf = (attendee: Value): string => text(object(object(attendee).emailAddress).address);

/** Who is there already keeps their name, role and answer; rooms stay. */
function attendeesOf(value: Value | undefined, old: readonly Value[]): readonly unknown[] {
  const wanted = setOf(value);
  const stay = old.filter((one) => object(one).type === 'resource' || wanted.includes(addressOf(one).toLowerCase()));
  const there = stay.map((one) => addressOf(one).toLowerCase());
  const fresh = wanted.filter((address) => !there.includes(address));
  return [...stay, ...fresh.map((address) => ({ type: 'required', emailAddress: { address, name: address } }))];
}

const reminderOf = (value: Value | undefined): Json =>
  typeof value === 'number' ? { isReminderOn: true, reminderMinutesBeforeStart: value } : { isReminderOn: false };

type Put = (value: Value, ground: Ground) => Json;
const puts: Readonly<Record<string, Put>> = {
  subject: (value) => ({ subject: text(value) }),
  location: (value) => ({ location: { displayName: text(value) } }),
  description: (value, { oldBody }) => ({ body: bodyWith(oldBody, text(value)) }),
  participants: (value, { attendees }) => ({ attendees: attendeesOf(value, attendees) }),
  reminder: reminderOf,
};

const moves = (sent: Fields): boolean => 'start' in sent || 'recurrence' in sent;

/** Times of a series go with its rule: the rule's first day has to be the day of the start [learn: patternedRecurrence]. */
function timesAndRule(sent: Fields, { after, timeZone }: Ground): Built {
  if (!moves(sent)) return { body: {} };
  const times = timesOf(after, timeZone);
  if (!after.recurrence) return { body: { ...times, ...('recurrence' in sent && { recurrence: null }) } };
  const series = seriesOf(after, timeZone);
  return 'refused' in series ? series : { body: { ...times, recurrence: series.recurrence } };
}

/** The body of a PATCH: only what is sent, or why it cannot be. */
export function toVendor(sent: Fields, ground: Ground): Built {
  const times = timesAndRule(sent, ground);
  if ('refused' in times) return times;
  const others = Object.entries(sent).map(([name, value]) => puts[name]?.(value, ground) ?? {});
  return { body: Object.assign({}, ...others, times.body) as Json };
}

/** The body of a POST: with the category Zoho, and the intent as transaction id, by which Graph itself makes it only once. */
export function toNewVendor(sent: Fields, mark: string | null, ground: Ground): Built {
  const { reminder = null, ...rest } = sent;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== ''));
  const built = toVendor({ ...given, start: sent.start ?? null }, ground);
  if ('refused' in built) return built;
  const { recurrence, ...body } = built.body;
  // Zoho has no word for it. Whole days are free in Outlook unless somebody says otherwise; later changes never touch it.
  const showAs = sent.isAllDay === true ? 'free' : 'busy';
  const more = { ...reminderOf(reminder), showAs, categories: [ZOHO], ...(mark && { transactionId: mark }) };
  return { body: { ...body, ...more, ...(recurrence ? { recurrence } : {}) } };
}

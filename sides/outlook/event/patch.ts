import { isEqual } from 'lodash';
import { addressKey, setMembers } from '../../../sync/compare';
import { type Fields, type Value, type Write, asArray, asString, asObject } from '../../../sync/model';
import { isRefused, orRefused, type Refused, toGraph } from '../../time';
import { graphTime, localDate, toIana, toWindows } from '../../time/dateTime';
import { allDayToGraph } from '../../time/wholeDays';
import { ZOHO_CATEGORY } from '../record';
import { bodyOf, bodyWith, type Body } from './body';

export type Json = Record<string, unknown>;
export type Built = { readonly body: Json } | Refused;

/** What is known besides the fields to be sent. */
export interface PatchContext {
  /** All fields as they are. */
  readonly before: Fields;
  /** All fields as they will be. */
  readonly after: Fields;
  /** The event's own zone, as Outlook calls it. */
  readonly timeZone: string;
  readonly attendees: readonly Value[];
  /** See `EventExtra`. */
  readonly places?: readonly Value[];
  readonly undone?: Write['undone'];
  /** The body as it is, where it has to be kept in part; null for a new event. */
  readonly oldBody: Body | null;
}

/** Outlook's own name of a zone where it has one: not every IANA name is taken [learn: dateTimeTimeZone]. */
export const outlookZone = (zone: string): string => toWindows(zone) ?? (toIana(zone) ? zone : 'UTC');

const timesFor = ({ start, end, isAllDay, recurrence }: Fields, zone: string): Json => {
  if (isAllDay === true) return { ...allDayToGraph({ start: asString(start), end: asString(end) }, zone) };
  const use = recurrence ? 'series' : 'once';
  return { isAllDay: false, start: graphTime(asString(start), zone, use), end: graphTime(asString(end), zone, use) };
};

/** The first day of the series, by the clock of its zone. */
function recurrenceFor({ start, isAllDay, recurrence }: Fields, zone: string) {
  const date = isAllDay === true ? asString(start).slice(0, 10) : localDate(asString(start), zone);
  return toGraph(asString(recurrence), { date, zone });
}

const addressOfAttendee = (attendee: Value): string =>
  addressKey(asString(asObject(asObject(attendee).emailAddress).address));

/** Who is there already keeps their name, role and answer; whom the other side is not told of (rooms, X.500, the host) stays. */
function attendeesOf(value: Value | undefined, { attendees: old, before, undone }: PatchContext): readonly unknown[] {
  const wanted = setMembers(value);
  const leave = setMembers(before.participants).filter((address) => !wanted.includes(address));
  const stay = old.filter((one) => asObject(one).type === 'resource' || !leave.includes(addressOfAttendee(one)));
  const there = stay.map(addressOfAttendee);
  const fresh = wanted.filter((address) => !there.includes(address));
  const known = new Map(asArray<Value>(undone?.before.attendees).map((one) => [addressOfAttendee(one), one]));
  const invited = (address: string): unknown => {
    const { type = 'required', emailAddress = { address, name: address } } = asObject(known.get(address));
    return { type, emailAddress };
  };
  return [...stay, ...fresh.map(invited)];
}

const reminderOf = (value: Value | undefined): Json =>
  typeof value === 'number' ? { isReminderOn: true, reminderMinutesBeforeStart: value } : { isReminderOn: false };

const nameOf = (place: Value): string => asString(asObject(place).displayName);

/**
 * Several places show as one text, "Room 1; Hall" [learn: "Create event", example 2]: each that is still named in it keeps its
 * address and link; of an undo, those that it had.
 */
function placesFor(shown: string, { places = [], undone }: PatchContext): Json {
  const former = asArray<Value>(undone?.before.places);
  const known = [...former, ...places];
  if (shown === '' || known.length === 0) return { location: { displayName: shown } };
  const isOne = Math.max(former.length, places.length) < 2;
  const names = isOne ? [shown] : shown.split(/\s*;\s*/).filter(Boolean);
  return {
    locations: names.map((displayName) => known.find((one) => nameOf(one) === displayName) ?? { displayName }),
  };
}

/** Of an undo: the text with its formats as it was, where it is still as the undone write left it. */
function bodyFor(description: string, { oldBody, undone }: PatchContext): Body {
  const [was, left] = [bodyOf(undone?.before.body), bodyOf(undone?.after.body)];
  return was.content && (oldBody === null || isEqual(oldBody, left)) ? was : bodyWith(oldBody, description);
}

type FieldWriter = (value: Value, ground: PatchContext) => Json;
const fieldWriters: Readonly<Record<string, FieldWriter>> = {
  subject: (value) => ({ subject: asString(value) }),
  location: (value, ground) => placesFor(asString(value), ground),
  description: (value, ground) => ({ body: bodyFor(asString(value), ground) }),
  participants: (value, ground) => ({ attendees: attendeesOf(value, ground) }),
  reminder: reminderOf,
};

const changesTimes = (sent: Fields): boolean => 'start' in sent || 'recurrence' in sent;

/** Times of a series go with its rule: the rule's first day has to be the day of the start [learn: patternedRecurrence]. */
function timesAndRule(sent: Fields, { after, timeZone }: PatchContext): Built {
  if (!changesTimes(sent)) return { body: {} };
  const times = timesFor(after, timeZone);
  if (!after.recurrence) return { body: { ...times, ...('recurrence' in sent && { recurrence: null }) } };
  const series = recurrenceFor(after, timeZone);
  return 'refused' in series ? series : { body: { ...times, recurrence: series.recurrence } };
}

/** The body of a PATCH: only what is sent, or why it cannot be. */
export function toPatch(sent: Fields, ground: PatchContext): Built {
  const times = timesAndRule(sent, ground);
  if ('refused' in times) return times;
  const others = orRefused(() =>
    Object.entries(sent).map(([name, value]) => fieldWriters[name]?.(value, ground) ?? {}),
  );
  return isRefused(others) ? others : { body: Object.assign({}, ...others, times.body) as Json };
}

/**
 * In whose clock a meeting is written, the best first. One told in UTC would, as a series, move with every change of the clocks; one
 * whose zone has no name is as well told in the mailbox's.
 */
function zonesFor(sent: Fields, { timeZone: own, before }: PatchContext, mailbox: string | null): readonly string[] {
  const becomesSeries = typeof sent.recurrence === 'string' && typeof before.recurrence !== 'string';
  const isHome = toIana(own) !== null && !(becomesSeries && toWindows(own) === 'UTC');
  return isHome ? [own] : [outlookZone(mailbox ?? 'UTC'), 'UTC'];
}

/** The body of a PATCH of a whole meeting, in the zone that suits it. `mailbox`: the mailbox's zone. */
export function toUpdate(sent: Fields, ground: PatchContext, mailbox: string | null): Built {
  const all = zonesFor(sent, ground, mailbox).map((timeZone) => toPatch(sent, { ...ground, timeZone }));
  return all.find((one) => 'body' in one) ?? (all[0] as Built);
}

/** The body of a POST: with the category Zoho, and the intent as transaction id, by which Graph itself makes it only once. */
export function toCreate(sent: Fields, mark: string | null, ground: PatchContext): Built {
  const { reminder = null, ...rest } = sent;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== ''));
  const built = toPatch({ ...given, start: sent.start ?? null }, ground);
  if ('refused' in built) return built;
  const { recurrence, ...body } = built.body;
  // Zoho has no word for it. Whole days are free in Outlook unless somebody says otherwise; later changes never touch it.
  const showAs = sent.isAllDay === true ? 'free' : 'busy';
  const more = { ...reminderOf(reminder), showAs, categories: [ZOHO_CATEGORY], ...(mark && { transactionId: mark }) };
  return { body: { ...body, ...more, ...(recurrence ? { recurrence } : {}) } };
}

import { omit, sortBy } from 'lodash';
import type { ZohoClient } from '../../../clients/zoho';
import { kinds } from '../../../sync/kinds';
import { fold } from '../../../sync/compare';
import { isWritable, type FieldMeta, type Module } from '../module';
import { asObject, asString, type SideRecord, type Value } from '../../../sync/model';
import { readProfile } from '../profile';
import { toNeutral, outsideWindow, windowAt, type Window, type DayRange, type EventProfile } from './record';
import { hostOf, toPatch } from './patch';
import type { FeedPage } from '../../types';
import { changeFeed, readByIds, readWhere, type ZohoFeed } from '../feed';
import { quoted, toZohoTime, type FieldMap, type FieldMapping } from '../values';

const plainField = (api: string): FieldMapping => ({ api, kind: 'plain' });
const PARTICIPANTS = 'Participants';
const REMIND_AT = 'Remind_At';
const RECURRING = 'Recurring_Activity';
const VENUE = 'Meeting_Venue__s';
/** No query tells it; only meetings with participants can be cancelled [v8 docs: "Cancel meetings"]. */
const CANCELLED = '$event_cancelled';

const eventFields: FieldMap = {
  subject: plainField('Event_Title'),
  start: plainField('Start_DateTime'),
  end: plainField('End_DateTime'),
  isAllDay: plainField('All_day'),
  location: plainField('Venue'),
  description: plainField('Description'),
  participants: plainField(PARTICIPANTS),
  reminder: plainField(REMIND_AT),
};

/** `iCalUId`, `Outlook_iCalUId`, `ICal_UID`, `Calendar UID`, `iCalendar ID`, … whatever Zoho puts behind it. */
const UID_NAME = /^(outlook[_ ]?)?i?cal(endar)?[_ ]?u?id(_*c)?\d*$/i;
type Meta = FieldMeta & { readonly field_label?: string };

const uidFieldOf = (fields: readonly Meta[]): string | null => {
  const named = ({ api_name, field_label = '' }: Meta) => UID_NAME.test(api_name) || UID_NAME.test(field_label);
  return fields.find((meta) => named(meta) && meta.data_type === 'text' && isWritable(meta))?.api_name ?? null;
};

function fieldMapOf(has: (api: string) => boolean, metadata: ReadonlyMap<string, FieldMeta>): FieldMap {
  const there = Object.entries(eventFields).filter(([, { api }]) => has(api));
  // The metadata says that it cannot be changed; a new record may still bring it.
  const place: FieldMapping = { api: RECURRING, kind: 'rule' };
  const rule: FieldMap = metadata.has(RECURRING) ? { recurrence: place, exceptDates: place } : {};
  const uid = uidFieldOf([...metadata.values()]);
  return { ...Object.fromEntries(there), ...rule, ...(uid && { uid: plainField(uid) }) };
}

/** Before anything is known of an org. */
export const emptyProfile: EventProfile = {
  ...{
    account: '',
    orgName: '',
    userId: '',
    timeZone: null,
    fieldMap: eventFields,
    hasSecondaryEmail: false,
    limits: {},
  },
  ...{ venues: [], uidField: null },
};

/** Meetings of Zoho CRM. Whom and what they are about (Who_Id, What_Id) is never touched. */
export const eventsOf = (profile: EventProfile, window?: Window): Module => ({
  name: 'Events',
  kind: kinds.event,
  fieldMapOf,
  columns: () => [...(profile.uidField ? [profile.uidField] : []), ...(profile.venues.length > 0 ? [VENUE] : [])],
  jsonColumns: [PARTICIPANTS, REMIND_AT, RECURRING].filter((api) =>
    Object.values(profile.fieldMap).some((place) => place.api === api),
  ),
  readById: { columns: [CANCELLED], of: ({ Participants: people }) => Array.isArray(people) && people.length > 0 },
  ...(window && { outside: (record, fields) => outsideWindow(record, fields, window, profile) }),
  toNeutral: (record) => toNeutral(record, profile),
  aliasesOf: (extra) => [asString(asObject(extra).uid)].filter(Boolean),
  extraAfter: ({ write }) => {
    const built = toPatch(write, profile);
    const body = 'refused' in built ? {} : built.body;
    const old = asObject(write.extra);
    return {
      participants: body[PARTICIPANTS] ?? old.participants ?? null,
      reminders: body[REMIND_AT] ?? old.reminders ?? null,
      // A new one stands first.
      reminderAt: body[REMIND_AT] ? (write.undone?.before.reminderAt ?? 0) : (old.reminderAt ?? 0),
      timeZone: profile.timeZone ?? 'UTC',
      uid: (profile.uidField && body[profile.uidField]) || (old.uid ?? null),
      ...((old.others === true || hostOf(write, profile) !== null) && { others: true }),
      ...(profile.owned && { shared: true }),
    } as unknown as Value;
  },
  roughKey: ({ subject, start }) => `${fold(String(subject ?? ''))}|${String(start ?? '').slice(0, 10)}`,
});

/** Reads the org's profile: five requests, to be kept for a day. Throws ApiError. */
export async function readEventProfile(zoho: ZohoClient, owner = ''): Promise<EventProfile> {
  const profile = await readProfile(zoho, eventsOf(emptyProfile), owner);
  const reply = await zoho.get('/settings/fields', { query: { module: 'Events' } });
  const fields = (reply?.fields ?? []) as readonly Meta[];
  const venue = fields.find(({ api_name }) => api_name === VENUE);
  const venues = (venue?.pick_list_values ?? []).map(({ actual_value }) => actual_value);
  return { ...profile, venues, uidField: profile.fieldMap.uid?.api ?? null };
}

export interface EventFeed extends Omit<ZohoFeed, 'module' | 'profile'> {
  readonly profile: EventProfile;
  readonly span: DayRange;
}

/**
 * How far ahead events were looked at, and under which span; kept beside the cursor of the changes. `awaited`: series whose next
 * meeting lies further ahead, by their id, and when that is.
 */
type WindowReach = { readonly until: string; readonly span: string; readonly awaited: Awaited };
type Awaited = Readonly<Record<string, string>>;
/** More rare series than anybody has; the cursor is read and written in each run. */
const MOST_AWAITED = 2_000;

/** What is awaited after these rows: each of them is, or is no more. */
function awaitedAfter(awaited: Awaited, rows: readonly SideRecord[]): Awaited {
  const told = rows.map(({ ref, extra }) => [ref, asString(asObject(extra).awaited)] as const);
  const all = Object.entries({ ...awaited, ...Object.fromEntries(told) }).filter(([, next]) => next !== '');
  return Object.fromEntries(sortBy(all, ([, next]) => next).slice(0, MOST_AWAITED));
}

/** Only that: laid over the next cursor whole, the old one would stay for ever, and all events would be read in each run. */
function reachOf(cursor: Value): WindowReach | null {
  if (typeof cursor !== 'object' || cursor === null || !('until' in cursor)) return null;
  const { until, span, awaited = {} } = cursor as WindowReach;
  return { until, span, awaited };
}

const withReach = (page: FeedPage, reach: WindowReach | null): FeedPage => ({
  ...page,
  cursor: { ...(page.cursor as object), ...reach } as Value,
});

/** A cursor that no user has reads everything; how far tombstones were read stays true, or a deletion just before would be lost. */
const fromStart = (cursor: Value): Value => ({ ...(cursor as object | null), userId: '' }) as Value;

/** Whole days begin up to a day before or after the moment at which they count. */
const aDayFrom = (iso: string, days: number): string => new Date(Date.parse(iso) + days * 86_400_000).toISOString();

/**
 * Events that the rolling window has reached by now: nobody changed them, so the changes do not tell of them. Only the last page
 * says that they have been read.
 */
async function* newlyInWindow(
  zoho: ZohoClient,
  { profile, settings, ...feed }: EventFeed,
  { until: from, span, awaited }: WindowReach,
  last: FeedPage,
): AsyncGenerator<FeedPage> {
  const window = windowAt((feed.now ?? Date.now)(), feed.span);
  const { to } = window;
  const reading = { module: eventsOf(profile, window), profile, settings };
  const where = `(Start_DateTime >= ${quoted(toZohoTime(aDayFrom(from, -1)))} and Start_DateTime < ${quoted(toZohoTime(aDayFrom(to, 1)))})`;
  for await (const { rows } of readWhere(zoho, reading, { where }))
    yield { rows, cursor: last.cursor, read: rows.length };
  const due = Object.keys(awaited).filter((ref) => (awaited[ref] ?? '') < to);
  const rows = await readByIds(zoho, due, reading);
  const reach = { until: to, span, awaited: awaitedAfter(omit(awaited, due), rows) };
  yield { ...withReach(last, reach), rows, read: rows.length };
}

/** Changes in the window (see `changeFeed`), once a day what it has reached. Another span reads anew. Throws ApiError. */
export async function* eventFeed(zoho: ZohoClient, feed: EventFeed): AsyncGenerator<FeedPage> {
  const window = windowAt((feed.now ?? Date.now)(), feed.span);
  const span = JSON.stringify(feed.span);
  const before = reachOf(feed.cursor);
  const goesOn = before !== null && before.span === span;
  let reach: WindowReach = goesOn ? before : { until: window.to, span, awaited: {} };
  const cursor = goesOn ? feed.cursor : fromStart(feed.cursor);
  let last: FeedPage | null = null;
  for await (const page of changeFeed(zoho, { ...feed, cursor, module: eventsOf(feed.profile, window) })) {
    reach = { ...reach, awaited: awaitedAfter(reach.awaited, page.rows) };
    last = withReach(page, reach);
    yield last;
  }
  if (last && reach.until < window.to) yield* newlyInWindow(zoho, feed, reach, last);
}

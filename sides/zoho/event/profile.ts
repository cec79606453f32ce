import type { ZohoClient } from '../../../clients/zoho';
import { kinds } from '../../../sync/kinds';
import { fold } from '../../../sync/likeness';
import type { Place, Places } from '../fields';
import type { FieldMeta } from '../metadata';
import { isWritable } from '../metadata';
import type { Value } from '../../../sync/model';
import type { Module } from '../module';
import type { ZohoProfile } from '../profile';
import { readProfile } from '../profile';
import { toNeutral } from './event';
import { toVendor } from './patch';
import type { Window } from './window';
import { isAway } from './window';

/** What must be known of an org and its user before events can be read and written. Plain JSON: it is kept in the archive. */
export type EventProfile = ZohoProfile & {
  /** Values of the mandatory venue of newer orgs; none where the org has no such field. */
  readonly venues: readonly string[];
  /** API name of a text field of the org's own for the iCalendar id; null where it has none. */
  readonly uidField: string | null;
};

const plain = (api: string): Place => ({ api, kind: 'plain' });
const PARTICIPANTS = 'Participants';
const REMIND_AT = 'Remind_At';
const RECURRING = 'Recurring_Activity';
const VENUE = 'Meeting_Venue__s';
/** No query tells it; only meetings with participants can be cancelled [v8 docs: "Cancel meetings"]. */
const CANCELLED = '$event_cancelled';

const all: Places = {
  subject: plain('Event_Title'),
  start: plain('Start_DateTime'),
  end: plain('End_DateTime'),
  isAllDay: plain('All_day'),
  location: plain('Venue'),
  description: plain('Description'),
  participants: plain(PARTICIPANTS),
  reminder: plain(REMIND_AT),
};

/** `iCalUId`, `Outlook_iCalUId`, `ICal_UID`, `Calendar UID`, `iCalendar ID`, … whatever Zoho puts behind it. */
const UID = /^(outlook[_ ]?)?i?cal(endar)?[_ ]?u?id(_*c)?\d*$/i;
type Meta = FieldMeta & { readonly field_label?: string };

const uidOf = (fields: readonly Meta[]): string | null => {
  const named = ({ api_name, field_label = '' }: Meta): boolean => UID.test(api_name) || UID.test(field_label);
  return fields.find((meta) => named(meta) && meta.data_type === 'text' && isWritable(meta))?.api_name ?? null;
};

function placesIn(has: (api: string) => boolean, metadata: ReadonlyMap<string, FieldMeta>): Places {
  const there = Object.entries(all).filter(([, { api }]) => has(api));
  // The metadata says that it cannot be changed; a new record may still bring it.
  const place: Place = { api: RECURRING, kind: 'rule' };
  const rule: Places = metadata.has(RECURRING) ? { recurrence: place, exceptDates: place } : {};
  const uid = uidOf([...metadata.values()]);
  return { ...Object.fromEntries(there), ...rule, ...(uid && { uid: plain(uid) }) };
}

const before: EventProfile = {
  ...{ account: '', orgName: '', userId: '', timeZone: null, places: all, hasSecondaryEmail: false, limits: {} },
  ...{ venues: [], uidField: null },
};

type Extra = { readonly uid?: string | null; readonly participants?: unknown; readonly reminders?: unknown };
const object = (value: unknown): Extra => (typeof value === 'object' && value !== null ? (value as Extra) : {});

/** Meetings of Zoho CRM. Whom and what they are about (Who_Id, What_Id) is never touched. */
export const eventsOf = (profile: EventProfile, window?: Window): Module => ({
  name: 'Events',
  kind: kinds.event,
  places: placesIn,
  columns: () => [...(profile.uidField ? [profile.uidField] : []), ...(profile.venues.length > 0 ? [VENUE] : [])],
  jsonColumns: [PARTICIPANTS, REMIND_AT, RECURRING].filter((api) =>
    Object.values(profile.places).some((place) => place.api === api),
  ),
  apart: { columns: [CANCELLED], of: ({ Participants: people }) => Array.isArray(people) && people.length > 0 },
  ...(window && { isOutside: (record) => isAway(record, window) }),
  toNeutral: (record) => toNeutral(record, profile),
  aliasesOf: (extra) => [object(extra).uid ?? ''].filter(Boolean),
  extraAfter: ({ write }) => {
    const built = toVendor(write, profile);
    const body = 'refused' in built ? {} : built.body;
    const old = object(write.extra);
    return {
      participants: body[PARTICIPANTS] ?? old.participants ?? null,
      reminders: body[REMIND_AT] ?? old.reminders ?? null,
      timeZone: profile.timeZone ?? 'UTC',
      uid: (profile.uidField && body[profile.uidField]) || (old.uid ?? null),
    } as unknown as Value;
  },
  roughly: ({ subject, start }) => `${fold(String(subject ?? ''))}|${String(start ?? '').slice(0, 10)}`,
});

/** Reads the org's profile: five requests, to be kept for a day. Throws ApiError. */
export async function readEventProfile(zoho: ZohoClient): Promise<EventProfile> {
  const profile = await readProfile(zoho, eventsOf(before));
  const reply = await zoho.get('/settings/fields', { query: { module: 'Events' } });
  const fields = (reply?.fields ?? []) as readonly Meta[];
  const venue = fields.find(({ api_name }) => api_name === VENUE);
  const venues = (venue?.pick_list_values ?? []).map(({ actual_value }) => actual_value);
  return { ...profile, venues, uidField: profile.places.uid?.api ?? null };
}

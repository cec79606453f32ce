import { kinds } from '../../../sync/kinds';
import {
  asArray,
  asObject,
  asString,
  type Value,
  type NeutralRecord,
  type Keys,
  type SideRecord,
  deletedRecord,
  noKeys,
} from '../../../sync/model';
import { nextMeeting } from '../../occurrence';
import { readArray, readObject, readString, readWord, readRow } from '../../row';
import { toIana } from '../../time/dateTime';
import { hasJoinBlock } from './body';
import { isPrivate, meetingFields, seriesFields, zoneOf, type GraphEvent, type Privates } from './fields';
import { hasCategory, modifiedOf, versionOf, type Categories } from '../record';

/** What a write must know of the event it changes. */
export type EventExtra = {
  readonly timeZone: string;
  readonly isOrganizer: boolean;
  /** Address of who invites; '' where nobody is told. */
  readonly organizer: string;
  readonly attendees: readonly Value[];
  readonly hasJoinBlock: boolean;
  /** Of a private event only title and time are told, so nothing else of it is written. */
  readonly titleOnly: boolean;
  readonly iCalUId: string;
  /** Where it takes place, as far as that is more than a name. */
  readonly places?: readonly Value[];
};

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '' || value === 0;

/** A room's mailbox, an address, a link; or one place of several. */
const saysMore = (place: unknown, at: number): boolean =>
  at > 0 ||
  [asObject(place), asObject(asObject(place).address), asObject(asObject(place).coordinates)].some((part, n) =>
    Object.entries(part).some(([name, value]) => !isNothing(value) && (n > 0 || MORE.includes(name))),
  );
const MORE = ['locationUri', 'locationEmailAddress'];

const placesOf = ({ locations }: GraphEvent): Pick<EventExtra, 'places'> => {
  const places = asArray<Value>(locations);
  return places.some(saysMore) ? { places } : {};
};

const extraOf = (event: GraphEvent, titleOnly: boolean): EventExtra => ({
  timeZone: zoneOf(event),
  isOrganizer: event.isOrganizer !== false,
  organizer: readString(readObject(readObject(event.organizer).emailAddress).address),
  attendees: readArray<Value>(event.attendees),
  hasJoinBlock: hasJoinBlock(event.body),
  titleOnly,
  iCalUId: readString(event.iCalUId),
  ...(!titleOnly && placesOf(event)),
});

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
  readonly categories: Categories;
  readonly privates: Privates;
  /** What one has declined is left alone, where Outlook keeps it at all. */
  readonly declined?: 'skip';
};

/** Version of an event that left the window or the calendar, with the day (UTC) on which it is next where the window ends before. */
const OUT_OF_WINDOW = 'outside';

/** When it takes place, or a series from the day `to` on; '' where nobody can tell. */
function nextStart(event: GraphEvent, to: string): string {
  const said = meetingFields(event, 'full');
  const { recurrence, exceptDates = null } = seriesFields(event, said, 'full');
  if (typeof recurrence !== 'string') return asString(said.start);
  const zone = toIana(zoneOf(event)) ?? 'UTC';
  return nextMeeting({ ...said, recurrence, exceptDates }, `${to}T00:00:00.000Z`, zone) ?? '';
}

function awayVersion(event: GraphEvent, to: string): string {
  const day = nextStart(withoutTexts(event), to).slice(0, 10);
  return day >= to ? `${OUT_OF_WINDOW} ${day}` : OUT_OF_WINDOW;
}

/** Nobody has to ask for it until it comes back: it is away, and a window up to the day `to` does not reach it. */
export function isKnownAway(version: string | null, to: string): boolean {
  const [word, day = to] = version?.split(' ') ?? [];
  return word === OUT_OF_WINDOW && day >= to;
}

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

/** It exists, but not in the window (up to the day `to`) or calendar that is read: it has left the scope, which is no deletion. */
export const outOfWindowRecord = (ref: string, event: GraphEvent, to: string): SideRecord =>
  readWhole(event, (whole) => outsideAs(ref, noKeys, awayVersion(whole, to)));

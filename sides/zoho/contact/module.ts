import { ApiError } from '../../../clients/errors';
import { reason, type Reason } from '../../../reasons';
import { kinds, type FieldType } from '../../../sync/kinds';
import { vendorNames } from '../../../sync/kinds/contact';
import { fold, sameValue } from '../../../sync/compare';
import { type NeutralRecord, type Value, stringOrNull } from '../../../sync/model';
import { SECONDARY_EMAIL, type Module, type ZohoProfile } from '../module';
import { fieldsIn, isLookup, isoOf, minusMs, quoted, toZohoTime } from '../values';
import type { FieldMap, FieldMapping, ZohoRecord } from '../values';
import { BEGINNING, OVERLAP_MS, cursorOf, firstTombstoneTime } from '../cursor';
import type { ZohoClient } from '../../../clients/zoho';
import type { FeedPage, WriteResult, WriteJob } from '../../types';
import { changeFeed, readWhere, type ZohoFeed } from '../feed';
import { writeRecords, type ZohoWriting } from '../write';

/** Look-ups are written by id. */
const lookups: Readonly<Record<string, FieldMapping['kind']>> = { Account_Name: 'account', Reporting_To: 'contact' };

const types = new Map(kinds.contact.fields.map(({ name, type }) => [name, type]));
const spellingOf = (type: FieldType | undefined) => (type === 'phone' || type === 'email' ? { spelling: type } : {});

/** Older orgs have a text where newer ones have a look-up to another contact; some have neither. */
const olderNames: Readonly<Record<string, string>> = { Reporting_To: 'Reports_To' };

/** The rows an org really has. `has`: does this API name exist there, and may the user write it? */
export function fieldMapOf(has: (api: string) => boolean): FieldMap {
  const rows = Object.entries(vendorNames).flatMap(([name, { zoho }]) => {
    const api = [zoho, olderNames[zoho] ?? zoho].find(has);
    return api ? [[name, { api, kind: lookups[api] ?? 'plain', ...spellingOf(types.get(name)) }] as const] : [];
  });
  return Object.fromEntries(rows);
}

/** How far it was looked whether those whom contacts name were renamed: when (ms, by our clock), and by look-up (ISO, by Zoho's). */
type NamesRead = { readonly at: number; readonly since: Readonly<Record<string, string>> };

const namesReadIn = (cursor: Value): NamesRead | null =>
  typeof cursor === 'object' && cursor !== null && 'names' in cursor ? (cursor.names as NamesRead) : null;

const withNames = (cursor: Value, names: NamesRead): Value => ({ ...(cursor as object), names }) as Value;

const lookupColumns = ({ fieldMap }: ZohoProfile): readonly string[] =>
  Object.values(fieldMap).flatMap((place) => (isLookup(place) ? [place.api] : []));

/** Before the first look: a renaming while the first reading goes on is seen by it. */
function neverRead(profile: ZohoProfile, cursor: Value, at: number): NamesRead {
  const since = firstTombstoneTime(cursorOf(cursor)?.since ?? '', at);
  return { at, since: Object.fromEntries(lookupColumns(profile).map((api) => [api, since])) };
}

type ContactFeed = Omit<ZohoFeed, 'module'>;

/** The known contacts whose Account (or manager) was changed since, and the newest of these changes. Throws ApiError. */
async function* readRenamed(zoho: ZohoClient, feed: ContactFeed, api: string, since: string) {
  const time = `${api}.Modified_Time`;
  const where = `${time} >= ${quoted(toZohoTime(minusMs(since, OVERLAP_MS)))}`;
  let newest = since;
  for await (const { data, rows } of readWhere(
    zoho,
    { ...feed, module: contacts },
    { where, more: [time], limit: 200 },
  )) {
    for (const row of data) newest = [newest, isoOf(row[time]) ?? ''].toSorted().at(-1) as string;
    const known = await feed.known.versions(rows.map(({ ref }) => ref));
    yield { rows: rows.filter(({ ref }) => known.has(ref)), newest };
  }
}

/** What of the renamed a query tells; an org or a user for whom it tells nothing does without, and is told so. */
async function* namePages(zoho: ZohoClient, feed: ContactFeed, cursor: Value, names: NamesRead, at: number) {
  const since = { ...names.since };
  let untold: readonly Reason[] = [];
  for (const api of lookupColumns(feed.profile))
    try {
      for await (const { rows, newest } of readRenamed(zoho, feed, api, since[api] ?? BEGINNING)) {
        since[api] = newest;
        yield { rows, cursor, read: rows.length };
      }
    } catch (error) {
      if (!(error instanceof ApiError) || error.radius === 'side') throw error;
      untold = [reason('zohoRenamesUntold')];
    }
  yield { rows: [], cursor: withNames(cursor, { at, since }), read: 0, untold };
}

/** An Account that is renamed changes none of its contacts, so nothing tells of it; nor of a manager. Each look costs a request. */
const NAMES_EVERY_MS = 3_600_000;

/** `changeFeed` for contacts, and once an hour those who show a name that is another now. Throws ApiError. */
export async function* contactFeed(zoho: ZohoClient, feed: ContactFeed): AsyncGenerator<FeedPage> {
  const at = (feed.now ?? Date.now)();
  const before = namesReadIn(feed.cursor);
  let cursor: Value = null;
  for await (const page of changeFeed(zoho, { ...feed, module: contacts })) {
    cursor = withNames(page.cursor, before ?? neverRead(feed.profile, page.cursor, at));
    yield { ...page, cursor };
  }
  if (before && at - before.at >= NAMES_EVERY_MS) yield* namePages(zoho, feed, cursor, before, at);
}

/** `writeRecords` for contacts. */
export const writeContacts = (
  zoho: ZohoClient,
  jobs: readonly WriteJob[],
  o: Omit<ZohoWriting, 'module'>,
): AsyncGenerator<WriteResult> => writeRecords(zoho, jobs, { ...o, module: contacts });

export { toPatch } from '../values';

const extraOf = (second: string | null): Value => (second ? { secondaryEmail: second } : {});

/** A Zoho contact in neutral form. Fields the org lacks are not there; the second address is an alias. */
export function toNeutral(record: ZohoRecord, places: FieldMap): NeutralRecord {
  const second = stringOrNull(record[SECONDARY_EMAIL]);
  return { fields: fieldsIn(record, places), aliases: second ? [second] : [], extra: extraOf(second) };
}

/** The aliases a record was seen with, out of its `extra`. */
function aliasesOf(extra: Value): readonly string[] {
  const second = stringOrNull((extra as { secondaryEmail?: unknown } | null)?.secondaryEmail);
  return second ? [second] : [];
}

/**
 * What becomes of the second address when it is made the first: the two change places, so that none is lost; of a contact that was
 * deleted, it comes back. Null where it stays.
 */
export function swappedAddress({ write, before }: WriteJob): string | null {
  if (write.op === 'create') return stringOrNull(write.undone?.before.secondaryEmail);
  const [second] = write.op === 'update' ? aliasesOf(write.extra) : [];
  const isSwap = second !== undefined && sameValue('email', write.fields.email, second);
  return isSwap && !sameValue('email', before.email, second) ? stringOrNull(before.email) : null;
}

function extraAfter(job: WriteJob): Value {
  const swapped = swappedAddress(job);
  return swapped === null && job.write.op !== 'create' ? job.write.extra : extraOf(swapped);
}

/** A query may tell look-ups by their ids alone (v7 docs: samples of "COQL"); lists tell the names. */
const isNameless = (record: ZohoRecord): boolean =>
  Object.keys(lookups).some((api) => {
    const value = record[api] as { id?: unknown; name?: unknown } | null | undefined;
    return Boolean(value?.id) && value?.name === undefined;
  });

export const contacts: Module = {
  name: 'Contacts',
  kind: kinds.contact,
  fieldMapOf: (has) => fieldMapOf(has),
  columns: ({ hasSecondaryEmail }) => (hasSecondaryEmail ? [SECONDARY_EMAIL] : []),
  toNeutral,
  aliasesOf,
  readById: { columns: Object.keys(lookups), of: isNameless },
  extraAfter,
  roughKey: ({ lastName, email }) => `${fold(String(lastName ?? ''))}|${fold(String(email ?? ''))}`,
};

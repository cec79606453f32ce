import { chunk } from 'lodash';
import { reason } from '../../reasons';
import type { ZohoClient, ZohoPage } from '../../clients/zoho';
import type { Module, ZohoProfile, ModuleName } from './module';
import { type SideRecord, type Value, deletedRecord } from '../../sync/model';
import { readAgain } from '../deletion';
import type { FeedPage, KnownRecords } from '../types';
import { MAX_IN_LIST, inList, isoOf, minusMs, toZohoTime, quoted, type ZohoRecord } from './values';
import type { ZohoCursor } from './cursor';
import {
  OVERLAP_MS,
  cursorOf,
  firstCursor,
  firstTombstoneTime,
  isResumable,
  readFrom,
  looksRolledBack,
  countOlderThanKnown,
} from './cursor';
import { recordOf, recogniseCreates, openCreatesOf, type ZohoScope, type SentCreate } from './record';

export interface ZohoSettings {
  readonly module: ModuleName;
  readonly scope: ZohoScope;
}

export interface ZohoFeed {
  readonly module: Module;
  readonly profile: ZohoProfile;
  readonly settings: ZohoSettings;
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: KnownRecords;
  /** Creates without an answer (the archive's open intents of this side), to be recognised. */
  readonly sent?: readonly SentCreate[];
  /** Milliseconds since 1970; the system's clock unless told. */
  readonly now?: () => number;
}

/** The rows' columns that are read by id. */
async function readColumns(
  zoho: ZohoClient,
  { name }: Module,
  rows: readonly ZohoRecord[],
  columns: readonly string[],
): Promise<ReadonlyMap<string, ZohoRecord>> {
  const ids = rows.map(({ id }) => String(id));
  return new Map((await zoho.byIds(name, ids, columns)).map((row) => [String(row.id), row]));
}

const joinRows = (rows: readonly ZohoRecord[], found: ReadonlyMap<string, ZohoRecord>): readonly ZohoRecord[] =>
  rows.map((row) => ({ ...row, ...found.get(String(row.id)) }));

/** Adds to the rows of a query what it could not select. */
const rowCompleter =
  (zoho: ZohoClient, module: Module, { jsonInQueries }: ZohoProfile) =>
  async (rows: readonly ZohoRecord[]): Promise<readonly ZohoRecord[]> => {
    const { jsonColumns = [], readById } = module;
    const lacking = jsonInQueries === false ? rows : [];
    const whole = joinRows(rows, await readColumns(zoho, module, lacking, jsonColumns));
    const some = readById ? whole.filter(readById.of) : [];
    return joinRows(whole, await readColumns(zoho, module, some, readById?.columns ?? []));
  };

interface Tombstone {
  readonly id: string;
  readonly time: string;
}

interface RecordReading {
  readonly profile: ZohoProfile;
  readonly module: Module;
  readonly settings: { readonly scope: ZohoScope };
}

interface DeletionReading extends RecordReading {
  readonly cursor: ZohoCursor;
  readonly known: KnownRecords;
}

const tombstoneOf = (row: ZohoRecord): Tombstone => ({ id: String(row.id), time: isoOf(row.deleted_time) ?? '' });
const tombstoneKey = ({ id, time }: Tombstone): string => `${id}@${time}`;

async function listTombstones(zoho: ZohoClient, module: string, since: string) {
  const dead: Tombstone[] = [];
  let isCut = false;
  for await (const page of zoho.deleted(module, toZohoTime(since))) {
    dead.push(...page.data.map(tombstoneOf));
    isCut = page.more && page.data.length === 0;
  }
  return { dead, isCut };
}

/** The records that fit a condition (in brackets, where it is several), page by page. `more`: columns to be told besides. */
export async function* readWhere(
  zoho: ZohoClient,
  { module, profile, settings }: RecordReading,
  { where, more = [], limit }: { readonly where: string; readonly more?: readonly string[]; readonly limit?: number },
) {
  const complete = rowCompleter(zoho, module, profile);
  const columns = [columnsOf(module, profile), ...more].join(', ');
  const select: Select = (condition) => `select ${columns} from ${module.name} where ${condition} order by id asc`;
  const after = (row: ZohoRecord) => select(`(${where} and id > ${quoted(String(row.id))})`);
  for await (const { data } of zoho.coql({ select: select(where), after, limit })) {
    const rows = (await complete(data)).map((row) => recordOf(row, module, profile, settings.scope));
    yield { data: data as readonly ZohoRecord[], rows };
  }
}

/** Records as they are now, synced or not; one that is not there, or not shown to this user, is missing. */
export async function readByIds(zoho: ZohoClient, ids: readonly string[], reading: RecordReading) {
  const found: SideRecord[] = [];
  for (const some of chunk(ids, MAX_IN_LIST))
    for await (const { rows } of readWhere(zoho, reading, { where: inList('id', some), limit: MAX_IN_LIST }))
      found.push(...rows);
  return found;
}

/** Restored from the recycle bin meanwhile: then it is there, and anything but deleted. */
async function confirmDeleted(zoho: ZohoClient, ids: readonly string[], reading: RecordReading) {
  const found = new Map((await readByIds(zoho, ids, reading)).map((row) => [row.ref, row]));
  return ids.map((id) => found.get(id) ?? deletedRecord(id));
}

/** Where to go on: after the newest tombstone, minus the overlap; those within it are remembered as dealt with. */
function afterTombstones(cursor: ZohoCursor, dead: readonly Tombstone[]): ZohoCursor {
  const newest = dead.reduce((latest, { time }) => (time > latest ? time : latest), cursor.deletedSince);
  const near = dead.filter(({ time }) => time >= minusMs(newest, OVERLAP_MS));
  return { ...cursor, deletedSince: newest, seenTombstones: near.map(tombstoneKey) };
}

/** The tombstones since the cursor of records we know, each confirmed by reading. One request where nobody was deleted. */
async function readDeletions(zoho: ZohoClient, burial: DeletionReading): Promise<FeedPage> {
  const { cursor, known, module } = burial;
  const { dead, isCut } = await listTombstones(zoho, module.name, minusMs(cursor.deletedSince, OVERLAP_MS));
  const fresh = dead
    .filter((tombstone) => !cursor.seenTombstones.includes(tombstoneKey(tombstone)))
    .map(({ id }) => id);
  const versions = fresh.length > 0 ? await known.versions(fresh) : new Map<string, string | null>();
  const ours = [...new Set(fresh)].filter((id) => versions.has(id));
  const rows = await confirmDeleted(zoho, ours, burial);
  const untold = isCut ? { untold: [reason('zohoDeletionsBeyond')] } : {};
  return { rows, cursor: afterTombstones(cursor, dead), read: dead.length, ...untold };
}

/** The fields to ask Zoho for; those that a query refuses are read apart. */
function columnsOf(module: Module, profile: ZohoProfile): string {
  const asked = [...Object.values(profile.fieldMap).map(({ api }) => api), ...module.columns(profile)];
  const readApart = profile.jsonInQueries === false ? (module.jsonColumns ?? []) : [];
  return [...new Set(asked.filter((api) => !readApart.includes(api))), 'Owner', 'Modified_Time'].join(', ');
}

/** A query for what comes next in order of change; `where` says from where on. */
type Select = (where: string) => string;

const sinceTime = (select: Select, iso: string): string => select(`Modified_Time >= ${quoted(toZohoTime(iso))}`);

/** What comes after a row in the order of the query, so that records changed meanwhile can neither be skipped nor shift pages. */
function afterRow(select: Select, iso: string, id: string): string {
  const time = quoted(toZohoTime(iso));
  return select(`(Modified_Time > ${time} or (Modified_Time = ${time} and id > ${quoted(id)}))`);
}

const changesQuery = (module: Module, columns: string, cursor: ZohoCursor) => {
  const start = readFrom(cursor);
  const select: Select = (where) =>
    `select ${columns} from ${module.name} where ${where} order by Modified_Time asc, id asc`;
  return {
    select: start === null ? afterRow(select, cursor.since, cursor.lastId) : sinceTime(select, start),
    after: (row: ZohoRecord) => afterRow(select, isoOf(row.Modified_Time) ?? '', String(row.id)),
  };
};

/** The cursor after a page. */
function afterPage(cursor: ZohoCursor, page: ZohoPage): ZohoCursor {
  const last = page.data.at(-1) as ZohoRecord | undefined;
  const time = isoOf(last?.Modified_Time);
  if (!last || !time) return { ...cursor, midway: false };
  return { ...cursor, since: time, lastId: String(last.id), midway: page.more };
}

const rowsOf = (page: ZohoPage): readonly ZohoRecord[] => [
  ...new Map((page.data as readonly ZohoRecord[]).map((row) => [String(row.id), row])).values(),
];

/**
 * What changed in a module since the cursor: first the changed records, page by page (one query of up to 2000), then,
 * but for the first reading, the tombstones. Where nothing changed this costs two requests. Rows met again in the overlap are
 * told again: their second may not have been over when they were read, so only their content can say that nothing is new.
 * That a record is not listed never proves a deletion; but where the one changed last is missing, all are read anew, and those
 * that are older than before are told as rolled back. Throws ApiError.
 */
export async function* changeFeed(zoho: ZohoClient, feed: ZohoFeed): AsyncGenerator<FeedPage> {
  const { module, profile, settings, known } = feed;
  const startedAt = (feed.now ?? Date.now)();
  const before = cursorOf(feed.cursor);
  const goesOn = isResumable(before, settings.scope, profile.userId);
  const start = goesOn ? before : firstCursor(settings.scope, profile.userId, startedAt, before);
  // Cut off before its first page, it begins anew, and yet knows from when on nobody has been told as deleted.
  if (!goesOn) await known.startOver(before && { ...start, userId: '' });
  const waiting = openCreatesOf(feed.sent ?? [], module);
  const columns = columnsOf(module, profile);
  const complete = rowCompleter(zoho, module, profile);
  const met = new Set<string>();
  yield* readAgain(known, feed.cursor, (refs) => readByIds(zoho, refs, feed));
  let cursor: ZohoCursor = { ...start, readAt: startedAt };
  for await (const page of zoho.coql(changesQuery(module, columns, start))) {
    cursor = afterPage(cursor, page);
    // From the first page on: the reading may be cut off after it, for days.
    if (!cursor.deletedSince)
      cursor = { ...cursor, deletedSince: firstTombstoneTime(cursor.midway ? '' : cursor.since, startedAt) };
    const rows = (await complete(rowsOf(page))).map((row) => recordOf(row, module, profile, settings.scope));
    for (const { ref } of rows) met.add(ref);
    const rolledBack = goesOn ? 0 : await countOlderThanKnown(rows, known);
    const recognised = await recogniseCreates(rows, waiting, known, module, profile.fieldMap);
    yield { rows: recognised, cursor, read: page.data.length, ...(rolledBack > 0 && { rolledBack }) };
  }
  if (goesOn && (await looksRolledBack(zoho, module.name, start, met))) {
    yield* changeFeed(zoho, { ...feed, cursor: { ...cursor, userId: '' } });
    return;
  }
  if (goesOn && !start.midway && cursor.lastId === start.lastId && !met.has(start.lastId))
    cursor = { ...cursor, lastId: '' };
  if (start.deletedSince) yield await readDeletions(zoho, { ...feed, cursor });
}

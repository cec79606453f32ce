import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Reason } from '../../reasons';
import type { Base, BySide, Fields, Keys, Side, SideRecord, Value, Refs } from '../../sync/model';
import type { LinkSnapshot } from '../../sync/undo/undoRecord';
import { fromFields, packed, toFields, unpacked } from './fields';
import { equal, first, type Db, type JournalRow, type LinkRow, type RecordRow, type Tables } from './tables';
import { howFar, type Reading, type RecordStatus } from './states';
import type { At, NewEntry, RefOn } from './types';

/** How many values one `in (...)` carries, and how many rows one transaction: n8n's event loop gets its turn in between. */
export const chunkSize = 200;

export function chunks<T>(list: readonly T[], size = chunkSize): readonly (readonly T[])[] {
  const cut: (readonly T[])[] = [];
  for (let i = 0; i < list.length; i += size) cut.push(list.slice(i, i + size));
  return cut;
}

/** Works through the parts of a long list and lets the event loop breathe after each. */
export async function inParts<T, R>(
  parts: readonly (readonly T[])[],
  work: (part: readonly T[]) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (const part of parts) {
    for (const result of await work(part)) results.push(result);
    await nextTurn();
  }
  return results;
}

/** The same, cut into chunks. */
export const inChunks = <T, R>(
  list: readonly T[],
  work: (chunk: readonly T[]) => Promise<readonly R[]>,
  size = chunkSize,
): Promise<readonly R[]> => inParts(chunks(list, size), work);

export const toJson = (value: Value | Fields | Keys | Base | undefined): string => JSON.stringify(value ?? null);
export const fromJson = <T>(text: string): T => JSON.parse(text) as T;

/** A reason in columns: its code, by which it is looked for, and what it names. */
export const reasonColumns = ({ code, args }: Reason) => ({ reason: code as string, reason_args: toJson(args) });
export const noReason = { reason: null, reason_args: toJson({}) };
export const toReason = (row: { readonly reason: string; readonly reason_args: string }): Reason =>
  ({ code: row.reason, args: fromJson(row.reason_args) }) as Reason;

/** How far a cycle has read each side, out of its columns. */
export const readingsOf = (row: Pick<Tables['cycle'], 'read_outlook' | 'read_zoho'>): BySide<Reading> => ({
  outlook: howFar[row.read_outlook] ?? 'none',
  zoho: howFar[row.read_zoho] ?? 'none',
});

/** A record as the archive keeps it: what the side showed last and where it stands. */
export interface Stored extends SideRecord {
  readonly side: Side;
  readonly status: RecordStatus;
  readonly since: number;
  readonly offeredAt: number;
  readonly tries: number;
  readonly nextTry: number;
  /** Why it is parked, or settled without being in step. */
  readonly reason: Reason | null;
  readonly review: string | null;
  readonly seenIn: number;
}

export interface Link extends LinkSnapshot {
  readonly state: 'live' | 'paused';
}

export const toStored = (row: RecordRow): Stored => ({
  side: row.side,
  ref: row.ref,
  version: row.version,
  modifiedAt: row.modified_at,
  state: row.state,
  fields: fromFields(row.fields),
  extra: fromJson(row.extra),
  keys: fromJson(row.keys),
  status: row.status,
  since: row.since,
  offeredAt: row.offered_at,
  tries: row.tries,
  nextTry: row.next_try,
  reason: row.reason === null ? null : toReason({ reason: row.reason, reason_args: row.reason_args }),
  review: row.review,
  seenIn: row.seen_in,
});

export const toRecordRow = (sync: string, s: Stored): RecordRow => ({
  sync,
  side: s.side,
  ref: s.ref,
  version: s.version,
  modified_at: s.modifiedAt,
  state: s.state,
  fields: toFields(s.fields),
  extra: toJson(s.extra),
  keys: toJson(s.keys),
  status: s.status,
  since: s.since,
  offered_at: s.offeredAt,
  tries: s.tries,
  next_try: s.nextTry,
  ...(s.reason ? reasonColumns(s.reason) : noReason),
  review: s.review,
  seen_in: s.seenIn,
});

/** Only what the core knows of a record. */
export const toSideRecord = ({ ref, version, modifiedAt, state, fields, keys, extra }: Stored): SideRecord => ({
  ref,
  version,
  modifiedAt,
  state,
  fields,
  keys,
  extra,
});

/** Instead of a base of Zoho's that is Outlook's, word for word. */
export const SAME_BASE = '';

export const toBase = (row: Pick<LinkRow, 'base_outlook' | 'base_zoho'>): Base => ({
  outlook: fromFields(row.base_outlook),
  zoho: fromFields(row.base_zoho === SAME_BASE ? row.base_outlook : row.base_zoho),
});

export const toLink = (row: LinkRow): Link => ({
  id: row.id,
  refs: { outlook: row.outlook, zoho: row.zoho },
  state: row.state,
  base: toBase(row),
});

/** What both sides say in the same words is kept once. */
export function toLinkColumns({ refs, state, base }: Omit<Link, 'id'>) {
  const [outlook, zoho] = [toFields(base.outlook), toFields(base.zoho)];
  return { ...refs, state, base_outlook: outlook, base_zoho: zoho === outlook ? SAME_BASE : zoho };
}

const eachBase = (base: Base, change: (fields: Value) => Value): Base => ({
  outlook: change(base.outlook) as Fields,
  zoho: change(base.zoho) as Fields,
});

const imageOf = (link: LinkSnapshot | null): string =>
  toJson(link && { id: link.id, refs: link.refs, base: eachBase(link.base, packed) });

/** The link as an entry of the journal says that it was before. */
export function linkBeforeOf({ link_before: text }: Pick<JournalRow, 'link_before'>): LinkSnapshot | null {
  const link = fromJson<LinkSnapshot | null>(text);
  return link && { ...link, base: eachBase(link.base, unpacked) };
}

export const toJournalRow = ({ cycle, now }: At, seq: number, entry: NewEntry): JournalRow => ({
  sync: cycle.sync,
  seq,
  cycle: cycle.id,
  at: now,
  op: entry.op,
  side: entry.side ?? null,
  ref: entry.ref ?? null,
  link: entry.link ?? null,
  label: entry.label,
  ...reasonColumns(entry.reason),
  before: toFields(entry.before),
  after: toFields(entry.after),
  clashes: toJson(entry.clashes),
  link_before: imageOf(entry.linkBefore ?? null),
});

/** Where a row is there already, what is written in its place: all but its key. */
const asInserted = (table: 'record' | 'link', kept: readonly string[]) => {
  const columns = Object.keys(first[table].columns).filter((column) => !kept.includes(column));
  return Object.fromEntries(columns.map((column) => [column, sql.ref(`excluded.${column}`)]));
};
export const recordAsInserted = asInserted('record', first.record.primary);
export const linkAsInserted = asInserted('link', ['id', 'sync', 'linked_at']);

export const refsOf = (list: readonly { readonly ref: string }[]): Refs => list.map(({ ref }) => ref);

export const byRef = <T extends { readonly ref: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((one) => [one.ref, one]));

/** Refs sorted by the side they belong to. */
export const refsBySide = (refs: readonly RefOn[]): BySide<readonly string[]> => {
  const on = (side: Side): readonly string[] => refs.filter((one) => one.side === side).map(({ ref }) => ref);
  return { outlook: on('outlook'), zoho: on('zoho') };
};

/** An index of PostgreSQL takes no text of any length: a long subject is looked for by a hash of it. */
const longestKey = 400;
export const shortKey = (key: string): string => (key.length > longestKey ? `#${hash('sha256', key)}` : key);

/** Each key once, as it is looked for. */
export const keysIn = ({ strong, named = [], weak }: Keys): readonly string[] =>
  [...new Set([...strong, ...named, ...(weak === null ? [] : [weak])])].map(shortKey);

/** By what this record is found. */
export function keyRows(sync: string, { side, ref, keys }: Stored): readonly Tables['key'][] {
  const row = { sync, side, ref, only_weak: keys.strong.length === 0 ? 1 : 0 };
  const strong = [...keys.strong, ...(keys.named ?? [])].map((key) => ({
    ...row,
    key: shortKey(key),
    strength: 'strong' as const,
  }));
  return keys.weak === null ? strong : [...strong, { ...row, key: shortKey(keys.weak), strength: 'weak' as const }];
}

export async function readRecords(db: Db, sync: string, side: Side, refs: Refs): Promise<readonly Stored[]> {
  const rows: Stored[] = [];
  for (const some of chunks([...new Set(refs)])) {
    const found = await db
      .selectFrom('record')
      .selectAll()
      .where(equal({ sync, side }))
      .where('ref', 'in', some)
      .execute();
    for (const row of found) rows.push(toStored(row));
  }
  return rows;
}

export async function readLinks(
  db: Db,
  sync: string,
  by: 'id' | Side,
  values: readonly string[],
): Promise<readonly Link[]> {
  const links: Link[] = [];
  for (const some of chunks([...new Set(values)])) {
    const found = await db.selectFrom('link').selectAll().where('sync', '=', sync).where(by, 'in', some).execute();
    for (const row of found) links.push(toLink(row));
  }
  return links;
}

/** By what these records are found now. */
export async function keysOf(db: Db, sync: string, side: Side, refs: Refs): Promise<readonly string[]> {
  const found: string[] = [];
  for (const some of chunks(refs)) {
    const rows = db.selectFrom('record').select('keys').where(equal({ sync, side })).where('ref', 'in', some);
    for (const { keys } of await rows.execute()) found.push(...keysIn(fromJson<Keys>(keys)));
  }
  return found;
}

/** No index leads from a record to its keys: what a record is found by stands in it. */
export async function dropKeys(trx: Db, sync: string, side: Side, refs: Refs): Promise<void> {
  for (const some of chunks(refs))
    for (const keys of chunks([...new Set(await keysOf(trx, sync, side, some))])) {
      const theirs = trx.deleteFrom('key').where(equal({ sync, side })).where('key', 'in', keys);
      await theirs.where('ref', 'in', some).execute();
    }
}

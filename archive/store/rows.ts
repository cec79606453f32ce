import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExpressionBuilder } from 'kysely';
import type { Reason } from '../../reasons';
import type { Base, BySide, Fields, Keys, Side, SideRecord, Value, Refs } from '../../sync/model';
import { sides } from '../../sync/model';
import type { LinkSnapshot } from '../../sync/undo/undoRecord';
import { equal, type Db, type LinkRow, type RecordRow, type Tables } from './tables';
import type { RecordStatus } from './states';
import type { RefOn } from './types';

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
  fields: fromJson(row.fields),
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

const toRecordRow = (sync: string, s: Stored): RecordRow => ({
  sync,
  side: s.side,
  ref: s.ref,
  version: s.version,
  modified_at: s.modifiedAt,
  state: s.state,
  fields: toJson(s.fields),
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

export const toLink = (row: LinkRow): Link => ({
  id: row.id,
  refs: { outlook: row.outlook, zoho: row.zoho },
  state: row.state,
  base: {
    outlook: fromJson(row.base_outlook),
    zoho: fromJson(row.base_zoho === SAME_BASE ? row.base_outlook : row.base_zoho),
  },
});

export async function loadRecords(db: Db, sync: string, side: Side, refs: Refs): Promise<readonly Stored[]> {
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

export const loadRecord = async (db: Db, sync: string, { side, ref }: RefOn): Promise<Stored | null> =>
  (await loadRecords(db, sync, side, [ref]))[0] ?? null;

/** The links whose column `by` (their id, or their ref on a side) is one of `values`. */
export async function loadLinks(
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

export const refsOf = (list: readonly { readonly ref: string }[]): Refs => list.map(({ ref }) => ref);

export const byRef = <T extends { readonly ref: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((one) => [one.ref, one]));

/** Refs sorted by the side they belong to. */
export const refsBySide = (refs: readonly RefOn[]): BySide<readonly string[]> => {
  const on = (side: Side): readonly string[] => refs.filter((one) => one.side === side).map(({ ref }) => ref);
  return { outlook: on('outlook'), zoho: on('zoho') };
};

export async function loadRecordsOfBoth(db: Db, sync: string, refs: readonly RefOn[]): Promise<readonly Stored[]> {
  const wanted = refsBySide(refs);
  const found = [];
  for (const side of sides) found.push(...(await loadRecords(db, sync, side, wanted[side])));
  return found;
}

const columns: readonly (keyof RecordRow)[] = [
  'version',
  'modified_at',
  'state',
  'fields',
  'extra',
  'keys',
  'status',
  'since',
  'offered_at',
  'tries',
  'next_try',
  'reason',
  'reason_args',
  'review',
  'seen_in',
];

const asInserted = (eb: ExpressionBuilder<Tables & { excluded: Tables['record'] }, 'record' | 'excluded'>) =>
  Object.fromEntries(columns.map((column) => [column, eb.ref(`excluded.${column}`)]));

/** Rows of one statement: 18 columns each, well below every database's limit of parameters. */
const rowsAtOnce = 50;

/** Writes whole rows, new or known; of one that comes twice, the last. Their keys are not touched. */
export async function saveRecords(trx: Db, sync: string, records: readonly Stored[]): Promise<void> {
  const each = new Map(records.map((record) => [`${record.side}:${record.ref}`, record]));
  for (const some of chunks([...each.values()], rowsAtOnce))
    await trx
      .insertInto('record')
      .values(some.map((record) => toRecordRow(sync, record)))
      .onConflict((conflict) => conflict.columns(['sync', 'side', 'ref']).doUpdateSet(asInserted as never))
      .execute();
}

/** An index of PostgreSQL takes no text of any length: a long subject is looked for by a hash of it. */
const longestKey = 400;
export const shortKey = (key: string): string => (key.length > longestKey ? `#${hash('sha256', key)}` : key);

function keyRows(sync: string, { side, ref, keys }: Stored): readonly Tables['key'][] {
  const row = { sync, side, ref, only_weak: keys.strong.length === 0 ? 1 : 0 };
  const strong = [...keys.strong, ...(keys.named ?? [])].map((key) => ({
    ...row,
    key: shortKey(key),
    strength: 'strong' as const,
  }));
  return keys.weak === null ? strong : [...strong, { ...row, key: shortKey(keys.weak), strength: 'weak' as const }];
}

/** Makes the keys of these saved records findable, in place of what they were found by before. */
export async function saveKeys(trx: Db, sync: string, side: Side, records: readonly Stored[]): Promise<void> {
  for (const some of chunks(records.map(({ ref }) => ref)))
    await trx.deleteFrom('key').where(equal({ sync, side })).where('ref', 'in', some).execute();
  const rows = records.flatMap((record) => keyRows(sync, record));
  for (const some of chunks(rows, 100))
    await trx
      .insertInto('key')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** Takes records out of the archive, with their keys. */
export async function dropRecords(trx: Db, sync: string, side: Side, refs: Refs): Promise<void> {
  for (const table of ['key', 'record'] as const)
    for (const some of chunks(refs))
      await trx.deleteFrom(table).where(equal({ sync, side })).where('ref', 'in', some).execute();
}

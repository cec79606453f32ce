import type { Kysely } from 'kysely';
import { setImmediate as breath } from 'node:timers/promises';
import type { Base, BySide, Fields, Keys, Side, SideRecord, Value } from '../sync/model';
import { sides } from '../sync/model';
import type { LinkRow, RecordRow, Tables } from './tables';
import type { RecordStatus, RefOn } from './types';

export type Db = Kysely<Tables>;

/** How many values one `in (...)` carries, and how many rows one transaction: n8n's event loop gets its turn in between. */
export const chunkSize = 200;

export function chunks<T>(list: readonly T[], size = chunkSize): readonly (readonly T[])[] {
  const cut: (readonly T[])[] = [];
  for (let i = 0; i < list.length; i += size) cut.push(list.slice(i, i + size));
  return cut;
}

/** Works through a long list chunk by chunk and lets the event loop breathe after each. */
export async function inChunks<T, R>(
  list: readonly T[],
  work: (chunk: readonly T[]) => Promise<readonly R[]>,
  size = chunkSize,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (const chunk of chunks(list, size)) {
    for (const result of await work(chunk)) results.push(result);
    await breath();
  }
  return results;
}

export const toText = (value: Value | Fields | Keys | Base | undefined): string => JSON.stringify(value ?? null);
export const fromText = <T>(text: string): T => JSON.parse(text) as T;

/** A record as the archive keeps it: what the side showed last and where it stands. */
export interface Stored extends SideRecord {
  readonly side: Side;
  readonly status: RecordStatus;
  readonly since: number;
  readonly offered: number;
  readonly tries: number;
  readonly nextTry: number;
  readonly message: string | null;
  readonly nextStep: string | null;
  readonly review: string | null;
  readonly seen: number;
}

export interface Link {
  readonly id: string;
  readonly refs: BySide<string>;
  readonly state: 'live' | 'asleep';
  readonly base: Base;
}

export const toStored = (row: RecordRow): Stored => ({
  side: row.side,
  ref: row.ref,
  version: row.version,
  modifiedAt: row.modified_at,
  state: row.state,
  fields: fromText(row.fields),
  extra: fromText(row.extra),
  keys: fromText(row.keys),
  status: row.status,
  since: row.since,
  offered: row.offered,
  tries: row.tries,
  nextTry: row.next_try,
  message: row.message,
  nextStep: row.next_step,
  review: row.review,
  seen: row.seen,
});

export const toRecordRow = (sync: string, s: Stored): RecordRow => ({
  sync,
  side: s.side,
  ref: s.ref,
  version: s.version,
  modified_at: s.modifiedAt,
  state: s.state,
  fields: toText(s.fields),
  extra: toText(s.extra),
  keys: toText(s.keys),
  status: s.status,
  since: s.since,
  offered: s.offered,
  tries: s.tries,
  next_try: s.nextTry,
  message: s.message,
  next_step: s.nextStep,
  review: s.review,
  seen: s.seen,
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

export const toLink = (row: LinkRow): Link => ({
  id: row.id,
  refs: { outlook: row.outlook, zoho: row.zoho },
  state: row.state,
  base: { outlook: fromText(row.base_outlook), zoho: fromText(row.base_zoho) },
});

export async function recordsOf(db: Db, sync: string, side: Side, refs: readonly string[]): Promise<readonly Stored[]> {
  const rows: Stored[] = [];
  for (const some of chunks([...new Set(refs)])) {
    const found = await db
      .selectFrom('record')
      .selectAll()
      .where('sync', '=', sync)
      .where('side', '=', side)
      .where('ref', 'in', some)
      .execute();
    for (const row of found) rows.push(toStored(row));
  }
  return rows;
}

export const recordOf = async (db: Db, sync: string, { side, ref }: RefOn): Promise<Stored | null> =>
  (await recordsOf(db, sync, side, [ref]))[0] ?? null;

/** The links whose column `by` (their id, or their ref on a side) is one of `values`. */
export async function linksBy(
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

export const byRef = <T extends { readonly ref: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((one) => [one.ref, one]));

/** Refs sorted by the side they belong to. */
export const refsBySide = (refs: readonly RefOn[]): BySide<readonly string[]> => {
  const on = (side: Side): readonly string[] => refs.filter((one) => one.side === side).map(({ ref }) => ref);
  return { outlook: on('outlook'), zoho: on('zoho') };
};

export async function recordsOfBoth(db: Db, sync: string, refs: readonly RefOn[]): Promise<readonly Stored[]> {
  const wanted = refsBySide(refs);
  const found = [];
  for (const side of sides) found.push(...(await recordsOf(db, sync, side, wanted[side])));
  return found;
}

import type { Refs, Side, Value } from '../../sync/model';
import { fenced } from '../store/lease';
import { chunks, fromJson, inChunks, toJson } from '../store/rows';
import type { Archive, Cursor, CycleRef, Profile } from '../store/types';
import { equal, type Db } from '../store/tables';
import { NEVER } from '../link/recordStatus';

/** What is known of the account, or null before the first look. */
export async function readProfile(a: Archive, sync: string, side: Side): Promise<Profile | null> {
  const row = await a.db.selectFrom('profile').selectAll().where(equal({ sync, side })).executeTakeFirst();
  return row ? { account: row.account, place: row.place, data: fromJson(row.data), readAt: row.read_at } : null;
}

/** Keeps what is known of the account; its `readAt` may be long ago, the lease is renewed from `now` (ms). */
export async function writeProfile(a: Archive, cycle: CycleRef, side: Side, profile: Profile, now: number) {
  const { account, place, data, readAt } = profile;
  const news = { account, place, data: toJson(data), read_at: readAt };
  await fenced(a, cycle, now, (trx) =>
    trx
      .insertInto('profile')
      .values({ sync: cycle.sync, side, ...news })
      .onConflict((conflict) => conflict.columns(['sync', 'side']).doUpdateSet(news))
      .execute(),
  );
}

/** Where the feed was read up to, and when that was, in ms; null when it has to be read from its beginning. */
export async function feedAt(a: Archive, sync: string, side: Side, feed: string) {
  const at = a.db.selectFrom('cursor').select(['value', 'read_at']).where(equal({ sync, side, feed }));
  const row = await at.executeTakeFirst();
  return row ? { value: fromJson<Value>(row.value), readAt: row.read_at } : null;
}

/** Where the feed was read up to; null when it has to be read from its beginning. */
export const readCursor = async (a: Archive, sync: string, side: Side, feed: string): Promise<Value> =>
  (await feedAt(a, sync, side, feed))?.value ?? null;

/** Moves a feed's cursor within a transaction. */
export async function moveCursor(trx: Db, sync: string, side: Side, { feed, value }: Cursor, now: number) {
  const news = { value: toJson(value), read_at: now };
  await trx
    .insertInto('cursor')
    .values({ sync, side, feed, ...news })
    .onConflict((conflict) => conflict.columns(['sync', 'side', 'feed']).doUpdateSet(news))
    .execute();
}

/** Moves a feed's cursor where no page comes with it. */
export const writeCursor = (a: Archive, cycle: CycleRef, side: Side, cursor: Cursor, now: number): Promise<void> =>
  fenced(a, cycle, now, (trx) => moveCursor(trx, cycle.sync, side, cursor, now));

/** Whether a side has more records here than so many; looks at no more of them. */
export async function areMoreThan(a: Archive, sync: string, side: Side, count: number): Promise<boolean> {
  const own = a.db.selectFrom('record').select('ref').where(equal({ sync, side }));
  return (await own.orderBy('ref').offset(count).limit(1).executeTakeFirst()) !== undefined;
}

/** What is known of the versions of these refs. */
const versionRows = (a: Archive, sync: string, side: Side, refs: Refs) =>
  inChunks([...new Set(refs)], (some) =>
    a.db
      .selectFrom('record')
      .select(['ref', 'version', 'modified_at'])
      .where(equal({ sync, side }))
      .where('ref', 'in', some)
      .execute(),
  );

type ByRef = ReadonlyMap<string, string | null>;

/** ref → when what the archive knows of it was changed, as its side told; null where it did not. Unknown refs are missing. */
export const changedAt = async (a: Archive, sync: string, side: Side, refs: Refs): Promise<ByRef> =>
  new Map((await versionRows(a, sync, side, refs)).map((row) => [row.ref, row.modified_at]));

/** ref → the version the archive knows, to recognise echoes before costly reads. Unknown refs are missing. */
export const versionsOf = async (a: Archive, sync: string, side: Side, refs: Refs): Promise<ByRef> =>
  new Map((await versionRows(a, sync, side, refs)).map((row) => [row.ref, row.version]));

const fullReadColumn = { outlook: 'full_read_outlook', zoho: 'full_read_zoho' } as const;

const fullReadOn = (db: Db, sync: string, side: Side) =>
  db.selectFrom('sync').select(`${fullReadColumn[side]} as number`).where('name', '=', sync);

/** The number of the side's full reading. */
export const fullReadOf = async (db: Db, sync: string, side: Side): Promise<number> =>
  (await fullReadOn(db, sync, side).executeTakeFirst())?.number ?? 0;

/** Starts a full reading of a side from the beginning (the vendor refused the cursor, or the scope changed): all its cursors go, but for `left`. */
export async function forgetFeed(
  a: Archive,
  cycle: CycleRef,
  side: Side,
  now: number,
  left: Cursor | null = null,
): Promise<void> {
  await fenced(a, cycle, now, async (trx) => {
    await trx
      .deleteFrom('cursor')
      .where(equal({ sync: cycle.sync, side }))
      .execute();
    if (left) await moveCursor(trx, cycle.sync, side, left, now);
    await trx
      .updateTable('sync')
      .set((eb) => ({ [fullReadColumn[side]]: eb(fullReadColumn[side], '+', 1) }))
      .where('name', '=', cycle.sync)
      .execute();
  });
}

/** `record.seen_in` of one that we made, or that was read ahead of a round, until its side tells of it. */
export const UNSEEN = -1;

/**
 * Refs that are known but were not met in the last full reading, or, of those we made, not at all. Ask it whenever a feed was
 * read to its end; it is empty unless somebody was left out. Absence proves nothing: look each one up and ingest what you find
 * (live, outside, or a tombstone); what has been ingested is not listed again, so a crash in between costs nothing.
 */
export async function unseenRefs(a: Archive, cycle: CycleRef, side: Side): Promise<readonly string[]> {
  const rows = await a.db
    .selectFrom('record')
    .select('ref')
    .where(equal({ sync: cycle.sync, side }))
    .where('state', '!=', 'deleted')
    .where('seen_in', '<', fullReadOn(a.db, cycle.sync, side))
    .orderBy('ref')
    .execute();
  return rows.map(({ ref }) => ref);
}

/** So many are read again in one run. */
const MOST_READ_AGAIN = 200;

/** Refs of records that could not be read when their side told of them last. */
export async function unreadableRefs(a: Archive, { sync }: CycleRef, side: Side): Promise<readonly string[]> {
  const rows = await a.db
    .selectFrom('record')
    .select('ref')
    .where('sync', '=', sync)
    .where('side', '=', side)
    .where('status', '=', 'parked')
    .where('next_try', '=', NEVER)
    .limit(MOST_READ_AGAIN)
    .execute();
  return rows.map(({ ref }) => ref).sort();
}

/** Nobody has to ask for these: the side told of them in this full reading, or as they are known. */
export async function markSeen(trx: Db, sync: string, side: Side, fullRead: number, refs: Refs) {
  for (const some of chunks(refs))
    await trx
      .updateTable('record')
      .set({ seen_in: fullRead })
      .where(equal({ sync, side }))
      .where('ref', 'in', some)
      .where('seen_in', '<', fullRead)
      .execute();
}

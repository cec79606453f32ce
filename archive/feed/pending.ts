import type { ExpressionBuilder } from 'kysely';
import { other, sides, type BySide, type Keys, type Pair, type Side, deletedRecord } from '../../sync/model';
import type { SideRecord, Refs } from '../../sync/model';
import { loadLinks, loadRecords } from '../store/draft';
import { byRef, chunks, fromJson, inChunks, keysIn, keysOf, readingsOf, toSideRecord } from '../store/rows';
import type { Link, Stored } from '../store/rows';
import type { Archive, CycleRef, Known, PendingRecord } from '../store/types';
import type { Report } from '../cycle/types';
import { equal, type Db, type Tables } from '../store/tables';

interface Hit {
  readonly side: Side;
  readonly ref: string;
  readonly key: string;
  readonly strength: 'strong' | 'weak';
  readonly only_weak: number;
}

/** link id by the ref it has on `side` */
async function linkIds(db: Db, sync: string, side: Side, refs: Refs): Promise<ReadonlyMap<string, string>> {
  const links = await loadLinks(db, sync, side, refs);
  return new Map(links.map((link) => [link.refs[side], link.id]));
}

/** The same without pairs that lost one record and are left alone: whoever is left of them may find another partner. */
async function holdingLinks(db: Db, sync: string, side: Side, refs: Refs): Promise<ReadonlyMap<string, string>> {
  const links = await loadLinks(db, sync, side, refs);
  const end = ({ refs: both }: Link): string => both[other(side)];
  const paused = links.filter(({ state }) => state === 'paused').map(end);
  const gone = (await loadRecords(db, sync, other(side), paused)).filter(({ state }) => state === 'deleted');
  const over = new Set(gone.map(({ ref }) => ref));
  return new Map(links.filter((link) => !over.has(end(link))).map((link) => [link.refs[side], link.id]));
}

const changeOf = ({ state }: Stored, link: string | null): PendingRecord['change'] => {
  if (link === null) return 'new';
  return state === 'deleted' ? 'deleted' : 'edited';
};

const dueRows = (db: Db, sync: string, side: Side, now: number) =>
  db
    .selectFrom('record')
    .select('ref')
    .where(equal({ sync, side }))
    .where('status', 'in', ['pending', 'parked'])
    .where('next_try', '<=', now)
    .orderBy('offered_at')
    .orderBy('since')
    .orderBy('ref');

const refsIn = (rows: readonly { readonly ref: string }[]): readonly string[] => rows.map(({ ref }) => ref);

/** Who takes part already: linked, or handed out before. */
const takesPart =
  (sync: string, side: Side) =>
  ({ eb, or, exists, selectFrom }: ExpressionBuilder<Tables, 'record'>) =>
    or([
      eb('record.offered_at', '>', 0),
      exists(
        selectFrom('link').select('link.id').where('link.sync', '=', sync).whereRef(`link.${side}`, '=', 'record.ref'),
      ),
    ]);

/** In a pilot only so many of a side take part; the others stay pending until it is over. */
async function refsOfPilot(db: Db, sync: string, side: Side, most: { limit: number; pilot: number }, now: number) {
  const isIn = takesPart(sync, side);
  const counted = db.selectFrom('record').select(({ fn }) => fn.countAll().as('count'));
  const all = await counted.where(equal({ sync, side })).where(isIn).executeTakeFirst();
  const known = refsIn(await dueRows(db, sync, side, now).where(isIn).limit(most.limit).execute());
  const room = Math.min(most.pilot - Number(all?.count ?? 0), most.limit - known.length);
  if (room <= 0) return known;
  const fresh = dueRows(db, sync, side, now).where((eb) => eb.not(isIn(eb)));
  return [...known, ...refsIn(await fresh.limit(room).execute())];
}

/** These records as a cycle looks at them, each with the link it belongs to. */
export async function pendingAmong(db: Db, sync: string, side: Side, refs: Refs): Promise<readonly PendingRecord[]> {
  const records = byRef(await loadRecords(db, sync, side, refs));
  const links = await linkIds(db, sync, side, refs);
  return refs.flatMap((ref) => {
    const stored = records.get(ref);
    const link = links.get(ref) ?? null;
    return stored ? [{ side, record: toSideRecord(stored), change: changeOf(stored, link), link }] : [];
  });
}

async function handOut(db: Db, sync: string, side: Side, refs: Refs, now: number): Promise<readonly PendingRecord[]> {
  await db
    .updateTable('record')
    .set({ offered_at: now })
    .where(equal({ sync, side }))
    .where('ref', 'in', refs)
    .execute();
  return pendingAmong(db, sync, side, refs);
}

/**
 * At most `limit` pending or due again; handed out longest ago first, so what a workflow filters out delays nobody. `pilot`: so many
 * of the side take part at most.
 */
export async function pendingRecords(
  a: Archive,
  sync: string,
  side: Side,
  limit: number,
  now: number,
  pilot = 0,
): Promise<readonly PendingRecord[]> {
  const refs =
    pilot > 0
      ? await refsOfPilot(a.db, sync, side, { limit, pilot }, now)
      : refsIn(await dueRows(a.db, sync, side, now).limit(limit).execute());
  return inChunks(refs, (some) => handOut(a.db, sync, side, some, now));
}

/** The run right before this one read all of both sides, or followed one that had, and said that another was to follow it at once. */
export async function hasFollowed({ db }: Archive, { sync, id, kind }: CycleRef): Promise<boolean> {
  const last = await db
    .selectFrom('cycle')
    .select(['state', 'report', 'read_outlook', 'read_zoho'])
    .where('sync', '=', sync)
    .where('id', '!=', id)
    .orderBy('started_at', 'desc')
    .orderBy('fence', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last?.state !== 'finished' || !last.report) return false;
  const readings = readingsOf(last);
  // of sent mail nothing is read in the CRM
  const read = kind === 'mail' ? [readings.outlook] : Object.values(readings);
  const isKnown = read.every((reading) => reading === 'whole' || reading === 'known');
  const { secondsLeft } = fromJson<Pick<Report, 'secondsLeft'>>(last.report);
  return isKnown && typeof secondsLeft === 'number';
}

/**
 * Whether a run that follows another at once, both of whose sides were read less than `knownFor` ms ago, has a whole batch of one
 * already: what a reading would tell it now is mostly what the runs before it have just written.
 */
export async function hasFullBatch(
  a: Archive,
  cycle: CycleRef,
  { feed, batch, knownFor }: { readonly feed: string; readonly batch: number; readonly knownFor: number },
  now: number,
): Promise<boolean> {
  const [{ db }, { sync }] = [a, cycle];
  if (!(await hasFollowed(a, cycle))) return false;
  const read = db.selectFrom('cursor').select('side').where(equal({ sync, feed })).where('read_at', '<=', now);
  const lately = await read.where('read_at', '>', now - knownFor).execute();
  if (lately.length < sides.length) return false;
  for (const side of sides)
    if ((await dueRows(db, sync, side, now).limit(batch).execute()).length === batch) return true;
  return false;
}

async function loadPairs(db: Db, sync: string, ids: readonly string[]): Promise<readonly Pair[]> {
  const links = await loadLinks(db, sync, 'id', ids);
  const on = async (side: Side) => {
    const refs = links.map((link) => link.refs[side]);
    return byRef(await loadRecords(db, sync, side, refs));
  };
  const records = { outlook: await on('outlook'), zoho: await on('zoho') };
  const record = ({ refs }: Link, side: Side): SideRecord => {
    const stored = records[side].get(refs[side]);
    return stored ? toSideRecord(stored) : deletedRecord(refs[side]);
  };
  return links.map((link) => ({
    link: link.id,
    matchedBy: 'link' as const,
    base: link.base,
    outlook: record(link, 'outlook'),
    zoho: record(link, 'zoho'),
  }));
}

/** Both records and the base of each link. Unknown links are left out. */
export const pairsFor = (a: Archive, sync: string, links: readonly string[]): Promise<readonly Pair[]> =>
  inChunks([...new Set(links)], (some) => loadPairs(a.db, sync, some));

const hitsOf = (db: Db, sync: string, keys: readonly string[]): Promise<readonly Hit[]> =>
  inChunks(keys, (some) =>
    db
      .selectFrom('key')
      .select(['side', 'ref', 'key', 'strength', 'only_weak'])
      .where('sync', '=', sync)
      .where('key', 'in', some)
      .execute(),
  );

/** A weak key connects only where one of those who have it has no strong key. */
function connecting(hits: readonly Hit[]): readonly Hit[] {
  const counting = new Set(hits.filter((hit) => hit.only_weak === 1).map(({ key }) => key));
  return hits.filter(({ strength, key }) => strength === 'strong' || counting.has(key));
}

/** Refs of everybody connected with these keys, hop by hop; each key and each record is looked at once. */
async function connectedRefs(db: Db, sync: string, keys: readonly Keys[]): Promise<BySide<ReadonlySet<string>>> {
  const found = { outlook: new Set<string>(), zoho: new Set<string>() };
  const asked = new Set<string>();
  let next = keys.flatMap(keysIn);
  while (next.length > 0) {
    const fresh = [...new Set(next)].filter((key) => !asked.has(key));
    fresh.forEach((key) => asked.add(key));
    const hits = connecting(await hitsOf(db, sync, fresh)).filter(({ side, ref }) => !found[side].has(ref));
    next = [];
    for (const side of sides) {
      const refs = [...new Set(hits.filter((hit) => hit.side === side).map(({ ref }) => ref))];
      refs.forEach((ref) => found[side].add(ref));
      next = next.concat(await keysOf(db, sync, side, refs));
    }
  }
  return found;
}

/**
 * All records of both sides that are connected by keys with the given ones, over any number of hops: what the matcher has to see
 * to say "one to one". `taken` is the link that holds a record. Records outside the scope are among them, deleted ones are not.
 */
export async function connectedByKeys(
  a: Archive,
  sync: string,
  keys: readonly Keys[],
): Promise<BySide<readonly Known[]>> {
  const found = await connectedRefs(a.db, sync, keys);
  const load = (side: Side): Promise<readonly Known[]> =>
    inChunks([...found[side]].sort(), async (refs) => {
      const links = await holdingLinks(a.db, sync, side, refs);
      const records = (await loadRecords(a.db, sync, side, refs)).filter(({ state }) => state !== 'deleted');
      return records.map((stored) => ({ ...toSideRecord(stored), taken: links.get(stored.ref) ?? null }));
    });
  return { outlook: await load('outlook'), zoho: await load('zoho') };
}

/** The living records among these refs, by ref. */
export async function livingAmong(
  a: Archive,
  sync: string,
  side: Side,
  refs: Refs,
): Promise<ReadonlyMap<string, SideRecord>> {
  const found = await loadRecords(a.db, sync, side, refs);
  return byRef(found.filter(({ state }) => state === 'live').map(toSideRecord));
}

/** Every living record of a side, in parts. */
export async function* livingRecords(a: Archive, sync: string, side: Side): AsyncGenerator<readonly SideRecord[]> {
  const rows = await a.db
    .selectFrom('record')
    .select('ref')
    .where(equal({ sync, side, state: 'live' }))
    .execute();
  for (const some of chunks(rows.map(({ ref }) => ref))) yield [...(await livingAmong(a, sync, side, some)).values()];
}

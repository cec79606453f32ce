import { sql, type JoinBuilder } from 'kysely';
import { reason } from '../../reasons';
import type { Kind } from '../../sync/kinds';
import { other, type Side, type SideRecord } from '../../sync/model';
import { replaceRef } from '../link/intents';
import { loadLinks, loadRecord, loadRecords, saveLink, writeJournal } from '../store/draft';
import { recomputeStatus } from '../link/links';
import { releaseReviews, reopenByKeys } from '../review/reviews';
import { chunks, toJson, type Link, type Stored, refsOf } from '../store/rows';
import { hasChanged } from '../../sync/compare';
import { fenced } from '../store/lease';
import type { Archive, At, CycleRef } from '../store/types';
import { equal, type Db, type Tables } from '../store/tables';

interface RefFeed extends At {
  readonly side: Side;
  readonly kind: Kind;
}

/** The link of `former` goes on with this record. */
async function changeRef(
  trx: Db,
  feed: RefFeed,
  { ref, fields, state }: SideRecord,
  former: string,
  why = reason('idChanged'),
): Promise<void> {
  const { cycle, side, kind } = feed;
  const [link] = await loadLinks(trx, cycle.sync, side, [former]);
  if (!link || link.refs[side] === ref) return;
  const record = await loadRecord(trx, cycle.sync, { side, ref });
  const partner = await loadRecord(trx, cycle.sync, { side: other(side), ref: link.refs[other(side)] });
  const moved = await replaceRef(trx, feed, link, side, ref);
  const isAwake = state === 'live' && partner?.state !== 'outside';
  const next = { ...moved, state: isAwake ? ('live' as const) : ('paused' as const) };
  await saveLink(trx, next);
  if (record?.review) await releaseReviews(trx, [record.review], feed.now);
  await recomputeStatus(trx, feed, next);
  if (record) await reopenByKeys(trx, cycle.sync, [record.keys], feed.now);
  await writeJournal(trx, feed, [
    { op: 'refChange', side, ref, link: link.id, label: kind.label(fields), reason: why },
  ]);
}

/** Records that their side moved, and so gave another ref, keep their link and what was agreed on; the former ref is forgotten. */
export async function applyRefChanges(trx: Db, feed: RefFeed, rows: readonly SideRecord[]): Promise<void> {
  for (const row of rows) if (row.previousRef !== undefined) await changeRef(trx, feed, row, row.previousRef);
}

const linkOn = (side: Side) => (join: JoinBuilder<Tables, 'record' | 'link'>) =>
  join.onRef('link.sync', '=', 'record.sync').onRef(`link.${side}`, '=', 'record.ref');

/** New records of a side that nobody is linked with. */
async function unmatched({ db }: Archive, sync: string, side: Side): Promise<readonly Stored[]> {
  const rows = await db
    .selectFrom('record')
    .leftJoin('link', linkOn(side))
    .select('record.ref')
    .where(equal({ 'record.sync': sync, 'record.side': side, 'record.state': 'live', 'record.status': 'pending' }))
    .where('link.id', 'is', null)
    .execute();
  return loadRecords(db, sync, side, refsOf(rows));
}

/** Deleted records of the side that a link still knows: few, and found by an index of their own. */
async function deletedLinked({ db }: Archive, sync: string, side: Side): Promise<readonly Stored[]> {
  const rows = await db
    .selectFrom('record')
    .select('record.ref')
    .where(equal({ sync, side }))
    .where('state', '=', sql.lit('deleted'))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('link').select('link.id').where('link.sync', '=', sync).whereRef(`link.${side}`, '=', 'record.ref'),
      ),
    )
    .execute();
  return loadRecords(db, sync, side, refsOf(rows));
}

/** Records by their keys, those that no other has. */
function byKeys(records: readonly Stored[]): ReadonlyMap<string, Stored> {
  const found = new Map<string, Stored | null>();
  for (const record of records) {
    if (record.keys.strong.length === 0 && record.keys.weak === null) continue;
    const { named: _ownRef, ...keys } = record.keys;
    const name = toJson(keys);
    found.set(name, found.has(name) ? null : record);
  }
  return new Map([...found].filter((entry): entry is [string, Stored] => entry[1] !== null));
}

const isSame = (kind: Kind, link: Link | undefined, side: Side, record: Stored): boolean =>
  link !== undefined && !hasChanged(kind, record.fields, link.base[side]);

async function pairsOf(a: Archive, cycle: CycleRef, side: Side, kind: Kind) {
  const gone = byKeys(await deletedLinked(a, cycle.sync, side));
  if (gone.size === 0) return [];
  const fresh = await unmatched(a, cycle.sync, side);
  const met = [...byKeys(fresh)].flatMap(([keys, record]) => {
    const former = gone.get(keys);
    return former ? [{ record, former: former.ref }] : [];
  });
  const refs = met.map(({ former }) => former);
  const links = new Map((await loadLinks(a.db as Db, cycle.sync, side, refs)).map((link) => [link.refs[side], link]));
  return met.filter(({ record, former }) => isSame(kind, links.get(former), side, record));
}

/**
 * A record that went and one that came with the very same content are one: a mailbox that was moved or restored gives everything
 * another id. Its link goes on with the new one. Ask it when a side was read to its end. Answers how many there were.
 */
export async function adoptReplacedRefs(
  a: Archive,
  cycle: CycleRef,
  side: Side,
  kind: Kind,
  now: number,
): Promise<number> {
  const pairs = await pairsOf(a, cycle, side, kind);
  for (const some of chunks(pairs))
    await fenced(a, cycle, now, async (trx) => {
      for (const { record, former } of some)
        await changeRef(trx, { cycle, now, side, kind }, record, former, reason('replaced'));
    });
  return pairs.length;
}

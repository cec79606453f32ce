import type { BySide, Fields, Side } from '../sync/model';
import { sides } from '../sync/model';
import type { Present, Tie, Trace } from '../sync/undo';
import { deletionUndone } from '../sync/undo';
import type { Link, Stored } from './rows';
import { byRef, fromText, inChunks, linksBy, recordsOf, toSideRecord } from './rows';
import type { Archive, CycleSeen, JournalOp, LinkImage, Report } from './types';

const undoable: readonly JournalOp[] = ['create', 'update', 'delete', 'link', 'recovered', 'part'];
const written: readonly JournalOp[] = ['create', 'update', 'delete', 'recovered'];

/** What a cycle did, in the order in which it went; empty where it did nothing, or its history is no longer kept. */
export async function tracesOf(a: Archive, sync: string, cycle: string): Promise<readonly Trace[]> {
  const rows = await a.db
    .selectFrom('journal')
    .selectAll()
    .where('sync', '=', sync)
    .where('cycle', '=', cycle)
    .where('op', 'in', undoable)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({
    op: row.op as Trace['op'],
    side: row.side,
    ref: row.ref,
    link: row.link,
    label: row.label,
    before: fromText<Fields | null>(row.before),
    after: fromText<Fields | null>(row.after),
    linkBefore: fromText<LinkImage | null>(row.link_before),
  }));
}

/** The cycle that wrote last; null where none did, as far as the history goes. */
export async function lastWriting(a: Archive, sync: string): Promise<string | null> {
  const row = await a.db
    .selectFrom('journal')
    .select('cycle')
    .where('sync', '=', sync)
    .where('op', 'in', written)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.cycle ?? null;
}

/** The newest cycles of a sync, with what they did. */
export async function cyclesOf(a: Archive, sync: string, limit: number): Promise<readonly CycleSeen[]> {
  const rows = await a.db
    .selectFrom('cycle')
    .selectAll()
    .where('sync', '=', sync)
    .orderBy('started_at', 'desc')
    .orderBy('fence', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id, state, holder, started_at, finished_at, undoes, report }) => ({
    id,
    state,
    holder,
    startedAt: started_at,
    finishedAt: finished_at,
    undoes,
    report: report === null ? null : fromText<Report>(report),
  }));
}

const refsOn = (traces: readonly Trace[], side: Side): readonly string[] => {
  const own = traces.flatMap((one) => (one.side === side && one.ref ? [one.ref] : []));
  const tied = traces.flatMap(({ linkBefore }) => linkBefore?.refs[side] ?? []);
  const linked = traces.flatMap(({ op, after }) => {
    const ref = op === 'link' ? (after as Partial<BySide<string>> | null)?.[side] : undefined;
    return ref === undefined ? [] : [ref];
  });
  return [...new Set([...own, ...tied, ...linked])];
};

/** What an earlier undoing created again, and nobody has touched since. */
async function again(a: Archive, sync: string, side: Side): Promise<readonly Fields[]> {
  const rows = await a.db
    .selectFrom('record')
    .select('fields')
    .where('sync', '=', sync)
    .where('side', '=', side)
    .where('state', '=', 'live')
    .where('status', '=', 'settled')
    .where('message', 'like', `${deletionUndone}%`)
    .execute();
  return rows.map(({ fields }) => fromText<Fields>(fields));
}

/** What the archive knows now of all that a cycle touched. */
export async function presentOf(a: Archive, sync: string, traces: readonly Trace[]): Promise<Present> {
  const ties: Record<Side, Map<string, Tie>> = { outlook: new Map(), zoho: new Map() };
  const refs: Record<Side, Set<string>> = { outlook: new Set(), zoho: new Set() };
  const take = (link: Link): readonly Link[] => {
    for (const side of sides) {
      ties[side].set(link.refs[side], link);
      refs[side].add(link.refs[side]);
    }
    return [link];
  };
  for (const side of sides) {
    const named = refsOn(traces, side);
    named.forEach((ref) => refs[side].add(ref));
    await inChunks(named, async (some) => (await linksBy(a.db, sync, side, some)).flatMap(take));
  }
  const on = async (side: Side): Promise<ReadonlyMap<string, Stored>> =>
    byRef(await inChunks([...refs[side]], (some) => recordsOf(a.db, sync, side, some)));
  const records = { outlook: await on('outlook'), zoho: await on('zoho') };
  return {
    record: (side, ref) => {
      const stored = records[side].get(ref);
      return stored ? toSideRecord(stored) : null;
    },
    tie: (side, ref) => ties[side].get(ref) ?? null,
    again: { outlook: await again(a, sync, 'outlook'), zoho: await again(a, sync, 'zoho') },
  };
}

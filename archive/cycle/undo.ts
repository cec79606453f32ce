import type { ReasonCode } from '../../reasons';
import { sides, type BySide, type Fields, type Side } from '../../sync/model';
import type { CurrentState, LinkSnapshot, JournalStep } from '../../sync/undo/undoRecord';
import { loadLinks, loadRecords } from '../store/draft';
import { fromFields } from '../store/fields';
import { byRef, fromJson, inChunks, linkBeforeOf, toSideRecord, type Link, type Stored } from '../store/rows';
import type { Archive } from '../store/types';
import type { CycleSummary, Report } from './types';
import { equal, type Tables } from '../store/tables';
import type { JournalOp } from '../store/states';

const undoable: readonly JournalOp[] = ['create', 'update', 'delete', 'link', 'recovered', 'unlink'];
const written: readonly JournalOp[] = ['create', 'update', 'delete', 'recovered'];

/** What a cycle did, in the order in which it went; empty where it did nothing, or its history is no longer kept. */
export async function tracesOf(a: Archive, sync: string, cycle: string): Promise<readonly JournalStep[]> {
  const rows = await a.db
    .selectFrom('journal')
    .selectAll()
    .where(equal({ sync, cycle }))
    .where('op', 'in', undoable)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({
    op: row.op as JournalStep['op'],
    side: row.side,
    ref: row.ref,
    link: row.link,
    label: row.label,
    before: fromFields<Fields | null>(row.before),
    after: fromFields<Fields | null>(row.after),
    linkBefore: linkBeforeOf(row),
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

const toSummary = ({ id, state, holder, started_at, finished_at, undoes, report }: Tables['cycle']): CycleSummary => ({
  ...{ id, state, holder, undoes },
  startedAt: started_at,
  finishedAt: finished_at,
  report: report === null ? null : fromJson<Report>(report),
});

/** The newest cycles of a sync, with what they did. */
export async function cyclesOf(a: Archive, sync: string, limit: number): Promise<readonly CycleSummary[]> {
  const rows = await a.db
    .selectFrom('cycle')
    .selectAll()
    .where('sync', '=', sync)
    .orderBy('started_at', 'desc')
    .orderBy('fence', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toSummary);
}

/** Cycles that wrote something, the newest first, a part of them; and how many there are. The quiet ones are passed over. */
export async function writingCycles(a: Archive, sync: string, { offset, limit }: { offset: number; limit: number }) {
  const rows = a.db
    .selectFrom('cycle')
    .where('sync', '=', sync)
    .where('report', 'is not', null)
    .where((eb) => eb.or([eb('report', 'not like', '%"written":0,%'), eb('report', 'not like', '%"linked":0,%')]));
  const { n } = await rows.select((eb) => eb.fn.countAll().as('n')).executeTakeFirstOrThrow();
  const newest = rows.selectAll().orderBy('started_at', 'desc').orderBy('fence', 'desc');
  const some = limit > 0 ? await newest.limit(limit).offset(offset).execute() : [];
  return { count: Number(n), cycles: some.map(toSummary) };
}

/** One cycle; null where the archive has none of that id, or it is another sync's. */
export async function cycleById(a: Archive, sync: string, id: string): Promise<CycleSummary | null> {
  const row = await a.db.selectFrom('cycle').selectAll().where(equal({ sync, id })).executeTakeFirst();
  return row ? toSummary(row) : null;
}

const refsOn = (traces: readonly JournalStep[], side: Side): readonly string[] => {
  const own = traces.flatMap((one) => (one.side === side && one.ref ? [one.ref] : []));
  const formerlyLinked = traces.flatMap(({ linkBefore }) => linkBefore?.refs[side] ?? []);
  const linked = traces.flatMap(({ op, after }) => {
    const ref = op === 'link' ? (after as Partial<BySide<string>> | null)?.[side] : undefined;
    return ref === undefined ? [] : [ref];
  });
  return [...new Set([...own, ...formerlyLinked, ...linked])];
};

const deletionUndone: ReasonCode = 'deletionUndone';

/** What an earlier undoing created again, and nobody has touched since. */
async function recreatedBefore(a: Archive, sync: string, side: Side): Promise<readonly Fields[]> {
  const rows = await a.db
    .selectFrom('record')
    .select('fields')
    .where(equal({ sync, side, state: 'live', status: 'settled', reason: deletionUndone }))
    .execute();
  return rows.map(({ fields }) => fromFields(fields));
}

/** What the archive knows now of all that a cycle touched. */
export async function presentOf(a: Archive, sync: string, traces: readonly JournalStep[]): Promise<CurrentState> {
  const links: Record<Side, Map<string, LinkSnapshot>> = { outlook: new Map(), zoho: new Map() };
  const refs: Record<Side, Set<string>> = { outlook: new Set(), zoho: new Set() };
  const take = (link: Link): readonly Link[] => {
    for (const side of sides) {
      links[side].set(link.refs[side], link);
      refs[side].add(link.refs[side]);
    }
    return [link];
  };
  for (const side of sides) {
    const named = refsOn(traces, side);
    named.forEach((ref) => refs[side].add(ref));
    await inChunks(named, async (some) => (await loadLinks(a.db, sync, side, some)).flatMap(take));
  }
  const on = async (side: Side): Promise<ReadonlyMap<string, Stored>> =>
    byRef(await inChunks([...refs[side]], (some) => loadRecords(a.db, sync, side, some)));
  const records = { outlook: await on('outlook'), zoho: await on('zoho') };
  return {
    record: (side, ref) => {
      const stored = records[side].get(ref);
      return stored ? toSideRecord(stored) : null;
    },
    link: (side, ref) => links[side].get(ref) ?? null,
    recreated: { outlook: await recreatedBefore(a, sync, 'outlook'), zoho: await recreatedBefore(a, sync, 'zoho') },
  };
}

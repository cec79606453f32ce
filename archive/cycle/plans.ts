import type { PlannedDecision } from '../../sync/plan';
import { fenced } from '../store/lease';
import { chunks, fromJson, inChunks, refsOf } from '../store/rows';
import type { Archive, CycleRef, PendingRecord } from '../store/types';
import type { Side } from '../../sync/model';
import { equal, type Db } from '../store/tables';
import { pendingAmong } from '../feed/pending';

/** A decision of a plan that somebody looked at; `key` names what it writes, and on which versions. */
export type SavedLine = PlannedDecision & { readonly key: string };

/** A plan as it was shown. */
export interface SavedPlan {
  readonly sync: string;
  readonly hash: string;
  readonly cycle: string;
  readonly madeAt: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly lines: readonly SavedLine[];
}

/** How many plans of a sync are kept: who looks at two wants to compare them. */
const kept = 5;

export type PlanToKeep = Pick<SavedPlan, 'hash' | 'counts' | 'lines'>;

type Of = Pick<CycleRef, 'sync' | 'id'>;

async function putPlan(trx: Db, { sync, id: cycle }: Of, { hash, counts, lines }: PlanToKeep, now: number) {
  const news = { cycle, made_at: now, counts: JSON.stringify(counts), lines: JSON.stringify(lines) };
  await trx
    .insertInto('plan')
    .values({ sync, hash, ...news })
    .onConflict((conflict) => conflict.columns(['sync', 'hash']).doUpdateSet(news))
    .execute();
  const all = trx.selectFrom('plan').select('hash').where('sync', '=', sync).orderBy('made_at', 'desc');
  const old = (await all.execute()).slice(kept).map((row) => row.hash);
  for (const some of chunks(old))
    await trx.deleteFrom('plan').where('sync', '=', sync).where('hash', 'in', some).execute();
}

/** Keeps a plan so that a run can be bound to it, and a person can read it. The oldest make room. */
export const savePlan = (a: Archive, cycle: CycleRef, plan: PlanToKeep, now: number): Promise<void> =>
  fenced(a, cycle, now, (trx) => putPlan(trx, cycle, plan, now));

/** The same for one that a person was shown and agreed to before its run begins. `of`: the cycle that it takes back. */
export const savePlanAhead = (a: Archive, of: Of, plan: PlanToKeep, now: number): Promise<void> =>
  a.db.transaction().execute((trx) => putPlan(trx, of, plan, now));

/** A plan that was shown, by its hash; without one the newest. Null where there is none. */
export async function savedPlan(a: Archive, sync: string, hash: string | null = null): Promise<SavedPlan | null> {
  let rows = a.db.selectFrom('plan').selectAll().where('sync', '=', sync);
  if (hash !== null) rows = rows.where('hash', '=', hash);
  const row = await rows.orderBy('made_at', 'desc').executeTakeFirst();
  if (!row) return null;
  const { cycle, made_at, counts, lines } = row;
  return { sync, hash: row.hash, cycle, madeAt: made_at, counts: fromJson(counts), lines: fromJson(lines) };
}

/** What is due on a side but did not fit the batch of this cycle. It stays as it is, the time of its last turn too. */
export async function pendingBeyond(
  a: Archive,
  cycle: CycleRef,
  side: Side,
  now: number,
): Promise<readonly PendingRecord[]> {
  const { started_at } = await a.db
    .selectFrom('cycle')
    .select('started_at')
    .where('id', '=', cycle.id)
    .executeTakeFirstOrThrow();
  const rows = await a.db
    .selectFrom('record')
    .select('ref')
    .where(equal({ sync: cycle.sync, side }))
    .where('status', 'in', ['pending', 'parked'])
    .where('next_try', '<=', now)
    .where('offered_at', '<', started_at)
    .execute();
  return inChunks([...refsOf(rows)].sort(), (refs) => pendingAmong(a.db, cycle.sync, side, refs));
}

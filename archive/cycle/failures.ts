import type { Reason } from '../../reasons';
import { fromJson } from '../store/rows';
import type { Archive, CycleRef } from '../store/types';

/** When a sync ran last, and whether that came to nothing; times in ms. */
export interface LastRun {
  readonly startedAt: number | null;
  /** Why the newest run failed that failed, unless a later one came to its end. */
  readonly failure: { readonly at: number; readonly reason: Reason } | null;
}

/** Keeps why a cycle failed, for the report: what n8n shows of it is gone with the execution. */
export async function noteFailure(a: Archive, { id }: CycleRef, why: Reason): Promise<void> {
  const failed = a.db.updateTable('cycle').set({ error: JSON.stringify(why) });
  await failed.where('id', '=', id).where('state', '=', 'running').execute();
}

/** The newest run of a sync, and the trouble it left. */
export async function lastRun(a: Archive, sync: string): Promise<LastRun> {
  const newest = a.db.selectFrom('cycle').select(['started_at', 'error']).where('sync', '=', sync);
  const [last] = await newest.orderBy('started_at', 'desc').orderBy('fence', 'desc').limit(1).execute();
  const ended = a.db.selectFrom('cycle').select('started_at').where('sync', '=', sync).where('state', '=', 'finished');
  const [done] = await ended.orderBy('started_at', 'desc').limit(1).execute();
  const failed = await newest
    .where('error', 'is not', null)
    .where('started_at', '>=', done?.started_at ?? 0)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const failure = failed?.error ? { at: failed.started_at, reason: fromJson<Reason>(failed.error) } : null;
  return { startedAt: last?.started_at ?? null, failure };
}

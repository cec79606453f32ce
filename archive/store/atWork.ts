import { isAtWork } from './lease';
import type { Db } from './tables';
import type { Archive } from './types';

/** The names of the syncs of which a cycle is at work. */
export async function syncsAtWork(a: Archive, now: number): Promise<ReadonlySet<string>> {
  const rows = await a.db.selectFrom('sync').select('name').where(isAtWork(a, now)).execute();
  return new Set(rows.map(({ name }) => name));
}

/**
 * Does `work` in one transaction that has the sync to itself: nobody else's work on it begins before this one's end. A file takes
 * one writer at a time anyhow.
 */
export const alone = <T>({ db }: Archive, sync: string, work: (trx: Db) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (trx) => {
    await trx.updateTable('sync').set({ name: sync }).where('name', '=', sync).returning('name').execute();
    return work(trx);
  });

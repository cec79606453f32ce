import type { Db } from './rows';
import { chunks } from './rows';

const closed = ['done', 'moved on'] as const;

/** Forgets what is older than anybody can undo: entries of the journal, reviews that are closed, cycles that are over. */
export async function prune(trx: Db, sync: string, before: number): Promise<void> {
  await trx.deleteFrom('journal').where('sync', '=', sync).where('at', '<', before).execute();
  await trx
    .deleteFrom('review')
    .where('sync', '=', sync)
    .where('state', 'in', closed)
    .where('closed_at', '<', before)
    .execute();
  await trx.deleteFrom('plan').where('sync', '=', sync).where('made_at', '<', before).execute();
  const old = await trx
    .selectFrom('cycle')
    .select('id')
    .where('sync', '=', sync)
    .where('state', '!=', 'running')
    .where('started_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('journal')
            .select('seq')
            .whereRef('journal.sync', '=', 'cycle.sync')
            .whereRef('journal.cycle', '=', 'cycle.id'),
        ),
      ),
    )
    .execute();
  for (const some of chunks(old.map(({ id }) => id))) await trx.deleteFrom('cycle').where('id', 'in', some).execute();
}

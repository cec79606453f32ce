import type { Side } from '../sync/model';
import type { Db } from './rows';
import { fromText } from './rows';
import type { CycleRef, Tally, TallyPart } from './types';

export async function tallyOf(db: Db, cycle: CycleRef): Promise<Tally> {
  const row = await db.selectFrom('cycle').select('tally').where('id', '=', cycle.id).executeTakeFirst();
  const part = fromText<TallyPart>(row?.tally ?? '{}');
  return { read: { outlook: 0, zoho: 0, ...part.read }, unchanged: part.unchanged ?? 0 };
}

/** Adds to the cycle's counters within a transaction. */
export async function addToTally(trx: Db, cycle: CycleRef, part: TallyPart): Promise<void> {
  const tally = await tallyOf(trx, cycle);
  const read = (side: Side): number => tally.read[side] + (part.read?.[side] ?? 0);
  const next: Tally = {
    read: { outlook: read('outlook'), zoho: read('zoho') },
    unchanged: tally.unchanged + (part.unchanged ?? 0),
  };
  await trx
    .updateTable('cycle')
    .set({ tally: JSON.stringify(next) })
    .where('id', '=', cycle.id)
    .execute();
}

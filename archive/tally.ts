import type { Db } from './rows';
import { fromText } from './rows';
import type { CycleRef, Tally, TallyPart } from './types';

const plus = (
  a: Readonly<Record<string, number>> = {},
  b: Readonly<Record<string, number>> = {},
): Record<string, number> => {
  const total: Record<string, number> = { ...a };
  for (const [name, n] of Object.entries(b)) total[name] = (total[name] ?? 0) + n;
  return total;
};

export async function tallyOf(db: Db, cycle: CycleRef): Promise<Tally> {
  const row = await db.selectFrom('cycle').select('tally').where('id', '=', cycle.id).executeTakeFirst();
  const part = fromText<TallyPart>(row?.tally ?? '{}');
  return { read: { outlook: 0, zoho: 0, ...part.read }, unchanged: part.unchanged ?? 0, counts: part.counts ?? {} };
}

/** Adds to the cycle's counters within a transaction. */
export async function addToTally(trx: Db, cycle: CycleRef, part: TallyPart): Promise<void> {
  const tally = await tallyOf(trx, cycle);
  const next = {
    read: plus(tally.read, part.read),
    unchanged: tally.unchanged + (part.unchanged ?? 0),
    counts: plus(tally.counts, part.counts),
  };
  await trx
    .updateTable('cycle')
    .set({ tally: JSON.stringify(next) })
    .where('id', '=', cycle.id)
    .execute();
}

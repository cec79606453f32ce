import type { Kind } from '../sync/kinds';
import type { Side } from '../sync/model';
import { sideName } from '../sync/model';
import { scopeStory } from './ingest';
import { noteLeftRecords } from './left';
import type { Archive, CycleRef } from './types';

const fewest = 3;

const where: Readonly<Record<Side, string>> = {
  outlook:
    'moved elsewhere, without the category, beyond the days that are synced, or another folder, list or calendar was chosen',
  zoho: 'given to another owner, or another scope or user was chosen',
};

async function countOf({ db }: Archive, { sync, id }: CycleRef, side: Side) {
  const left = await db
    .selectFrom('journal')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('sync', '=', sync)
    .where('cycle', '=', id)
    .where('op', '=', 'sleep')
    .where('side', '=', side)
    .where('reason', '=', scopeStory.asleep)
    .executeTakeFirstOrThrow();
  const stayed = await db
    .selectFrom('link')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('sync', '=', sync)
    .where('state', '=', 'live')
    .executeTakeFirstOrThrow();
  return { left: Number(left.n), stayed: Number(stayed.n) };
}

/** Half and more of all pairs left what is synced at once: nothing is written because of that, but somebody may not have meant it. */
export async function tellExodus(a: Archive, cycle: CycleRef, side: Side, kind: Kind, now: number): Promise<void> {
  const { left, stayed } = await countOf(a, cycle, side);
  if (left < fewest || left < stayed) return;
  const reason =
    `${left} of ${left + stayed} linked ${kind.name}s left what is synced in ${sideName[side]} at once (${where[side]}). ` +
    'They are left alone on both sides, and nothing is deleted. If that was not meant, put it back as it was: they go on by themselves.';
  await noteLeftRecords(a, cycle, [{ side, ref: null, label: sideName[side], reason }], now);
}

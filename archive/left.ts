import type { Decision } from '../sync/model';
import { other, sides } from '../sync/model';
import { note } from './journal';
import { fenced } from './lease';
import type { Db } from './rows';
import type { Archive, CycleRef, LeftRecord } from './types';

/** Notes what a cycle leaves as it is, each with its reason, to be listed by its report. */
export async function noteLeftRecords(
  a: Archive,
  cycle: CycleRef,
  records: readonly LeftRecord[],
  now: number,
): Promise<void> {
  const entries = records.map(({ side, ref, label, reason }) => ({
    ...{ op: 'leave' as const, side: side ?? undefined, ref: ref ?? undefined, label, reason },
  }));
  if (entries.length > 0) await fenced(a, cycle, now, (trx) => note(trx, { cycle, now }, entries));
}

/** Notes what stays as it is because the other side cannot say it: nothing is flattened in silence. */
export async function noteLeft(
  a: Archive,
  cycle: CycleRef,
  decisions: readonly Decision[],
  now: number,
): Promise<void> {
  const entries = decisions.flatMap(({ left = [], refs, link, label }) => {
    const side = sides.find((one) => refs[one] !== null && refs[other(one)] === null) ?? 'outlook';
    return left.map((reason) => ({ op: 'leave' as const, side, ref: refs[side] ?? '', link, label, reason }));
  });
  if (entries.length > 0) await fenced(a, cycle, now, (trx) => note(trx, { cycle, now }, entries));
}

/** How many of them a report spells out. */
const shown = 200;

/** What this cycle said of records one by one: left as they are (unless told otherwise), skipped, or attached. */
export async function toldOf(
  db: Db,
  { sync, id }: CycleRef,
  op: 'leave' | 'skip' | 'attach' = 'leave',
): Promise<readonly LeftRecord[]> {
  return db
    .selectFrom('journal')
    .select(['side', 'ref', 'label', 'reason'])
    .where('sync', '=', sync)
    .where('cycle', '=', id)
    .where('op', '=', op)
    .orderBy('seq')
    .limit(shown)
    .execute();
}

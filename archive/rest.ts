import type { Decision } from '../sync/model';
import { sides } from '../sync/model';
import type { At } from './journal';
import { fenced } from './lease';
import { agreeing, restatus, saveLink } from './links';
import type { Db, Stored } from './rows';
import { inChunks, linksBy, recordsOfBoth } from './rows';
import { saveRecords } from './save';
import type { Archive, CycleRef, RefOn } from './types';

const nextStep = 'Edit it on either side to have it synced again, or undo the undoing.';

/** A record that nobody looks at before it changes. `reason`: why, in the user's words. */
export const resting = (record: Stored, reason: string): Stored => ({
  ...record,
  ...{ status: 'settled', since: 0, tries: 0, nextTry: 0, review: null },
  message: reason,
  nextStep,
});

/**
 * The records of an undone decision that have no partner now rest: the next cycle would take them for new and do again what was
 * just undone. An edit wakes them.
 */
export async function putToRest(trx: Db, { cycle: { sync } }: At, decision: Decision, more?: RefOn): Promise<void> {
  const named = sides.flatMap((side): RefOn[] => {
    const ref = decision.refs[side];
    return ref === null ? [] : [{ side, ref }];
  });
  const records = await recordsOfBoth(trx, sync, more ? [...named, more] : named);
  const alone: Stored[] = [];
  for (const record of records)
    if (record.state === 'live' && (await linksBy(trx, sync, record.side, [record.ref])).length === 0)
      alone.push(record);
  await saveRecords(
    trx,
    sync,
    alone.map((record) => resting(record, decision.reason)),
  );
}

/** The links that an undoing is about to change, as they have to be for whoever comes after a crash in its midst. */
async function ready(trx: Db, cycle: CycleRef, decision: Decision): Promise<void> {
  if (decision.link === null || decision.verdict !== 'write') return;
  const [link] = await linksBy(trx, cycle.sync, 'id', [decision.link]);
  if (!link) return;
  const deletes = decision.writes.some(({ op }) => op === 'delete');
  const base = agreeing(link.base, ...decision.writes.map(({ agreed }) => agreed));
  await saveLink(trx, deletes ? { ...link, state: 'asleep' } : { ...link, base });
}

/**
 * Before an undoing writes: what goes back counts as agreed, and who loses a record sleeps. Else a run that dies after a write
 * and before its commit would leave what looks like an edit, or a deletion, of a person, and the next cycle would carry it over.
 */
export const readyToUndo = (
  a: Archive,
  cycle: CycleRef,
  decisions: readonly Decision[],
  now: number,
): Promise<readonly never[]> =>
  inChunks(
    decisions,
    (some) =>
      fenced(a, cycle, now, async (trx) => {
        for (const decision of some) await ready(trx, cycle, decision);
        return [];
      }),
    50,
  );

/** An undoing left this pair as it is: both go on as before. */
export const wakeLink = (a: Archive, cycle: CycleRef, id: string, now: number): Promise<void> =>
  fenced(a, cycle, now, async (trx) => {
    const [link] = await linksBy(trx, cycle.sync, 'id', [id]);
    if (!link) return;
    const live = { ...link, state: 'live' as const };
    await saveLink(trx, live);
    await restatus(trx, { cycle, now }, live);
  });

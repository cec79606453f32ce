import type { Decision, Side } from '../sync/model';
import { other, sides } from '../sync/model';
import { agree } from './agree';
import type { At } from './journal';
import { fenced } from './lease';
import type { Db, Stored } from './rows';
import { linksBy, recordsOfBoth, refsBySide } from './rows';
import { saveRecords } from './save';
import type { Archive, CycleRef, ParkReason, RefOn } from './types';

const firstPause = 5 * 60_000;
const longestPause = 24 * 60 * 60_000;

/** 5 minutes after the first failure, twice as long after each further one, a day at most; in ms. */
export const pauseAfter = (tries: number): number => Math.min(firstPause * 2 ** (tries - 1), longestPause);

const parked = (record: Stored, { message, nextStep }: ParkReason, now: number): Stored => {
  const tries = record.tries + 1;
  const since = record.status === 'parked' ? record.since : now;
  return { ...record, status: 'parked', since, tries, nextTry: now + pauseAfter(tries), message, nextStep };
};

/** The records linked with these: a failed write to one side leaves the other one pending, and both have to wait. */
async function partners(trx: Db, sync: string, refs: readonly RefOn[]): Promise<readonly RefOn[]> {
  const named = refsBySide(refs);
  const of = async (side: Side): Promise<readonly RefOn[]> =>
    (await linksBy(trx, sync, side, named[side])).map((link) => ({ side: other(side), ref: link.refs[other(side)] }));
  return (await Promise.all(sides.map(of))).flat();
}

export async function parkRecords(
  trx: Db,
  { cycle: { sync }, now }: At,
  refs: readonly RefOn[],
  why: ParkReason,
): Promise<void> {
  const named = new Set(refs.map(({ side, ref }) => `${side}:${ref}`));
  const records = await recordsOfBoth(trx, sync, [...refs, ...(await partners(trx, sync, refs))]);
  const due = (record: Stored): boolean =>
    named.has(`${record.side}:${record.ref}`) ||
    record.status === 'pending' ||
    (record.status === 'parked' && record.nextTry <= now);
  await saveRecords(
    trx,
    sync,
    records.filter(due).map((record) => parked(record, why, now)),
  );
}

/**
 * Sets aside the records of a decision whose write was refused by their own fault, together with pending partners of theirs. They
 * are tried again after 5 minutes, then twice as long each time up to a day, or as soon as one of them changes. Two that were found
 * to be the same are linked all the same: who they are does not hang on the refused value, and a key that is changed meanwhile
 * would part them for good.
 */
export const park = (a: Archive, cycle: CycleRef, decision: Decision, why: ParkReason, now: number): Promise<void> =>
  fenced(a, cycle, now, async (trx) => {
    const { outlook, zoho } = decision.refs;
    const isNew = decision.link === null && outlook !== null && zoho !== null;
    if (isNew) await agree(trx, { cycle, now }, decision, { outlook, zoho }, decision.agreed, null);
    const refs = sides.flatMap((side): RefOn[] =>
      decision.refs[side] === null ? [] : [{ side, ref: decision.refs[side] }],
    );
    await parkRecords(trx, { cycle, now }, refs, why);
  });

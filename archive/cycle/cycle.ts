import { setImmediate as nextTurn } from 'node:timers/promises';
import { directionOf } from '../link/links';
import { isUnreadable } from '../link/recordStatus';
import { reason } from '../../reasons';
import { kinds } from '../../sync/kinds';
import { type Direction, type BySide, type Side, sides } from '../../sync/model';
import { addToTally } from '../feed/ingest';
import { noticesOf } from '../feed/warnings';
import { tidyNames, tidyReviews } from '../review/details';
import { listReviews } from '../review/reviews';
import { fenced } from '../store/lease';
import { releaseClaims } from '../store/register';
import { tidyFile } from '../store/sqlite';
import { chunks, toStored } from '../store/rows';
import type { Archive, CycleRef } from '../store/types';
import { secondsLeft, pendingCount, reportOf } from './report';
import type { Finished, ParkedRecord } from './types';
import { equal, type Db } from '../store/tables';

export interface FinishOptions {
  /** How long history is kept, in ms. */
  readonly keepMs?: number;
  /** Hash of the plan that this cycle only showed. */
  readonly preview?: string;
}

/** How far back cycles can be undone and records explained, unless told otherwise; in ms. */
const historyMs = 90 * 24 * 3_600_000;

const closed = ['done', 'obsolete'] as const;

/** So many entries go at once: n8n's event loop gets its turn in between. */
const entriesAtOnce = 500;

async function pruneJournal(trx: Db, sync: string, before: number): Promise<void> {
  const old = trx.selectFrom('journal').select('seq').where('sync', '=', sync).where('at', '<', before);
  for (let deleted = entriesAtOnce; deleted === entriesAtOnce; await nextTurn()) {
    const some = trx.deleteFrom('journal').where('sync', '=', sync).where('seq', 'in', old.limit(entriesAtOnce));
    deleted = Number((await some.executeTakeFirst()).numDeletedRows);
  }
}

/** Forgets what is older than anybody can undo: entries of the journal, reviews that are closed, rules taken back, cycles that are over. */
async function prune(trx: Db, sync: string, before: number): Promise<void> {
  await pruneJournal(trx, sync, before);
  await trx
    .deleteFrom('review')
    .where('sync', '=', sync)
    .where('state', 'in', closed)
    .where('closed_at', '<', before)
    .execute();
  await trx.deleteFrom('plan').where('sync', '=', sync).where('made_at', '<', before).execute();
  await trx.deleteFrom('rule').where('sync', '=', sync).where('revoked_at', '<', before).execute();
  const old = await trx
    .selectFrom('cycle')
    .select('id')
    .where('sync', '=', sync)
    .where('state', '!=', 'running')
    .where('started_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('journal').select('seq').whereRef('journal.cycle', '=', 'cycle.id'))),
    )
    .execute();
  for (const some of chunks(old.map(({ id }) => id))) await trx.deleteFrom('cycle').where('id', 'in', some).execute();
}

/** A sync that is switched off has no Finish of its own any more, so each one does it for all, as long as each wants it. */
async function pruneAll(trx: Db, now: number): Promise<void> {
  const syncs = await trx.selectFrom('sync').select(['name', 'keep_ms']).orderBy('name').execute();
  for (const { name, keep_ms: keepMs } of syncs) await prune(trx, name, now - (keepMs ?? historyMs));
}

/** Notes a cycle's direction. A new one wakes records that only the old one left alone, not those a person undid. */
export async function setDirection(a: Archive, cycle: CycleRef, direction: Direction, now: number): Promise<void> {
  const { sync } = cycle;
  const former = await directionOf(a, sync);
  if (former === direction) return;
  await fenced(a, cycle, now, async (trx) => {
    await trx.updateTable('sync').set({ direction }).where('name', '=', sync).execute();
    if (former === null) return;
    await trx
      .updateTable('record')
      .set({ status: 'pending', since: now })
      .where(equal({ sync, state: 'live', status: 'settled' }))
      .where('reason', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('link')
              .select('link.id')
              .whereRef('link.sync', '=', 'record.sync')
              .where((eb) =>
                eb.or([
                  eb.and([eb('record.side', '=', 'outlook'), eb('link.outlook', '=', eb.ref('record.ref'))]),
                  eb.and([eb('record.side', '=', 'zoho'), eb('link.zoho', '=', eb.ref('record.ref'))]),
                ]),
              ),
          ),
        ),
      )
      .execute();
  });
}

const readColumn = { outlook: 'read_outlook', zoho: 'read_zoho' } as const;

/** How far a cycle has read a side: `part`, where the service asked to wait in its midst. */
const howFar = ['none', 'whole', 'part'] as const;
export type Reading = (typeof howFar)[number];

/** This cycle has read the side's feeds to their end, or a part of them, and the next one reads on. */
export const markRead = (
  a: Archive,
  cycle: CycleRef,
  side: Side,
  reading: Exclude<Reading, 'none'>,
  now: number,
): Promise<void> =>
  fenced(a, cycle, now, async (trx) => {
    await trx
      .updateTable('cycle')
      .set({ [readColumn[side]]: howFar.indexOf(reading) })
      .where('id', '=', cycle.id)
      .execute();
    await addToTally(trx, cycle, { pending: await pendingCount(trx, cycle.sync) });
  });

/** How far this cycle has read each side. */
export async function readingsOf(a: Archive, cycle: CycleRef): Promise<BySide<Reading>> {
  const row = await a.db.selectFrom('cycle').selectAll().where('id', '=', cycle.id).executeTakeFirst();
  const on = (side: Side): Reading => howFar[row?.[readColumn[side]] ?? 0] ?? 'none';
  return { outlook: on('outlook'), zoho: on('zoho') };
}

/** How many parked records a report spells out. */
const shownParked = 200;

/** Records that failed by their own fault, with what to do about it; the next to be tried first. */
export async function parkedRecords(db: Db, cycle: CycleRef): Promise<readonly ParkedRecord[]> {
  const rows = await db
    .selectFrom('record')
    .selectAll()
    .where('sync', '=', cycle.sync)
    .where('side', 'in', sides)
    .where('status', '=', 'parked')
    .orderBy('next_try')
    .orderBy('ref')
    .limit(shownParked)
    .execute();
  return rows.map(toStored).map((record) => ({
    ...{ side: record.side, ref: record.ref, label: kinds[cycle.kind].label(record.fields), tries: record.tries },
    reason: record.reason ?? reason('unexpected', { message: '' }),
    nextTry: isUnreadable(record) ? null : record.nextTry,
  }));
}

/**
 * Writes the cycle's report, forgets what is older than anybody wants to undo (of every sync of the archive), releases the lease, and says what is left: records still pending (a cycle works in bounded batches),
 * open reviews, parked records. linked, merged and conflicts count pairs, ambiguous counts open questions, all else records;
 * `seconds` since the cycle's start.
 */
export async function finishCycle(
  a: Archive,
  cycle: CycleRef,
  now: number,
  { keepMs = historyMs, preview }: FinishOptions = {},
): Promise<Finished> {
  const { made: report, person } = await fenced(a, cycle, now, async (trx) => {
    await tidyReviews(trx, cycle.sync, now);
    await tidyNames(trx, cycle, now);
    const own = trx.updateTable('sync').set({ keep_ms: keepMs }).where('name', '=', cycle.sync).returning('person');
    const { person } = await own.executeTakeFirstOrThrow();
    await pruneAll(trx, now);
    const report = await reportOf(trx, cycle, now);
    const made = { ...report, ...(preview ? { preview } : { secondsLeft: await secondsLeft(trx, cycle, report) }) };
    const end = { state: 'finished' as const, finished_at: now, report: JSON.stringify(made) };
    await trx.updateTable('cycle').set(end).where('id', '=', cycle.id).execute();
    await trx.updateTable('sync').set({ holder: null, lease_until: 0 }).where('name', '=', cycle.sync).execute();
    return { made, person };
  });
  await releaseClaims(a, cycle);
  await tidyFile(a.db);
  const reviews = await listReviews(a, cycle.sync, { states: ['open'] });
  const parked = await parkedRecords(a.db, cycle);
  const all = { ...report, person, reviews, parkedRecords: parked, left: await noticesOf(a.db, cycle) };
  if (cycle.kind !== 'mail') return all;
  return {
    ...all,
    attachedTo: await noticesOf(a.db, cycle, 'attach'),
    skippedMails: await noticesOf(a.db, cycle, 'skip'),
  };
}

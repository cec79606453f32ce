import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql, type RawBuilder } from 'kysely';
import { directionOf } from '../link/links';
import { isUnreadable, NEVER } from '../link/recordStatus';
import { reason } from '../../reasons';
import { kinds } from '../../sync/kinds';
import { type Direction, type Side, sides } from '../../sync/model';
import { moveCursor } from '../feed/cursors';
import { noticesOf } from '../feed/warnings';
import { tidyNames, tidyReviews } from '../review/details';
import { listReviews } from '../review/reviews';
import { fenced } from '../store/lease';
import { releaseClaims } from '../store/register';
import { countAnew } from '../store/postgres';
import { tidyFile } from '../store/sqlite';
import { chunks, toJson, toStored } from '../store/rows';
import { howFar, readColumn, type Reading } from '../store/states';
import type { Archive, Cursor, CycleRef } from '../store/types';
import { countedBy, figuresOf, reportOf, secondsLeft, type Figures } from './report';
import type { Finished, ParkedRecord } from './types';
import { equal, isServer, type Db } from '../store/tables';

export interface FinishOptions {
  /** How long history is kept, in ms. */
  readonly keepMs?: number;
  /** Hash of the plan that this cycle only showed. */
  readonly preview?: string;
}

/** How far back cycles can be undone and records explained, unless told otherwise; in ms. */
const historyMs = 90 * 24 * 3_600_000;

const closed = ['done', 'obsolete'] as const;

type OrValue<T> = T | RawBuilder<T>;

/** So many entries go at once: n8n's event loop gets its turn in between. */
const entriesAtOnce = 500;

async function pruneJournal(trx: Db, sync: string, before: number): Promise<void> {
  const old = trx.selectFrom('journal').select('seq').where('sync', '=', sync).where('at', '<', before);
  for (let deleted = entriesAtOnce; deleted === entriesAtOnce; await nextTurn()) {
    const some = trx.deleteFrom('journal').where('sync', '=', sync).where('seq', 'in', old.limit(entriesAtOnce));
    deleted = (await some.returning('seq').execute()).length;
  }
}

/** Cycles of a sync that began earlier, and of which the journal holds nothing any more. */
const overCycles = (trx: Db, sync: OrValue<string>, before: OrValue<number>) =>
  trx
    .selectFrom('cycle')
    .where('cycle.sync', '=', sync)
    .where('state', '!=', 'running')
    .where('started_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('journal').select('seq').whereRef('journal.cycle', '=', 'cycle.id'))),
    );

/** Announced writes that nobody waits for any more, old as they are: of pairs, and creates whose source is gone. */
const pruneIntents = (trx: Db, sync: string, before: number) =>
  trx
    .deleteFrom('intent')
    .where('sync', '=', sync)
    .where('written_at', '<', before)
    .where(({ eb, or, not, exists, selectFrom }) => {
      const source = selectFrom('record').select('record.ref').whereRef('record.sync', '=', 'intent.sync');
      const there = source
        .where('record.side', '=', sql<Side>`case intent.side when 'outlook' then 'zoho' else 'outlook' end`)
        .whereRef('record.ref', '=', 'intent.source_ref')
        .where('record.state', '!=', 'deleted');
      return or([eb('op', '=', 'update'), not(exists(there))]);
    })
    .execute();

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
  await pruneIntents(trx, sync, before);
  await trx.deleteFrom('rule').where('sync', '=', sync).where('revoked_at', '<', before).execute();
  const old = await overCycles(trx, sync, before).select('id').execute();
  for (const some of chunks(old.map(({ id }) => id))) await trx.deleteFrom('cycle').where('id', 'in', some).execute();
}

/**
 * The syncs that have something older than they keep. A sync that is switched off has no Finish of its own any more, so each one
 * looks at all, as long as each wants it: there may be hundreds, of which most have nothing most of the time.
 */
const overdue = (trx: Db, now: number) =>
  trx
    .selectFrom('sync')
    .select(['name', 'keep_ms'])
    .where(({ or, exists, selectFrom }) => {
      const before = sql<number>`${now} - coalesce(sync.keep_ms, ${historyMs})`;
      const own = sql.ref<string>('sync.name');
      const reviews = selectFrom('review').select('review.id').where('review.sync', '=', own);
      return or([
        exists(selectFrom('journal').select('seq').where('journal.sync', '=', own).where('at', '<', before)),
        exists(reviews.where('review.state', 'in', closed).where('closed_at', '<', before)),
        exists(selectFrom('plan').select('hash').where('plan.sync', '=', own).where('made_at', '<', before)),
        exists(selectFrom('rule').select('rule.id').where('rule.sync', '=', own).where('revoked_at', '<', before)),
        exists(overCycles(trx, own, before).select('cycle.id')),
      ]);
    })
    .execute();

async function pruneAll(trx: Db, now: number): Promise<void> {
  for (const { name, keep_ms: keepMs } of await overdue(trx, now)) await prune(trx, name, now - (keepMs ?? historyMs));
}

/** What was refused is due at once: other ways of writing may be open to it. What cannot be read stays so. */
const wakeParked = (trx: Db, sync: string, now: number) =>
  trx
    .updateTable('record')
    .set({ next_try: now })
    .where(equal({ sync, status: 'parked' }))
    .where('next_try', '>', now)
    .where('next_try', '<', NEVER)
    .execute();

/** Notes a cycle's direction. A new one wakes records that only the old one left alone or that were refused, not those a person undid. */
export async function setDirection(a: Archive, cycle: CycleRef, direction: Direction, now: number): Promise<void> {
  const { sync } = cycle;
  const former = await directionOf(a, sync);
  if (former === direction) return;
  await fenced(a, cycle, now, async (trx) => {
    await trx.updateTable('sync').set({ direction }).where('name', '=', sync).execute();
    if (former === null) return;
    await wakeParked(trx, sync, now);
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

/** Where a side's feed was read to, where that is not kept yet: nothing came with it. */
type ReadTo = Cursor | null;

/** This cycle has read the side's feeds to their end, or a part of them, and the next one reads on, or it knows all that it can take on. */
export const markRead = (
  a: Archive,
  cycle: CycleRef,
  side: Side,
  reading: Exclude<Reading, 'none'>,
  now: number,
  readTo: ReadTo = null,
): Promise<void> =>
  fenced(a, cycle, now, async (trx) => {
    if (readTo) await moveCursor(trx, cycle.sync, side, readTo, now);
    const { tally, pending } = await countedBy(trx, cycle);
    await trx
      .updateTable('cycle')
      .set({ [readColumn[side]]: howFar.indexOf(reading), tally: toJson({ ...tally, pending }) })
      .where('id', '=', cycle.id)
      .execute();
  });

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

/** The lease is free from the transaction's end on; answers whose sync it is. */
async function giveBack(trx: Db, { sync }: CycleRef, keepMs: number): Promise<string | null> {
  const free = trx.updateTable('sync').set({ keep_ms: keepMs, holder: null, lease_until: 0 });
  return (await free.where('name', '=', sync).returning('person').executeTakeFirstOrThrow()).person;
}

/** The figures once all questions are closed that the cycle has settled; mostly there are none. */
async function figuresAtEnd(trx: Db, cycle: CycleRef, now: number): Promise<Figures> {
  const figures = await figuresOf(trx, cycle);
  if (figures.questions === 0) return figures;
  await tidyReviews(trx, cycle.sync, now);
  await tidyNames(trx, cycle, now);
  return figuresOf(trx, cycle);
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
  const { made, person, figures, notices } = await fenced(a, cycle, now, async (trx) => {
    const person = await giveBack(trx, cycle, keepMs);
    await pruneAll(trx, now);
    const figures = await figuresAtEnd(trx, cycle, now);
    const { report, notices } = await reportOf(trx, cycle, figures, now);
    const last = preview ? { preview } : { secondsLeft: await secondsLeft(trx, cycle, report, figures) };
    const made = { ...report, ...last };
    const end = { state: 'finished' as const, finished_at: now, report: JSON.stringify(made) };
    await trx.updateTable('cycle').set(end).where('id', '=', cycle.id).execute();
    return { made, person, figures, notices };
  });
  await releaseClaims(a, cycle);
  await (isServer(a.db) ? countAnew(a.db, made.read.outlook + made.read.zoho + made.written) : tidyFile(a.db));
  const said = async (op: 'notice' | 'attach' | 'skip', count: number) => (count > 0 ? noticesOf(a.db, cycle, op) : []);
  const all = {
    ...{ ...made, person, readings: figures.readings },
    reviews: figures.questions > 0 ? await listReviews(a, cycle.sync, { states: ['open'] }) : [],
    parkedRecords: made.parked > 0 ? await parkedRecords(a.db, cycle) : [],
    left: await said('notice', notices),
  };
  if (cycle.kind !== 'mail') return all;
  return {
    ...all,
    attachedTo: await said('attach', made.attached),
    skippedMails: await said('skip', made.skipped),
  };
}

import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KindName } from '../../sync/model';
import { sql, type ExpressionBuilder } from 'kysely';
import { ArchiveError, LeaseLost } from './errors';
import { unsettled } from './states';
import type { Archive, CycleRef, Standing, Started, StartOptions } from './types';
import { releaseClaims, renewClaims } from './register';
import { equal, isServer, type Db, type Tables } from './tables';
import { inChunks, readingsOf } from './rows';

/** The row of the sync, made where it is missing, and held until the transaction ends: two that start at once start one by one. */
async function holdSync(trx: Db, { sync, kind }: StartOptions): Promise<Tables['sync']> {
  const fresh = { fence: 0, lease_ms: 0, lease_until: 0, full_read_outlook: 0, full_read_zoho: 0, writes_out: 0 };
  const untold = { direction: null, keep_ms: null, let_go_at: null, paused_at: null, asked_until: null };
  const nobody = { holder: null, by_hand: null, workflow: null, person: null };
  return trx
    .insertInto('sync')
    .values({ name: sync, kind, ...fresh, ...untold, ...nobody })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ name: sync }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

function sameKind(known: KindName, { sync, kind }: StartOptions): void {
  if (known === kind) return;
  throw new ArchiveError(
    `The sync "${sync}" in this archive is one of ${known}s, not of ${kind}s.`,
    'Give the new sync another name, or choose another archive file.',
  );
}

async function beginCycle(
  trx: Db,
  { sync, kind, holder, now, leaseMs = 120_000, undoes, byHand = null, workflow = null, person }: StartOptions,
  fence: number,
  leasedAt: number,
): Promise<CycleRef> {
  const cycle = { id: randomUUID(), sync, kind, fence };
  const until = { lease_ms: leaseMs, lease_until: leasedAt + leaseMs, asked_until: null };
  const lease = { holder, fence, ...until, by_hand: byHand, writes_out: 0 };
  const blank = {
    finished_at: null,
    read_outlook: 0,
    read_zoho: 0,
    tally: '{}',
    report: null,
    undoes: undoes ?? null,
    error: null,
  };
  const ranBy = { ...(workflow !== null && { workflow }), ...(person !== undefined && { person }) };
  await trx
    .updateTable('sync')
    .set({ ...lease, ...ranBy })
    .where('name', '=', sync)
    .execute();
  await trx
    .updateTable('cycle')
    .set({ state: 'lost' })
    .where(equal({ sync, state: 'running' }))
    .execute();
  await trx
    .insertInto('cycle')
    .values({ id: cycle.id, sync, holder, fence, state: 'running', started_at: now, ...blank })
    .execute();
  return cycle;
}

/** Now, by the clock that all who share the archive have in common. */
export const leaseTime = ({ ahead }: Archive, now: number): number => now + ahead;

/**
 * A cycle is at work on the sync. A lease that ends much later than a whole one from now was taken while the clock was wrong.
 * Not to the millisecond: its holder may have renewed it while this run waited for the file, and the clocks of two machines
 * differ by seconds.
 */
export const isAtWork =
  (a: Archive, now: number) =>
  ({ and, eb, ref }: ExpressionBuilder<Tables, 'sync'>) =>
    and([
      eb('holder', 'is not', null),
      eb('lease_until', '>', leaseTime(a, now)),
      eb(eb('lease_until', '-', eb(ref('lease_ms'), '*', 2)), '<=', leaseTime(a, now)),
    ]);

/** A run by hand that has not been heard of for so long, in ms, was left: a step was executed, and nothing came after it. */
const leftMs = 5_000;

/** A run by hand takes over from one of the same workflow that was left, unless a write is still under way. */
const isLeftByHand = (lease: Tables['sync'], byHand: string | null, now: number): boolean =>
  byHand !== null &&
  lease.by_hand === byHand &&
  lease.writes_out === 0 &&
  lease.lease_until - lease.lease_ms + leftMs <= now;

/** What a schedule or a trigger starts would be refused before then; a person may try. A day ahead: noted by a wrong clock. */
const isAsked = (
  { asked_until: until }: Tables['sync'],
  { now, byHand, evenPaused, evenAsked }: StartOptions,
): boolean =>
  until !== null && until > now && until < now + 86_400_000 && (byHand ?? null) === null && !evenPaused && !evenAsked;

/** Takes the sync's lease for a new cycle, unless another cycle holds it. A cycle that fell silent is marked lost. */
export async function startCycle(a: Archive, options: StartOptions): Promise<Started> {
  const leasedAt = leaseTime(a, options.now);
  return a.db.transaction().execute(async (trx) => {
    const lease = await holdSync(trx, options);
    sameKind(lease.kind, options);
    if (lease.paused_at !== null && !options.evenPaused) return { started: false, pausedAt: lease.paused_at };
    if (isAsked(lease, options)) return { started: false, askedUntil: Number(lease.asked_until) };
    const held = trx.selectFrom('sync').select('name').where('name', '=', options.sync).where(isAtWork(a, options.now));
    const isLeft = isLeftByHand(lease, options.byHand ?? null, leasedAt);
    if (lease.holder !== null && !isLeft && (await held.executeTakeFirst()))
      return { started: false, holder: lease.holder, until: lease.lease_until };
    return { started: true, cycle: await beginCycle(trx, options, lease.fence + 1, leasedAt) };
  });
}

/** No other cycle took over. A sync that was forgotten counts its fences from the beginning, so the cycle has to be there, too. */
const isOf =
  ({ id, sync, fence }: CycleRef) =>
  ({ and, eb, exists, selectFrom }: ExpressionBuilder<Tables, 'sync'>) =>
    and([
      eb('name', '=', sync),
      eb('fence', '=', fence),
      eb('holder', 'is not', null),
      exists(selectFrom('cycle').select('id').where('id', '=', id)),
    ]);

const lost = ({ sync }: CycleRef): LeaseLost =>
  new LeaseLost(
    `This cycle of the sync "${sync}" is over: it was finished, or another cycle took over after it had been silent too long or was run again by hand.`,
    'Nothing is lost: what it did not write is still pending, and the next cycle goes on with it. Run the workflow again.',
  );

/** One statement asks whether the fence is still current and renews the lease, so nobody can come in between. */
async function renewLease(trx: Db, cycle: CycleRef, now: number, writes = 0): Promise<void> {
  const held = await trx
    .updateTable('sync')
    .set((eb) => ({ lease_until: eb('lease_ms', '+', now), writes_out: eb('writes_out', '+', writes) }))
    .where(isOf(cycle))
    .returning('name')
    .executeTakeFirst();
  if (!held) throw lost(cycle);
}

/** A lease renewed so short a time ago, in ms, need not be renewed: to look waits for no disk. Below `leftMs`. */
const justNow = 2_000;

function standingRow({ db }: Archive, cycle: CycleRef) {
  const reviews = db.selectFrom('review').select(db.fn.countAll().as('n')).where('review.sync', '=', cycle.sync);
  return db
    .selectFrom('sync')
    .innerJoin('cycle', 'cycle.sync', 'sync.name')
    .where('cycle.id', '=', cycle.id)
    .where(equal({ 'sync.name': cycle.sync, 'sync.fence': cycle.fence }))
    .where('sync.holder', 'is not', null)
    .select(['lease_until', 'lease_ms', 'direction', 'let_go_at', 'started_at', 'read_outlook', 'read_zoho'])
    .select(reviews.where('review.state', 'in', unsettled).as('questions'))
    .select(reviews.where('review.state', '=', 'answered').as('answered'))
    .executeTakeFirst();
}

/**
 * Sees to it that the lease is held for a while, and tells how the cycle stands: a step asks for it once, when it begins, and
 * hands it on. Throws LeaseLost when the cycle was finished or another one took over.
 */
export async function holdLease(a: Archive, cycle: CycleRef, now: number): Promise<Standing> {
  const row = await standingRow(a, cycle);
  if (!row) throw lost(cycle);
  const age = leaseTime(a, now) - (row.lease_until - row.lease_ms);
  if (Math.abs(age) > justNow) await renewLease(a.db, cycle, leaseTime(a, now));
  await renewClaims(a, cycle, now);
  return {
    readings: readingsOf(row),
    ...{ startedAt: row.started_at, direction: row.direction, letGoAt: row.let_go_at },
    ...{ questions: Number(row.questions), answered: Number(row.answered) },
  };
}

/** The same right before a request that may write: nobody takes the lease over by hand until its answer has come. */
export async function holdForWrite(a: Archive, cycle: CycleRef, now: number): Promise<void> {
  await renewLease(a.db, cycle, leaseTime(a, now), 1);
  await renewClaims(a, cycle, now);
}

/** The answer to such a request has come. Nothing happens where another cycle has taken over. */
export async function writeAnswered(a: Archive, { sync, fence }: CycleRef): Promise<void> {
  await a.db
    .updateTable('sync')
    .set((eb) => ({ writes_out: eb('writes_out', '-', 1) }))
    .where(equal({ name: sync, fence }))
    .where('writes_out', '>', 0)
    .execute();
}

/** Ends a cycle that failed, so that the next run need not wait until its lease lapses. Nothing happens if it is over already. */
export async function abandonCycle(a: Archive, cycle: CycleRef): Promise<void> {
  await a.db.transaction().execute(async (trx) => {
    const held = await trx
      .updateTable('sync')
      .set({ holder: null })
      .where(equal({ name: cycle.sync, fence: cycle.fence }))
      .where('holder', 'is not', null)
      .returning('name')
      .executeTakeFirst();
    if (held) await trx.updateTable('cycle').set({ state: 'lost' }).where('id', '=', cycle.id).execute();
  });
  await releaseClaims(a, cycle);
}

/**
 * The transaction is over before it is on the server's disk, as with a file. A server that crashes may lose the last second of a
 * cycle, which is a run that died a second earlier: what is told to the services comes after `holdForWrite`, which waits for all.
 */
async function waitForNoDisk(trx: Db): Promise<void> {
  if (isServer(trx)) await sql`set local synchronous_commit to off`.execute(trx);
}

/**
 * Does `work` in one transaction that begins by checking the fence: no write of a cycle lands after another took over. SQLite
 * answers at once, so a long row of commits would never let n8n do anything else; hence the turn it gives after each. Within
 * `together` it is a part of that.
 */
export async function fenced<T>(a: Archive, cycle: CycleRef, now: number, work: (trx: Db) => Promise<T>): Promise<T> {
  if (a.db.isTransaction) return work(a.db);
  const result = await a.db.transaction().execute(async (trx) => {
    await waitForNoDisk(trx);
    await renewLease(trx, cycle, leaseTime(a, now));
    return work(trx);
  });
  await renewClaims(a, cycle, now);
  await nextTurn();
  return result;
}

/** Takes down in one transaction all that `work` takes down in the archive it is given. */
export const together = <T>(a: Archive, cycle: CycleRef, now: number, work: (a: Archive) => Promise<T>): Promise<T> =>
  fenced(a, cycle, now, (db) => work({ ...a, db }));

/** So many records go into one transaction: n8n waits some ten milliseconds for it. */
export const atOnce = 20;

/** The same for a long list, some at a time, each part in a transaction of its own. */
export const fencedInChunks = <T, R>(
  a: Archive,
  cycle: CycleRef,
  list: readonly T[],
  now: number,
  work: (trx: Db, some: readonly T[]) => Promise<readonly R[] | void>,
  size = atOnce,
): Promise<readonly R[]> =>
  inChunks(list, async (some) => (await fenced(a, cycle, now, (trx) => work(trx, some))) ?? [], size);

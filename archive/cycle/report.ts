import type { ExpressionBuilder } from 'kysely';
import { other, sides, type BySide, type Side } from '../../sync/model';
import { tallyOf } from '../feed/ingest';
import { fromJson } from '../store/rows';
import type { CycleRef, Archive } from '../store/types';
import type { Report } from './types';
import type { SyncTotals } from '../../sync/guard';
import { readCursor, writeCursor } from '../feed/cursors';
import { equal, type Db, type Tables } from '../store/tables';
import type { JournalOp } from '../store/states';

type Counted = ReadonlyMap<string, number>;

/** Journal entries of the cycle by what was done, and by `op/side`. */
async function journalCounts(trx: Db, { id }: CycleRef): Promise<Counted> {
  const rows = await trx
    .selectFrom('journal')
    .select((eb) => ['op', 'side', eb.fn.countAll<number>().as('n')] as const)
    .where('cycle', '=', id)
    .groupBy(['op', 'side'])
    .execute();
  return new Map(rows.flatMap(({ op, side, n }) => [[`${op}/${side}`, Number(n)]]));
}

/** Pairs of which this cycle changed both records. */
async function mergedCount(trx: Db, { id }: CycleRef): Promise<number> {
  const { n } = await trx
    .selectFrom((eb) =>
      eb
        .selectFrom('journal')
        .select('link')
        .where(equal({ cycle: id, op: 'update' }))
        .groupBy('link')
        .having((h) => h.fn.count('side').distinct(), '=', 2)
        .as('both'),
    )
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Pairs with a field both sides had changed: settled by the policy, or put before a person, in this cycle. */
async function conflictCount(trx: Db, { sync, id }: CycleRef): Promise<number> {
  const byPolicy = await trx
    .selectFrom('journal')
    .select((eb) => eb.fn.count('link').distinct().as('n'))
    .where('cycle', '=', id)
    .where('clashes', '!=', 'null')
    .executeTakeFirstOrThrow();
  const asked = await trx
    .selectFrom('review')
    .select((eb) => eb.fn.countAll().as('n'))
    .where(equal({ sync, cycle: id, topic: 'conflict' }))
    .executeTakeFirstOrThrow();
  return Number(byPolicy.n) + Number(asked.n);
}

async function openCounts(trx: Db, sync: string): Promise<Counted> {
  const statuses = await trx
    .selectFrom('record')
    .select((eb) => ['status', eb.fn.countAll().as('n')] as const)
    .where('sync', '=', sync)
    .where('side', 'in', sides)
    .where('status', 'in', ['pending', 'parked'])
    .groupBy('status')
    .execute();
  const { n } = await trx
    .selectFrom('review')
    .select((eb) => eb.fn.countAll().as('n'))
    .where(equal({ sync, state: 'open', topic: 'ambiguous' }))
    .executeTakeFirstOrThrow();
  return new Map([...statuses.map((row): [string, number] => [row.status, Number(row.n)]), ['ambiguous', Number(n)]]);
}

/** How many records of a sync are pending, on both sides. */
export const pendingCount = async (trx: Db, sync: string): Promise<number> =>
  (await openCounts(trx, sync)).get('pending') ?? 0;

/** What the last cycle that finished said, where the next was to follow it at once. */
async function wentOn(trx: Db, sync: string): Promise<Report | null> {
  const last = await trx
    .selectFrom('cycle')
    .select('report')
    .where(equal({ sync, state: 'finished' }))
    .orderBy('started_at', 'desc')
    .orderBy('fence', 'desc')
    .limit(1)
    .executeTakeFirst();
  const report = last?.report ? fromJson<Report>(last.report) : null;
  return typeof report?.secondsLeft === 'number' ? report : null;
}

/** A plan of it waits for a person. */
async function isStopped(trx: Db, sync: string): Promise<boolean> {
  const waiting = trx
    .selectFrom('review')
    .select('id')
    .where(equal({ sync, state: 'open', topic: 'refusal' }));
  return (await waiting.limit(1).executeTakeFirst()) !== undefined;
}

/**
 * About how many seconds the rest takes, where a further run makes sense: see `Report`. Of runs that follow each other each leaves
 * less than the one before it, so they come to an end whatever the services tell meanwhile; then the schedule is next.
 */
export async function secondsLeft(
  trx: Db,
  cycle: CycleRef,
  { pending: left, seconds }: Report,
): Promise<number | null> {
  const { pending } = await tallyOf(trx, cycle);
  const done = (pending ?? 0) - left;
  if (left === 0 || done <= 0 || cycle.pilot || (await isStopped(trx, cycle.sync))) return null;
  const before = await wentOn(trx, cycle.sync);
  return before && left >= before.pending ? null : Math.ceil((seconds * left) / done);
}

/** What the cycle has done up to now, and what is left. */
export async function reportOf(trx: Db, cycle: CycleRef, now: number): Promise<Report> {
  const done = await journalCounts(trx, cycle);
  const left = await openCounts(trx, cycle.sync);
  const { read, unchanged } = await tallyOf(trx, cycle);
  const { started_at } = await trx
    .selectFrom('cycle')
    .select('started_at')
    .where('id', '=', cycle.id)
    .executeTakeFirstOrThrow();
  const of = (op: JournalOp): BySide<number> => ({
    outlook: done.get(`${op}/outlook`) ?? 0,
    zoho: done.get(`${op}/zoho`) ?? 0,
  });
  const all = (op: JournalOp): number => of(op).outlook + of(op).zoho + (done.get(`${op}/null`) ?? 0);
  return {
    sync: cycle.sync,
    cycle: cycle.id,
    read,
    created: of('create'),
    updated: of('update'),
    deleted: of('delete'),
    linked: all('link') + all('recovered'),
    merged: await mergedCount(trx, cycle),
    unchanged,
    conflicts: await conflictCount(trx, cycle),
    ambiguous: left.get('ambiguous') ?? 0,
    parked: left.get('parked') ?? 0,
    pending: left.get('pending') ?? 0,
    attached: all('attach'),
    skipped: all('skip'),
    written: all('create') + all('update') + all('delete') + all('attach'),
    seconds: (now - started_at) / 1000,
    secondsLeft: null,
  };
}

/** How many pairs of a sync are kept in step. */
export async function linkCount({ db }: Archive, sync: string): Promise<number> {
  const { n } = await db
    .selectFrom('link')
    .select((eb) => eb.fn.countAll().as('n'))
    .where(equal({ sync, state: 'live' }))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Who a cycle still has to look at. */
const unsettled = ['pending', 'parked', 'review'] as const;

/** The living link of a record of that side. */
const livingLink = (eb: ExpressionBuilder<Tables, 'record'>, side: Side) =>
  eb
    .selectFrom('link')
    .select('link.id')
    .where('link.state', '=', 'live')
    .whereRef('link.sync', '=', 'record.sync')
    .whereRef(`link.${side}`, '=', 'record.ref');

/** Records of living links that a cycle still has to look at, by whether they are there or gone. */
async function unsettledCounts(archive: Archive, sync: string, side: Side) {
  const rows = await archive.db
    .selectFrom('record')
    .select((eb) => ['state', eb.fn.countAll().as('n')] as const)
    .where(equal({ sync, side }))
    .where('status', 'in', unsettled)
    .where((eb) => eb.exists(livingLink(eb, side)))
    .groupBy('state')
    .execute();
  const of = (state: string) => Number(rows.find((row) => row.state === state)?.n ?? 0);
  return { edited: of('live'), deleted: of('deleted') };
}

/** Links of which this side's record is gone and the other side's is not. */
async function orphansOf({ db }: Archive, sync: string, side: Side): Promise<number> {
  const isThere = (eb: ExpressionBuilder<Tables, 'link'>) =>
    eb
      .selectFrom('record as theirs')
      .select('theirs.ref')
      .where(equal({ 'theirs.sync': sync, 'theirs.side': other(side), 'theirs.status': 'settled' }))
      .whereRef('theirs.ref', '=', `link.${other(side)}`);
  const { n } = await db
    .selectFrom('record')
    .select((eb) => eb.fn.countAll().as('n'))
    .where(equal({ sync, side, status: 'pending', state: 'deleted' }))
    .where((eb) => eb.exists(livingLink(eb, side).where((link) => link.exists(isThere(link)))))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Where it is kept that a side was rolled back: beside how far it was read. */
const rolledBackFeed = 'rolled back';

/** Takes down that a side shows older states than before (`is`), or that a person has answered that. */
export const noteRolledBack = (
  archive: Archive,
  cycle: CycleRef,
  side: Side,
  is: boolean,
  now: number,
): Promise<void> => writeCursor(archive, cycle, side, { feed: rolledBackFeed, value: is }, now);

/** The whole sync as the guards have to see it: a batch alone would hide that everything is gone. */
export async function syncTotals(archive: Archive, sync: string): Promise<SyncTotals> {
  const [outlook, zoho] = [
    await unsettledCounts(archive, sync, 'outlook'),
    await unsettledCounts(archive, sync, 'zoho'),
  ];
  const isRolledBack = async (side: Side): Promise<boolean> =>
    (await readCursor(archive, sync, side, rolledBackFeed)) === true;
  return {
    links: await linkCount(archive, sync),
    orphans: (await orphansOf(archive, sync, 'outlook')) + (await orphansOf(archive, sync, 'zoho')),
    rolledBack: { outlook: await isRolledBack('outlook'), zoho: await isRolledBack('zoho') },
    edited: { outlook: outlook.edited, zoho: zoho.edited },
    deleted: { outlook: outlook.deleted, zoho: zoho.deleted },
  };
}

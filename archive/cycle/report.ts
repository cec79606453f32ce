import type { ExpressionBuilder } from 'kysely';
import { mapValues } from 'lodash';
import { other, sides, type BySide, type Side } from '../../sync/model';
import { toTally } from '../feed/ingest';
import { fenced } from '../store/lease';
import { fromJson, readingsOf, toJson } from '../store/rows';
import type { CycleRef, Archive } from '../store/types';
import type { AskedToWait, Report, Tally } from './types';
import type { SyncTotals } from '../../sync/guard';
import { readCursor, writeCursor } from '../feed/cursors';
import { equal, type Db, type Tables } from '../store/tables';
import { unsettled, type JournalOp, type RecordStatus } from '../store/states';

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
const mergedIn = (db: Db, { id }: CycleRef) =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom('journal')
        .select('link')
        .where(equal({ cycle: id, op: 'update' }))
        .groupBy('link')
        .having((h) => h.fn.count('side').distinct(), '=', 2)
        .as('both'),
    )
    .select(db.fn.countAll().as('n'));

/** Pairs with a field both sides had changed, which the policy settled in this cycle. */
const settledByPolicy = (db: Db, { id }: CycleRef) =>
  db
    .selectFrom('journal')
    .select((eb) => eb.fn.count('link').distinct().as('n'))
    .where('cycle', '=', id)
    .where('clashes', '!=', 'null');

const recordsThatAre = (db: Db, sync: string, status: RecordStatus) =>
  db.selectFrom('record').select(db.fn.countAll().as('n')).where(equal({ sync, status })).where('side', 'in', sides);

const reviewsOf = (db: Db, sync: string) =>
  db.selectFrom('review').select(db.fn.countAll().as('n')).where('sync', '=', sync);

/** What a cycle has counted of itself, and how many records of its sync are pending. */
export async function countedBy(trx: Db, { id, sync }: CycleRef) {
  const counted = trx.selectFrom('cycle').select(['tally', recordsThatAre(trx, sync, 'pending').as('pending')]);
  const row = await counted.where('id', '=', id).executeTakeFirstOrThrow();
  return { tally: toTally(row.tally), pending: Number(row.pending) };
}

/** What a report says besides the entries of the journal, in one statement: a server takes a trip for each. */
export async function figuresOf(trx: Db, cycle: CycleRef) {
  const { sync, id } = cycle;
  const reviews = reviewsOf(trx, sync);
  const { tally, started_at, read_outlook, read_zoho, ...counts } = await trx
    .selectFrom('cycle')
    .select(['tally', 'started_at', 'read_outlook', 'read_zoho'])
    .select([
      mergedIn(trx, cycle).as('merged'),
      settledByPolicy(trx, cycle).as('byPolicy'),
      reviews.where(equal({ cycle: id, topic: 'conflict' })).as('asked'),
      reviews.where(equal({ state: 'open', topic: 'ambiguous' })).as('ambiguous'),
      reviews.where('state', 'in', unsettled).as('questions'),
      recordsThatAre(trx, sync, 'pending').as('pending'),
      recordsThatAre(trx, sync, 'parked').as('parked'),
    ])
    .where('cycle.id', '=', id)
    .executeTakeFirstOrThrow();
  const readings = readingsOf({ read_outlook, read_zoho });
  return { tally: toTally(tally), started_at, readings, ...mapValues(counts, Number) };
}
export type Figures = Awaited<ReturnType<typeof figuresOf>>;

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

/** A service asked this cycle to wait before it sends more. */
export const noteAskedToWait = (a: Archive, cycle: CycleRef, asked: AskedToWait, now: number): Promise<void> =>
  fenced(a, cycle, now, async (trx) => {
    const { tally } = await countedBy(trx, cycle);
    if ((tally.askedToWait?.until ?? 0) >= asked.until) return;
    const next: Tally = { ...tally, askedToWait: asked };
    await trx
      .updateTable('cycle')
      .set({ tally: toJson(next) })
      .where('id', '=', cycle.id)
      .execute();
    await trx.updateTable('sync').set({ asked_until: asked.until }).where('name', '=', cycle.sync).execute();
  });

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
 * less than the one before it, but for one between two that a service asked to wait before it could do anything; so they come to an
 * end whatever the services tell meanwhile. Then the schedule is next.
 */
export async function secondsLeft(
  trx: Db,
  cycle: CycleRef,
  { pending: left, seconds, askedToWait }: Report,
  { tally: { pending }, started_at }: Figures,
): Promise<number | null> {
  const done = (pending ?? 0) - left;
  const before = left > 0 && !cycle.pilot ? await wentOn(trx, cycle.sync) : null;
  const rests = askedToWait !== null && before?.askedToWait === null;
  const cameFurther = done > 0 && !(before && left >= before.pending);
  if (left === 0 || cycle.pilot || !(rests || cameFurther) || (await isStopped(trx, cycle.sync))) return null;
  const waits = askedToWait ? Math.max(0, (askedToWait.until - started_at) / 1000 - seconds) : 0;
  return Math.ceil(waits + (done > 0 ? (seconds * left) / done : 0));
}

/** What the cycle has done up to now, and what is left; `notices`: what it said of records, one by one. */
export async function reportOf(trx: Db, cycle: CycleRef, figures: Figures, now: number) {
  const done = await journalCounts(trx, cycle);
  const { read, unchanged, askedToWait } = figures.tally;
  const of = (op: JournalOp): BySide<number> => ({
    outlook: done.get(`${op}/outlook`) ?? 0,
    zoho: done.get(`${op}/zoho`) ?? 0,
  });
  const all = (op: JournalOp): number => of(op).outlook + of(op).zoho + (done.get(`${op}/null`) ?? 0);
  const report: Report = {
    sync: cycle.sync,
    cycle: cycle.id,
    read,
    created: of('create'),
    updated: of('update'),
    deleted: of('delete'),
    linked: all('link') + all('recovered'),
    merged: figures.merged,
    unchanged,
    conflicts: figures.byPolicy + figures.asked,
    ambiguous: figures.ambiguous,
    parked: figures.parked,
    pending: figures.pending,
    attached: all('attach'),
    skipped: all('skip'),
    written: all('create') + all('update') + all('delete') + all('attach'),
    seconds: (now - figures.started_at) / 1000,
    secondsLeft: null,
    askedToWait,
  };
  return { report, notices: all('notice') };
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
const waiting = ['pending', 'parked', 'review'] as const;

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
    .where('status', 'in', waiting)
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

import type { BySide } from '../sync/model';
import type { Db } from './rows';
import { tallyOf } from './tally';
import type { CycleRef, JournalOp, Report } from './types';

type Counted = ReadonlyMap<string, number>;

/** Journal entries of the cycle by what was done, and by `op/side`. */
async function journalCounts(trx: Db, { sync, id }: CycleRef): Promise<Counted> {
  const rows = await trx
    .selectFrom('journal')
    .select((eb) => ['op', 'side', eb.fn.countAll<number>().as('n')] as const)
    .where('sync', '=', sync)
    .where('cycle', '=', id)
    .groupBy(['op', 'side'])
    .execute();
  return new Map(rows.flatMap(({ op, side, n }) => [[`${op}/${side}`, Number(n)]]));
}

/** Pairs of which this cycle changed both records. */
async function mergedCount(trx: Db, { sync, id }: CycleRef): Promise<number> {
  const { n } = await trx
    .selectFrom((eb) =>
      eb
        .selectFrom('journal')
        .select('link')
        .where('sync', '=', sync)
        .where('cycle', '=', id)
        .where('op', '=', 'update')
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
    .where('sync', '=', sync)
    .where('cycle', '=', id)
    .where('clashes', '!=', 'null')
    .executeTakeFirstOrThrow();
  const asked = await trx
    .selectFrom('review')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('sync', '=', sync)
    .where('cycle', '=', id)
    .where('topic', '=', 'conflict')
    .executeTakeFirstOrThrow();
  return Number(byPolicy.n) + Number(asked.n);
}

async function leftCounts(trx: Db, sync: string): Promise<Counted> {
  const statuses = await trx
    .selectFrom('record')
    .select((eb) => ['status', eb.fn.countAll().as('n')] as const)
    .where('sync', '=', sync)
    .where('status', 'in', ['pending', 'parked'])
    .groupBy('status')
    .execute();
  const { n } = await trx
    .selectFrom('review')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('sync', '=', sync)
    .where('state', '=', 'open')
    .where('topic', '=', 'ambiguous')
    .executeTakeFirstOrThrow();
  return new Map([...statuses.map((row): [string, number] => [row.status, Number(row.n)]), ['ambiguous', Number(n)]]);
}

/** What the cycle has done up to now, and what is left. */
export async function reportOf(trx: Db, cycle: CycleRef, now: number): Promise<Report> {
  const done = await journalCounts(trx, cycle);
  const left = await leftCounts(trx, cycle.sync);
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
  };
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Reason } from '../../reasons';
import type { BySide, RecordState, Side } from '../../sync/model';

import { stillInFile } from '../forget/result';
import { erase, once } from '../store/erase';
import { fromJson } from '../store/rows';
import { parkedRecords } from './cycle';
import { noticesOf } from '../feed/warnings';
import { fenced } from '../store/lease';
import type { Archive, CycleRef } from '../store/types';
import type { DayTotals, Report, SideStatus, Status } from './types';
import { equal, type Db, type Tables } from '../store/tables';
import type { RecordStatus } from '../store/states';

const noStates: Readonly<Record<RecordState, number>> = { live: 0, outside: 0, deleted: 0 };
const noStatuses: Readonly<Record<RecordStatus, number>> = { settled: 0, pending: 0, parked: 0, review: 0 };

async function oldestPending(db: Db, sync: string, side: Side): Promise<number | null> {
  const { since } = await db
    .selectFrom('record')
    .select((eb) => eb.fn.min('since').as('since'))
    .where(equal({ sync, side, status: 'pending' }))
    .executeTakeFirstOrThrow();
  return since === null ? null : Number(since);
}

/** Counted in an index alone: the records themselves are not read. n8n's event loop gets its turn before each side. */
async function sideStatus(db: Db, sync: string, side: Side): Promise<SideStatus> {
  await nextTurn();
  const rows = await db
    .selectFrom('record')
    .select((eb) => ['state', 'status', eb.fn.countAll().as('n')] as const)
    .where(equal({ sync, side }))
    .groupBy(['status', 'state'])
    .execute();
  const states = { ...noStates };
  const statuses = { ...noStatuses };
  for (const { state, status, n } of rows) {
    states[state] += Number(n);
    statuses[status] += Number(n);
  }
  return { states, statuses, oldestPending: await oldestPending(db, sync, side) };
}

async function linkCounts(db: Db, sync: string): Promise<Status['links']> {
  const rows = await db
    .selectFrom('link')
    .select((eb) => ['state', eb.fn.countAll().as('n')] as const)
    .where('sync', '=', sync)
    .groupBy('state')
    .execute();
  return { live: 0, paused: 0, ...Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)])) };
}

async function questionsOf(db: Db, sync: string): Promise<Status['questions']> {
  const rows = await db
    .selectFrom('review')
    .select((eb) => ['topic', eb.fn.countAll().as('n')] as const)
    .where(equal({ sync, state: 'open' }))
    .groupBy('topic')
    .execute();
  const none = { conflict: 0, ambiguous: 0, refusal: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ topic, n }) => [topic, Number(n)])) };
}

async function intentCount(db: Db, sync: string): Promise<number> {
  const intents = db.selectFrom('intent').select((eb) => eb.fn.countAll().as('n'));
  return Number((await intents.where(equal({ sync, op: 'create' })).executeTakeFirstOrThrow()).n);
}

const dayMs = 24 * 3_600_000;

type Ended = Pick<Tables['cycle'], 'id' | 'finished_at'> & { readonly report: Report | null };

/** So many previews may have come since a run that wrote. */
const mostPreviews = 100;

/** Cycles of the last day that came to their end, the newest first, or else the last one that did; a preview is none. */
async function endedCycles(db: Db, sync: string, now: number): Promise<readonly Ended[]> {
  const ended = db
    .selectFrom('cycle')
    .select(['id', 'finished_at', 'report'])
    .where(equal({ sync, state: 'finished' }))
    .orderBy('started_at', 'desc')
    .orderBy('fence', 'desc');
  const read = async (query: typeof ended): Promise<readonly Ended[]> =>
    (await query.execute())
      .map(({ report, ...one }) => ({ ...one, report: report === null ? null : fromJson<Report>(report) }))
      .filter(({ report }) => report !== null && report.preview === undefined);
  const today = await read(ended.where('started_at', '>=', now - 2 * dayMs));
  if (today.length > 0) return today;
  return (await read(ended.limit(mostPreviews))).slice(0, 1);
}

const reports = (ended: readonly Ended[]): readonly Report[] => ended.flatMap(({ report }) => report ?? []);

function totalsOf(ended: readonly Ended[]): DayTotals {
  const all = reports(ended);
  const both = (of: (report: Report) => BySide<number>): BySide<number> => ({
    outlook: all.reduce((sum, report) => sum + of(report).outlook, 0),
    zoho: all.reduce((sum, report) => sum + of(report).zoho, 0),
  });
  const sum = (of: (report: Report) => number): number => all.reduce((n, report) => n + of(report), 0);
  return {
    cycles: all.length,
    created: both(({ created }) => created),
    updated: both(({ updated }) => updated),
    deleted: both(({ deleted }) => deleted),
    linked: sum(({ linked }) => linked),
    conflicts: sum(({ conflicts }) => conflicts),
  };
}

/** Where a sync stands, for people: records by side, links, open questions, unsettled creates, who holds the lease. */
export async function status(a: Archive, sync: string, now = Date.now()): Promise<Status> {
  const lease = await a.db.selectFrom('sync').selectAll().where('name', '=', sync).executeTakeFirst();
  const counted: BySide<SideStatus> = {
    outlook: await sideStatus(a.db, sync, 'outlook'),
    zoho: await sideStatus(a.db, sync, 'zoho'),
  };
  const ended = await endedCycles(a.db, sync, now);
  const questions = await questionsOf(a.db, sync);
  const [last] = ended;
  const cycle = { id: last?.id ?? '', sync, kind: lease?.kind ?? 'contact', fence: 0 } as const;
  return {
    sync,
    known: lease !== undefined,
    sides: counted,
    links: await linkCounts(a.db, sync),
    reviews: questions.conflict + questions.ambiguous + questions.refusal,
    questions,
    intents: await intentCount(a.db, sync),
    lease:
      lease && lease.holder !== null ? { holder: lease.holder, until: lease.lease_until, fence: lease.fence } : null,
    pausedAt: lease?.paused_at ?? null,
    askedUntil: lease?.asked_until ?? null,
    lastReport: reports(ended)[0] ?? null,
    finishedAt: last?.finished_at ?? null,
    parkedRecords: await parkedRecords(a.db, cycle),
    left: await noticesOf(a.db, cycle),
    lastDay: totalsOf(ended.filter(({ finished_at }) => (finished_at ?? 0) >= now - dayMs)),
  };
}

/** What is known of both sides; the journal is history. */
const known = ['key', 'record', 'link', 'cursor', 'intent', 'review', 'profile'] as const;

/** Of a cycle at work: forgets the same as `rebuild`, and the cycle goes on as a first one. */
export const startAfresh = (a: Archive, cycle: CycleRef, now: number): Promise<void> =>
  fenced(a, cycle, now, async (trx) => {
    for (const table of known) await trx.deleteFrom(table).where('sync', '=', cycle.sync).execute();
    await trx.updateTable('sync').set({ let_go_at: null }).where('name', '=', cycle.sync).execute();
    await trx.updateTable('cycle').set({ read_outlook: 0, read_zoho: 0 }).where('id', '=', cycle.id).execute();
  });

/** Forgets all of a sync but its journal, so that the next cycle is a first one; a running one loses its lease. Answers with notes. */
export async function rebuild(a: Archive, sync: string, now: number): Promise<readonly Reason[]> {
  const lease = a.db
    .updateTable('sync')
    .set((eb) => ({ fence: eb('fence', '+', 1), holder: null, lease_until: 0, let_go_at: null }))
    .where('name', '=', sync);
  const running = a.db
    .updateTable('cycle')
    .set({ state: 'lost', finished_at: now })
    .where(equal({ sync, state: 'running' }));
  const rows = known.map((table) => a.db.deleteFrom(table).where('sync', '=', sync));
  const changes = [lease, running, ...rows].map((query) => once(query.compile()));
  return stillInFile(await erase(a.db, { changes }));
}

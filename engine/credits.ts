import { writeNotices } from '../archive';
import { reason } from '../reasons';
import type { Run } from './cycle';

/** Zoho takes 100 records a call, counts a credit for ten of them (v8 docs: "API limits"), and they are read again afterwards. */
const callOf = 100;
const perCall = callOf / 10 + 3;

/** About how many API credits so many writes cost. */
export const creditsFor = (writes: number): number => {
  const rest = writes % callOf;
  return Math.floor(writes / callOf) * perCall + (rest > 0 ? Math.ceil(rest / 10) + 3 : 0);
};

/** How many writes so many credits pay for. */
export const writesFor = (credits: number): number => {
  const rest = Math.max(0, credits % perCall) - 3;
  return Math.max(0, Math.floor(credits / perCall)) * callOf + Math.max(0, rest) * 10;
};

const day = 24 * 3_600_000;

/** What an org can spend: what Zoho told that is left, without what is kept for others. */
export interface Budget {
  readonly left: number;
  readonly kept: number;
}

/** Of these writes as many as the org can pay for; the rest waits, and that is told. */
export async function affordable<T>(run: Run, tasks: readonly T[], { left, kept }: Budget): Promise<readonly T[]> {
  const needed = creditsFor(tasks.length);
  if (left - needed >= kept) return tasks;
  const now = tasks.slice(0, writesFor(left - kept));
  const told = {
    waiting: tasks.length - now.length,
    needed,
    left,
    kept,
    until: new Date(Date.now() + day).toISOString(),
  };
  const notice = { side: 'zoho' as const, ref: null, label: run.cycle.sync, reason: reason('creditsKept', told) };
  await writeNotices(run.archive, run.cycle, [notice], Date.now());
  return now;
}

import { range, sortedLastIndex } from 'lodash';
import { writeNotices } from '../archive';
import { reason } from '../reasons';
import type { Decision } from '../sync/model';
import { operationsFor } from '../sync/plan';
import { accounts, cachedProfile } from './account';
import type { Run } from './cycle';

/** Zoho takes 100 records a call, counts a credit for ten of them (v8 docs: "API limits"), and they are read again afterwards. */
const callOf = 100;
const perCall = callOf / 10 + 3;

/** About how many API credits it costs to write so many records. */
export const creditsFor = (writes: number): number => {
  const rest = writes % callOf;
  return Math.floor(writes / callOf) * perCall + (rest > 0 ? Math.ceil(rest / 10) + 3 : 0);
};

/** About how many API credits a plan costs; none where meetings go by CalDAV, which counts none. */
export async function creditsOf(run: Run, decisions: readonly Decision[]): Promise<number> {
  const known = await cachedProfile(run, accounts.zoho.contact);
  return known?.settings.scope === undefined ? 0 : creditsFor(operationsFor('zoho', decisions).length);
}

/** What so many of the first tasks cost, in credits. */
export type Price = (count: number) => number;

/** How many of `count` tasks so many credits pay for, the first ones first. */
export const payable = (count: number, credits: number, price: Price): number =>
  sortedLastIndex(range(1, count + 1).map(price), credits);

const day = 24 * 3_600_000;

/** What an org can spend: what Zoho told that is left, without what is kept for others. */
interface Budget {
  readonly left: number;
  readonly kept: number;
}

/** What an org cannot pay for of so many tasks; null where it can pay for all. */
function shortage(count: number, { left, kept }: Budget, price: Price) {
  const waiting = count - payable(count, left - kept, price);
  const until = new Date(Date.now() + day).toISOString();
  return waiting === 0 ? null : { waiting, needed: price(count), left, kept, until };
}

/** Of these tasks as many as the org can pay for; the rest waits, and that is told. */
export async function affordable<T>(
  run: Run,
  tasks: readonly T[],
  budget: Budget,
  price: Price = creditsFor,
): Promise<readonly T[]> {
  const told = shortage(tasks.length, budget, price);
  if (told === null) return tasks;
  const notice = { side: 'zoho' as const, ref: null, label: run.cycle.sync, reason: reason('creditsKept', told) };
  await writeNotices(run.archive, run.cycle, [notice], Date.now());
  return tasks.slice(0, tasks.length - told.waiting);
}

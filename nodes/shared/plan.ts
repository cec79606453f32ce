import { createHash } from 'node:crypto';
import * as archives from '../../archive';
import type { Archive, CycleRef, KeptLine } from '../../archive';
import type { Decision } from '../../sync/model';
import { countPlan, operationsFor } from '../../sync/plan';
import { decisionText, hasEffect, type Planned } from '../../sync/planLines';
import { UsageError } from './errors';

const digest = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

/** What names a decision: what it would write, and on which versions. */
export const keyOf = (decision: Decision): string => digest(decisionText(decision), 24);

/** What names a plan: all its decisions, in whatever order. */
export const hashOf = (decisions: readonly Decision[]): string =>
  digest(decisions.filter(hasEffect).map(keyOf).sort().join(' '), 16);

/** A plan in figures for the cycle item. */
export function figuresOf(decisions: readonly Decision[]): Readonly<Record<string, number>> {
  const { verdicts, conflicts } = countPlan(decisions);
  const ops = (['zoho', 'outlook'] as const).flatMap((side) =>
    operationsFor(side, decisions).map(({ write }) => `${write.op} ${side}`),
  );
  const writes: Record<string, number> = {};
  for (const op of ops) writes[op] = (writes[op] ?? 0) + 1;
  return { ...writes, ...verdicts, conflicts };
}

export interface PlanSeen {
  readonly decision: Decision;
  readonly planned: Planned;
}

const lineOf = ({ decision, planned }: PlanSeen): KeptLine => ({ ...planned, key: keyOf(decision) });

/** Keeps a plan for whoever wants to read it or bind a run to it; answers its hash. */
export async function keepShown(archive: Archive, cycle: CycleRef, shown: readonly PlanSeen[]): Promise<string> {
  const effective = shown.filter(({ decision }) => hasEffect(decision));
  const decisions = effective.map(({ decision }) => decision);
  const hash = hashOf(decisions);
  const plan = { hash, counts: figuresOf(decisions), lines: effective.map(lineOf) };
  await archives.keepPlan(archive, cycle, plan, Date.now());
  return hash;
}

const again = 'Run a preview again, look at what is new, and put its hash into Only This Plan; or empty that setting.';

/** Refuses to go on where a decision is none of those that were looked at: a side has moved since, or a setting has. */
export async function onlyThisPlan(
  archive: Archive,
  cycle: CycleRef,
  hash: string,
  decisions: readonly Decision[],
): Promise<void> {
  const plan = await archives.planOf(archive, cycle.sync, hash);
  if (!plan) throw new UsageError(`There is no plan ${hash} of the sync "${cycle.sync}"; nothing was written.`, again);
  const known = new Set(plan.lines.map(({ key }) => key));
  const planned = decisions.filter(hasEffect);
  const other = planned.filter((decision) => !known.has(keyOf(decision)));
  if (other.length === 0) return;
  throw new UsageError(
    `The plan ${hash} no longer holds: ${other.length} of ${planned.length} decisions are not as they were in the preview, because a side or a setting has changed since. Nothing was written.`,
    again,
  );
}

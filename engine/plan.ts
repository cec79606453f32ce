import { createHash } from 'node:crypto';
import * as archives from '../archive';
import type { PlanToKeep, SavedLine, PendingRecord } from '../archive';
import { counted } from '../reasons';
import type { Decision, Side } from '../sync/model';
import { countPlan, operationsFor, decisionText, hasEffect, type PlannedDecision } from '../sync/plan';
import { creditsOf } from './credits';
import type { Run } from './cycle';
import { UsageError } from './errors';
import type { Evidence, OnlyItem, PairItem } from './items';
import { findMatches, onlyItems, pairItem, type Change } from './match';

/** What there is to decide. */
export interface Undecided {
  readonly pairs: readonly PairItem[];
  readonly only: readonly OnlyItem[];
}

const digest = (text: string, length: number) => createHash('sha256').update(text).digest('hex').slice(0, length);

/** What names a decision: what it would write, and on which versions. */
const keyOf = (decision: Decision): string => digest(decisionText(decision), 24);

/** What names a plan: all its decisions, in whatever order. */
const hashOf = (decisions: readonly Decision[]) => digest(decisions.filter(hasEffect).map(keyOf).sort().join(' '), 16);

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

/** A decision, and how people read it. */
export interface PlanSeen {
  readonly decision: Decision;
  readonly planned: PlannedDecision;
}

const lineOf = ({ decision, planned }: PlanSeen): SavedLine => ({ ...planned, key: keyOf(decision) });

/** What of a plan is kept: the decisions that do something, in figures, and by what they are known. */
export function planOf(shown: readonly PlanSeen[]): PlanToKeep {
  const effective = shown.filter(({ decision }) => hasEffect(decision));
  const decisions = effective.map(({ decision }) => decision);
  return { hash: hashOf(decisions), counts: figuresOf(decisions), lines: effective.map(lineOf) };
}

/** Keeps a plan for whoever wants to read it or bind a run to it; answers its hash. */
export async function keepPlan({ archive, cycle }: Run, shown: readonly PlanSeen[]): Promise<string> {
  const plan = planOf(shown);
  await archives.savePlan(archive, cycle, plan, Date.now());
  return plan.hash;
}

/** The same, as a preview tells of it: by what a run can be bound to it, and what it costs. */
export const previewedPlan = async (run: Run, shown: readonly PlanSeen[]) => ({
  hash: await keepPlan(run, shown),
  preview: true,
  credits: await creditsOf(
    run,
    shown.map(({ decision }) => decision),
  ),
});

const again =
  'Run a preview again, look at what is new, and put its hash into Only the Previewed Plan; or empty that setting.';

/** Refuses to go on where a decision is none of those that were looked at: a side has changed since, or a setting has. */
export async function requirePlan({ archive, cycle }: Run, hash: string, decisions: readonly Decision[]) {
  const plan = await archives.savedPlan(archive, cycle.sync, hash);
  if (!plan) throw new UsageError(`There is no plan ${hash} of the sync "${cycle.sync}"; nothing was written.`, again);
  const known = new Set(plan.lines.map(({ key }) => key));
  const planned = decisions.filter(hasEffect);
  const unseen = planned.filter((decision) => !known.has(keyOf(decision)));
  if (unseen.length === 0) return;
  throw new UsageError(
    `The plan ${hash} no longer holds: ${unseen.length} of ${counted(planned.length, 'decision')} ${unseen.length === 1 ? 'is not as it was' : 'are not as they were'} in the preview, because a side or a setting has changed since. Nothing was written.`,
    again,
  );
}

const changeOf = ({ record: { ref, version, fields, keys }, link }: PendingRecord): Change => ({
  ...{ ref, version, fields, keys, link },
});

const refsUsed = ({ pairs, only }: Undecided): ReadonlySet<string> =>
  new Set([
    ...pairs.flatMap(({ pair }) => [`outlook:${pair.outlook.ref}`, `zoho:${pair.zoho.ref}`]),
    ...only.map(({ side, record }) => `${side}:${record.ref}`),
  ]);

/** What is pending besides this batch, so that a plan is complete; not what a workflow filtered out of it. */
export async function beyondBatch(run: Run, input: Undecided, evidence: Evidence): Promise<Undecided> {
  const { archive, cycle } = run;
  const now = Date.now();
  const waiting = {
    outlook: (await archives.pendingBeyond(archive, cycle, 'outlook', now)).map(changeOf),
    zoho: (await archives.pendingBeyond(archive, cycle, 'zoho', now)).map(changeOf),
  };
  const found = await findMatches(run, waiting, evidence);
  const used = refsUsed(input);
  const only = (side: Side) => {
    const here = waiting[side].map(({ ref }) => ref).filter((ref) => !used.has(`${side}:${ref}`));
    return onlyItems(cycle, found, side, new Set(here));
  };
  const pairs = [...found.known, ...found.matched].filter(
    ({ outlook, zoho }) => !used.has(`outlook:${outlook.ref}`) && !used.has(`zoho:${zoho.ref}`),
  );
  return { pairs: pairs.map((pair) => pairItem(cycle, pair)), only: [...only('outlook'), ...only('zoho')] };
}

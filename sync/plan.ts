import type { BySide, Decision, Side, Verdict, Write } from './model';

const order: Readonly<Record<Write['op'], number>> = { create: 0, update: 1, delete: 2 };

/** A decision's write to one side, with the decision it belongs to. */
export interface Operation {
  readonly decision: Decision;
  readonly write: Write;
}

/** All writes to one side in the order they are sent: creates, edits, deletions last. */
export function operationsFor(side: Side, decisions: readonly Decision[]): readonly Operation[] {
  return decisions
    .flatMap((decision) => decision.writes.map((write) => ({ decision, write })))
    .filter(({ write }) => write.side === side)
    .sort((a, b) => order[a.write.op] - order[b.write.op]);
}

export interface PlanCounts {
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly writes: BySide<Readonly<Partial<Record<Write['op'], number>>>>;
  readonly conflicts: number;
}

const tally = <K extends string>(keys: readonly K[]): Partial<Record<K, number>> => {
  const counts: Partial<Record<K, number>> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

/** A plan in figures, for people and for the report. */
export function countPlan(decisions: readonly Decision[]): PlanCounts {
  const ops = (side: Side) => tally(operationsFor(side, decisions).map(({ write }) => write.op));
  return {
    verdicts: tally(decisions.map(({ verdict }) => verdict)),
    writes: { outlook: ops('outlook'), zoho: ops('zoho') },
    conflicts: decisions.reduce((sum, { clashes }) => sum + clashes.length, 0),
  };
}

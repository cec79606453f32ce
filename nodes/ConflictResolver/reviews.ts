import type { RefOn, ReviewEntry } from '../../archive';
import type { Refusal } from '../../sync/guard';
import type { Decision, Value } from '../../sync/model';
import { sides } from '../../sync/model';
import { countPlan } from '../../sync/plan';

export const refsOf = ({ refs }: Decision): readonly RefOn[] =>
  sides.flatMap((side) => {
    const ref = refs[side];
    return ref === null ? [] : [{ side, ref }];
  });

const openFields = ({ clashes }: Decision): string =>
  clashes
    .filter(({ winner }) => winner === null)
    .map(({ label }) => label)
    .join(', ');

/** A decision that a person has to make, with all they need to see. */
export function conflictReview(decision: Decision): ReviewEntry {
  const { label, reason, clashes, verdict } = decision;
  const fields = openFields(decision);
  const details = { verdict, clashes } as unknown as Value;
  return {
    topic: 'conflict',
    label,
    reason: fields ? `${reason}: who wins in ${fields}?` : reason,
    refs: refsOf(decision),
    details,
    afterWork: verdict !== 'ask',
  };
}

/** A plan that a guard stopped; all its records wait, so that no half of it slips through with the next batch. */
export function refusalReview(refusals: readonly Refusal[], decisions: readonly Decision[]): ReviewEntry {
  const details = { ids: refusals.map(({ id }) => id), plan: countPlan(decisions) } as unknown as Value;
  return {
    topic: 'refusal',
    label: 'Stopped plan',
    reason: refusals.map(({ reason }) => reason).join('; '),
    refs: decisions.flatMap(refsOf),
    details,
  };
}

/** The dangers a person let pass, out of a settled review. */
export const passedIds = (details: Value): readonly string[] =>
  (details as { ids?: readonly string[] } | null)?.ids ?? [];

import type { ReviewEntry } from '../archive';
import type { Lookup } from '../sides/types';
import { conflictCase } from '../sync/review/decideAnswered';
import { kinds } from '../sync/kinds';
import type { Kind } from '../sync/kinds';
import type { Refusal } from '../sync/guard';
import type { Decision, Fields, Pair, Policy, Side, SideRecord } from '../sync/model';
import { other, sideName, sides } from '../sync/model';
import { countPlan } from '../sync/plan';
import { openClashes, type PlanLine, type ReviewRecord } from '../sync/review/review';

const refsOf = ({ refs }: Pick<Decision, 'refs'>) =>
  sides.flatMap((side) => {
    const ref = refs[side];
    return ref === null ? [] : [{ side, ref }];
  });

const shownOf = (kind: Kind, { ref, version, modifiedAt, state, fields }: SideRecord): ReviewRecord => ({
  ref,
  version,
  modifiedAt,
  state,
  label: kind.label(fields),
  fields,
});

/** The setting that left the question to a person, in its own words. */
function ruleOf({ conflict, deletes }: Policy, decision: Decision): string {
  if (openClashes(decision).length > 0)
    return conflict === 'newest' ? 'Newest Wins, but it cannot be told which is newer' : 'Decide Myself';
  return deletes === 'ask' && !decision.reason.includes('but edited') ? 'Deletes: Ask' : 'Decide Myself';
}

const openFields = (decision: Decision): string =>
  openClashes(decision)
    .map(({ label }) => label)
    .join(', ');

/** A decision that a person has to make, with all they need to see. `tried`: the answer that left it open. */
export function conflictReview(kind: Kind, pair: Pair, decision: Decision, policy: Policy): ReviewEntry {
  const { label, reason, verdict } = decision;
  const fields = openFields(decision);
  return {
    topic: 'conflict',
    label,
    reason: fields ? `${reason}: who wins in ${fields}?` : reason,
    refs: refsOf(decision),
    details: {
      is: 'pair',
      happened: conflictCase({ kind }, pair),
      outlook: shownOf(kind, pair.outlook),
      zoho: shownOf(kind, pair.zoho),
      base: pair.base,
      clashes: openClashes(decision),
      rule: ruleOf(policy, decision),
    },
    afterWork: verdict !== 'ask',
    tried: decision.answersReview ?? null,
  };
}

const shownLines = 200;

const lineOf = ({ label, reason, writes }: Decision): PlanLine => ({
  label,
  reason,
  writes: writes.map(({ side, op, fields }) => ({ side, op, fields: op === 'delete' ? [] : Object.keys(fields) })),
});

const deletesFirst = (decisions: readonly Decision[]): readonly Decision[] => {
  const isDelete = ({ writes }: Decision): boolean => writes.some(({ op }) => op === 'delete');
  return [...decisions.filter(isDelete), ...decisions.filter((one) => !isDelete(one) && one.writes.length > 0)];
};

/** A plan that a guard stopped; all its records wait, so that no half of it slips through with the next batch. */
export function refusalReview(refusals: readonly Refusal[], decisions: readonly Decision[]): ReviewEntry {
  const reason = refusals.map(({ reason: why }) => why).join('; ');
  const lines = deletesFirst(decisions).slice(0, shownLines).map(lineOf);
  const details = { is: 'plan' as const, refusals, plan: countPlan(decisions), lines, rule: 'Guards' };
  return { topic: 'refusal', label: 'Stopped plan', reason, refs: decisions.flatMap(refsOf), details };
}

/** A name in the CRM that could be several records: the field is left as it is there. */
export function lookupReview(decision: Decision, side: Side, lookup: Lookup): ReviewEntry {
  const source = other(side);
  const ref = decision.refs[source];
  const { field, name, candidates } = lookup;
  return {
    topic: 'ambiguous',
    label: decision.label,
    reason: `"${name}" is the name of ${candidates.length} records in ${sideName.zoho}, so ${field} was left as it is there`,
    refs: ref === null ? [] : [{ side: source, ref }],
    details: { is: 'lookup', field, name, candidates, rule: 'a name that only one record has' },
  };
}

/** Several records that could be the same: nobody is paired before a person says who is who. */
export function candidatesReview(
  kindName: keyof typeof kinds,
  found: {
    readonly reason: string;
    readonly outlook: readonly (SideRecord & { readonly taken: boolean })[];
    readonly zoho: readonly (SideRecord & { readonly taken: boolean })[];
  },
): ReviewEntry {
  const kind = kinds[kindName];
  const on = (side: Side) => found[side].map((record) => ({ ...shownOf(kind, record), taken: record.taken }));
  const free = (side: Side) =>
    found[side].filter(({ taken, state }) => !taken && state === 'live').map(({ ref }) => ({ side, ref }));
  const fields: Fields = (found.outlook[0] ?? found.zoho[0])?.fields ?? {};
  return {
    topic: 'ambiguous',
    label: kind.label(fields),
    reason: found.reason,
    refs: sides.flatMap(free),
    details: { is: 'candidates', outlook: on('outlook'), zoho: on('zoho'), rule: 'one of each side with the same key' },
  };
}

import { reason, severalReasons, type Label, type Reason } from '../reasons';
import type { Review, ReviewEntry } from '../archive';
import { conflictCase } from '../sync/review/decideAnswered';
import { kinds, type Kind } from '../sync/kinds';
import type { Refusal } from '../sync/guard';
import type { Decision, Fields, Pair, Policy, Side, SideRecord } from '../sync/model';
import { other, sides } from '../sync/model';
import { countPlan } from '../sync/plan';
import { openClashes, type ConflictCase, type Lookup, type PlanLine, type ReviewRecord } from '../sync/review/review';

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
function ruleOf({ conflict, deletes }: Policy, happened: ConflictCase, decision: Decision): Reason {
  if (openClashes(decision).length > 0) return reason(conflict === 'newest' ? 'newestUnknown' : 'decideMyself');
  return reason(deletes === 'ask' && happened.startsWith('deleted') ? 'deletesAsk' : 'decideMyself');
}

const openFields = ({ fields }: Kind, decision: Decision): readonly Label[] => {
  const open = openClashes(decision).map(({ field }) => field);
  return fields.filter(({ name }) => open.includes(name)).map(({ label }) => label);
};

/** Why it is asked, with what is special about single fields. */
function withWhy(decision: Decision): Reason {
  const more = openClashes(decision).flatMap(({ why }) => why ?? []);
  return more.length > 0 ? severalReasons([decision.reason, ...more]) : decision.reason;
}

/** A decision that a person has to make, with all they need to see. `tried`: the answer that left it open. */
export function conflictReview(kind: Kind, pair: Pair, decision: Decision, policy: Policy): ReviewEntry {
  const { label, verdict } = decision;
  const fields = openFields(kind, decision);
  const why = withWhy(decision);
  const happened = conflictCase({ kind }, pair);
  return {
    topic: 'conflict',
    label,
    reason: fields.length > 0 ? reason('whoWins', { why, fields }) : why,
    refs: refsOf(decision),
    details: {
      is: 'pair',
      happened,
      outlook: shownOf(kind, pair.outlook),
      zoho: shownOf(kind, pair.zoho),
      base: pair.base,
      clashes: openClashes(decision),
      rule: ruleOf(policy, happened, decision),
    },
    afterWork: verdict !== 'ask',
    tried: decision.answersReviews ?? [],
  };
}

/** Guards that a person let pass, by their ids. */
export const passedBy = (answers: readonly Review[]): readonly string[] =>
  answers.flatMap(({ answer, details }) =>
    answer && 'pass' in answer && details.is === 'plan' ? details.refusals.map(({ id }) => id) : [],
  );

const shownLines = 200;

const lineOf = ({ label, reason: why, writes }: Decision): PlanLine => ({
  label,
  reason: why,
  writes: writes.map(({ side, op, fields }) => ({ side, op, fields: op === 'delete' ? [] : Object.keys(fields) })),
});

const deletesFirst = (decisions: readonly Decision[]): readonly Decision[] => {
  const isDelete = ({ writes }: Decision): boolean => writes.some(({ op }) => op === 'delete');
  return [...decisions.filter(isDelete), ...decisions.filter((one) => !isDelete(one) && one.writes.length > 0)];
};

/** A plan that a guard stopped; all its records wait, so that no half of it slips through with the next batch. */
export function refusalReview(refusals: readonly Refusal[], decisions: readonly Decision[]): ReviewEntry {
  const reasons = refusals.map(({ reason: why }) => why);
  const lines = deletesFirst(decisions).slice(0, shownLines).map(lineOf);
  const details = { is: 'plan' as const, refusals, plan: countPlan(decisions), lines, rule: reason('guards') };
  return {
    topic: 'refusal',
    label: 'Stopped plan',
    reason: severalReasons(reasons),
    refs: decisions.flatMap(refsOf),
    details,
  };
}

const fieldLabel = ({ fields }: Kind, name: string): Label =>
  fields.find((field) => field.name === name)?.label ?? { en: name, ja: name };

/** Names in the CRM that could be several records each: the fields are left as they are there. */
export function lookupReview(kind: Kind, decision: Decision, side: Side, asked: readonly Lookup[]): ReviewEntry {
  const source = other(side);
  const ref = decision.refs[source];
  const reasons = asked.map(({ field, name, candidates }) =>
    reason('sameName', { name, count: candidates.length, field: fieldLabel(kind, field) }),
  );
  return {
    topic: 'ambiguous',
    label: decision.label,
    reason: severalReasons(reasons),
    refs: ref === null ? [] : [{ side: source, ref }],
    details: { is: 'lookup', asked, rule: reason('uniqueName') },
  };
}

/** Several records that could be the same: nobody is paired before a person says who is who. */
export function candidatesReview(
  kindName: keyof typeof kinds,
  found: {
    readonly reason: Reason;
    readonly outlook: readonly (SideRecord & { readonly taken: boolean })[];
    readonly zoho: readonly (SideRecord & { readonly taken: boolean })[];
  },
): ReviewEntry {
  const kind = kinds[kindName];
  const on = (side: Side) => found[side].map((record) => ({ ...shownOf(kind, record), taken: record.taken }));
  const free = (side: Side) =>
    found[side].filter(({ taken, state }) => !taken && state === 'live').map(({ ref }) => ({ side, ref }));
  const all = [...found.outlook, ...found.zoho];
  const fields: Fields = (all.find(({ state }) => state === 'live') ?? all[0])?.fields ?? {};
  return {
    topic: 'ambiguous',
    label: kind.label(fields),
    reason: found.reason,
    refs: sides.flatMap(free),
    details: { is: 'candidates', outlook: on('outlook'), zoho: on('zoho'), rule: reason('oneOfEach') },
  };
}

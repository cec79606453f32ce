import { decide, needsReview, type Rules } from './decide';
import { detect } from './detect';
import type { Base, Decision, Fields, Pair, Policy, Side } from './model';
import { other, sideName, sides } from './model';
import { openClashes, type Happened, type ReviewAnswer } from './review';
import { wholeRule, winnersBy, type RuleWhat } from './rule';

/** What happened to a pair, as far as rules tell cases apart. */
export function happenedTo({ kind }: Pick<Rules, 'kind'>, pair: Pair): Happened {
  const gone = goneFrom(pair);
  if (!gone) return 'edited';
  const kept = other(gone);
  return detect(kind, kept, pair) === 'edited' ? `lost:${gone}` : `deleted:${gone}`;
}

const goneFrom = (pair: Pair): Side | undefined => sides.find((side) => pair[side].state === 'deleted');

const winner = (policy: Policy, conflict: Side): Policy => ({ ...policy, conflict, perField: {} });

/** As if what still lives had not been edited: then only the deletion counts. */
const unedited = (pair: Pair): Pair => ({
  ...pair,
  base: { outlook: pair.outlook.fields, zoho: pair.zoho.fields },
});

/** As if what still lives had been edited all over: then it comes back. */
const allEdited = (pair: Pair): Pair => ({ ...pair, base: { outlook: {}, zoho: {} } });

function deletion(pair: Pair, rules: Rules, gone: Side, answer: ReviewAnswer): Decision {
  const { policy } = rules;
  if ('dismiss' in answer) return decide(unedited(pair), { ...rules, policy: { ...policy, deletes: 'keep' } });
  if (!('take' in answer)) return decide(pair, rules);
  if (answer.take === gone) return decide(unedited(pair), { ...rules, policy: { ...policy, deletes: 'delete' } });
  const back = decide(allEdited(pair), { ...rules, policy: { ...winner(policy, other(gone)), deletes: 'keep' } });
  return { ...back, reason: `deleted in ${sideName[gone]}: created there again` };
}

/** Both keep their own value, and it counts as agreed until one of them changes again. */
function letBe(decision: Decision): Decision {
  const open = openClashes(decision);
  const values = (side: Side): Fields => Object.fromEntries(open.map((clash) => [clash.field, clash[side]]));
  const agreed: Base = {
    outlook: { ...decision.agreed.outlook, ...values('outlook') },
    zoho: { ...decision.agreed.zoho, ...values('zoho') },
  };
  const verdict = decision.writes.length > 0 ? 'write' : 'agree';
  return { ...decision, verdict, agreed, clashes: decision.clashes.filter((clash) => clash.winner !== null) };
}

/** The link goes, and each side gets its own copy of the other's record with the next cycle. */
export function decideApart(pair: Pair, rules: Rules): Decision {
  const decision = decide(pair, rules);
  const reason = 'two different things, as a person said';
  const nothing = { writes: [], agreed: { outlook: {}, zoho: {} }, clashes: [] };
  return { ...decision, ...nothing, verdict: 'part', reason };
}

/** What an edited pair becomes by each sort of answer; what no answer is about goes by the rules. */
function edited(pair: Pair, rules: Rules, answer: ReviewAnswer): Decision {
  if ('take' in answer) return decide(pair, { ...rules, policy: winner(rules.policy, answer.take) });
  if ('fields' in answer) return decide(pair, { ...rules, rulings: answer.fields });
  if ('dismiss' in answer)
    return letBe(decide(pair, { ...rules, policy: { ...rules.policy, conflict: 'ask', perField: {} } }));
  return 'apart' in answer || 'separate' in answer ? decideApart(pair, rules) : decide(pair, rules);
}

/** The decision a person's answer leads to. */
export function decideAnswered(pair: Pair, rules: Rules, answer: ReviewAnswer): Decision {
  const gone = goneFrom(pair);
  return gone ? deletion(pair, rules, gone, answer) : edited(pair, rules, answer);
}

const byRule = (decision: Decision): Decision => ({ ...decision, reason: `${decision.reason}, by a rule you made` });

function editedByRules(pair: Pair, rules: Rules, said: readonly RuleWhat[], first: Decision): Decision {
  const open = openClashes(first).map(({ field }) => field);
  const perField = { ...rules.policy.perField, ...winnersBy(said, rules.kind, open) };
  const again = decide(pair, { ...rules, policy: { ...rules.policy, perField } });
  const whole = wholeRule(said, 'edited');
  const last =
    needsReview(again) && whole ? edited(pair, { ...rules, policy: { ...rules.policy, perField } }, whole) : again;
  return openClashes(last).length < open.length ? byRule(last) : first;
}

/** The decision by the policy and, where that would ask, by what people said shall be done from now on. */
export function decideByRules(pair: Pair, rules: Rules, said: readonly RuleWhat[]): Decision {
  const decision = decide(pair, rules);
  if (said.length === 0 || !needsReview(decision)) return decision;
  const happened = happenedTo(rules, pair);
  if (happened === 'edited') return editedByRules(pair, rules, said, decision);
  const whole = wholeRule(said, happened);
  return whole ? byRule(decideAnswered(pair, rules, whole)) : decision;
}

import { reason } from '../../reasons';
import type { DecisionRules } from '../decide';
import { bareDecision, decide, decideBy, decideDeleted, decideDeletedButEdited, needsReview } from '../decide';
import { detectChange } from '../compare';
import { other, sides, type Base, type Decision, type Fields, type Pair, type Policy, type Side } from '../model';
import { openClashes, type ConflictCase, type ReviewAnswer } from './review';
import { pairRule, winnersByRules, type StandingRule } from './standingRule';

/** What happened to a pair, as far as rules tell cases apart. */
export function conflictCase({ kind }: Pick<DecisionRules, 'kind'>, pair: Pair): ConflictCase {
  const gone = deletedFrom(pair);
  if (!gone) return 'edited';
  const kept = other(gone);
  return detectChange(kind, kept, pair) === 'edited' ? `lost:${gone}` : `deleted:${gone}`;
}

const deletedFrom = (pair: Pair): Side | undefined => sides.find((side) => pair[side].state === 'deleted');

const withWinner = (policy: Policy, conflict: Side): Policy => ({ ...policy, conflict, perField: {} });

/** The answer says what becomes of the record that still lives, whatever was edited since. */
function decideDeletion(pair: Pair, rules: DecisionRules, gone: Side, answer: ReviewAnswer): Decision {
  const bothGone = pair[other(gone)].state === 'deleted';
  if (bothGone || !('dismiss' in answer || 'take' in answer)) return decide(pair, rules);
  const by = (policy: Partial<Policy>) => ({ ...rules, policy: { ...rules.policy, ...policy } });
  if ('dismiss' in answer) return decideBy(decideDeleted(gone), pair, by({ deletes: 'keep' }));
  if (answer.take === gone) return decideBy(decideDeleted(gone), pair, by({ deletes: 'delete' }));
  const back = decideBy(decideDeletedButEdited(gone), pair, by({ conflict: other(gone) }));
  return back.verdict === 'write' ? { ...back, reason: reason('deletedAndCreatedAgain', { gone }) } : back;
}

/** Both keep their own value, and it counts as agreed until one of them changes again. */
function keepBoth(decision: Decision): Decision {
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
export function decideUnlink(pair: Pair, rules: DecisionRules): Decision {
  return bareDecision(pair, rules, 'unlink', reason('differentThings'));
}

/** What an edited pair becomes by each sort of answer; what no answer is about goes by the rules. */
function decideEdited(pair: Pair, rules: DecisionRules, answer: ReviewAnswer): Decision {
  if ('take' in answer)
    return decide(pair, { ...rules, policy: withWinner(rules.policy, answer.take), answered: true });
  if ('fields' in answer) return decide(pair, { ...rules, fieldAnswers: answer.fields });
  if ('dismiss' in answer)
    return keepBoth(decide(pair, { ...rules, policy: { ...rules.policy, conflict: 'ask', perField: {} } }));
  return 'neverPair' in answer || 'unlink' in answer ? decideUnlink(pair, rules) : decide(pair, rules);
}

/** The decision a person's answer leads to. */
export function decideAnswered(pair: Pair, rules: DecisionRules, answer: ReviewAnswer): Decision {
  const gone = deletedFrom(pair);
  return gone ? decideDeletion(pair, rules, gone, answer) : decideEdited(pair, rules, answer);
}

const markAsByRule = (decision: Decision): Decision => ({
  ...decision,
  reason: reason('byRule', { why: decision.reason }),
});

function decideEditedByRules(pair: Pair, rules: DecisionRules, said: readonly StandingRule[], first: Decision) {
  const open = openClashes(first).map(({ field }) => field);
  const perField = { ...rules.policy.perField, ...winnersByRules(said, rules.kind, open) };
  const again = decide(pair, { ...rules, policy: { ...rules.policy, perField } });
  const whole = pairRule(said, 'edited');
  const last =
    needsReview(again) && whole
      ? decideEdited(pair, { ...rules, policy: { ...rules.policy, perField } }, whole)
      : again;
  return openClashes(last).length < open.length ? markAsByRule(last) : first;
}

/** The decision by the policy and, where that would ask, by what people said shall be done from now on. */
export function decideByRules(pair: Pair, rules: DecisionRules, said: readonly StandingRule[]): Decision {
  const decision = decide(pair, rules);
  if (said.length === 0 || !needsReview(decision)) return decision;
  const happened = conflictCase(rules, pair);
  if (happened === 'edited') return decideEditedByRules(pair, rules, said, decision);
  const whole = pairRule(said, happened);
  return whole ? markAsByRule(decideAnswered(pair, rules, whole)) : decision;
}

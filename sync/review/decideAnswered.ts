import { reason, severalReasons } from '../../reasons';
import type { DecisionRules } from '../decide';
import { bareDecision, decide, decideBy, decideDeleted, decideDeletedButEdited, needsReview } from '../decide';
import { mayWrite } from '../merge';
import { detectChange, fold, hasChanged } from '../compare';
import { other, sides, type Base, type Decision, type Fields, type NamedRecord, type Pair } from '../model';
import { asString, type Policy, type Side, type Write } from '../model';
import { namesakeOf } from './answer';
import { openClashes, type ConflictCase, type LookupDetails, type ReviewAnswer, type ReviewDetails } from './review';
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

/** Whom a person meant by the names of this pair, as far as the names still stand and nobody has said it in the CRM meanwhile. */
function meantIn(
  { kind }: DecisionRules,
  { base, outlook, zoho }: Pair,
  details: LookupDetails,
  choice: Readonly<Record<string, string>>,
): Readonly<Record<string, NamedRecord>> {
  const isAsked = ({ field, name }: { readonly field: string; readonly name: string }): boolean =>
    fold(asString(outlook.fields[field])) === fold(name) &&
    !hasChanged(kind, { [field]: zoho.fields[field] ?? null }, { [field]: base?.zoho[field] ?? null });
  const found = details.asked.filter(isAsked).flatMap(({ field }) => {
    const one = namesakeOf(details, field, choice[field] ?? '');
    return one ? [[field, { ref: one.ref, name: one.name }] as const] : [];
  });
  return Object.fromEntries(found);
}

const settledVerdicts: readonly Decision['verdict'][] = ['nothing', 'agree', 'write', 'ask'];

/** The decision with the records that a person chose, of several with one name, set in the CRM. */
export function decideChosen(
  decision: Decision,
  pair: Pair,
  rules: DecisionRules,
  {
    id,
    details,
    answer,
  }: { readonly id: string; readonly details: ReviewDetails; readonly answer: ReviewAnswer | null },
): Decision {
  if (details.is !== 'lookup' || answer === null || !('choose' in answer)) return decision;
  const chosen = meantIn(rules, pair, details, answer.choose);
  const names = Object.keys(chosen);
  if (names.length === 0 || !settledVerdicts.includes(decision.verdict) || !mayWrite(rules.policy, 'zoho'))
    return decision;
  const first = decision.writes.find(({ side }) => side === 'zoho');
  const set: Write = withChosen(first ?? blankWrite(pair), pair, chosen);
  const writes = [set, ...decision.writes.filter((one) => one !== first)];
  const said = reason('nameChosen');
  const why = decision.verdict === 'nothing' ? said : severalReasons([decision.reason, said]);
  return {
    ...decision,
    verdict: 'write',
    writes,
    reason: why,
    answersReviews: [...(decision.answersReviews ?? []), id],
  };
}

const blankWrite = ({ zoho: { ref, version, extra } }: Pair): Write => ({
  ...{ side: 'zoho', op: 'update', ref, version, extra },
  ...{ fields: {}, agreed: { outlook: {}, zoho: {} } },
});

function withChosen(write: Write, { outlook }: Pair, chosen: Readonly<Record<string, NamedRecord>>): Write {
  const said: Fields = Object.fromEntries(Object.keys(chosen).map((name) => [name, outlook.fields[name] ?? null]));
  const agreed: Base = {
    outlook: { ...write.agreed.outlook, ...said },
    zoho: { ...write.agreed.zoho, ...said },
  };
  return { ...write, fields: { ...write.fields, ...said }, agreed, chosen };
}

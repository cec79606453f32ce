import { decide, type Rules } from '../../sync/decide';
import type { Base, Clash, Decision, Fields, Pair, Policy, Side } from '../../sync/model';
import { other, sides } from '../../sync/model';

/** What a person can answer to a conflict. */
export type Answer = Side | 'dismiss';
export const isAnswer = (value: unknown): value is Answer =>
  value === 'outlook' || value === 'zoho' || value === 'dismiss';

const winner = (policy: Policy, conflict: Side): Policy => ({ ...policy, conflict, perField: {} });

/** As if what still lives had not been edited: then only the deletion counts. */
const unedited = (pair: Pair): Pair => ({
  ...pair,
  base: { outlook: pair.outlook.fields, zoho: pair.zoho.fields },
});

function deletion(pair: Pair, rules: Rules, gone: Side, answer: Answer): Decision {
  const { policy } = rules;
  if (answer === gone) return decide(unedited(pair), { ...rules, policy: { ...policy, deletes: 'delete' } });
  if (answer === 'dismiss') return decide(unedited(pair), { ...rules, policy: { ...policy, deletes: 'keep' } });
  return decide(pair, { ...rules, policy: { ...winner(policy, other(gone)), deletes: 'keep' } });
}

const values = (clashes: readonly Clash[], side: Side): Fields =>
  Object.fromEntries(clashes.map((clash) => [clash.field, clash[side]]));

/** Both keep their own value, and it counts as agreed until one of them changes again. */
function letBe(decision: Decision): Decision {
  const open = decision.clashes.filter((clash) => clash.winner === null);
  const agreed: Base = {
    outlook: { ...decision.agreed.outlook, ...values(open, 'outlook') },
    zoho: { ...decision.agreed.zoho, ...values(open, 'zoho') },
  };
  const verdict = decision.writes.length > 0 ? 'write' : 'agree';
  return { ...decision, verdict, agreed, clashes: decision.clashes.filter((clash) => clash.winner !== null) };
}

/** The decision a person's answer leads to. */
export function decideAnswered(pair: Pair, rules: Rules, answer: Answer): Decision {
  const gone = sides.find((side) => pair[side].state === 'deleted');
  if (gone) return deletion(pair, rules, gone, answer);
  if (answer !== 'dismiss') return decide(pair, { ...rules, policy: winner(rules.policy, answer) });
  return letBe(decide(pair, { ...rules, policy: { ...rules.policy, conflict: 'ask', perField: {} } }));
}

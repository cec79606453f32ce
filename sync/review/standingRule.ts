import { reason, type Label, type Reason } from '../../reasons';
import type { Kind } from '../kinds/kind';
import type { Side, Winner } from '../model';
import { namesakeOf } from './answer';
import type { ConflictCase, Lookup, Namesake, PairDetails, ReviewAnswer, ReviewDetails } from './review';

/** "Do this from now on", said of a conflict. `field` null: of whatever is in question. Typed values are no rule. */
export interface ConflictRule {
  readonly topic: 'conflict';
  readonly happened: ConflictCase;
  /** A field's neutral name; of fields that go together the first. */
  readonly field: string | null;
  readonly answer: { readonly take: Side } | { readonly dismiss: true };
}

/** Records that are never to be paired, whatever keys they share. */
export interface NeverPairRule {
  readonly topic: 'ambiguous';
  readonly answer: { readonly neverPair: true };
}

/** Whom a name means of all in the CRM who go by it. */
export interface NameRule extends Pick<Lookup, 'field' | 'name'> {
  readonly topic: 'ambiguous';
  readonly answer: { readonly choose: string };
  /** What tells the chosen one from the others, for whoever reads the rule. */
  readonly which: readonly string[];
}
/** What an answer can mean from now on, taken down as a rule of its own. */
export type KeptRule = ConflictRule | NameRule;
export type StandingRule = KeptRule | NeverPairRule;

/** What tells a record from others of its name: city or company, address; its ref where nothing else does. */
const tellingOf = ({ place, email, owner, ref }: Namesake): readonly string[] => {
  const said = [place, email].flatMap((one) => one ?? []);
  return said.length > 0 ? said : [owner ?? ref];
};

const rulesFromChoice = (details: ReviewDetails, choice: Readonly<Record<string, string>>): readonly NameRule[] =>
  details.is !== 'lookup'
    ? []
    : details.asked.flatMap(({ field, name }) => {
        const one = namesakeOf(details, field, choice[field] ?? '');
        const rule = { topic: 'ambiguous' as const, field, name };
        return one ? [{ ...rule, answer: { choose: one.ref }, which: tellingOf(one) }] : [];
      });

const groupOfField = (kind: Kind, name: string): string => kind.fields.find((one) => one.name === name)?.group ?? name;

function rulesFromFields(kind: Kind, answer: Extract<ReviewAnswer, { fields: unknown }>): readonly ConflictRule[] {
  const takes = Object.entries(answer.fields).flatMap(([name, one]) =>
    'take' in one ? [[groupOfField(kind, name), one.take] as const] : [],
  );
  return [...new Map(takes)].map(([field, take]) => ({
    topic: 'conflict',
    happened: 'edited',
    field,
    answer: { take },
  }));
}

/** The rules that an answer makes when it is to hold from now on; none where it is about these records alone. */
export function rulesFromAnswer(kind: Kind, details: ReviewDetails, answer: ReviewAnswer): readonly KeptRule[] {
  if ('choose' in answer) return rulesFromChoice(details, answer.choose);
  if (details.is !== 'pair') return [];
  if ('fields' in answer) return rulesFromFields(kind, answer);
  const { happened } = details;
  if ('take' in answer) return rulesFromTake(kind, details, answer);
  if ('dismiss' in answer) return [{ topic: 'conflict', happened, field: null, answer }];
  return [];
}

/** Who takes a side meant the fields that were in question, not every field there is. */
function rulesFromTake(
  kind: Kind,
  { happened, clashes }: PairDetails,
  answer: { readonly take: Side },
): readonly ConflictRule[] {
  if (happened !== 'edited') return [{ topic: 'conflict', happened, field: null, answer }];
  const fields = new Set(clashes.map(({ field }) => groupOfField(kind, field)));
  return [...fields].map((field) => ({ topic: 'conflict', happened, field, answer }));
}

const labelsOf = (kind: Kind, group: string): readonly Label[] =>
  kind.fields.filter((field) => (field.group ?? field.name) === group).map(({ label }) => label);

/** What a rule says. */
export function ruleReason(kind: Kind, rule: KeptRule): Reason {
  if ('which' in rule) {
    const label = kind.fields.find(({ name }) => name === rule.field)?.label ?? { en: rule.field, ja: rule.field };
    return reason('ruleNameMeans', { name: rule.name, field: label, names: rule.which });
  }
  const { happened, field, answer } = rule;
  if (happened !== 'edited') return deletionRuleReason(kind, happened, answer);
  const fields = field === null ? [] : labelsOf(kind, field);
  return 'take' in answer ? reason('ruleSideWins', { fields, side: answer.take }) : reason('ruleKeepBoth', { fields });
}

function deletionRuleReason(kind: Kind, happened: Exclude<ConflictCase, 'edited'>, answer: ConflictRule['answer']) {
  const [what, gone] = happened.split(':') as ['deleted' | 'lost', Side];
  const deletion = { kind: kind.name, gone, edited: what === 'lost' };
  if ('dismiss' in answer) return reason('ruleDeletionKept', deletion);
  return reason(answer.take === gone ? 'ruleDeletedToo' : 'ruleCreatedAgain', deletion);
}

/** What the rules say about fields that are in question, as overrides of the policy per field. */
export function winnersByRules(
  rules: readonly StandingRule[],
  kind: Kind,
  open: readonly string[],
): Readonly<Record<string, Winner>> {
  const found = open.flatMap((name) => {
    const group = groupOfField(kind, name);
    const rule = rules.find((one) => one.topic === 'conflict' && one.happened === 'edited' && one.field === group);
    return rule && 'take' in rule.answer ? [[group, rule.answer.take] as const] : [];
  });
  return Object.fromEntries(found);
}

/** The rule about a whole pair: about a deletion, or that edits on both sides are left as they are. */
export function pairRule(rules: readonly StandingRule[], happened: ConflictCase): ConflictRule['answer'] | null {
  const rule = rules.find(
    (one): one is ConflictRule => one.topic === 'conflict' && one.happened === happened && one.field === null,
  );
  return rule?.answer ?? null;
}

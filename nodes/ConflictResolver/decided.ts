import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Review, Rule } from '../../archive';
import { decideAnswered, decideApart, decideByRules } from '../../sync/answered';
import { decideNew, needsReview, type Rules } from '../../sync/decide';
import type { Decision, Pair, Side } from '../../sync/model';
import { plannedOf, type Planned } from '../../sync/planLines';
import {
  isOnlyItem,
  isPairItem,
  pick,
  toItem,
  type DecisionItem,
  type Lineage,
  type OnlyItem,
  type PairItem,
} from '../shared/items';

export interface Sourced<T> {
  readonly json: T;
  readonly from: Lineage;
}

/** What there is to decide. */
export interface Input {
  readonly pairs: readonly Sourced<PairItem>[];
  readonly only: readonly Sourced<OnlyItem>[];
}

export interface Decided {
  readonly item: DecisionItem;
  readonly from: Lineage;
  /** The pair it is about; null for a record without a counterpart. */
  readonly pair: Pair | null;
}

export const inputOf = (context: IExecuteFunctions): Input => ({
  pairs: pick(context.getInputData(0), isPairItem, 0),
  only: [...pick(context.getInputData(1), isOnlyItem, 1), ...pick(context.getInputData(2), isOnlyItem, 2)],
});

const nameOf = (side: Side, ref: string): string => `${side}:${ref}`;

/** Answers by the record they are about. */
type Answers = ReadonlyMap<string, Review>;
const answersBy = (reviews: readonly Review[]): Answers =>
  new Map(reviews.flatMap((review) => review.refs.map(({ side, ref }) => [nameOf(side, ref), review] as const)));

/** What people said, besides the node's settings. `apart`: links of records that are two different things. */
export interface Said {
  readonly answers: readonly Review[];
  readonly rules: readonly Rule[];
  readonly apart: ReadonlySet<string>;
}
export const nothingSaid: Said = { answers: [], rules: [], apart: new Set() };

function decidePair(pair: Pair, rules: Rules, { rules: standing, apart }: Said, answers: Answers): Decision {
  if (pair.link !== null && apart.has(pair.link)) return decideApart(pair, rules);
  const review = answers.get(nameOf('outlook', pair.outlook.ref)) ?? answers.get(nameOf('zoho', pair.zoho.ref));
  if (review?.topic === 'conflict' && review.answer)
    return { ...decideAnswered(pair, rules, review.answer), answers: review.id };
  const what = standing.map((one) => one.what);
  return decideByRules(pair, rules, what);
}

export function decideAll({ pairs, only }: Input, rules: Rules, said: Said): readonly Decided[] {
  const answers = answersBy(said.answers);
  const item = (source: PairItem | OnlyItem, decision: Decision): DecisionItem => ({
    ...(source.cycle && { cycle: source.cycle }),
    kind: source.kind,
    label: decision.label,
    decision,
  });
  return [
    ...pairs.map(({ json, from }) => ({
      item: item(json, decidePair(json.pair, rules, said, answers)),
      from,
      pair: json.pair,
    })),
    ...only.map(({ json, from }) => ({
      item: item(json, decideNew(json.side, json.record, rules)),
      from,
      pair: null,
    })),
  ];
}

export const items = (decided: readonly Decided[], more: object = {}): INodeExecutionData[] =>
  decided.map(({ item, from }) => toItem({ ...item, ...more }, from));

export const asked = ({ item }: Decided): boolean => needsReview(item.decision);
export const goesOn = ({ item }: Decided): boolean => item.decision.verdict !== 'ask';
export const decisionsOf = (decided: readonly Decided[]): readonly Decision[] =>
  decided.map(({ item }) => item.decision);

/** A decision as people read it. */
export const plannedBy = ({ kind }: Rules, { item, pair }: Decided): Planned =>
  plannedOf(kind, item.decision, (side) => pair?.[side].fields ?? {});

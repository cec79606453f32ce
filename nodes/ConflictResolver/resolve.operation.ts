import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import * as archives from '../../archive';
import type { Archive, CycleRef, Review } from '../../archive';
import type { ZohoProfile } from '../../sides/zoho';
import { decide, decideNew, needsReview, type Rules } from '../../sync/decide';
import { guard, type Refusal } from '../../sync/guard';
import { kinds } from '../../sync/kinds';
import type { Decision, Pair, Side } from '../../sync/model';
import { openSyncArchive } from '../shared/archive';
import { cycleAmong } from '../shared/cycle';
import {
  cycleItem,
  isOnlyItem,
  isPairItem,
  pick,
  toItem,
  type CycleItem,
  type DecisionItem,
  type OnlyItem,
  type PairItem,
  type Seen,
} from '../shared/items';
import { remembered } from '../shared/learn';
import type { Operation } from '../shared/run';
import { decideAnswered, isAnswer } from './answers';
import { conflictReview, passedIds, refusalReview } from './reviews';
import { guardsOf, policyOf } from './settings';

interface Decided {
  readonly item: DecisionItem;
  readonly from: Seen<unknown>['from'];
}

interface Input {
  readonly pairs: readonly Seen<PairItem>[];
  readonly only: readonly Seen<OnlyItem>[];
}

const inputOf = (context: IExecuteFunctions): Input => ({
  pairs: pick(context.getInputData(0), isPairItem, 0),
  only: [...pick(context.getInputData(1), isOnlyItem, 1), ...pick(context.getInputData(2), isOnlyItem, 2)],
});

/** Answers by the record they are about. */
type Answers = ReadonlyMap<string, Review>;
const nameOf = (side: Side, ref: string): string => `${side}:${ref}`;
const answersBy = (reviews: readonly Review[]): Answers =>
  new Map(reviews.flatMap((review) => review.refs.map(({ side, ref }) => [nameOf(side, ref), review] as const)));

function decidePair(pair: Pair, rules: Rules, answers: Answers): Decision {
  const review = answers.get(nameOf('outlook', pair.outlook.ref)) ?? answers.get(nameOf('zoho', pair.zoho.ref));
  const answered = review?.topic === 'conflict' && isAnswer(review.answer) ? review.answer : null;
  return answered ? decideAnswered(pair, rules, answered) : decide(pair, rules);
}

function decideAll({ pairs, only }: Input, rules: Rules, answers: Answers): readonly Decided[] {
  const item = (source: PairItem | OnlyItem, decision: Decision): DecisionItem => ({
    ...(source.cycle && { cycle: source.cycle }),
    kind: source.kind,
    label: decision.label,
    decision,
  });
  return [
    ...pairs.map(({ json, from }) => ({ item: item(json, decidePair(json.pair, rules, answers)), from })),
    ...only.map(({ json, from }) => ({ item: item(json, decideNew(json.side, json.record, rules)), from })),
  ];
}

const items = (decided: readonly Decided[], more: object = {}): INodeExecutionData[] =>
  decided.map(({ item, from }) => toItem({ ...item, ...more }, from));

const asked = ({ item }: Decided): boolean => needsReview(item.decision);
const goesOn = ({ item }: Decided): boolean => item.decision.verdict !== 'ask';
const decisionsOf = (decided: readonly Decided[]): readonly Decision[] => decided.map(({ item }) => item.decision);

interface At {
  readonly archive: Archive;
  readonly cycle: CycleRef;
}

async function rulesFor(context: IExecuteFunctions, { archive, cycle }: At): Promise<Rules> {
  const zoho = await remembered<ZohoProfile, unknown>(archive, cycle.sync, 'zoho');
  return { kind: kinds[cycle.kind], policy: policyOf(context), limits: zoho?.profile.limits };
}

const refsIn = ({ pairs, only }: Input) => [
  ...pairs.flatMap(({ json: { pair } }) => [
    { side: 'outlook' as const, ref: pair.outlook.ref },
    { side: 'zoho' as const, ref: pair.zoho.ref },
  ]),
  ...only.map(({ json }) => ({ side: json.side, ref: json.record.ref })),
];

async function refusalsOf(
  context: IExecuteFunctions,
  { archive, cycle }: At,
  decided: readonly Decided[],
  answers: readonly Review[],
): Promise<readonly Refusal[]> {
  const passed = answers.filter(({ answer }) => answer === 'pass').flatMap(({ details }) => passedIds(details));
  return guard(decisionsOf(decided), await archives.pictureOf(archive, cycle.sync), guardsOf(context), passed);
}

const stopHint = (context: IExecuteFunctions, refusals: readonly Refusal[]): void =>
  context.addExecutionHints({
    message: `Nothing was written: ${refusals.map(({ reason }) => reason).join('; ')}. Answer it with Sync Control, Review: Settle.`,
    type: 'warning',
    location: 'outputPane',
  });

/** Every item had a part in the summary. */
const summary = (context: IExecuteFunctions, cycle: CycleRef, counts: CycleItem['counts']): INodeExecutionData => {
  const from = [0, 1, 2].flatMap((input) => context.getInputData(input).map((_, item) => ({ item, input })));
  return toItem(cycleItem(cycle, null, counts), from);
};

async function stop(
  context: IExecuteFunctions,
  { archive, cycle }: At,
  refusals: readonly Refusal[],
  decided: readonly Decided[],
): Promise<INodeExecutionData[][]> {
  await archives.openReviews(archive, cycle, [refusalReview(refusals, decisionsOf(decided))], Date.now());
  stopHint(context, refusals);
  return [[summary(context, cycle, { stopped: decided.length })], items(decided, { stoppedBy: refusals })];
}

async function letGo(
  context: IExecuteFunctions,
  { archive, cycle }: At,
  decided: readonly Decided[],
): Promise<INodeExecutionData[][]> {
  const reviews = decided.filter(asked).map(({ item }) => conflictReview(item.decision));
  if (reviews.length > 0) await archives.openReviews(archive, cycle, reviews, Date.now());
  await archives.noteLeft(archive, cycle, decisionsOf(decided), Date.now());
  const going = items(decided.filter(goesOn));
  const counts = { decisions: going.length, needReview: reviews.length };
  return [[...going, summary(context, cycle, counts)], items(decided.filter(asked))];
}

async function resolveSync(context: IExecuteFunctions, cycle: CycleRef): Promise<INodeExecutionData[][]> {
  const archive = await openSyncArchive(context);
  const at = { archive, cycle };
  await archives.holdLease(archive, cycle, Date.now());
  const input = inputOf(context);
  const answers = await archives.answersFor(archive, cycle.sync, refsIn(input));
  const rules = await rulesFor(context, at);
  await archives.followDirection(archive, cycle, rules.policy.direction, Date.now());
  const decided = decideAll(input, rules, answersBy(answers));
  const refusals = await refusalsOf(context, at, decided, answers);
  return refusals.length > 0 ? await stop(context, at, refusals, decided) : await letGo(context, at, decided);
}

/** Without the archive there is no base: blanks are filled and differing values go by policy. */
function resolveRaw(context: IExecuteFunctions): INodeExecutionData[][] {
  const input = inputOf(context);
  const kind = [...input.pairs, ...input.only][0]?.json.kind ?? 'contact';
  const rules: Rules = { kind: kinds[kind], policy: policyOf(context) };
  const decided = decideAll(input, rules, new Map());
  const picture = { links: 0, edited: { outlook: 0, zoho: 0 }, deleted: { outlook: 0, zoho: 0 } };
  const refusals = guard(decisionsOf(decided), picture, guardsOf(context));
  if (refusals.length > 0) {
    stopHint(context, refusals);
    return [[], items(decided, { stoppedBy: refusals })];
  }
  return [items(decided.filter(goesOn)), items(decided.filter(asked))];
}

export const resolveConflicts: Operation = async (context) => {
  const input = [0, 1, 2].flatMap((slot) => context.getInputData(slot));
  const cycle = cycleAmong(input);
  return cycle ? await resolveSync(context, cycle) : resolveRaw(context);
};

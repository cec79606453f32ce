import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import * as archives from '../../archive';
import type { Archive, CycleRef, Review } from '../../archive';
import type { ZohoProfile } from '../../sides/zoho';
import type { Rules } from '../../sync/decide';
import { guard, type Refusal } from '../../sync/guard';
import { kinds } from '../../sync/kinds';
import { sides } from '../../sync/model';
import { openSyncArchive } from '../shared/archive';
import { cycleAmong } from '../shared/cycle';
import { cycleItem, isCycleItem, pick, samePeopleMark, toItem, type CycleItem, type Lineage } from '../shared/items';
import { remembered } from '../shared/learn';
import type { Operation } from '../shared/run';
import { onlyThisPlan } from '../shared/plan';
import { conflictReview, refusalReview } from '../shared/reviewDetails';
import {
  asked,
  decideAll,
  decisionsOf,
  goesOn,
  inputOf,
  items,
  nothingSaid,
  type Decided,
  type Input,
  type Said,
} from './decided';
import { beyondBatch, showPlan } from './preview';
import { guardsOf, planSettings, policyOf } from './settings';

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

const passedBy = (answers: readonly Review[]): readonly string[] =>
  answers.flatMap(({ answer, details }) =>
    answer && 'pass' in answer && details.is === 'plan' ? details.refusals.map(({ id }) => id) : [],
  );

/** What was let pass once concerns everything that was restored, this batch and the rest. */
async function setBackAnswered({ archive, cycle }: At, answers: readonly Review[]): Promise<void> {
  for (const side of sides.filter((one) => passedBy(answers).includes(`set-back:${one}`)))
    await archives.noteSetBack(archive, cycle, side, false, Date.now());
}

async function refusalsOf(
  context: IExecuteFunctions,
  { archive, cycle }: At,
  decided: readonly Decided[],
  answers: readonly Review[],
): Promise<readonly Refusal[]> {
  const picture = await archives.pictureOf(archive, cycle.sync);
  return guard(decisionsOf(decided), picture, guardsOf(context), passedBy(answers));
}

const stopHint = (context: IExecuteFunctions, refusals: readonly Refusal[]): void =>
  context.addExecutionHints({
    message: `Nothing was written: ${refusals.map(({ reason }) => reason).join('; ')}. Answer it with Sync Control, Review: Settle.`,
    type: 'warning',
    location: 'outputPane',
  });

/** Every item had a part in the summary. */
const everything = (context: IExecuteFunctions): Lineage =>
  [0, 1, 2].flatMap((input) => context.getInputData(input).map((_, item) => ({ item, input })));

const summary = (context: IExecuteFunctions, cycle: CycleRef, counts: CycleItem['counts']): INodeExecutionData =>
  toItem(cycleItem(cycle, null, counts), everything(context));

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
  { kind, policy }: Rules,
): Promise<INodeExecutionData[][]> {
  const open = decided.filter(asked);
  const reviews = open.flatMap(({ item, pair }) => (pair ? [conflictReview(kind, pair, item.decision, policy)] : []));
  if (reviews.length > 0) await archives.openReviews(archive, cycle, reviews, Date.now());
  await archives.noteLeft(archive, cycle, decisionsOf(decided), Date.now());
  const going = items(decided.filter(goesOn));
  const counts = { decisions: going.length, needReview: reviews.length };
  return [[...going, summary(context, cycle, counts)], items(open)];
}

/** What people said about these records, and what they said shall be done from now on. */
async function saidAbout({ archive, cycle: { sync } }: At, input: Input): Promise<Said> {
  const links = input.pairs.flatMap(({ json }) => json.pair.link ?? []);
  return {
    answers: await archives.answersFor(archive, sync, refsIn(input)),
    rules: await archives.rulesOf(archive, sync),
    apart: await archives.linkedApart(archive, sync, links),
  };
}

const isStrict = (context: IExecuteFunctions): boolean =>
  pick(context.getInputData(0), isCycleItem).some(({ json }) => json.counts[samePeopleMark] === 1);

/** Everything that is pending, this batch and the rest: what a preview shows, and what a run can be bound to. */
async function wholePlan(context: IExecuteFunctions, at: At, input: Input, rules: Rules) {
  const rest = await beyondBatch(at, input, isStrict(context), everything(context));
  const whole = { pairs: [...input.pairs, ...rest.pairs], only: [...input.only, ...rest.only] };
  const said = await saidAbout(at, whole);
  return { decided: decideAll(whole, rules, said), answers: said.answers };
}

async function preview(
  context: IExecuteFunctions,
  at: At,
  input: Input,
  rules: Rules,
): Promise<INodeExecutionData[][]> {
  const { decided, answers } = await wholePlan(context, at, input, rules);
  const refusals = await refusalsOf(context, at, decided, answers);
  return showPlan(at, decided, rules, refusals, everything(context));
}

async function resolveSync(context: IExecuteFunctions, cycle: CycleRef): Promise<INodeExecutionData[][]> {
  const archive = await openSyncArchive(context);
  const at = { archive, cycle };
  await archives.holdLease(archive, cycle, Date.now());
  const input = inputOf(context);
  const rules = await rulesFor(context, at);
  const { isPreview, onlyPlan } = planSettings(context);
  if (isPreview) return preview(context, at, input, rules);
  if (onlyPlan) {
    const { decided: all } = await wholePlan(context, at, input, rules);
    await onlyThisPlan(archive, cycle, onlyPlan, decisionsOf(all));
  }
  await archives.followDirection(archive, cycle, rules.policy.direction, Date.now());
  const said = await saidAbout(at, input);
  const decided = decideAll(input, rules, said);
  const refusals = await refusalsOf(context, at, decided, said.answers);
  if (refusals.length === 0) await setBackAnswered(at, said.answers);
  return refusals.length > 0 ? await stop(context, at, refusals, decided) : await letGo(context, at, decided, rules);
}

/** Without the archive there is no base: blanks are filled and differing values go by policy. */
function resolveRaw(context: IExecuteFunctions): INodeExecutionData[][] {
  const input = inputOf(context);
  const kind = [...input.pairs, ...input.only][0]?.json.kind ?? 'contact';
  const rules: Rules = { kind: kinds[kind], policy: policyOf(context) };
  const decided = decideAll(input, rules, nothingSaid);
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

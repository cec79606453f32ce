import { groupBy, mapValues } from 'lodash';
import * as archives from '../archive';
import type { Review, Rule, Standing } from '../archive';
import { sentence } from '../reasons';
import { decideAnswered, decideChosen, decideUnlink, decideByRules } from '../sync/review/decideAnswered';
import { decideNew, needsReview, type DecisionRules } from '../sync/decide';
import { guard, isOfSync, type GuardLimits, type Refusal } from '../sync/guard';
import { kinds } from '../sync/kinds';
import { sides, type Decision, type Pair, type Policy, type Side } from '../sync/model';
import { plannedDecision } from '../sync/plan';
import { accounts, cachedProfile } from './account';
import { areBothRead, firstRunOf, goOn, noteDirection, type Run } from './cycle';
import type { CycleItem, DecisionItem, Evidence, Lineage, OnlyItem, PairItem, Sourced } from './items';
import { cycleItem, decisionItem } from './items';
import { creditsOf } from './credits';
import { beyondBatch, figuresOf, keepPlan, previewedPlan, requirePlan } from './plan';
import { conflictReview, passedBy, refusalReview } from './reviews';
import { inTurns } from '../sides/row';

/** What there is to decide, each with where it came from. */
export interface Input {
  readonly pairs: readonly Sourced<PairItem>[];
  readonly only: readonly Sourced<OnlyItem>[];
  /** All items of the node: where what is not of this batch comes from. */
  readonly all: Lineage;
}

export interface Settings {
  readonly policy: Policy;
  readonly guards: GuardLimits;
  /** The whole plan is only shown: nothing is asked, noted or written. */
  readonly isPreview: boolean;
  /** The whole of a sync's first load is asked about before anything is written. */
  readonly asksFirst: boolean;
  /** The hash of the plan that this run is bound to; '' for none. */
  readonly onlyPlan: string;
  /** What the Matcher was told. */
  readonly evidence: Evidence;
}

interface Decided extends Sourced<DecisionItem> {
  /** The pair it is about; null for a record without a counterpart. */
  readonly pair: Pair | null;
}

/** What goes on, what a person has to look at, and the figures. `refusals`: why a guard stopped everything. */
export interface Resolved {
  readonly decisions: readonly Sourced<object>[];
  readonly needsReview: readonly Sourced<object>[];
  readonly summary: CycleItem | null;
  readonly refusals: readonly Refusal[];
}

/** What people said, besides the settings. `toUnlink`: links of records that are two different things. */
interface Said {
  readonly answers: readonly Review[];
  readonly rules: readonly Rule[];
  readonly toUnlink: ReadonlySet<string>;
}
export const nothingSaid: Said = { answers: [], rules: [], toUnlink: new Set() };

export const refusalInWords = ({ id, reason: why }: Refusal) => ({ id, reason: sentence(why) });

const keyOf = (side: Side, ref: string): string => `${side}:${ref}`;

/** By the record: one may have been asked about with its partner, and about a name that it says. */
type Answers = Readonly<Record<string, readonly Review[]>>;
const answersByRecord = (reviews: readonly Review[]): Answers =>
  mapValues(
    groupBy(
      reviews.flatMap((review) => review.refs.map(({ side, ref }) => ({ key: keyOf(side, ref), review }))),
      'key',
    ),
    (all) => all.map(({ review }) => review),
  );

function decidePair(pair: Pair, rules: DecisionRules, { rules: standing, toUnlink }: Said, answers: Answers): Decision {
  if (pair.link !== null && toUnlink.has(pair.link)) return decideUnlink(pair, rules);
  const given = sides.flatMap((side) => answers[keyOf(side, pair[side].ref)] ?? []);
  const settled = given.find(({ topic, answer }) => topic === 'conflict' && answer !== null);
  const decision = settled?.answer
    ? { ...decideAnswered(pair, rules, settled.answer), answersReviews: [settled.id] }
    : decideByRules(
        pair,
        rules,
        standing.map(({ what }) => what),
      );
  return given.reduce((so, review) => decideChosen(so, pair, rules, review), decision);
}

export async function decideAll({ pairs, only }: Input, rules: DecisionRules, said: Said): Promise<readonly Decided[]> {
  const answers = answersByRecord(said.answers);
  return [
    ...(await inTurns(pairs, ({ json, from }) => {
      const decision = decidePair(json.pair, rules, said, answers);
      return { json: decisionItem(json, decision), from, pair: json.pair };
    })),
    ...(await inTurns(only, ({ json, from }) => {
      const decision = decideNew(json.side, json.record, rules);
      return { json: decisionItem(json, decision), from, pair: null };
    })),
  ];
}

export const isAsked = ({ json }: Decided): boolean => needsReview(json.decision);
export const goesOn = ({ json }: Decided): boolean => json.decision.verdict !== 'ask';
export const decisionsOf = (decided: readonly Decided[]): readonly Decision[] =>
  decided.map((one) => one.json.decision);
export const shownWith = (decided: readonly Decided[], more: object): readonly Sourced<object>[] =>
  decided.map(({ json, from }) => ({ json: { ...json, ...more }, from }));

const refsIn = ({ pairs, only }: Input) => [
  ...pairs.flatMap(({ json: { pair } }) => sides.map((side) => ({ side, ref: pair[side].ref }))),
  ...only.map(({ json }) => ({ side: json.side, ref: json.record.ref })),
];

/** What people said about these records, and what they said shall be done from now on. */
async function saidAbout({ archive, cycle: { sync } }: Run, input: Input): Promise<Said> {
  const links = input.pairs.flatMap(({ json }) => json.pair.link ?? []);
  return {
    answers: await archives.answersFor(archive, sync, refsIn(input)),
    rules: await archives.rulesOf(archive, sync),
    toUnlink: await archives.linksToUnlink(archive, sync, links),
  };
}

async function rulesFor(run: Run, policy: Policy): Promise<DecisionRules> {
  const zoho = await cachedProfile(run, accounts.zoho.any);
  return { kind: kinds[run.cycle.kind], policy, limits: zoho?.profile.limits };
}

async function refusalsOf(
  run: Run,
  decided: readonly Decided[],
  { answers }: Said,
  { guards, asksFirst, onlyPlan }: Settings,
): Promise<readonly Refusal[]> {
  // no plan, nothing to stop: a run without changes counts no pairs
  if (decided.length === 0) return [];
  const totals = await archives.syncTotals(run.archive, run.cycle.sync);
  // whoever binds a run to a plan has seen it
  const firstRun = asksFirst && !onlyPlan ? await firstRunOf(run) : null;
  const credits = firstRun ? await creditsOf(run, decisionsOf(decided)) : 0;
  return guard(decisionsOf(decided), { ...totals, firstRun, credits }, guards, passedBy(answers));
}

/** What was let pass once concerns everything that was restored, this batch and the rest. */
async function settleSetBack({ archive, cycle }: Run, { answers }: Said): Promise<void> {
  for (const side of sides.filter((one) => passedBy(answers).includes(`rolled-back:${one}`)))
    await archives.noteRolledBack(archive, cycle, side, false, Date.now());
}

/** Everything that is pending, this batch and the rest: what a preview shows, and what a run can be bound to. */
async function decideWhole(run: Run, input: Input, rules: DecisionRules, evidence: Evidence) {
  const from = input.all;
  const batch = { pairs: input.pairs.map(({ json }) => json), only: input.only.map(({ json }) => json) };
  const rest = await beyondBatch(run, batch, evidence);
  const whole = {
    ...input,
    pairs: [...input.pairs, ...rest.pairs.map((json) => ({ json, from }))],
    only: [...input.only, ...rest.only.map((json) => ({ json, from }))],
  };
  const said = await saidAbout(run, whole);
  return { decided: await decideAll(whole, rules, said), said };
}

/** A decision as people read it. */
const plannedBy = ({ kind }: DecisionRules, { json, pair }: Decided) => ({
  decision: json.decision,
  planned: plannedDecision(kind, json.decision, (side) => pair?.[side].fields ?? {}),
});

/** The whole plan as items to read, and its hash. Nothing is asked, noted or written. */
async function preview(run: Run, input: Input, rules: DecisionRules, settings: Settings) {
  const { decided, said } = await decideWhole(run, input, rules, settings.evidence);
  const refusals = await refusalsOf(run, decided, said, settings);
  const going = decided.filter(goesOn).map((one) => ({ ...one, ...plannedBy(rules, one) }));
  const stoppedBy = refusals.map(refusalInWords);
  const plan = { ...(await previewedPlan(run, going)), ...(stoppedBy.length > 0 && { stoppedBy }) };
  const asked = decided.filter(isAsked);
  const counts = { ...figuresOf(decisionsOf(decided)), needReview: asked.length };
  return {
    decisions: going.map(({ json: { label, ...json }, from, planned: { sentences, writes } }) => ({
      json: { label, says: sentences, ...json, preview: true, writes },
      from,
    })),
    needsReview: shownWith(asked, { preview: true }),
    summary: { ...cycleItem(run.cycle, null, counts), plan },
    refusals: [],
  };
}

const openReview = ({ archive, cycle }: Run, review: archives.ReviewEntry) =>
  archives.openReviews(archive, cycle, [review], Date.now());

/** What a first run would do, all of it, waits as one question; the records stay pending, so that it shows them as they are. */
async function askFirst(run: Run, input: Input, rules: DecisionRules, settings: Settings) {
  if (!settings.asksFirst || !(await firstRunOf(run))) return [];
  const { decided, said } = await decideWhole(run, input, rules, settings.evidence);
  const refusals = (await refusalsOf(run, decided, said, settings)).filter(isOfSync);
  if (refusals.length === 0) return [];
  const going = decided.filter(goesOn);
  const seen = going.map((one) => plannedBy(rules, one));
  await keepPlan(run, seen);
  await openReview(run, { ...refusalReview(refusals, decisionsOf(going)), refs: [] });
  return refusals;
}

/** A guard refused: all of it waits for a person, so that no half slips through with the next batch. */
function stopped({ cycle }: Run, refusals: readonly Refusal[], decided: readonly Decided[]) {
  const summary = cycleItem(cycle, null, { stopped: decided.length });
  const needsReview = shownWith(decided, { stoppedBy: refusals.map(refusalInWords) });
  return { decisions: [], needsReview, summary, refusals };
}

async function letGo({ archive, cycle }: Run, decided: readonly Decided[], policy: Policy) {
  const kind = kinds[cycle.kind];
  const asked = decided.filter(isAsked);
  const reviews = asked.flatMap(({ json, pair }) => (pair ? [conflictReview(kind, pair, json.decision, policy)] : []));
  if (reviews.length > 0) await archives.openReviews(archive, cycle, reviews, Date.now());
  await archives.reportUnsyncable(archive, cycle, decisionsOf(decided), Date.now());
  const decisions = decided.filter(goesOn);
  const summary = cycleItem(cycle, null, { decisions: decisions.length, needReview: reviews.length });
  return { decisions, needsReview: asked, summary, refusals: [] };
}

/** Nothing came, nobody has said anything, and the sync is no new one: then nothing is looked up. */
const isAtRest = ({ pairs, only }: Input, { answered, letGoAt }: Standing): boolean =>
  pairs.length + only.length + answered === 0 && letGoAt !== null;

/** Decides about every pair and every record without a counterpart: all policy of a cycle is here. */
export async function resolve(given: Run, input: Input, settings: Settings): Promise<Resolved> {
  const { archive, cycle } = given;
  const standing = await archives.holdLease(archive, cycle, Date.now());
  const run = { ...given, standing };
  if (!areBothRead(standing)) return letGo(run, [], settings.policy);
  if (isAtRest(input, standing) && !settings.isPreview && !settings.onlyPlan) {
    await noteDirection(run, settings.policy);
    return letGo(run, [], settings.policy);
  }
  const rules = await rulesFor(run, settings.policy);
  if (settings.isPreview) return preview(run, input, rules, settings);
  if (settings.onlyPlan) {
    const { decided } = await decideWhole(run, input, rules, settings.evidence);
    await requirePlan(run, settings.onlyPlan, decisionsOf(decided));
  }
  await noteDirection(run, settings.policy);
  const said = await saidAbout(run, input);
  const decided = await decideAll(input, rules, said);
  const first = await askFirst(run, input, rules, settings);
  if (first.length > 0) return stopped(run, first, decided);
  const refusals = (await refusalsOf(run, decided, said, settings)).filter((one) => !isOfSync(one));
  if (refusals.length > 0) {
    await openReview(run, refusalReview(refusals, decisionsOf(decided)));
    return stopped(run, refusals, decided);
  }
  if (decided.length > 0) await goOn(run);
  await settleSetBack(run, said);
  return letGo(run, decided, settings.policy);
}

import { takeWhile } from 'lodash';
import * as archives from '../../archive';
import type { CycleSummary, SyncName } from '../../archive';
import { asString } from '../../sync/model';
import type { OrderState } from './page/order';
import { passFirstRuns } from './firstRuns';
import { atWorkOn, undoOf } from './loadUndo';
import { withoutAnswers, type Form, type Outcome, type Shown, type SubmitResult } from './submitAnswers';

type Query = Readonly<Record<string, unknown>>;

/** What goes out for the workflow that runs a sync. */
const itemFor = ({ name: sync, kind, workflow, person }: SyncName, by: string, more: object = {}) => ({
  ...{ sync, kind, person: person ?? null, answered: 0, by, workflowId: workflow ?? null },
  ...more,
});

/** By what the page tells later whether it has begun: the newest cycle now, and what time it is. */
async function ordered({ archive }: Shown, order: 'run' | 'undo', { name: sync }: SyncName, now: number) {
  const [newest] = await archives.cyclesOf(archive, sync, 1);
  return { order, sync, before: newest?.id ?? '', at: String(now) };
}

const toldOf = (outcome: Outcome, { name: sync }: SyncName): SubmitResult => ({
  ...withoutAnswers(outcome),
  order: { query: { sync } },
});

async function run(shown: Shown, sync: SyncName, by: string): Promise<SubmitResult> {
  const { pausedAt } = await archives.status(shown.archive, sync.name);
  if (pausedAt !== null) return toldOf('isPaused', sync);
  if (!sync.workflow) return toldOf('noWorkflow', sync);
  const query = await ordered(shown, 'run', sync, Date.now());
  return { ...withoutAnswers(null), order: { query, item: itemFor(sync, by) } };
}

const pausing =
  (isPaused: boolean) =>
  async ({ archive }: Shown, sync: SyncName): Promise<SubmitResult> => {
    await archives.setPaused(archive, sync.name, isPaused ? Date.now() : null);
    return toldOf(isPaused ? 'isPausedNow' : 'isResumedNow', sync);
  };

/** Takes a run back, as the person was shown it: the plan they saw is kept, and the workflow is bound to it. */
async function undo(shown: Shown, sync: SyncName, by: string, form: Form): Promise<SubmitResult> {
  const cycle = await archives.cycleById(shown.archive, sync.name, asString(form.cycle));
  if (!cycle) return withoutAnswers('nothingChosen');
  const told = (outcome: Outcome): SubmitResult => ({
    ...withoutAnswers(outcome),
    order: { query: { view: 'runs', undo: '1', sync: sync.name, cycle: cycle.id } },
  });
  if (await atWorkOn(shown, sync)) return told('isRunning');
  const found = await undoOf(shown, { sync, cycle });
  if (found.obstacle !== null) return told('cannotUndo');
  if (found.plan.hash !== form.seen) return told('undoMoved');
  const now = Date.now();
  const query = { view: 'runs', cycle: cycle.id, ...(await ordered(shown, 'undo', sync, now)) };
  await archives.savePlanAhead(shown.archive, { sync: sync.name, id: cycle.id }, found.plan, now);
  const item = itemFor(sync, by, { undoCycle: cycle.id, plan: found.plan.hash });
  return { ...withoutAnswers(null), order: { query, item } };
}

/** All syncs of somebody that are shown. */
async function pausePerson({ archive, syncs }: Shown, person: string, isPaused: boolean): Promise<SubmitResult> {
  const theirs = syncs.filter((one) => one.person === person);
  if (theirs.length === 0) return withoutAnswers('nothingChosen');
  for (const { name } of theirs) await archives.setPaused(archive, name, isPaused ? Date.now() : null);
  return { ...withoutAnswers(isPaused ? 'isPausedNow' : 'isResumedNow'), order: { query: { person } } };
}

type Order = (shown: Shown, sync: SyncName, by: string, form: Form) => Promise<SubmitResult>;
const orders: Readonly<Record<string, Order>> = { run, pause: pausing(true), resume: pausing(false), undo };

/** Carries out what a form orders of a sync that is shown; null where it is an answer, and no order. */
export async function submitOrder(shown: Shown, form: Form, by: string): Promise<SubmitResult | null> {
  const name = asString(form.answer);
  if (name === 'passFirstRuns') return shown.person === undefined ? passFirstRuns(shown, by) : null;
  const order = Object.hasOwn(orders, name) ? orders[name] : undefined;
  if (!order) return null;
  const person = asString(form.person);
  if (person !== '') return pausePerson(shown, person, name === 'pause');
  const sync = shown.syncs.find((one) => one.name === form.sync);
  return sync ? order(shown, sync, by, form) : withoutAnswers('nothingChosen');
}

/** A workflow that was started is given so long until it shows, in ms. */
const PATIENCE_MS = 30_000;

const endOf = ({ state }: CycleSummary): OrderState =>
  state === 'running' ? 'begun' : state === 'finished' ? 'ended' : 'failed';

/** What became of the order that an address tells of: null where it tells of none. */
export async function orderIn(shown: Shown, query: Query) {
  const { archive, syncs } = shown;
  const { order } = query;
  const sync = syncs.find(({ name }) => name === query.sync);
  if (!sync || (order !== 'run' && order !== 'undo')) return null;
  const newest = await archives.cyclesOf(archive, sync.name, 20);
  const since = takeWhile(newest, ({ id }) => id !== query.before);
  const meant = since.filter(({ undoes }) => order === 'run' || undoes === query.cycle).at(-1);
  const isLate = Date.now() - Number(query.at) > PATIENCE_MS && !(await atWorkOn(shown, sync));
  const waits = since.length > 0 && order === 'undo' && isLate ? 'other' : isLate ? 'silent' : 'asked';
  return { order, sync: sync.name, state: meant ? endOf(meant) : waits, cycle: meant ?? null } as const;
}

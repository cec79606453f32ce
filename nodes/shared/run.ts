import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { abandonCycle, LeaseLost, noteFailure, writeNotices } from '../../archive';
import { isUncertain } from '../../clients/errors';
import {
  cycleOf,
  isCheckItem,
  isCycleItem,
  isDecisionItem,
  type CheckItem,
  type CycleItem,
  type DecisionItem,
  type Source,
  type Sourced,
} from '../../engine/items';
import { endHandle, openCycleArchive } from './archive';
import { toNodeError } from './errors';
import { applyDecisions } from '../../engine/apply';
import { requireCycle, requireKind, type SideRun } from '../../engine/cycle';
import { takeBackFrom } from '../../engine/leave';
import { reasonOf, UsageError } from '../../engine/errors';
import { readSide } from '../../engine/read';
import type { SideOfKind } from '../../engine/sides/kind';
import { sentence, type Reason } from '../../reasons';
import { sideName, type KindName, type Side } from '../../sync/model';
import { twoSided } from './descriptions';
import { pick, toItem } from './items';
import { allItems, chosenKind, count } from './parameters';

export type Operation = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** What lies at one of the node's inputs; n8n throws for those that are not wired. */
function inputAt(context: IExecuteFunctions, input: number): INodeExecutionData[] {
  try {
    return context.getInputData(input);
  } catch {
    return [];
  }
}
const inputs = [0, 1, 2];

/** The cycle among the node's items. */
function cycleAt(context: IExecuteFunctions) {
  const items = inputs.flatMap((input) => inputAt(context, input));
  return items.map(({ json }) => cycleOf(json)).find((cycle) => cycle !== null) ?? null;
}

/** What a node does with the lines of a check so far. */
export type CheckStep = (
  context: IExecuteFunctions,
  lines: readonly Sourced<CheckItem, Source>[],
) => Promise<readonly INodeExecutionData[]>;

/** An operation that a check of the sync may walk through instead of a cycle: then only `step` runs. */
export const orCheck =
  (operation: Operation, step: CheckStep, outputs = 1): Operation =>
  async (context) => {
    const lines = inputs.flatMap((input) => pick(inputAt(context, input), isCheckItem, input));
    if (lines.length === 0) return operation(context);
    const passed = await step(context, lines);
    return Array.from({ length: outputs }, (_, at) => (at === 0 ? [...passed] : []));
  };

/**
 * A run that failed would keep the next one out for two minutes, just when somebody has mended the cause and tries again. But
 * where a write may still be under way, the pause is needed: the next run must not read before it has landed.
 */
async function giveLeaseBack(context: IExecuteFunctions, thrown: unknown): Promise<void> {
  const cycle = cycleAt(context);
  if (!cycle || thrown instanceof LeaseLost) return;
  const isUnderWay = isUncertain(thrown);
  const giveBack = async () => {
    const archive = await openCycleArchive(context, cycle);
    await noteFailure(archive, cycle, reasonOf(thrown));
    if (!isUnderWay) await abandonCycle(archive, cycle);
  };
  // what stopped the run is told, not that the archive could not note it
  await giveBack().catch(() => undefined);
  if (!isUnderWay) endHandle(cycle);
}

/**
 * Runs an operation. With "continue on error" n8n answers a thrown error by passing the node's input on as if nothing had
 * happened, which would feed unread data to the sync: so the error itself becomes the one item, on the last output.
 */
export async function run(
  context: IExecuteFunctions,
  operation: Operation,
  outputs = 1,
): Promise<INodeExecutionData[][]> {
  try {
    return await operation(context);
  } catch (thrown) {
    await giveLeaseBack(context, thrown);
    const error = toNodeError(context.getNode(), thrown);
    if (!context.continueOnFail()) throw error;
    const json = { error: error.message, nextStep: error.description ?? '' };
    const item: INodeExecutionData = { json, error, pairedItem: { item: 0 } };
    return Array.from({ length: outputs }, (_, index) => (index === outputs - 1 ? [item] : []));
  }
}

type Operations = Readonly<Record<string, Operation>>;

/** The same operations for each kind that both sides have. */
export const ofKinds = (operations: Operations): Operations =>
  Object.fromEntries(
    twoSided.flatMap((kind) => Object.entries(operations).map(([name, one]) => [`${kind}:${name}`, one])),
  );

/** A workflow of another version may say what this one does not know; nothing else is done in its place. */
const unknownOperation: Operation = async (context) => {
  throw new UsageError(
    `This node does not know its Resource "${chosenKind(context)}" or the Operation of it, so it did nothing.`,
    'Open the node and choose both anew. What was Resource Sync is now Contact, Event, Mail or Task; Email is Mail.',
  );
};

/** Runs the operation that the parameters Resource and Operation choose. */
export function runChosen(context: IExecuteFunctions, operations: Operations) {
  const name = `${chosenKind(context)}:${context.getNodeParameter('operation', 0, '')}`;
  return run(context, operations[name] ?? unknownOperation);
}

/** One side of one kind, as the node's parameters and credentials make it. */
export type AdapterOf = (context: IExecuteFunctions, kind: KindName) => SideOfKind;

async function runOf(context: IExecuteFunctions, side: Side): Promise<SideRun> {
  const cycle = requireCycle(context.getInputData());
  return { archive: await openCycleArchive(context, cycle), cycle, side };
}

type WarningsOf = (context: IExecuteFunctions) => Promise<readonly Reason[]>;

/** Tells of settings that mean nothing: whoever looks at the node, and the report of Finish. */
async function warn(context: IExecuteFunctions, { archive, cycle, side }: SideRun, warnings: readonly Reason[]) {
  for (const why of warnings)
    context.addExecutionHints({ message: sentence(why), type: 'warning', location: 'outputPane' });
  const notices = warnings.map((why) => ({ side, ref: null, label: sideName[side], reason: why }));
  await writeNotices(archive, cycle, notices, Date.now());
}

/** Get Changes: an item for each pending record, the cycle item last. `warningsOf`: what is odd about the node's settings. */
export const getChanges =
  (side: Side, adapterOf: AdapterOf, warningsOf: WarningsOf = async () => []): Operation =>
  async (context) => {
    const run = await runOf(context, side);
    requireKind(run.cycle, chosenKind(context));
    const batch = count(context, 'batchSize', 1);
    const { changes, summary } = await readSide(run, adapterOf(context, run.cycle.kind), batch);
    await warn(context, run, await warningsOf(context));
    const from = allItems(context);
    return [[...changes, summary].map((json) => toItem(json, from))];
  };

type Leaving = CycleItem & { readonly leave: NonNullable<CycleItem['leave']> };
const isLeaving = (json: unknown): json is Leaving => isCycleItem(json) && json.leave !== undefined;
/** What a node does where a sync is left; `leaving`: what the nodes before it did. */
export type LeaveStep = (context: IExecuteFunctions, leaving: Leaving) => Promise<INodeExecutionData[][]>;

/** An operation that does something else where a sync is left. */
export const orLeave =
  (operation: Operation, step: LeaveStep): Operation =>
  async (context) => {
    const last = pick(context.getInputData(), isLeaving).at(-1);
    return last ? step(context, last.json) : operation(context);
  };

/** Apply Decisions, where a sync is left, whatever the node's Resource: nothing is asked of it but to take off. An item for each record that something is taken off, the cycle item last. */
const takeOff =
  (side: Side, adapterOf: AdapterOf): LeaveStep =>
  async (context, { leave, cycle: { kind } }) => {
    const adapter = adapterOf(context, kind);
    if (!adapter.takeBack) return [context.getInputData()];
    const { records, summary } = await takeBackFrom(await runOf(context, side), adapter, leave);
    return [[...records, summary].map((json) => toItem(json, allItems(context)))];
  };

/** Every item goes on with what became of it; the cycle item comes last. */
const applyOnly =
  (side: Side, adapterOf: AdapterOf): Operation =>
  async (context) => {
    const run = await runOf(context, side);
    requireKind(run.cycle, chosenKind(context));
    const input = context.getInputData();
    const items = pick(input, isDecisionItem);
    const toApply = items.filter(({ json }) => !json.preview).map(({ json }) => json);
    const { applied, summary } = await applyDecisions(run, adapterOf(context, run.cycle.kind), {
      decisions: toApply.map(({ decision }) => decision),
      fresh: toApply.filter((one) => one.applied === undefined).map(({ decision }) => decision),
    });
    const withApplied = (json: DecisionItem): DecisionItem =>
      json.preview ? json : { ...json, applied: [...(json.applied ?? []), ...applied(json.decision)] };
    const plan = pick(input, isCycleItem).find(({ json }) => json.plan)?.json.plan;
    const last = toItem({ ...summary, ...(plan && { plan }) }, allItems(context));
    return [[...items.map(({ json, from }) => toItem(withApplied(json), from)), last]];
  };

/** Apply Decisions, of a cycle or where a sync is left. */
export const apply = (side: Side, adapterOf: AdapterOf): Operation =>
  orLeave(applyOnly(side, adapterOf), takeOff(side, adapterOf));

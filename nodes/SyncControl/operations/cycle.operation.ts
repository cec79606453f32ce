import { omit } from 'lodash';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { cyclesOf, type CycleRef } from '../../../archive';
import { UsageError } from '../../../engine/errors';
import { cycleItem, cycleOf, isCycleItem } from '../../../engine/items';
import { finish as finishRun } from '../../../engine/report';
import { lateHint, requirePerson, start as startRun, waitedHint } from '../../../engine/start';
import { undo, type UndoSettings } from '../../../engine/undo';
import type { KindName } from '../../../sync/model';
import { endHandle, openCycleArchive, openKnownSync, openSyncArchive, withHandle } from '../../shared/archive';
import type { Operation } from '../../shared/run';
import { toItem, toWordedItem } from '../../shared/items';
import { allItems, count, located, syncName } from '../../shared/parameters';

/** Who takes a lease, for whoever comes too late. */
export function runOf(context: IExecuteFunctions) {
  const { id, name } = context.getWorkflow();
  const workflow = String(id ?? '') || null;
  const byHand = context.getMode() === 'manual' ? workflow : null;
  const how = byHand ? ', run by hand' : '';
  return { holder: `workflow "${name ?? id}", execution ${context.getExecutionId()}${how}`, byHand, workflow };
}

function hint(context: IExecuteFunctions, message: string): void {
  context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
}

const kindAt = (context: IExecuteFunctions, item: number): KindName =>
  context.getNodeParameter('kind', item) as KindName;

/** One run of this node is one cycle; items that mean several would all but the first be dropped. */
function requireOneCycle(context: IExecuteFunctions): void {
  const meant = context.getInputData().map((_, item) => `${syncName(context, item)} (${kindAt(context, item)})`);
  const different = [...new Set(meant)];
  if (different.length <= 1) return;
  throw new UsageError(
    `The items mean ${different.length} different cycles: ${different.slice(0, 5).join(', ')}. Nothing was started.`,
    'Give Start Cycle one item at a time: put Loop Over Items (batch size 1) or Execute Workflow (once for each item) before it.',
  );
}

const pilotHint = (pilot: number): string =>
  `Pilot: only ${pilot} records of each side take part; the others stay pending. Set Pilot to 0 to sync all.`;

/** What Finish of the last run has sent, where it goes on. */
const isGoingOn =
  (sync: string) =>
  ({ json: { goesOn, report } }: INodeExecutionData): boolean =>
    goesOn === true && (report as Partial<CycleRef> | undefined)?.sync === sync;

/** What *Again* of company.json makes of that, for one person after the other: none of them waits for a service on behalf of the next. */
const isOfNextRound =
  (sync: string) =>
  ({ json }: INodeExecutionData): boolean =>
    json.sync === sync && json.follows === true;

/** What the review page has sent, where a person answered or wants a run. */
const isWanted =
  (sync: string) =>
  ({ json }: INodeExecutionData): boolean =>
    json.sync === sync && typeof json.by === 'string';

/** Cycle: Start. Nothing comes out where another run is at work. */
export const start: Operation = async (context) => {
  requireOneCycle(context);
  const sync = syncName(context);
  const kind = kindAt(context, 0);
  const archive = await openSyncArchive(context);
  const address = String(context.getNodeParameter('person', 0, '') ?? '').trim();
  const person = address === '' ? null : await requirePerson(archive, address);
  const items = context.getInputData();
  const evenAsked = items.some(isWanted(sync));
  const request = { archive, sync, kind, person: person?.address ?? null, evenAsked, ...runOf(context) };
  const isFollower = items.some(isGoingOn(sync));
  const started = await startRun(request, {
    waits: context.getNodeParameter('whenBusy', 0, 'end') === 'wait',
    follows: isFollower,
    signal: context.getExecutionCancelSignal?.(),
    // n8n keeps this elsewhere than the archive, for published workflows
    memory: context.getWorkflowStaticData('node'),
  });
  if (!started.started) {
    hint(context, lateHint(sync, started));
    return [[]];
  }
  if (started.waitedFor) hint(context, waitedHint(sync, started.waitedFor));
  const cycle = await withHandle(context, started.cycle);
  const pilot = Math.max(0, Math.floor(Number(context.getNodeParameter('pilot', 0, 0)) || 0));
  if (pilot > 0) hint(context, pilotHint(pilot));
  const follows = request.byHand === null && (isFollower || items.some(isOfNextRound(sync)));
  const round = Math.floor(Number(context.getNodeParameter('round', 0, 0)) || 0);
  const told = { ...(pilot > 0 && { pilot }), ...(round > 0 && { round }), ...(follows && { follows }) };
  const item = cycleItem({ ...cycle, ...told }, null);
  return [[toItem({ ...item, ...(person && { person }) }, allItems(context))]];
};

function cycleAt(context: IExecuteFunctions): CycleRef {
  const cycle = context
    .getInputData()
    .map(({ json }) => cycleOf(json))
    .find((one) => one !== null);
  if (cycle) return cycle;
  throw new UsageError(
    'Finish got no item of a cycle.',
    'Connect it behind the Apply Decisions nodes of a workflow that begins with Sync Control, Cycle: Start.',
  );
}

const dayMs = 24 * 3_600_000;

/** The plan that this run only showed. */
const planShown = ({ json }: INodeExecutionData): string | undefined =>
  isCycleItem(json) && json.plan?.preview ? json.plan.hash : undefined;

/** Cycle: Finish. Whatever number of items came, one report comes out. */
export const finish: Operation = async (context) => {
  const cycle = cycleAt(context);
  const preview = context.getInputData().map(planShown).find(Boolean);
  const run = { archive: await openCycleArchive(context, cycle), cycle };
  const report = await finishRun(run, count(context, 'keepDays', 1) * dayMs, preview);
  endHandle(cycle);
  if (report.hint) hint(context, report.hint);
  return [[toWordedItem(report.item, allItems(context))]];
};

/** The newest cycles first, one item each: for whoever looks for the one to undo. */
export const listCycles: Operation = async (context) => {
  const { archive, sync } = await openKnownSync(context);
  const cycles = await cyclesOf(archive, sync, count(context, 'limit', 1));
  return [cycles.map((cycle) => toItem(cycle, allItems(context)))];
};

const undoSettings = (context: IExecuteFunctions): UndoSettings => ({
  undone: located(context, 'undoCycle'),
  isPreview: context.getNodeParameter('undoPreview', 0, false) === true,
  onlyPlan: String(context.getNodeParameter('undoPlan', 0, '') ?? '').trim(),
});

/** Cycle: Undo. Its decisions go through the same Apply nodes and Finish as any others. */
export const undoCycle: Operation = async (context) => {
  const sync = syncName(context);
  // The workflow of an undo is not the one that runs the sync.
  const who = { sync, ...omit(runOf(context), 'workflow') };
  const result = await undo(await openSyncArchive(context), who, undoSettings(context));
  if ('items' in result) {
    const cycle = await withHandle(context, result.summary.cycle);
    return [[...result.items, result.summary].map((json) => toItem({ ...json, cycle }, allItems(context)))];
  }
  hint(context, lateHint(sync, result));
  return [[]];
};

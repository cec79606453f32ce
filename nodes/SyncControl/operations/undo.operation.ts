import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import * as archives from '../../../archive';
import type { Archive, CycleRef } from '../../../archive';
import { defaultGuards } from '../../../sync/guard';
import { kinds } from '../../../sync/kinds';
import { withMails } from '../../../sync/mails';
import type { Decision, Fields, Side } from '../../../sync/model';
import { plannedOf } from '../../../sync/planLines';
import type { NotUndone, Present, UndoPlan } from '../../../sync/undo';
import { undoPlan } from '../../../sync/undoPlan';
import { openSyncArchive } from '../../shared/archive';
import { UsageError } from '../../shared/errors';
import { toItem } from '../../shared/items';
import { allItems, syncName } from '../../shared/parameters';
import { figuresOf, keepShown, onlyThisPlan, type PlanSeen } from '../../shared/plan';
import type { Operation } from '../../shared/run';
import { holderOf, lateHint } from '../lease';

interface At {
  readonly archive: Archive;
  readonly cycle: CycleRef;
}
interface Settings {
  readonly isPreview: boolean;
  readonly onlyPlan: string;
}

const settingsOf = (context: IExecuteFunctions): Settings => ({
  isPreview: context.getNodeParameter('undoPreview', 0, false) === true,
  onlyPlan: String(context.getNodeParameter('undoPlan', 0, '') ?? '').trim(),
});

/** Which cycle is meant: the one that was named, else the last that wrote. */
async function meant(context: IExecuteFunctions, archive: Archive, sync: string): Promise<string> {
  const named = String(context.getNodeParameter('undoCycle', 0, '') ?? '').trim();
  const found = named || (await archives.lastWriting(archive, sync));
  if (found) return found;
  throw new UsageError(
    `No cycle of the sync "${sync}" has written anything, as far as its history goes.`,
    'Look at Cycle: List. How long history is kept is set in Finish.',
  );
}

const readsOf =
  (present: Present, { refs }: Decision) =>
  (side: Side): Fields => {
    const ref = refs[side];
    return ref === null ? {} : (present.record(side, ref)?.fields ?? {});
  };

/** What the cycle did, turned round against what is there now. */
async function planFor({ archive, cycle }: At, undone: string) {
  const traces = await archives.tracesOf(archive, cycle.sync, undone);
  if (traces.length === 0)
    throw new UsageError(
      `Of the cycle ${undone} nothing is known that could be undone.`,
      'Look at Cycle: List for the ones there are. How long history is kept is set in Finish.',
    );
  const present = await archives.presentOf(archive, cycle.sync, traces);
  const kind = kinds[cycle.kind];
  const { decisions, left }: UndoPlan = undoPlan(kind, undone, traces, present);
  const shown = decisions.map((bare): PlanSeen => {
    const reads = readsOf(present, bare);
    const decision = withMails(kind, { outlook: { fields: reads('outlook') }, zoho: { fields: reads('zoho') } }, bare);
    return { decision, planned: plannedOf(kind, decision, reads) };
  });
  return { shown, left };
}

/** Deletions are no accident here, but nobody should be surprised by many: they have to be looked at first. */
function guarded(decisions: readonly Decision[]): void {
  const deletes = decisions.flatMap(({ writes }) => writes).filter(({ op }) => op === 'delete').length;
  if (deletes <= defaultGuards.maxDeletes) return;
  throw new UsageError(
    `Undoing this cycle would delete ${deletes} records that it created, so it has to be looked at first. Nothing was written.`,
    'Switch on Preview and look at the plan; then put its hash into Only This Plan and run again.',
  );
}

/** Takes down what stays as it is, so that the report tells it. */
async function noteLeft({ archive, cycle }: At, undone: string, left: readonly NotUndone[]): Promise<void> {
  const nothing = { writes: [], agreed: { outlook: {}, zoho: {} }, clashes: [], link: null, matchedBy: null };
  const decisions = left.map(({ side, ref, label, reason }): Decision => ({
    ...{ ...nothing, verdict: 'skip', reason, label, undoes: undone },
    refs: { outlook: null, zoho: null, [side]: ref },
    left: [reason],
  }));
  await archives.noteLeft(archive, cycle, decisions, Date.now());
}

async function undoIn(
  context: IExecuteFunctions,
  at: At,
  undone: string,
  { isPreview, onlyPlan }: Settings,
): Promise<INodeExecutionData[][]> {
  const { archive, cycle } = at;
  const { shown, left } = await planFor(at, undone);
  const decisions = shown.map(({ decision }) => decision);
  if (!isPreview && onlyPlan) await onlyThisPlan(archive, cycle, onlyPlan, decisions);
  if (!isPreview && !onlyPlan) guarded(decisions);
  const plan = isPreview ? { plan: { hash: await keepShown(archive, cycle, shown), preview: true } } : {};
  if (!isPreview) {
    await noteLeft(at, undone, left);
    await archives.readyToUndo(archive, cycle, decisions, Date.now());
  }
  const from = allItems(context);
  const common = { cycle, kind: cycle.kind, ...(isPreview && { preview: true }) };
  const items = shown.map(({ decision, planned: { says, writes } }) =>
    toItem({ ...common, label: decision.label, decision, says, writes }, from),
  );
  const stays = left.map(({ label, reason, ...where }) => toItem({ ...common, label, ...where, left: [reason] }, from));
  const counts = { ...figuresOf(decisions), left: left.length };
  return [[...items, ...stays, toItem({ cycle, side: null, counts, undoes: undone, ...plan }, from)]];
}

/**
 * Takes back what a cycle did: a cycle of its own, whose decisions go through the same Apply nodes and Finish as any others. So
 * it can be previewed, and undone.
 */
export const undoCycle: Operation = async (context) => {
  const archive = await openSyncArchive(context);
  const sync = syncName(context);
  const kind = await archives.kindOf(archive, sync);
  if (!kind) throw new UsageError(`There is no sync "${sync}".`, 'Give the Sync Name of Start Cycle.');
  const undone = await meant(context, archive, sync);
  const settings = settingsOf(context);
  const who = { sync, kind, holder: holderOf(context), now: Date.now() };
  const started = await archives.startCycle(archive, { ...who, ...(!settings.isPreview && { undoes: undone }) });
  if (!started.started) {
    context.addExecutionHints({ message: lateHint(sync, started), type: 'info', location: 'outputPane' });
    return [[]];
  }
  const at = { archive, cycle: started.cycle };
  return undoIn(context, at, undone, settings).catch(async (thrown: Error) => {
    await archives.abandonCycle(archive, started.cycle);
    return Promise.reject(thrown);
  });
};

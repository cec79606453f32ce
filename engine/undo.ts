import { counted, sentence } from '../reasons';
import * as archives from '../archive';
import type { Archive, CycleRef, NotStarted, PlanToKeep } from '../archive';
import { defaultGuards } from '../sync/guard';
import { kinds } from '../sync/kinds';
import { withMailCounts } from '../sync/kinds/kind';
import type { Decision, Fields, Side } from '../sync/model';
import { plannedDecision } from '../sync/plan';
import type { NotUndone, CurrentState, JournalStep, UndoPlan } from '../sync/undo/undoRecord';
import { planUndo } from '../sync/undo/planUndo';
import type { Run } from './cycle';
import { UsageError } from './errors';
import { requireSync } from './knownSync';
import { cycleItem, type CycleItem } from './items';
import { figuresOf, previewedPlan, planOf, requirePlan, type PlanSeen } from './plan';

export interface UndoSettings {
  /** '' for the last cycle that wrote. */
  readonly undone: string;
  readonly isPreview: boolean;
  /** The hash of the plan that this run is bound to; '' for none. */
  readonly onlyPlan: string;
}

export interface Undoing {
  /** Decisions and what stays as it is, as items to read and to carry out. */
  readonly items: readonly object[];
  readonly summary: CycleItem;
}

/** Which cycle is meant: the one that was named, else the last that wrote. */
async function cycleMeant(archive: Archive, sync: string, named: string): Promise<string> {
  const found = named || (await archives.lastWriting(archive, sync));
  if (found) return found;
  throw new UsageError(
    `No cycle of the sync "${sync}" has written anything, as far as its history goes.`,
    'Look at Cycle: List. How long history is kept is set in Finish.',
  );
}

type SyncOfKind = Pick<CycleRef, 'sync' | 'kind'>;

const readsOf =
  (present: CurrentState, { refs }: Decision) =>
  (side: Side): Fields => {
    const ref = refs[side];
    return ref === null ? {} : (present.record(side, ref)?.fields ?? {});
  };

/** What the cycle did, as far as the history goes. Throws UsageError where nothing is known. */
async function requireTraces({ archive, cycle: { sync } }: Run, undone: string): Promise<readonly JournalStep[]> {
  const traces = await archives.tracesOf(archive, sync, undone);
  if (traces.length > 0) return traces;
  throw new UsageError(
    `Of the cycle ${undone} nothing is known that could be undone.`,
    'Look at Cycle: List for the ones there are. How long history is kept is set in Finish.',
  );
}

/** What the cycle did, turned round against what is there now. */
async function planFor(
  archive: Archive,
  { sync, kind: name }: SyncOfKind,
  undone: string,
  traces: readonly JournalStep[],
) {
  const present = await archives.presentOf(archive, sync, traces);
  const kind = kinds[name];
  const { decisions, notUndone }: UndoPlan = planUndo(kind, undone, traces, present);
  const shown = decisions.map((bare): PlanSeen => {
    const reads = readsOf(present, bare);
    const decision = withMailCounts(
      kind,
      { outlook: { fields: reads('outlook') }, zoho: { fields: reads('zoho') } },
      bare,
    );
    return { decision, planned: plannedDecision(kind, decision, reads) };
  });
  return { shown, notUndone };
}

/** What taking a cycle back would do now, to be looked at before anything begins; nothing is written or kept. */
export async function foreseeUndo(
  archive: Archive,
  of: SyncOfKind,
  undone: string,
): Promise<{ readonly plan: PlanToKeep; readonly notUndone: readonly NotUndone[] }> {
  const traces = await archives.tracesOf(archive, of.sync, undone);
  const { shown, notUndone } = await planFor(archive, of, undone, traces);
  return { plan: planOf(shown), notUndone };
}

/** Deletions are no accident here, but nobody should be surprised by many: they have to be looked at first. */
function guarded(decisions: readonly Decision[]): void {
  const deletes = decisions.flatMap(({ writes }) => writes).filter(({ op }) => op === 'delete').length;
  if (deletes <= defaultGuards.maxDeletes) return;
  throw new UsageError(
    `Undoing this cycle would delete ${counted(deletes, 'record')} that it created, so it has to be looked at first. Nothing was written.`,
    'Switch on Preview and look at the plan; then put its hash into Only the Previewed Plan and run again.',
  );
}

/** Takes down what stays as it is, so that the report tells it. */
async function reportNotUndone({ archive, cycle }: Run, undone: string, left: readonly NotUndone[]): Promise<void> {
  const nothing = { writes: [], agreed: { outlook: {}, zoho: {} }, clashes: [], link: null, matchedBy: null };
  const decisions = left.map(({ side, ref, label, reason }): Decision => ({
    ...{ ...nothing, verdict: 'skip', reason, label, undoesCycle: undone },
    refs: { outlook: null, zoho: null, [side]: ref },
    unsyncable: [reason],
  }));
  await archives.reportUnsyncable(archive, cycle, decisions, Date.now());
}

async function undoIn(run: Run, undone: string, { isPreview, onlyPlan }: UndoSettings): Promise<Undoing> {
  const { archive, cycle } = run;
  const { shown, notUndone } = await planFor(archive, cycle, undone, await requireTraces(run, undone));
  const decisions = shown.map(({ decision }) => decision);
  if (!isPreview && onlyPlan) await requirePlan(run, onlyPlan, decisions);
  if (!isPreview && !onlyPlan) guarded(decisions);
  const plan = isPreview ? { plan: await previewedPlan(run, shown) } : {};
  if (!isPreview) {
    await reportNotUndone(run, undone, notUndone);
    await archives.prepareUndo(archive, cycle, decisions, Date.now());
  }
  const common = { kind: cycle.kind, ...(isPreview && { preview: true }), cycle };
  const items = shown.map(({ decision, planned: { sentences, writes } }) => ({
    ...{ label: decision.label, says: sentences, reason: sentence(decision.reason), writes, decision, ...common },
  }));
  const stays = notUndone.map(({ label, reason: why, ...where }) => ({
    label,
    left: [sentence(why)],
    ...where,
    ...common,
  }));
  const counts = { ...figuresOf(decisions), left: notUndone.length };
  return { items: [...items, ...stays], summary: { ...cycleItem(cycle, null, counts), ...plan, undoes: undone } };
}

/** Takes back a cycle, by one that goes like any other. Answers why it could not start where another is at work. */
export async function undo(
  archive: Archive,
  { sync, ...by }: { readonly sync: string; readonly holder: string; readonly byHand?: string | null },
  settings: UndoSettings,
): Promise<Undoing | NotStarted> {
  const kind = await requireSync(archive, sync);
  const undone = await cycleMeant(archive, sync, settings.undone);
  const who = { sync, kind, ...by, evenPaused: true, now: Date.now() };
  const started = await archives.startCycle(archive, { ...who, ...(!settings.isPreview && { undoes: undone }) });
  if (!started.started) return started;
  await archives.claimPlaces(archive, started.cycle, Date.now());
  return undoIn({ archive, cycle: started.cycle }, undone, settings).catch(async (thrown: Error) => {
    await archives.abandonCycle(archive, started.cycle);
    return Promise.reject(thrown);
  });
}

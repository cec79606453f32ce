import * as archives from '../../archive';
import type { PlanToKeep, SyncName } from '../../archive';
import { foreseeUndo } from '../../engine/undo';
import type { NotUndone } from '../../sync/undo/undoRecord';
import type { Run } from './page/runs';
import type { Obstacle, UndoView } from './page/undo';
import type { Shown } from './submitAnswers';

/** A run that did more is undone by its own workflow: to foresee it here would keep n8n from everything else. */
const MOST_ENTRIES = 20_000;

/** Is a run of the sync under way? */
export const atWorkOn = async ({ archive }: Shown, { name }: SyncName): Promise<boolean> =>
  (await archives.syncsAtWork(archive, Date.now())).has(name);

const nothing: PlanToKeep = { hash: '', counts: {}, lines: [] };
const without = (obstacle: Obstacle) => ({ obstacle, plan: nothing, notUndone: [] });

/** What undoing a run would do, or why that cannot be done from here. */
export async function undoOf(
  { archive }: Shown,
  { sync, cycle }: Run,
): Promise<{
  readonly obstacle: Obstacle | null;
  readonly plan: PlanToKeep;
  readonly notUndone: readonly NotUndone[];
}> {
  if (sync.kind === 'mail') return without('mail');
  if (!sync.workflow) return without('workflow');
  const asked = { cycle: cycle.id, text: '', offset: 0, limit: 0 };
  const { count } = await archives.pageOfJournal(archive, sync.name, asked);
  if (count === 0) return without('nothing');
  if (count > MOST_ENTRIES) return without('many');
  const found = await foreseeUndo(archive, { sync: sync.name, kind: sync.kind }, cycle.id);
  return { obstacle: found.plan.lines.length > 0 ? null : 'nothing', ...found };
}

/** The same with what else the page tells: whether a run is at work, and which one took this one back. */
export async function loadUndo(shown: Shown, run: Run): Promise<UndoView> {
  const found = await undoOf(shown, run);
  return { run, ...found, isRunning: await atWorkOn(shown, run.sync) };
}

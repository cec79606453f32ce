import { setTimeout as pause } from 'node:timers/promises';
import type { IExecuteFunctions } from 'n8n-workflow';
import { keepPlace, leavePlace, noteLeftRecords, startCycle } from '../../../archive';
import type { Archive, CycleRef, Started } from '../../../archive';
import type { KindName } from '../../../sync/model';
import { openSyncArchive } from '../../shared/archive';
import { cycleItem, toItem } from '../../shared/items';
import { allItems, syncName } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { holderOf, lateHint } from '../lease';

interface Wish {
  readonly archive: Archive;
  readonly sync: string;
  readonly kind: KindName;
  readonly holder: string;
}

/** Looks so often whether the other run has ended, in ms, and gives up after so long; then the schedule is next. */
const lookEvery = 300;
const patience = 30 * 60_000;

const tryToStart = ({ archive, ...wish }: Wish): Promise<Started> => startCycle(archive, { ...wish, now: Date.now() });

/** Takes the lease as soon as it is free; at once answers late where somebody waits already, or when the run is stopped. */
async function startPatiently(wish: Wish, signal: AbortSignal | undefined): Promise<Started> {
  const { archive, sync, holder } = wish;
  let started = await tryToStart(wish);
  const end = Date.now() + patience;
  const isWorthIt = (): boolean => !started.started && !signal?.aborted && Date.now() < end;
  try {
    while (isWorthIt() && (await keepPlace(archive, sync, holder, Date.now()))) {
      await pause(lookEvery);
      started = await tryToStart(wish);
    }
    return started;
  } finally {
    await leavePlace(archive, sync, holder);
  }
}

const oldArchive = (isNew: boolean): string =>
  isNew
    ? 'The archive is a new one, though this sync has run before. Everybody is matched anew by their keys, as in a first run; where both sides differ, the policy decides. If the old file is still there, stop n8n and put it back.'
    : 'The archive is older than the last run of this sync: an earlier copy of its file was put back. What both sides agreed on since is recognised; a field that was edited since may count as a conflict, and the policy decides. See the conflicts of this report.';

/** This node remembers how far the archive had come: n8n keeps that elsewhere, for published workflows. */
async function tellOfOldArchive(context: IExecuteFunctions, archive: Archive, cycle: CycleRef): Promise<void> {
  const memory = context.getWorkflowStaticData('node');
  const known = Number(memory[cycle.sync] ?? 0);
  memory[cycle.sync] = cycle.fence;
  if (known < cycle.fence) return;
  const told = { side: null, ref: null, label: 'Archive', reason: oldArchive(cycle.fence === 1) };
  await noteLeftRecords(archive, cycle, [told], Date.now());
}

/** Takes the lease: exactly one run at a time works on a sync, and one that comes too late waits or ends quietly. */
export const start: Operation = async (context) => {
  const sync = syncName(context);
  const kind = context.getNodeParameter('kind', 0) as KindName;
  const wish: Wish = { archive: await openSyncArchive(context), sync, kind, holder: holderOf(context) };
  const waits = context.getNodeParameter('whenBusy', 0, 'end') === 'wait';
  const started = await (waits ? startPatiently(wish, context.getExecutionCancelSignal?.()) : tryToStart(wish));
  if (started.started) await tellOfOldArchive(context, wish.archive, started.cycle);
  if (started.started) return [[toItem(cycleItem(started.cycle, null), allItems(context))]];
  context.addExecutionHints({ message: lateHint(sync, started), type: 'info', location: 'outputPane' });
  return [[]];
};

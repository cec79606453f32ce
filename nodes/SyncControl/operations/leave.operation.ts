import { UsageError } from '../../../engine/errors';
import { finishLeave, leave } from '../../../engine/leave';
import { lateHint } from '../../../engine/start';
import { leavings, type Leaving } from '../../../sides/outlook';
import { endHandle, openCycleArchive, openKnownSync, withHandle } from '../../shared/archive';
import { toItem, toWordedItem } from '../../shared/items';
import { allItems, chosenNames } from '../../shared/parameters';
import type { LeaveStep, Operation } from '../../shared/run';
import { runOf } from './cycle.operation';

/** Sync: Leave. What comes out goes through Outlook Sync, Apply Decisions, to Finish. */
export const leaveSync: Operation = async (context) => {
  const { archive, sync } = await openKnownSync(context);
  const preview = context.getNodeParameter('leavePreview', 0, true) !== false;
  if (!preview && context.getNodeParameter('confirmLeave', 0, false) !== true)
    throw new UsageError(
      `The sync "${sync}" was not left.`,
      'Switch on "I Want to Leave This Sync" if all that is kept of it may be forgotten once everything was taken off.',
    );
  const chosen = chosenNames(context, 'takeOff');
  const what = leavings.filter((one): one is Leaving => chosen.includes(one));
  const { holder, byHand } = runOf(context);
  const started = await leave(archive, { sync, holder, byHand }, { what, preview });
  if ('summary' in started) {
    const cycle = await withHandle(context, started.summary.cycle);
    return [[toItem({ ...started.summary, cycle }, allItems(context))]];
  }
  context.addExecutionHints({ message: lateHint(sync, started), type: 'info', location: 'outputPane' });
  return [[]];
};

/** Finish, where a sync is left. */
export const endLeave: LeaveStep = async (context, { leave: chosen, cycle, counts }) => {
  const archive = await openCycleArchive(context, cycle);
  const left = await finishLeave({ archive, cycle }, chosen);
  endHandle(cycle);
  return [[toWordedItem({ ...left, sync: cycle.sync, preview: chosen.preview, counts }, allItems(context))]];
};

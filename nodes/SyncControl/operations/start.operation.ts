import { startCycle } from '../../../archive';
import type { KindName } from '../../../sync/model';
import { openSyncArchive } from '../../shared/archive';
import { cycleItem, toItem } from '../../shared/items';
import { allItems, syncName } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { holderOf, lateHint } from '../lease';

/** Takes the lease: exactly one run at a time works on a sync, and one that comes too late ends quietly. */
export const start: Operation = async (context) => {
  const sync = syncName(context);
  const kind = context.getNodeParameter('kind', 0) as KindName;
  const archive = await openSyncArchive(context);
  const started = await startCycle(archive, { sync, kind, holder: holderOf(context), now: Date.now() });
  if (started.started) return [[toItem(cycleItem(started.cycle, null), allItems(context))]];
  context.addExecutionHints({ message: lateHint(sync, started), type: 'info', location: 'outputPane' });
  return [[]];
};

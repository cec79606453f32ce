import type { IExecuteFunctions } from 'n8n-workflow';
import { startCycle, type Started } from '../../../archive';
import type { KindName } from '../../../sync/model';
import { openSyncArchive } from '../../shared/archive';
import { cycleItem, toItem } from '../../shared/items';
import { allItems, syncName } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

const holderOf = (context: IExecuteFunctions): string =>
  `workflow "${context.getWorkflow().name ?? context.getWorkflow().id}", execution ${context.getExecutionId()}`;

/** Why nothing comes out, and until when at most. */
const lateHint = (sync: string, { holder, until }: Extract<Started, { started: false }>): string =>
  `Another cycle of the sync "${sync}" is at work (${holder}), so this run ends here. ` +
  `If that one died, the next run after ${new Date(until).toISOString()} takes over.`;

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

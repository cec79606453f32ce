import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { finishCycle, type CycleRef, type Finished } from '../../../archive';
import { openSyncArchive } from '../../shared/archive';
import { UsageError } from '../../shared/errors';
import { cycleOf, isCycleItem, toItem } from '../../shared/items';
import { allItems, count } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

function cycleAmong(context: IExecuteFunctions): CycleRef {
  const found = context.getInputData().map(({ json }) => cycleOf(json));
  const cycle = found.find((one) => one !== null);
  if (cycle) return cycle;
  throw new UsageError(
    'Finish got no item of a cycle.',
    'Connect it behind the Apply Decisions nodes of a workflow that begins with Sync Control, Cycle: Start.',
  );
}

/** What a person should know: nothing when all is in step. */
function waits({ reviews, left, preview, ...report }: Finished): string | null {
  const { pending, parked } = report;
  const parts = [
    preview ? `This was a preview, nothing was written; the plan is ${preview}` : '',
    pending > 0 ? `${pending} records are still pending: run again, or wait for the schedule` : '',
    parked > 0 ? `${parked} records were refused and are tried again later: see parkedRecords` : '',
    left.length > 0 ? `${left.length} records or values were left as they are: see left` : '',
    report.skipped > 0 ? `${report.skipped} mails belong nowhere: see skippedMails` : '',
    reviews.length > 0
      ? `${reviews.length === 1 ? '1 question waits' : `${reviews.length} questions wait`} for a person: see reviews`
      : '',
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join('. ')}.` : null;
}

const dayMs = 24 * 3_600_000;

/** The plan that this run only showed. */
const planShown = ({ json }: INodeExecutionData): string | undefined =>
  isCycleItem(json) && json.plan?.preview ? json.plan.hash : undefined;

/** Ends the cycle, whatever number of items came: one report comes out. */
export const finish: Operation = async (context) => {
  const cycle = cycleAmong(context);
  const preview = context.getInputData().map(planShown).find(Boolean);
  const keepMs = count(context, 'keepDays', 1) * dayMs;
  const { reviews, parkedRecords, left, attachedTo, skippedMails, ...report } = await finishCycle(
    await openSyncArchive(context),
    cycle,
    Date.now(),
    { keepMs, ...(preview && { preview }) },
  );
  const mails = attachedTo && { attachedTo, skippedMails };
  const message = waits({ ...report, reviews, parkedRecords, left });
  if (message) context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
  return [[toItem({ report, reviews, parkedRecords, left, ...mails }, allItems(context))]];
};

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { listReviews, settleReview, type Archive, type ReviewTopic } from '../../../archive';
import { openSyncArchive } from '../../shared/archive';
import { UsageError } from '../../shared/errors';
import { toItem } from '../../shared/items';
import { syncName } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** Which answers make sense, and what to do where none does. */
const answers: Readonly<Record<ReviewTopic, { readonly allowed: readonly string[]; readonly nextStep: string }>> = {
  conflict: {
    allowed: ['outlook', 'zoho', 'dismiss'],
    nextStep: 'Answer it with Take Outlook, Take Zoho CRM or Dismiss.',
  },
  refusal: { allowed: ['pass'], nextStep: 'Answer it with Let Pass Once, or correct the records and run again.' },
  ambiguous: {
    allowed: [],
    nextStep: 'Change or delete one of the records that it names; the next cycle then matches the rest by itself.',
  },
};

/** An answer that its question cannot use would only be asked again. */
async function check(archive: Archive, sync: string, id: string, answer: string, item: number): Promise<void> {
  const review = (await listReviews(archive, sync)).find((one) => one.id === id);
  const rule = review && answers[review.topic];
  if (rule && !rule.allowed.includes(answer)) {
    throw new UsageError(
      `The answer does not fit the review "${review.label}" (${review.reason}).`,
      rule.nextStep,
      item,
    );
  }
}

async function settleOne(context: IExecuteFunctions, archive: Archive, item: number): Promise<INodeExecutionData> {
  const sync = syncName(context, item);
  const id = String(context.getNodeParameter('review', item));
  const answer = String(context.getNodeParameter('answer', item));
  await check(archive, sync, id, answer, item);
  return toItem(await settleReview(archive, sync, id, answer, Date.now()), { item });
}

/** Records one answer for every input item. */
export const settle: Operation = async (context) => {
  const archive = await openSyncArchive(context);
  const settled: INodeExecutionData[] = [];
  for (const item of context.getInputData().keys()) settled.push(await settleOne(context, archive, item));
  return [settled];
};

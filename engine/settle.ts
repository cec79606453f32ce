import { answerReview, reviewById, type AnswerResult, type Archive, type Review } from '../archive';
import type { ReviewAnswer } from '../sync/review/review';
import { UsageError } from './errors';

/** An answer to one question. `seen`: the fingerprint of what the person saw; `rule`: it shall hold from now on. */
export interface Answer {
  readonly id: string;
  readonly answer: ReviewAnswer;
  readonly seen: string | null;
  readonly by: string;
  readonly rule: boolean;
}

type Missed = Exclude<AnswerResult['outcome'], 'answered'>;

const nextSteps: Readonly<Record<Missed, string>> = {
  obsolete: 'List the reviews again and answer the one you find there.',
  stale: 'List the reviews again, look at what it shows now, and answer with its new fingerprint.',
  'already answered': 'The answer that is there stands; the next cycle carries it out.',
};

const stories: Readonly<Record<Missed, string>> = {
  obsolete: 'is not open: the records have moved on, it was settled, or there is none of that name',
  stale: 'shows something else by now than when it was decided',
  'already answered': 'was answered already',
};

async function isOf(archive: Archive, sync: string, id: string): Promise<boolean> {
  return (await reviewById(archive, id))?.sync === sync;
}

/** Records one person's answer to a review of a sync; `item`: the input item it came with. Throws UsageError where it cannot stand. */
export async function settleReview(
  archive: Archive,
  sync: string,
  given: Answer,
  item: number,
): Promise<Review & { readonly rules: unknown }> {
  const isKnown = await isOf(archive, sync, given.id);
  const result = isKnown
    ? await answerReview(archive, given, Date.now())
    : { outcome: 'obsolete' as const, review: null };
  if (result.outcome === 'answered') return { ...result.review, rules: result.rules };
  const by = result.outcome === 'already answered' ? `, by ${result.review?.answeredBy ?? 'somebody'}` : '';
  const story = `The review ${given.id} of the sync "${sync}" ${stories[result.outcome]}${by}.`;
  throw new UsageError(story, nextSteps[result.outcome], item);
}

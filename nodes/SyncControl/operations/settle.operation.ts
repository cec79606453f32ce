import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { answerReview, reviewById, type AnswerResult, type Archive, type Review } from '../../../archive';
import { answerOf } from '../../../sync/answer';
import type { FieldAnswer, ReviewAnswer } from '../../../sync/review';
import type { Value } from '../../../sync/model';
import { openSyncArchive } from '../../shared/archive';
import { UsageError } from '../../shared/errors';
import { deciderOf, syncName } from '../../shared/parameters';
import { perItem } from '../../shared/perItem';
import type { Operation } from '../../shared/run';

interface FieldRow {
  readonly field: string;
  readonly take: 'outlook' | 'zoho' | 'value';
  readonly value?: Value;
}

const fieldAnswer = ({ take, value = null }: FieldRow): FieldAnswer =>
  take === 'value' ? { value: value === '' ? null : value } : { take };

/** The parameters of an answer, by its word; every other word means itself. */
const shaped: Readonly<Record<string, (context: IExecuteFunctions, item: number) => unknown>> = {
  join: (context, item) => ({
    join: {
      outlook: String(context.getNodeParameter('joinOutlook', item)).trim(),
      zoho: String(context.getNodeParameter('joinZoho', item)).trim(),
    },
  }),
  fields: (context, item) => {
    const rows = context.getNodeParameter('answerFields.fields', item, []) as unknown as FieldRow[];
    return { fields: Object.fromEntries(rows.map((row) => [row.field, fieldAnswer(row)])) };
  },
};

function answerAt(context: IExecuteFunctions, item: number): ReviewAnswer {
  const given = context.getNodeParameter('answer', item);
  const answer = answerOf(shaped[String(given)]?.(context, item) ?? given);
  if (answer) return answer;
  throw new UsageError('The answer is none.', 'Choose one from the list; for Decide Field by Field add a field.', item);
}

const nextSteps: Readonly<Record<Exclude<AnswerResult['outcome'], 'answered'>, string>> = {
  'moved on': 'List the reviews again and answer the one you find there.',
  changed: 'List the reviews again, look at what it shows now, and answer with its new fingerprint.',
  'already answered': 'The answer that is there stands; the next cycle carries it out.',
};

const stories: typeof nextSteps = {
  'moved on': 'is not open: the records have moved on, it was settled, or there is none of that name',
  changed: 'shows something else by now than when it was decided',
  'already answered': 'was answered already',
};

function told(id: string, sync: string, result: AnswerResult, item: number): IDataObject {
  if (result.outcome === 'answered') return { ...result.review, rules: result.rules } as unknown as IDataObject;
  const by = result.outcome === 'already answered' ? `, by ${result.review?.answeredBy ?? 'somebody'}` : '';
  const story = `The review ${id} of the sync "${sync}" ${stories[result.outcome]}${by}.`;
  throw new UsageError(story, nextSteps[result.outcome], item);
}

async function reviewOf(archive: Archive, sync: string, id: string): Promise<Review | null> {
  const review = await reviewById(archive, id);
  return review?.sync === sync ? review : null;
}

async function settleOne(context: IExecuteFunctions, archive: Archive, item: number): Promise<IDataObject> {
  const sync = syncName(context, item);
  const id = String(context.getNodeParameter('review', item)).trim();
  if (!(await reviewOf(archive, sync, id))) return told(id, sync, { outcome: 'moved on', review: null }, item);
  const seen = String(context.getNodeParameter('seen', item, '') ?? '').trim() || null;
  const rule = context.getNodeParameter('fromNowOn', item, false) === true;
  const given = { id, answer: answerAt(context, item), seen, by: deciderOf(context, item), rule };
  return told(id, sync, await answerReview(archive, given, Date.now()), item);
}

/** Records one answer for every input item. */
export const settle: Operation = async (context) => {
  const archive = await openSyncArchive(context);
  return perItem(context, (item) => settleOne(context, archive, item));
};

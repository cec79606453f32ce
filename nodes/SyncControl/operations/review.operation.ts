import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { listReviews, revokeRule, rulesOf } from '../../../archive';
import { UsageError } from '../../../engine/errors';
import { settleReview } from '../../../engine/settle';
import { inWords, sentence } from '../../../reasons';
import type { Value } from '../../../sync/model';
import { parseAnswer } from '../../../sync/review/answer';
import type { FieldAnswer, ReviewAnswer } from '../../../sync/review/review';
import { toWordedItem, perItem } from '../../shared/items';
import { allItems, deciderOf, located } from '../../shared/parameters';
import { openKnownSync } from '../../shared/archive';
import type { Operation } from '../../shared/run';

/** What waits for a person, one item each. */
export const list: Operation = async (context) => {
  const { archive, sync } = await openKnownSync(context);
  const reviews = await listReviews(archive, sync);
  return [reviews.map((review) => toWordedItem(review, allItems(context)))];
};

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
  choose: (context, item) => {
    const rows = context.getNodeParameter('answerChoices.records', item, []) as { field: string; ref: string }[];
    return { choose: Object.fromEntries(rows.map(({ field, ref }) => [field, String(ref).trim()])) };
  },
  fields: (context, item) => {
    const rows = context.getNodeParameter('answerFields.fields', item, []) as unknown as FieldRow[];
    return { fields: Object.fromEntries(rows.map((row) => [row.field, fieldAnswer(row)])) };
  },
};

function answerAt(context: IExecuteFunctions, item: number): ReviewAnswer {
  const given = context.getNodeParameter('answer', item);
  const answer = parseAnswer(shaped[String(given)]?.(context, item) ?? given);
  if (answer) return answer;
  throw new UsageError(
    'The answer is none.',
    'Choose one from the list; for Decide Field by Field add a field, for Choose the Record of a Name a record.',
    item,
  );
}

async function settleOne(context: IExecuteFunctions, item: number): Promise<IDataObject> {
  const { archive, sync } = await openKnownSync(context, item);
  const id = located(context, 'review', item);
  const seen = String(context.getNodeParameter('seen', item, '') ?? '').trim() || null;
  const rule = context.getNodeParameter('fromNowOn', item, false) === true;
  const given = { id, answer: answerAt(context, item), seen, by: deciderOf(context, item), rule };
  return inWords(await settleReview(archive, sync, given, item)) as IDataObject;
}

/** Records one answer for every input item. */
export const settle: Operation = (context) => perItem(context, (item) => settleOne(context, item));

/** What was said to hold from now on, one item each. */
export const listRules: Operation = async (context) => {
  const { archive, sync } = await openKnownSync(context);
  const rules = await rulesOf(archive, sync);
  return [rules.map((rule) => toWordedItem(rule, allItems(context)))];
};

/** Takes one rule back for every input item. */
export const revoke: Operation = (context) =>
  perItem(context, async (item) => {
    const { archive, sync } = await openKnownSync(context, item);
    const id = located(context, 'rule', item);
    const rule = (await rulesOf(archive, sync)).find((one) => one.id === id);
    const revoked = rule && (await revokeRule(archive, sync, id, deciderOf(context, item), Date.now()));
    if (revoked) return { id, words: sentence(rule.words), revoked };
    throw new UsageError(
      `No rule of the sync "${sync}" has the ID ${id}.`,
      'List the rules again: it may have been taken back or replaced already.',
      item,
    );
  });

import * as archives from '../../archive';
import type { LeftRecord, ReviewEntry } from '../../archive';
import type { Done, Lookup, WriteResult } from '../../sides/types';
import { kinds } from '../../sync/kinds';
import type { Decision, SideRecord, Value } from '../../sync/model';
import { other, sides } from '../../sync/model';
import type { Task } from './applyDecisions';
import type { At } from './getChanges';

type Outcome = WriteResult['outcome'];
/** Takes one result down; answers what a person reading the item should know, or null. */
type Handler<O extends Outcome> = (
  at: At,
  task: Task,
  result: Extract<WriteResult, { outcome: O }>,
) => Promise<string | null>;

const refsOf = ({ refs }: Decision) =>
  sides.flatMap((side) => {
    const ref = refs[side];
    return ref === null ? [] : [{ side, ref }];
  });

const asked = ({ decision, write }: Task, lookup: Lookup): ReviewEntry => {
  const source = other(write.side);
  const ref = decision.refs[source];
  return {
    topic: 'ambiguous',
    label: decision.label,
    reason: `"${lookup.name}" is the name of ${lookup.candidates.length} records in Zoho CRM, so ${lookup.field} was left as it is there`,
    refs: ref === null ? [] : [{ side: source, ref }],
    details: lookup as unknown as Value,
  };
};

const gone = (ref: string): SideRecord => ({
  ref,
  version: null,
  modifiedAt: null,
  state: 'deleted',
  fields: {},
  keys: { strong: [], weak: null },
  extra: null,
});

const leftOf = ({ decision, write }: Task, ref: string, reasons: readonly string[]): readonly LeftRecord[] =>
  reasons.map((reason) => ({ side: write.side, ref, label: decision.label, reason }));

async function done(at: At, task: Task, result: Done): Promise<string | null> {
  const { outcome, notes, ambiguous, left = [], ...written } = result;
  const now = Date.now();
  const { decision, job } = task;
  const committed = await archives.commitWrite(at.archive, at.cycle, { ...written, decision, intent: job.intent, now });
  const reviews = ambiguous.map((lookup) => asked(task, lookup));
  if (reviews.length > 0) await archives.openReviews(at.archive, at.cycle, reviews, now);
  await archives.noteLeftRecords(at.archive, at.cycle, leftOf(task, result.ref, left), now);
  if (committed === 'taken')
    return `${outcome}, but that record belongs to another pair: see parkedRecords of the report`;
  return [...notes, ...left].join(' ') || null;
}

/** One row for everything that can become of a write. */
export const handlers: { readonly [O in Outcome]: Handler<O> } = {
  done,
  refused: async ({ archive, cycle }, { decision }, { message, nextStep }) => {
    await archives.park(archive, cycle, refsOf(decision), { message, nextStep }, Date.now());
    return `${message} ${nextStep}`;
  },
  gone: async ({ archive, cycle, side }, { write }) => {
    const page = { rows: write.ref === null ? [] : [gone(write.ref)], cursor: null, now: Date.now() };
    await archives.ingestPage(archive, cycle, side, kinds[cycle.kind], page);
    return 'It was deleted meanwhile; the next cycle decides anew.';
  },
  moved: async () => 'It was changed meanwhile; the next cycle decides anew.',
  unknown: async (_at, _task, { message }) => message,
};

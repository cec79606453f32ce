import * as archives from '../../archive';
import type { LeftRecord } from '../../archive';
import type { Done, WriteResult } from '../../sides/types';
import { kinds } from '../../sync/kinds';
import type { SideRecord } from '../../sync/model';
import { sideName } from '../../sync/model';
import type { Task } from './applyDecisions';
import type { At } from './getChanges';
import { lookupReview } from './reviewDetails';

type Outcome = WriteResult['outcome'];
/** Takes one result down; answers what a person reading the item should know, or null. */
type Handler<O extends Outcome> = (
  at: At,
  task: Task,
  result: Extract<WriteResult, { outcome: O }>,
) => Promise<string | null>;

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
  const reviews = ambiguous.map((lookup) => lookupReview(decision, result.write.side, lookup));
  if (reviews.length > 0) await archives.openReviews(at.archive, at.cycle, reviews, now);
  await archives.noteLeftRecords(at.archive, at.cycle, leftOf(task, result.ref, left), now);
  if (committed === 'taken')
    return `${outcome}, but that record belongs to another pair: see parkedRecords of the report`;
  return [...notes, ...left].join(' ') || null;
}

/** An undoing that did not come off is told and not tried again: a person decides whether to repeat it. */
async function undone({ archive, cycle }: At, { decision, write }: Task, why: string): Promise<string> {
  const named = { ...decision, refs: { outlook: null, zoho: null, [write.side]: write.ref } };
  await archives.noteLeft(
    archive,
    cycle,
    [{ ...named, left: [`It was not undone in ${sideName[write.side]}. ${why}`] }],
    Date.now(),
  );
  if (decision.link && write.op === 'delete') await archives.wakeLink(archive, cycle, decision.link, Date.now());
  return why;
}

const moved = 'It was changed meanwhile';

/** One row for everything that can become of a write. */
export const handlers: { readonly [O in Outcome]: Handler<O> } = {
  done,
  refused: async (at, task, { message, nextStep }) => {
    const { archive, cycle } = at;
    if (task.decision.undoes) return undone(at, task, `${message} ${nextStep}`);
    await archives.park(archive, cycle, task.decision, { message, nextStep }, Date.now());
    return `${message} ${nextStep}`;
  },
  gone: async (at, task, { write }) => {
    const { archive, cycle, side } = at;
    const page = { rows: write.ref === null ? [] : [gone(write.ref)], cursor: null, now: Date.now() };
    await archives.ingestPage(archive, cycle, side, kinds[cycle.kind], page);
    if (task.decision.undoes) return undone(at, task, 'It was deleted meanwhile.');
    return 'It was deleted meanwhile; the next cycle decides anew.';
  },
  moved: async (at, task) =>
    task.decision.undoes ? undone(at, task, `${moved}.`) : `${moved}; the next cycle decides anew.`,
  unknown: async (_at, _task, { message }) => message,
};

import { reason } from '../../reasons';
import { answerProblem } from '../../sync/review/answer';
import { fold } from '../../sync/compare';
import { kinds } from '../../sync/kinds';
import type { Lookup } from '../../sync/review/review';
import { allowPairing, neverPair, makeRules, takeBackRules } from './rules';
import { UnfitAnswer } from '../store/errors';
import { setPending, toReviews, wanted } from './reviews';
import { reasonColumns } from '../store/rows';
import type { AnswerResult, GivenAnswer, Review } from './types';
import type { Archive } from '../store/types';
import { alone } from '../store/atWork';
import { isAtWork } from '../store/lease';
import type { Db } from '../store/tables';

/** Refs by the field whose name they mean. */
type Choice = Readonly<Record<string, string>>;

async function loadReview(db: Db, id: string): Promise<Review | null> {
  const row = await db.selectFrom('review').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const { kind } = await db.selectFrom('sync').select('kind').where('name', '=', row.sync).executeTakeFirstOrThrow();
  return (await toReviews(db, row.sync, kind, [row]))[0] ?? null;
}

/** One question, whatever its state; null where there is none of that id. */
export const reviewById = (a: Archive, id: string): Promise<Review | null> => loadReview(a.db, id);

/** The sync that asks it; '' where none does. */
const syncOf = async ({ db }: Archive, id: string): Promise<string> =>
  (await db.selectFrom('review').select('sync').where('id', '=', id).executeTakeFirst())?.sync ?? '';

/** Does a record still wait for it? What the running cycle has settled by itself closes only when it finishes. */
const isWaitedFor = async (trx: Db, id: string): Promise<boolean> =>
  (await trx.selectFrom('record').select('ref').where('review', '=', id).limit(1).executeTakeFirst()) !== undefined;

async function hindrance(trx: Db, review: Review | null, seen: string | null): Promise<AnswerResult | null> {
  if (!review || review.state === 'done' || review.state === 'obsolete') return { outcome: 'obsolete', review };
  if (review.state === 'answered') return { outcome: 'already answered', review };
  if (review.refs.length > 0 && !(await isWaitedFor(trx, review.id))) return { outcome: 'obsolete', review };
  return seen !== null && seen !== review.fingerprint ? { outcome: 'stale', review } : null;
}

function check({ kind, details }: Review, { answer }: GivenAnswer): void {
  const problem = answerProblem(kinds[kind], details, answer);
  if (problem) throw new UnfitAnswer(problem);
}

/** Left alone by a person's word, until they change. */
const leaveAlone = (trx: Db, { id }: Review) =>
  trx
    .updateTable('record')
    .set({ status: 'settled', since: 0, review: null, ...reasonColumns(reason('questionDismissed')) })
    .where('review', '=', id)
    .execute();

/** There is nothing to be done about a name that is borne twice: the record is looked at again and is in step. */
const lookAgain = (trx: Db, { id }: Review, now: number) =>
  trx.updateTable('record').set({ status: 'pending', since: now, review: null }).where('review', '=', id).execute();

/** An answer that needs no cycle to carry it out. */
async function settledAtOnce(trx: Db, review: Review, { answer }: GivenAnswer, now: number): Promise<boolean> {
  const { is } = review.details;
  if (!('dismiss' in answer) || is === 'pair' || is === 'plan') return false;
  await (is === 'candidates' ? leaveAlone : lookAgain)(trx, review, now);
  return true;
}

async function applyAnswer(trx: Db, review: Review, given: GivenAnswer, now: number): Promise<AnswerResult> {
  const { id, sync, kind, details } = review;
  const { answer, by } = given;
  const atOnce = await settledAtOnce(trx, review, given, now);
  const end = atOnce ? { state: 'done' as const, closed_at: now } : { state: 'answered' as const };
  const said = { answer: JSON.stringify(answer), answered_at: now, answered_by: by };
  await trx
    .updateTable('review')
    .set({ ...end, ...said })
    .where('id', '=', id)
    .execute();
  await setPending(trx, [id], now);
  if ('neverPair' in answer || 'unlink' in answer) await neverPair(trx, details, { sync, review: id, by, now });
  const rules = given.rule ? await makeRules(trx, { sync, kind, by, now }, details, answer) : [];
  return { outcome: 'answered', review: (await loadReview(trx, id)) ?? review, rules };
}

/** The same choice for a question that asks for nothing but one of these names; null where it asks for more, or for another. */
function sameChoice({ details }: Review, asked: readonly Lookup[], choice: Choice): Choice | null {
  const [one, ...more] = details.is === 'lookup' ? details.asked : [];
  const isSame = asked.some(({ field, name }) => field === one?.field && fold(name) === fold(one.name));
  const ref = one && isSame && more.length === 0 ? choice[one.field] : undefined;
  return one?.candidates.some((record) => record.ref === ref) && ref ? { [one.field]: ref } : null;
}

/** A name that means one record from now on means it wherever else just that is asked: those questions have their answer, too. */
async function answerAlike(
  trx: Db,
  { sync, details }: Review,
  { answer, by }: GivenAnswer,
  now: number,
): Promise<void> {
  if (details.is !== 'lookup' || !('choose' in answer)) return;
  const filter = { states: ['open'], topic: 'ambiguous' } as const;
  const alike = wanted(trx, sync, filter).where('details', 'like', '%"is":"lookup"%');
  for (const { id } of await alike.select('id').execute()) {
    const review = await loadReview(trx, id);
    const choice = review && sameChoice(review, details.asked, answer.choose);
    if (choice) await applyAnswer(trx, review, { id, answer: { choose: choice }, seen: null, by }, now);
  }
}

/**
 * Takes down a person's answer; its records become pending, and the next cycle carries it out. Nobody's answer is ever
 * overwritten, none is taken to something else than the person was shown, and none to a question nobody asks any more: the
 * result says which, with the review as it is now. Throws ArchiveError, with the next step, where the answer does not fit.
 */
export const answerReview = async (a: Archive, given: GivenAnswer, now: number): Promise<AnswerResult> =>
  alone(a, await syncOf(a, given.id), async (trx) => {
    const review = await loadReview(trx, given.id);
    const stopped = await hindrance(trx, review, given.seen);
    if (stopped || !review) return stopped ?? { outcome: 'obsolete', review };
    check(review, given);
    const result = await applyAnswer(trx, review, given, now);
    if (given.rule) await answerAlike(trx, review, given, now);
    return result;
  });

/** The records that the answer made pending wait again; those that have other work to do go on with it. */
const waitAgain = (trx: Db, { id, answeredAt }: Review, now: number) =>
  trx
    .updateTable('record')
    .set({ status: 'review', since: now })
    .where('review', '=', id)
    .where('status', '=', 'pending')
    .where('since', '=', answeredAt ?? now)
    .execute();

/**
 * Takes an answer back, with the rule that was made by it, as long as no run can have taken it: the question is open again. False:
 * it was carried out, is none any more, or a run of its sync is at work and may be carrying it out.
 */
export const takeBackAnswer = async (a: Archive, id: string, by: string, now: number): Promise<boolean> =>
  alone(a, await syncOf(a, id), async (trx) => {
    const review = await loadReview(trx, id);
    if (review?.state !== 'answered') return false;
    const { sync, answeredAt } = review;
    if (await trx.selectFrom('sync').select('name').where('name', '=', sync).where(isAtWork(a, now)).executeTakeFirst())
      return false;
    const blank = { answer: 'null', answered_at: null, answered_by: null };
    await trx
      .updateTable('review')
      .set({ state: 'open', ...blank })
      .where('id', '=', id)
      .execute();
    await waitAgain(trx, review, now);
    await allowPairing(trx, sync, id);
    await takeBackRules(trx, sync, answeredAt ?? now, by, now);
    return true;
  });

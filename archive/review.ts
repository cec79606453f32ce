import { createHash, randomUUID } from 'node:crypto';
import type { Value } from '../sync/model';
import { sides } from '../sync/model';
import { ArchiveError } from './errors';
import { fenced } from './lease';
import { setPending } from './reopen';
import type { Db } from './rows';
import { chunks, fromText, inChunks, refsBySide, toText } from './rows';
import type { ReviewRow } from './tables';
import type { Archive, CycleRef, RefOn, Review, ReviewEntry, ReviewState } from './types';

const unsettled: readonly ReviewState[] = ['open', 'answered'];

const toReview = (row: ReviewRow): Review => ({
  id: row.id,
  topic: row.topic,
  label: row.label,
  reason: row.reason,
  refs: fromText(row.refs),
  details: fromText(row.details),
  state: row.state,
  answer: fromText(row.answer),
  openedAt: row.opened_at,
  closedAt: row.closed_at,
});

/** The same question about the same records, whatever else changed. */
function subjectOf({ topic, refs }: ReviewEntry): string {
  const names = refs.map(({ side, ref }) => `${side}:${ref}`).sort();
  return createHash('sha256')
    .update(JSON.stringify([topic, ...names]))
    .digest('hex');
}

async function openOne(trx: Db, cycle: CycleRef, entry: ReviewEntry, now: number): Promise<Review> {
  const subject = subjectOf(entry);
  const known = await trx
    .selectFrom('review')
    .selectAll()
    .where('sync', '=', cycle.sync)
    .where('subject', '=', subject)
    .where('state', 'in', unsettled)
    .executeTakeFirst();
  const { topic, label, reason, refs, details } = entry;
  const news = { label, reason, details: toText(details), state: 'open' as const, answer: 'null' };
  if (known) {
    await trx.updateTable('review').set(news).where('id', '=', known.id).execute();
    return toReview({ ...known, ...news });
  }
  const where = { id: randomUUID(), sync: cycle.sync, cycle: cycle.id, opened_at: now, closed_at: null };
  const row: ReviewRow = {
    ...where,
    topic,
    subject,
    refs: toText(refs.map(({ side, ref }) => ({ side, ref }))),
    ...news,
  };
  await trx.insertInto('review').values(row).execute();
  return toReview(row);
}

/**
 * Lets the records of a review wait for a person. Those with other work to do only learn which review is theirs: were they to
 * wait already, a crash before that work is done would leave it undone until the person answers.
 */
async function hold(trx: Db, sync: string, review: Review, afterWork: boolean, now: number): Promise<void> {
  const waiting = { status: 'review' as const, since: now, tries: 0, next_try: 0, message: null, next_step: null };
  const wait = { review: review.id, ...(afterWork ? {} : waiting) };
  const wanted = refsBySide(review.refs);
  for (const side of sides)
    for (const some of chunks(wanted[side]))
      await trx
        .updateTable('record')
        .set(wait)
        .where('sync', '=', sync)
        .where('side', '=', side)
        .where('ref', 'in', some)
        .execute();
}

/** Closes the reviews no record waits for any more: settled by a commit, gone, or asked anew together with others. */
export async function tidyReviews(trx: Db, sync: string, now: number): Promise<void> {
  const ends = { open: 'moved on', answered: 'done' } as const;
  for (const state of ['open', 'answered'] as const)
    await trx
      .updateTable('review')
      .set({ state: ends[state], closed_at: now })
      .where('sync', '=', sync)
      .where('state', '=', state)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('record').select('record.ref').whereRef('record.review', '=', 'review.id'))),
      )
      .execute();
}

/**
 * Puts questions before a person; their records wait (status "review") until it is answered or one of them changes. A question
 * that is open already keeps its id; one whose records now belong to another question is closed as moved on.
 */
export const openReviews = (
  a: Archive,
  cycle: CycleRef,
  entries: readonly ReviewEntry[],
  now: number,
): Promise<readonly Review[]> =>
  inChunks(
    entries,
    (some) =>
      fenced(a, cycle, now, async (trx) => {
        const opened: Review[] = [];
        for (const entry of some) {
          const review = await openOne(trx, cycle, entry, now);
          await hold(trx, cycle.sync, review, entry.afterWork ?? false, now);
          opened.push(review);
        }
        await tidyReviews(trx, cycle.sync, now);
        return opened;
      }),
    50,
  );

/** What waits for a person, or has been answered and waits for the next cycle; oldest first. */
export async function listReviews(a: Archive, sync: string): Promise<readonly Review[]> {
  const rows = await a.db
    .selectFrom('review')
    .selectAll()
    .where('sync', '=', sync)
    .where('state', 'in', unsettled)
    .orderBy('opened_at')
    .orderBy('id')
    .execute();
  return rows.map(toReview);
}

/** The answers that wait to be applied to these records. An answer lapses when one of its records changes first. */
export async function answersFor(a: Archive, sync: string, refs: readonly RefOn[]): Promise<readonly Review[]> {
  const names = new Set(refs.map(({ side, ref }) => `${side}:${ref}`));
  const reviews = await listReviews(a, sync);
  return reviews.filter(
    (one) => one.state === 'answered' && one.refs.some(({ side, ref }) => names.has(`${side}:${ref}`)),
  );
}

/** Records a person's answer; its records become pending, and the next cycle applies it. */
export async function settleReview(a: Archive, sync: string, id: string, answer: Value, now: number): Promise<Review> {
  return a.db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('review')
      .selectAll()
      .where('sync', '=', sync)
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row || !unsettled.includes(row.state))
      throw new ArchiveError(
        `The review ${id} of the sync "${sync}" is not open: ${row ? 'the records have moved on or it was settled' : 'there is none of that name'}.`,
        'List the reviews again and answer the one you find there.',
      );
    const news = { state: 'answered' as const, answer: toText(answer) };
    await trx.updateTable('review').set(news).where('id', '=', id).execute();
    await setPending(trx, [id], now);
    return toReview({ ...row, ...news });
  });
}

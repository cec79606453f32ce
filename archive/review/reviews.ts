import { hash, randomUUID } from 'node:crypto';
import { sentence } from '../../reasons';
import { fold } from '../../sync/compare';
import { type Keys, type KindName, sides } from '../../sync/model';
import type { ReviewAnswer, ReviewDetails } from '../../sync/review/review';
import { fenced, fencedInChunks } from '../store/lease';
import { chunks, fromJson, refsBySide, toJson, noReason, reasonColumns, shortKey, toReason } from '../store/rows';
import type { Archive, CycleRef, RefOn } from '../store/types';
import { endOf, fingerprintOf, namesInQuestion, noRefs, refreshDetails, loadKnown, tidyReviews } from './details';
import type { Review, ReviewEntry, ReviewFilter } from './types';
import { unsettled } from '../store/states';
import { equal, type Db, type ReviewRow } from '../store/tables';

/** All who wait for the answers of these reviews are pending again. */
export async function setPending(trx: Db, reviews: readonly string[], now: number): Promise<void> {
  for (const some of chunks(reviews))
    await trx
      .updateTable('record')
      .set({ status: 'pending', since: now, offered_at: 0 })
      .where('review', 'in', some)
      .where('status', '=', 'review')
      .execute();
}

type End = 'obsolete' | 'done';

/** A record of these reviews moved: all who wait are looked at again, and an answer lapses; `done`: it moved by that answer. */
export async function releaseReviews(trx: Db, reviews: readonly string[], now: number, end: End = 'obsolete') {
  await setPending(trx, reviews, now);
  for (const some of chunks(reviews))
    await trx
      .updateTable('review')
      .set({ state: end, closed_at: now })
      .where('id', 'in', some)
      .where('state', '=', 'answered')
      .execute();
}

/** Keys that came, went or changed. A weak one counts where one of the two has no strong key. */
function touchedKeys(keys: readonly Keys[]): ReadonlyMap<string, { readonly counts: boolean }> {
  const all = new Map<string, { counts: boolean }>();
  for (const { strong, weak } of keys) {
    for (const key of strong.map(shortKey)) all.set(key, { counts: true });
    const key = weak === null ? null : shortKey(weak);
    if (key !== null) all.set(key, { counts: strong.length === 0 || (all.get(key)?.counts ?? false) });
  }
  return all;
}

/** Records in review that share a key with one that changed or went become pending: their question may have another answer now. */
export async function reopenByKeys(trx: Db, sync: string, keys: readonly Keys[], now: number): Promise<void> {
  const wanted = touchedKeys(keys);
  const reviews = new Set<string>();
  for (const some of chunks([...wanted.keys()])) {
    const hits = await trx
      .selectFrom('key')
      .innerJoin('record', (join) =>
        join
          .onRef('record.sync', '=', 'key.sync')
          .onRef('record.side', '=', 'key.side')
          .onRef('record.ref', '=', 'key.ref'),
      )
      .select(['key.key', 'key.strength', 'key.only_weak', 'record.review'])
      .where('key.sync', '=', sync)
      .where('key.key', 'in', some)
      .where('record.status', '=', 'review')
      .execute();
    for (const { key, strength, only_weak: onlyWeak, review } of hits)
      if (review !== null && (strength === 'strong' || onlyWeak === 1 || wanted.get(key)?.counts)) reviews.add(review);
  }
  await releaseReviews(trx, [...reviews], now);
}

const toReview = (row: ReviewRow, kind: KindName, details: ReviewDetails): Review => ({
  id: row.id,
  sync: row.sync,
  kind,
  topic: row.topic,
  label: row.label,
  reason: toReason(row),
  refs: fromJson(row.refs),
  details,
  fingerprint: fingerprintOf(row.topic, details),
  state: row.state,
  answer: fromJson<ReviewAnswer | null>(row.answer),
  answeredAt: row.answered_at,
  answeredBy: row.answered_by,
  openedAt: row.opened_at,
  seenAt: row.seen_at,
  closedAt: row.closed_at,
});

/** Rows of one sync as people are to see them; those that are closed stay as they were. */
export async function toReviews(
  db: Db,
  sync: string,
  kind: KindName,
  rows: readonly ReviewRow[],
): Promise<readonly Review[]> {
  const kept = rows.map((row) => ({ row, details: fromJson<ReviewDetails>(row.details) }));
  const asked = kept.filter(({ row }) => unsettled.includes(row.state)).map(({ details }) => details);
  const known = await loadKnown(db, sync, asked);
  return kept.map(({ row, details }) =>
    toReview(row, kind, unsettled.includes(row.state) ? refreshDetails(kind, details, known) : details),
  );
}

/** The same question about the same records, whatever else changed. */
function subjectOf({ topic, refs }: ReviewEntry): string {
  const names = refs.map(({ side, ref }) => `${side}:${ref}`).sort();
  return hash('sha256', JSON.stringify([topic, ...names]));
}

/** Somebody answered just this question while the cycle was at work: the next one carries it out. */
const answeredMeanwhile = (known: ReviewRow, { topic, details, tried }: ReviewEntry): boolean =>
  known.state === 'answered' &&
  !tried?.includes(known.id) &&
  fingerprintOf(topic, fromJson(known.details)) === fingerprintOf(topic, details);

async function openOne(trx: Db, cycle: CycleRef, entry: ReviewEntry, now: number): Promise<ReviewRow> {
  const subject = subjectOf(entry);
  const known = await trx
    .selectFrom('review')
    .selectAll()
    .where(equal({ sync: cycle.sync, subject }))
    .where('state', 'in', unsettled)
    .executeTakeFirst();
  if (known && answeredMeanwhile(known, entry)) return known;
  const { topic, label, refs, details } = entry;
  const blank = { state: 'open' as const, answer: 'null', answered_at: null, answered_by: null };
  const news = { label, ...reasonColumns(entry.reason), details: toJson(details as never), seen_at: now, ...blank };
  if (known) {
    await trx.updateTable('review').set(news).where('id', '=', known.id).execute();
    return { ...known, ...news };
  }
  const where = { id: randomUUID(), sync: cycle.sync, cycle: cycle.id, opened_at: now, closed_at: null };
  const row: ReviewRow = {
    ...where,
    topic,
    subject,
    refs: toJson(refs.map(({ side, ref }) => ({ side, ref }))),
    ...news,
  };
  await trx.insertInto('review').values(row).execute();
  return row;
}

/**
 * Lets the records of a review wait for a person. Those with other work to do only learn which review is theirs: were they to
 * wait already, a crash before that work is done would leave it undone until the person answers. A record with a name in question
 * keeps that question: for what is asked of its pair the other side's record waits.
 */
async function setWaiting(trx: Db, sync: string, row: ReviewRow, afterWork: boolean, now: number): Promise<void> {
  const waiting = { status: 'review' as const, since: now, tries: 0, next_try: 0, ...noReason };
  const wait = afterWork || row.state === 'answered' ? {} : waiting;
  const names = namesInQuestion(trx, sync).select('id');
  const wanted = refsBySide(fromJson<readonly RefOn[]>(row.refs));
  for (const side of sides)
    for (const some of chunks(wanted[side]))
      await trx
        .updateTable('record')
        .set(wait)
        .set(({ ref, case: when }) => ({
          review:
            row.topic === 'ambiguous'
              ? row.id
              : when().when('review', 'in', names).then(ref('review')).else(row.id).end(),
        }))
        .where(equal({ sync, side }))
        .where('ref', 'in', some)
        .execute();
}

/** The question about a sync as a whole (no record waits for it) has been carried out, or is none any more. */
export const closeSyncQuestion = (a: Archive, cycle: CycleRef, now: number): Promise<void> =>
  fenced(a, cycle, now, async (trx) => {
    for (const state of ['open', 'answered'] as const)
      await trx
        .updateTable('review')
        .set({ state: endOf[state], closed_at: now })
        .where(equal({ sync: cycle.sync, state, refs: noRefs }))
        .execute();
  });

/** The question about the sync as a whole that is asked, or answered and not carried out yet: what it is about, by the ids of its guards. */
export async function syncQuestion(a: Archive, sync: string): Promise<readonly string[]> {
  const all = await wanted(a.db, sync, { topic: 'refusal' }).where('refs', '=', noRefs).select('details').execute();
  const details = all.map((row) => fromJson<ReviewDetails>(row.details));
  return details.flatMap((one) => (one.is === 'plan' ? one.refusals.map(({ id }) => id) : []));
}

/**
 * Puts questions before a person; their records wait (status "review") until it is answered or one of them changes. A question
 * that is open already keeps its id and shows the news; one whose records now belong to another question is closed as obsolete;
 * an answer that came meanwhile stays.
 */
export const openReviews = (
  a: Archive,
  cycle: CycleRef,
  entries: readonly ReviewEntry[],
  now: number,
): Promise<readonly Review[]> =>
  fencedInChunks(a, cycle, entries, now, async (trx, some) => {
    const opened: ReviewRow[] = [];
    for (const entry of some) {
      const row = await openOne(trx, cycle, entry, now);
      await setWaiting(trx, cycle.sync, row, entry.afterWork ?? false, now);
      opened.push(row);
    }
    await tidyReviews(trx, cycle.sync, now);
    return toReviews(trx, cycle.sync, cycle.kind, opened);
  });

const contains = ({ label, reason, details }: Review, text: string): boolean =>
  fold(`${label} ${sentence(reason, 'en')} ${sentence(reason, 'ja')} ${JSON.stringify(details)}`).includes(text);

/** The reviews of a sync that a filter means, but for its text. */
export function wanted(db: Db, sync: string, { states = unsettled, topic, closedSince }: ReviewFilter) {
  let rows = db.selectFrom('review').where('sync', '=', sync).where('state', 'in', states);
  if (topic !== undefined) rows = rows.where('topic', '=', topic);
  return closedSince === undefined ? rows : rows.where('closed_at', '>', closedSince);
}

const rowsOf = (db: Db, sync: string, filter: ReviewFilter): Promise<ReviewRow[]> =>
  wanted(db, sync, filter).selectAll().orderBy('opened_at').orderBy('id').execute();

/** Reviews that wait for a person or for the next cycle, oldest first. `sync` null: of every sync of the archive. */
export async function listReviews(
  a: Archive,
  sync: string | null,
  filter: ReviewFilter = {},
): Promise<readonly Review[]> {
  const all = a.db.selectFrom('sync').select(['name', 'kind']).orderBy('name');
  const syncs = await (sync === null ? all : all.where('name', '=', sync)).execute();
  const found: Review[] = [];
  for (const { name, kind } of syncs)
    found.push(...(await toReviews(a.db, name, kind, await rowsOf(a.db, name, filter))));
  const text = fold(filter.text ?? '');
  const fitting = text ? found.filter((one) => contains(one, text)) : found;
  const { offset = 0, limit = fitting.length } = filter;
  return fitting.slice(offset, offset + limit);
}

/** The answers that wait to be applied to these records, or to the sync as a whole. An answer lapses when one of its records changes first. */
export async function answersFor(a: Archive, sync: string, refs: readonly RefOn[]): Promise<readonly Review[]> {
  const names = new Set(refs.map(({ side, ref }) => `${side}:${ref}`));
  const reviews = await listReviews(a, sync, { states: ['answered'] });
  return reviews.filter(
    ({ refs: about }) => about.length === 0 || about.some(({ side, ref }) => names.has(`${side}:${ref}`)),
  );
}

import { anyReason } from '../../support/anyReason';
import {
  answerReview,
  answersFor,
  commitAgreed,
  finishCycle,
  listReviews,
  openReviews,
  pendingRecords,
} from '../../../archive';
import type { RefOn, ReviewAnswer, ReviewEntry } from '../../../archive';
import {
  apply,
  beginCycle,
  benchOfEachTest,
  candidateDetails,
  decide,
  decideLink,
  ingest,
  linked,
  pairDetails,
  pairOf,
  rec,
  rowOf,
  rules,
  sato,
  sync,
  t0,
  tanaka,
  tombstone,
} from '../support';

const b = benchOfEachTest();

const o = (ref: string): RefOn => ({ side: 'outlook', ref });
const z = (ref: string): RefOn => ({ side: 'zoho', ref });
const ambiguous = (...refs: RefOn[]): ReviewEntry => ({
  topic: 'ambiguous',
  label: 'Tanaka Hanako',
  reason: anyReason('twice'),
  refs,
  details: candidateDetails(
    refs.filter(({ side }) => side === 'outlook').map(({ ref }) => rec(ref, tanaka)),
    refs.filter(({ side }) => side === 'zoho').map(({ ref }) => rec(ref, tanaka)),
  ),
});
const conflict = async (link: string): Promise<ReviewEntry> => ({
  ...ambiguous(o('o1'), z('z1')),
  topic: 'conflict',
  details: pairDetails(await pairOf(b, link), ['jobTitle']),
});
const answer = (id: string, given: ReviewAnswer, now = t0) =>
  answerReview(b.a, { id, answer: given, seen: null, by: 'Tanaka' }, now);
const statuses = async (...refs: RefOn[]) =>
  Promise.all(refs.map(async ({ side, ref }) => (await rowOf(b, side, ref))?.status));
const ask = async (...refs: RefOn[]) => (await openReviews(b.a, b.cycle, [ambiguous(...refs)], t0))[0]!;

/** o1 and o2 with one address, z1 with it too. */
async function twins(): Promise<void> {
  await ingest(b, 'outlook', [rec('o1', tanaka), rec('o2', { ...tanaka, firstName: 'Hana' })]);
  await ingest(b, 'zoho', [rec('z1', tanaka)]);
}

describe('an open question', () => {
  test('holds its records back until something about it changes', async () => {
    await twins();
    const review = await ask(o('o1'), o('o2'), z('z1'));
    expect(await statuses(o('o1'), o('o2'), z('z1'))).toEqual(['review', 'review', 'review']);
    expect(await pendingRecords(b.a, sync, 'outlook', 9, t0)).toEqual([]);
    expect(await listReviews(b.a, sync)).toEqual([review]);
    await ingest(b, 'outlook', [rec('o1', tanaka)]);
    expect(await statuses(o('o1'))).toEqual(['review']);
  });

  test('asked again about the same records keeps its id and takes the newer words', async () => {
    await twins();
    const first = await ask(o('o1'), z('z1'));
    const [second] = await openReviews(
      b.a,
      b.cycle,
      [{ ...ambiguous(z('z1'), o('o1')), reason: anyReason('still twice') }],
      t0 + 1,
    );
    expect(second).toMatchObject({ id: first.id, reason: anyReason('still twice'), openedAt: t0 });
    expect(await listReviews(b.a, sync)).toHaveLength(1);
  });

  test('asked about more records takes over the narrower one', async () => {
    await twins();
    const narrow = await ask(o('o1'), z('z1'));
    const wide = await ask(o('o1'), o('o2'), z('z1'));
    expect((await listReviews(b.a, sync)).map(({ id }) => id)).toEqual([wide.id]);
    const row = await b.a.db.selectFrom('review').selectAll().where('id', '=', narrow.id).executeTakeFirst();
    expect(row).toMatchObject({ state: 'obsolete', closed_at: t0 });
  });

  test.each([
    ['one of them goes', () => ingest(b, 'outlook', [tombstone('o2')])],
    ['one of them gets another address', () => ingest(b, 'outlook', [rec('o2', sato, { version: '2' })])],
    ['one of them leaves the scope', () => ingest(b, 'outlook', [rec('o2', {}, { state: 'outside', version: '2' })])],
    ['a stranger gets their address', () => ingest(b, 'outlook', [rec('o9', { lastName: 'X', email: tanaka.email! })])],
  ])('is looked at again when %s', async (_, happens) => {
    await twins();
    await ask(o('o1'), o('o2'), z('z1'));
    await happens();
    expect(await statuses(o('o1'), z('z1'))).toEqual(['pending', 'pending']);
  });

  test('is left alone by a namesake with another address, but not by one without any', async () => {
    await twins();
    await ask(o('o1'), o('o2'), z('z1'));
    await ingest(b, 'zoho', [rec('z2', { ...tanaka, email: 'other@example.com' })]);
    expect(await statuses(o('o1'))).toEqual(['review']);
    await ingest(b, 'zoho', [rec('z3', { ...tanaka, email: null })]);
    expect(await statuses(o('o1'), z('z1'))).toEqual(['pending', 'pending']);
  });

  test('closes as obsolete once its records are settled without it', async () => {
    await twins();
    await ask(o('o1'), o('o2'), z('z1'));
    await ingest(b, 'outlook', [tombstone('o2')]);
    const pair = {
      link: null,
      base: null,
      matchedBy: 'e-mail' as const,
      outlook: rec('o1', tanaka),
      zoho: rec('z1', tanaka),
    };
    expect(await listReviews(b.a, sync)).toHaveLength(1);
    await commitAgreed(b.a, b.cycle, [decide(pair, rules)], t0);
    const report = await finishCycle(b.a, b.cycle, t0);
    expect(report).toMatchObject({ ambiguous: 0, reviews: [], pending: 0 });
    expect(await statuses(o('o1'), z('z1'))).toEqual(['settled', 'settled']);
  });

  test('about a pair is looked at again when either record is edited', async () => {
    const link = await linked(b, { outlook: 'o1', zoho: 'z1' });
    await ingest(b, 'zoho', [rec('z1', { ...tanaka, jobTitle: 'CTO' }, { version: '2' })]);
    await openReviews(b.a, b.cycle, [await conflict(link)], t0);
    await ingest(b, 'outlook', [rec('o1', { ...tanaka, jobTitle: 'CTO' }, { version: '2' })]);
    expect(await statuses(o('o1'), z('z1'))).toEqual(['pending', 'pending']);
    await apply(b, await decideLink(b, link), null);
    expect(await finishCycle(b.a, b.cycle, t0)).toMatchObject({ reviews: [], pending: 0 });
  });
});

describe('an answer', () => {
  test('makes its records pending, is found by them, and is done when they are settled', async () => {
    const link = await linked(b, { outlook: 'o1', zoho: 'z1' });
    await ingest(b, 'zoho', [rec('z1', { ...tanaka, jobTitle: 'CTO' }, { version: '2' })]);
    const [review] = await openReviews(b.a, b.cycle, [await conflict(link)], t0);
    const answered = await answer(review!.id, { take: 'zoho' }, t0 + 1);
    expect(answered).toMatchObject({
      outcome: 'answered',
      review: { state: 'answered', answer: { take: 'zoho' }, answeredBy: 'Tanaka', answeredAt: t0 + 1 },
    });
    expect(await statuses(o('o1'), z('z1'))).toEqual(['pending', 'pending']);
    expect(await answersFor(b.a, sync, [z('z1')])).toEqual([answered.review]);
    expect(await answersFor(b.a, sync, [z('z9')])).toEqual([]);
    await apply(b, await decideLink(b, link), await pairOf(b, link));
    await finishCycle(b.a, b.cycle, t0 + 2);
    expect(await answersFor(b.a, sync, [z('z1')])).toEqual([]);
    expect(await b.a.db.selectFrom('review').select('state').execute()).toEqual([{ state: 'done' }]);
  });

  test('lapses when a record changes before it was applied', async () => {
    await twins();
    const review = await ask(o('o1'), z('z1'));
    await answer(review.id, { join: { outlook: 'o1', zoho: 'z1' } });
    await ingest(b, 'outlook', [rec('o1', { ...tanaka, jobTitle: 'CEO' }, { version: '2' })]);
    expect(await answersFor(b.a, sync, [o('o1')])).toEqual([]);
    expect(await statuses(o('o1'), z('z1'))).toEqual(['pending', 'pending']);
  });

  test('to a question nobody asks any more comes too late', async () => {
    expect(await answer('nope', { dismiss: true })).toEqual({ outcome: 'obsolete', review: null });
    await twins();
    const { id } = await ask(o('o1'), z('z1'));
    await ask(o('o1'), o('o2'), z('z1'));
    expect(await answer(id, { dismiss: true })).toMatchObject({ outcome: 'obsolete', review: { state: 'obsolete' } });
  });
});

test('questions survive into the next cycle and are counted there', async () => {
  await twins();
  await ask(o('o1'), o('o2'), z('z1'));
  expect(await finishCycle(b.a, b.cycle, t0)).toMatchObject({ ambiguous: 1, pending: 0 });
  const next = await beginCycle(b.a);
  expect(await finishCycle(b.a, next, t0)).toMatchObject({ ambiguous: 1, reviews: [{ state: 'open' }] });
});

import { anyReason } from '../../support/anyReason';
import { reason } from '../../../reasons';
import {
  answerReview,
  answersFor,
  neverPairIn,
  explainRecord,
  searchRecords,
  finishCycle,
  setDirection,
  journalOf,
  listReviews,
  openReviews,
  pendingRecords,
  reviewById,
  revokeRule,
  rulesOf,
  syncNames,
} from '../../../archive';
import type { RefOn, ReviewAnswer, ReviewEntry } from '../../../archive';
import {
  commitWrite,
  apply,
  begin,
  beginCycle,
  candidateDetails,
  decideLink,
  done,
  ingest,
  linked,
  pairDetails,
  pairOf,
  planDetails,
  rec,
  rowOf,
  rules,
  sato,
  statusesOf,
  sync,
  t0,
  tanaka,
} from '../support';
import type { Bench } from '../support';

let b: Bench;
let link: string;
const refs = { outlook: 'o1', zoho: 'z1' };
const both: readonly RefOn[] = [
  { side: 'outlook', ref: 'o1' },
  { side: 'zoho', ref: 'z1' },
];
const ask = { ...rules, policy: { ...rules.policy, conflict: 'ask' as const } };
const answer = (id: string, given: ReviewAnswer, seen: string | null = null, by = 'Tanaka') =>
  answerReview(b.a, { id, answer: given, seen, by }, t0);

/** Both sides changed the job title, and Outlook also the department; a person is asked about the first. */
async function conflict(): Promise<ReviewEntry> {
  await ingest(b, 'outlook', [rec('o1', { ...tanaka, jobTitle: 'CEO', department: 'Sales' }, { version: '2' })]);
  await ingest(b, 'zoho', [rec('z1', { ...tanaka, jobTitle: 'CTO' }, { version: '2' })]);
  const decision = await decideLink(b, link, ask);
  const details = pairDetails(await pairOf(b, link), ['jobTitle']);
  const { label, reason } = decision;
  return { topic: 'conflict', label, reason, refs: both, details, afterWork: true };
}

beforeEach(async () => {
  b = await begin();
  link = await linked(b, refs);
});
afterEach(() => b.a.close());

describe('an answer that comes while the cycle is at work', () => {
  test('between its asking and its writes: the next cycle carries it out', async () => {
    const entry = await conflict();
    const decision = await decideLink(b, link, ask);
    const [review] = await openReviews(b.a, b.cycle, [entry], t0);
    await answer(review!.id, { take: 'zoho' });
    await apply(b, decision, await pairOf(b, link));
    await finishCycle(b.a, b.cycle, t0);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'pending', zoho: 'pending' });
    expect(await answersFor(b.a, sync, both)).toMatchObject([{ id: review!.id, answer: { take: 'zoho' } }]);
  });

  test('between its reading of answers and its asking again: it is not asked again', async () => {
    const entry = await conflict();
    const [review] = await openReviews(b.a, b.cycle, [entry], t0);
    await answer(review!.id, { take: 'zoho' });
    await openReviews(b.a, b.cycle, [{ ...entry, afterWork: false }], t0);
    expect(await reviewById(b.a, review!.id)).toMatchObject({ state: 'answered', answeredBy: 'Tanaka' });
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'pending', zoho: 'pending' });
  });

  test('an answer that was followed and left the same question is asked again', async () => {
    const entry = await conflict();
    const [review] = await openReviews(b.a, b.cycle, [entry], t0);
    await answer(review!.id, { take: 'zoho' });
    await openReviews(b.a, b.cycle, [{ ...entry, afterWork: false, tried: [review!.id] }], t0);
    expect(await reviewById(b.a, review!.id)).toMatchObject({ state: 'open', answer: null, answeredBy: null });
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'review', zoho: 'review' });
  });
});

describe('an entry follows its records', () => {
  test('shows them as they are now, under another fingerprint', async () => {
    const [review] = await openReviews(b.a, b.cycle, [await conflict()], t0);
    await ingest(b, 'zoho', [rec('z1', { ...tanaka, jobTitle: 'COO' }, { version: '3' })]);
    const now = await reviewById(b.a, review!.id);
    expect(now).toMatchObject({ details: { zoho: { fields: { jobTitle: 'COO' } }, clashes: [{ zoho: 'COO' }] } });
    expect(now!.fingerprint).not.toBe(review!.fingerprint);
    expect(await answer(review!.id, { take: 'zoho' }, review!.fingerprint)).toMatchObject({ outcome: 'stale' });
    expect(await answer(review!.id, { take: 'zoho' }, now!.fingerprint)).toMatchObject({ outcome: 'answered' });
  });

  test('keeps its fingerprint where only a version moved', async () => {
    const [review] = await openReviews(b.a, b.cycle, [await conflict()], t0);
    await ingest(b, 'zoho', [rec('z1', { ...tanaka, jobTitle: 'CTO' }, { version: '9' })]);
    expect((await reviewById(b.a, review!.id))!.fingerprint).toBe(review!.fingerprint);
  });

  test('is no longer answered once its records are settled, even before the cycle ends', async () => {
    const [review] = await openReviews(b.a, b.cycle, [await conflict()], t0);
    await ingest(b, 'zoho', [rec('z1', { ...tanaka, jobTitle: 'CEO', department: 'Sales' }, { version: '3' })]);
    await apply(b, await decideLink(b, link, ask), await pairOf(b, link));
    expect(await answer(review!.id, { take: 'zoho' })).toMatchObject({ outcome: 'obsolete' });
  });
});

test('reviews are listed by sync, state, topic and words, page by page', async () => {
  await openReviews(b.a, b.cycle, [await conflict()], t0);
  const plan: ReviewEntry = {
    topic: 'refusal',
    label: 'Stopped',
    reason: anyReason('many'),
    refs: [],
    details: planDetails,
  };
  await ingest(b, 'outlook', [rec('o2', sato)]);
  await openReviews(b.a, b.cycle, [{ ...plan, refs: [{ side: 'outlook', ref: 'o2' }] }], t0 + 1);
  const topics = async (...args: Parameters<typeof listReviews> extends [unknown, ...infer R] ? R : never) =>
    (await listReviews(b.a, ...args)).map(({ topic }) => topic);
  expect(await topics(null)).toEqual(['conflict', 'refusal']);
  expect(await topics('another')).toEqual([]);
  expect(await topics(sync, { topic: 'refusal' })).toEqual(['refusal']);
  expect(await topics(sync, { text: 'ｔａｎａｋａ' })).toEqual(['conflict']);
  expect(await topics(sync, { limit: 1, offset: 1 })).toEqual(['refusal']);
  expect(await topics(sync, { states: ['done'] })).toEqual([]);
  expect(await syncNames(b.a)).toEqual([{ name: sync, kind: 'contact', workflow: null, person: null }]);
});

test('who is kept apart stays so for their partners, too, until it is taken back', async () => {
  await ingest(b, 'outlook', [rec('o2', tanaka)]);
  const entry: ReviewEntry = {
    topic: 'ambiguous',
    label: 'Tanaka',
    reason: anyReason('twice'),
    refs: [{ side: 'outlook', ref: 'o2' }],
    details: candidateDetails([rec('o1', tanaka), rec('o2', tanaka)], [rec('z1', tanaka)]),
  };
  const [review] = await openReviews(b.a, b.cycle, [entry], t0);
  await answer(review!.id, { neverPair: true });
  const apart = (await neverPairIn(b.a, sync))!;
  const [o1, o2, z1] = [both[0]!, { side: 'outlook' as const, ref: 'o2' }, both[1]!];
  expect([apart(o2, o1), apart(z1, o2), apart(o1, z1)]).toEqual([true, true, false]);
  expect(await revokeRule(b.a, sync, (await rulesOf(b.a, sync))[0]!.id, 'Sato', t0)).toBe(true);
  expect(await neverPairIn(b.a, sync)).toBeNull();
  expect(await revokeRule(b.a, sync, 'nope', 'Sato', t0)).toBe(false);
});

describe('history', () => {
  const day = 24 * 3_600_000;

  test('is kept for as long as it was told, and no longer; open questions stay', async () => {
    const [review] = await openReviews(b.a, b.cycle, [await conflict()], t0);
    await finishCycle(b.a, b.cycle, t0, { keepMs: 30 * day });
    const later = await beginCycle(b.a, t0 + 20 * day);
    await finishCycle(b.a, later, t0 + 20 * day, { keepMs: 30 * day });
    expect(await journalOf(b.a, sync)).not.toEqual([]);
    const last = await beginCycle(b.a, t0 + 31 * day);
    await finishCycle(b.a, last, t0 + 31 * day, { keepMs: 30 * day });
    expect(await journalOf(b.a, sync)).toEqual([]);
    const left = await b.a.db.selectFrom('cycle').select('id').orderBy('started_at').execute();
    expect(left.map(({ id }) => id)).toEqual([later.id, last.id]);
    expect(await reviewById(b.a, review!.id)).toMatchObject({ state: 'open' });
  });

  test('explains a record: partner, base, questions, writes', async () => {
    await openReviews(b.a, b.cycle, [await conflict()], t0);
    const told = await explainRecord(b.a, sync, { side: 'zoho', ref: 'z1' });
    expect(told).toMatchObject({
      kind: 'contact',
      record: { fields: { jobTitle: 'CTO' } },
      link: { refs, base: { zoho: { lastName: 'Tanaka' } } },
      partner: { ref: 'o1' },
      reviews: [{ topic: 'conflict', state: 'open' }],
      history: [{ op: 'create', side: 'zoho', ref: 'z1' }],
    });
    expect(await explainRecord(b.a, sync, { side: 'zoho', ref: 'z9' })).toBeNull();
  });

  test('finds a record by its ID or by what it says', async () => {
    const found = async (...asked: Parameters<typeof searchRecords>) =>
      (await searchRecords(...asked)).hits.map(({ side, ref }) => ({ side, ref }));
    await ingest(b, 'outlook', [rec('o2', sato)]);
    expect(await found(b.a, sync, null, 'o2')).toEqual([{ side: 'outlook', ref: 'o2' }]);
    expect(await found(b.a, sync, null, 'hanako tanaka')).toEqual(both);
    expect(await found(b.a, sync, 'zoho', 'HANAKO@')).toEqual([both[1]]);
    expect(await found(b.a, sync, null, 'nobody')).toEqual([]);
  });
});

test('a record that an undoing leaves alone rests: neither a change of direction nor an echo wakes it, an edit does', async () => {
  const pair = await pairOf(b, link);
  const undo = {
    ...(await decideLink(b, link)),
    verdict: 'write' as const,
    reason: reason('creationUndone', { side: 'zoho' }),
    undoesCycle: 'c1',
  };
  const write = {
    ...{ side: 'zoho' as const, op: 'delete' as const, ref: 'z1', version: '1', fields: {}, extra: null },
    agreed: { outlook: {}, zoho: {} },
  };
  await commitWrite(b.a, b.cycle, done({ ...undo, writes: [write] }, write, 'z1'));
  expect(await rowOf(b, 'outlook', 'o1')).toMatchObject({ status: 'settled', reason: undo.reason.code });
  await ingest(b, 'outlook', [rec('o1', pair.outlook.fields, { version: '7' })]);
  for (const direction of ['toZoho', 'both'] as const) await setDirection(b.a, b.cycle, direction, t0);
  expect(await pendingRecords(b.a, sync, 'outlook', 9, t0)).toEqual([]);
  await ingest(b, 'outlook', [rec('o1', { ...tanaka, jobTitle: 'CEO' }, { version: '8' })]);
  expect(await rowOf(b, 'outlook', 'o1')).toMatchObject({ status: 'pending', reason: null });
  expect((await journalOf(b.a, sync))[0]).toMatchObject({ op: 'delete', linkBefore: { id: link, refs } });
});

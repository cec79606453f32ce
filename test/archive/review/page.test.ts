import { listReviews, openReviews, pageOfReviews, type ReviewEntry } from '../../../archive';
import { anyReason } from '../../support/anyReason';
import { benchOfEachTest, candidateDetails, ingest, rec, sync, t0, tanaka } from '../support';

const b = benchOfEachTest();
const contacts = { name: sync, kind: 'contact' as const };
const refOf = (at: number): string => `o${String(at).padStart(2, '0')}`;
const asked = (at: number): ReviewEntry => ({
  topic: at % 2 === 0 ? 'ambiguous' : 'conflict',
  label: `Person ${at}`,
  reason: anyReason('twice'),
  refs: [{ side: 'outlook', ref: refOf(at) }],
  details: candidateDetails([rec(refOf(at), tanaka)], []),
});

test('a page of the questions is what the whole list has there, and how many there are is told', async () => {
  await ingest(
    b,
    'outlook',
    Array.from({ length: 25 }, (_, at) => rec(refOf(at), { ...tanaka, email: `${at}@example.jp` })),
  );
  await openReviews(
    b.a,
    b.cycle,
    Array.from({ length: 25 }, (_, at) => asked(at)),
    t0,
  );
  for (const filter of [{}, { topic: 'conflict' as const }, { states: ['done' as const] }]) {
    const all = await listReviews(b.a, sync, filter);
    const pages = [];
    for (const offset of [0, 10, 20, 30]) pages.push(await pageOfReviews(b.a, contacts, filter, { offset, limit: 10 }));
    expect(pages.flatMap(({ reviews }) => reviews)).toEqual(all);
    expect(pages.map(({ count }) => count)).toEqual(Array.from({ length: 4 }, () => all.length));
  }
  expect(await pageOfReviews(b.a, contacts, {}, { offset: 0, limit: 0 })).toEqual({ count: 25, reviews: [] });
});

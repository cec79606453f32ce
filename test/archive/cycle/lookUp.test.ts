/** A record is looked up in an archive of 100,000 pairs and 5,000 questions, and n8n goes on meanwhile. */
import { sql } from 'kysely';
import { explainRecord, searchRecords } from '../../../archive';
import { benchOfEachTest, sync } from '../support';

jest.setTimeout(120_000);

const b = benchOfEachTest();
const PAIRS = 100_000;

const count = (most: number) => sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${most})`;

async function fill(): Promise<void> {
  for (const side of ['outlook', 'zoho'])
    await sql`insert into record (sync, side, ref, version, modified_at, state, fields, extra, keys, status, since,
      offered_at, tries, next_try, reason, reason_args, review, seen_in)
      ${count(PAIRS)} select ${sync}, ${side}, ${side} || i, '1', null, 'live',
      '{"firstName":"Ann","lastName":"Person ' || i || '","email":"p' || i || '@example.jp","notes":"' || ${'x'.repeat(300)} || '"}',
      'null', '{"strong":[],"weak":null}', 'settled', 0, 0, 0, 0, null, '{}', null, 0 from n`.execute(b.a.db);
  await sql`insert into key (sync, side, ref, key, strength, only_weak)
    ${count(PAIRS)} select ${sync}, 'outlook', 'outlook' || i, 'e-mail:p' || i || '@example.jp', 'strong', 0 from n`.execute(
    b.a.db,
  );
  await sql`insert into review (id, sync, cycle, topic, subject, label, reason, reason_args, refs, details, state, answer,
    opened_at, closed_at, seen_at, answered_at, answered_by)
    ${count(5000)} select 'r' || i, ${sync}, 'c', 'conflict', 's' || i, 'Person', 'editedOnBothSides', '{}',
    '[{"side":"outlook","ref":"outlook' || i || '"}]', '{"is":"lookup","asked":[],"rule":{"code":"uniqueName","args":{}},"x":"' || ${'x'.repeat(3000)} || '"}',
    'done', 'null', i, 1, 1, null, null from n`.execute(b.a.db);
}

/** How long something takes, and how long n8n's event loop stood still at most; in ms. */
async function measured<T>(work: () => Promise<T>) {
  let [last, longest] = [performance.now(), 0];
  const tick = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const began = performance.now();
  const result = await work();
  const took = performance.now() - began;
  clearInterval(tick);
  return { result, took, longest: Math.max(longest, performance.now() - last) };
}

test('by ID and by address at once; by a word within half a second, or it is said that the search was cut', async () => {
  await fill();
  const refs = async (text: string) => {
    const found = await measured(() => searchRecords(b.a, sync, null, text));
    return { ...found, refs: found.result.hits.map(({ ref }) => ref) };
  };
  for (const text of ['zoho99999', 'P99999@Example.JP']) {
    const { refs: found, took } = await refs(text);
    expect(found).toEqual([text.startsWith('zoho') ? 'zoho99999' : 'outlook99999']);
    expect(took).toBeLessThan(50);
  }
  const rare = await refs('person 100000');
  expect(rare.refs.length > 0 || rare.result.isCut).toBe(true);
  const none = await refs('nobody at all');
  const common = await refs('ann');
  expect(common).toMatchObject({ refs: { length: 20 }, result: { isCut: true } });
  for (const { took, longest } of [rare, none, common]) {
    expect(took).toBeLessThan(800);
    // some 20 ms where nothing else is at work
    expect(longest).toBeLessThan(250);
  }
  const told = await measured(() => explainRecord(b.a, sync, { side: 'outlook', ref: 'outlook4999' }));
  expect(told.result?.reviews).toMatchObject([{ id: 'r4999' }]);
  expect(told.took).toBeLessThan(200);
});

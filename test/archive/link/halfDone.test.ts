import { finishCycle, journalOf, openIntents, writeIntents } from '../../../archive';
import {
  commitWrite,
  apply,
  begin,
  benchOfEachTest,
  decideLink,
  decideNew,
  done,
  ingest,
  linked,
  linksOf,
  pairOf,
  rec,
  refs,
  rowOf,
  rules,
  settled,
  statusesOf,
  sync,
  t0,
  tanaka,
} from '../support';

const b = benchOfEachTest();

const links = () => linksOf(b);

test('edits of two fields, one on each side: two writes, and what is half done stays pending', async () => {
  const link = await linked(b, refs);
  await ingest(b, 'outlook', [rec('o1', { ...tanaka, jobTitle: 'CEO' }, { version: '2' })]);
  await ingest(b, 'zoho', [rec('z1', { ...tanaka, department: 'Sales' }, { version: '2' })]);
  const [decision, pair] = [await decideLink(b, link), await pairOf(b, link)];
  const [first, second] = decision.writes;
  await commitWrite(b.a, b.cycle, done(decision, first!, first!.ref!, pair[first!.side].fields));
  const half = await statusesOf(b, refs);
  expect(half).toEqual({ [first!.side]: 'pending', [second!.side]: 'settled' });
  await commitWrite(b.a, b.cycle, done(decision, second!, second!.ref!, pair[second!.side].fields));
  expect(await statusesOf(b, refs)).toEqual(settled);
  expect((await decideLink(b, link)).verdict).toBe('nothing');
  expect(await finishCycle(b.a, b.cycle, t0)).toMatchObject({
    merged: 1,
    updated: { outlook: 1, zoho: 1 },
    conflicts: 0,
  });
});

test('crashed between two writes: the next cycle writes only the second', async () => {
  const link = await linked(b, refs);
  await ingest(b, 'outlook', [rec('o1', { ...tanaka, jobTitle: 'CEO' }, { version: '2' })]);
  await ingest(b, 'zoho', [rec('z1', { ...tanaka, department: 'Sales' }, { version: '2' })]);
  const [decision, pair] = [await decideLink(b, link), await pairOf(b, link)];
  const [first, second] = decision.writes;
  await commitWrite(b.a, b.cycle, done(decision, first!, first!.ref!, pair[first!.side].fields));
  await b.a.close();
  Object.assign(b, await begin(b.file, t0 + 200_000));
  const next = await decideLink(b, link);
  expect(next.writes).toMatchObject([{ side: second!.side, fields: second!.fields }]);
});

test('the same field changed to different values: the loser is in the journal, once, and counted', async () => {
  const link = await linked(b, refs);
  await ingest(b, 'outlook', [rec('o1', { ...tanaka, jobTitle: 'CEO' }, { version: '2' })]);
  await ingest(b, 'zoho', [rec('z1', { ...tanaka, jobTitle: 'CTO' }, { version: '2' })]);
  await apply(b, await decideLink(b, link), await pairOf(b, link));
  expect(await statusesOf(b, refs)).toEqual(settled);
  const [last] = await journalOf(b.a, sync);
  expect(last).toMatchObject({
    op: 'update',
    side: 'outlook',
    before: { jobTitle: 'CEO' },
    after: { jobTitle: 'CTO' },
  });
  expect(last?.clashes).toEqual([
    { field: 'jobTitle', label: 'Job Title', outlook: 'CEO', base: null, zoho: 'CTO', winner: 'zoho' },
  ]);
  expect(await finishCycle(b.a, b.cycle, t0)).toMatchObject({ conflicts: 1, updated: { outlook: 1, zoho: 0 } });
});

test('a commit that breaks off half-way leaves nothing behind', async () => {
  const record = rec('o1', tanaka);
  await ingest(b, 'outlook', [record]);
  const decision = decideNew('outlook', record, rules);
  const [write] = decision.writes;
  const intent = {
    side: 'zoho' as const,
    sourceRef: 'o1',
    fields: {},
    keys: record.keys,
    agreed: write!.agreed,
    link: null,
    op: 'create' as const,
  };
  await writeIntents(b.a, b.cycle, [{ id: 'i', ...intent }], t0);
  const broken = {
    ...done(decision, write!, 'z1', {}, { intent: 'i' }),
    decision: { ...decision, label: undefined as never },
  };
  await expect(commitWrite(b.a, b.cycle, broken)).rejects.toThrow();
  expect(await links()).toEqual([]);
  expect(await rowOf(b, 'zoho', 'z1')).toBeUndefined();
  expect(await openIntents(b.a, sync)).toHaveLength(1);
  expect(await rowOf(b, 'outlook', 'o1')).toMatchObject({ status: 'pending' });
  expect(await commitWrite(b.a, b.cycle, done(decision, write!, 'z1', {}, { intent: 'i' }))).toBe('committed');
});

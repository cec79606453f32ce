import { anyReason } from '../../support/anyReason';
import {
  commitAgreed,
  finishCycle,
  journalOf,
  openReviews,
  park,
  pairsFor,
  pendingRecords,
  status,
} from '../../../archive';
import {
  commitWrite,
  apply,
  benchOfEachTest,
  decide,
  decideLink,
  done,
  ingest,
  linked,
  linksOf,
  pairDetails,
  pairOf,
  parkRefs,
  rec,
  refs,
  rules,
  sato,
  settled,
  statusesOf,
  sync,
  t0,
  tanaka,
  tombstone,
} from '../support';
import type { Pair } from '../../../sync/model';

const b = benchOfEachTest();

const links = () => linksOf(b);
const journal = async () => (await journalOf(b.a, sync)).map(({ op, side }) => (side ? `${op} ${side}` : op)).reverse();
const matched = (outlook: Pair['outlook'], zoho: Pair['zoho']): Pair => ({
  link: null,
  base: null,
  matchedBy: 'e-mail',
  outlook,
  zoho,
});

describe('a pair matched just now', () => {
  test('what both sides say in the same words is kept once, and read as both', async () => {
    const pair = matched(rec('o1', tanaka), rec('z1', tanaka));
    await ingest(b, 'outlook', [pair.outlook]);
    await ingest(b, 'zoho', [pair.zoho]);
    await commitAgreed(b.a, b.cycle, [decide(pair, rules)], t0);
    const { id, base_outlook, base_zoho } = await b.a.db.selectFrom('link').selectAll().executeTakeFirstOrThrow();
    expect([JSON.parse(base_outlook), base_zoho]).toEqual([expect.objectContaining(tanaka), '']);
    const [found] = await pairsFor(b.a, sync, [id]);
    expect(found?.base?.zoho).toEqual(found?.base?.outlook);
  });

  test('equal already: linked without a write', async () => {
    const pair = matched(rec('o1', tanaka), rec('z1', tanaka));
    await ingest(b, 'outlook', [pair.outlook]);
    await ingest(b, 'zoho', [pair.zoho]);
    const decision = decide(pair, rules);
    expect(decision.verdict).toBe('agree');
    await commitAgreed(b.a, b.cycle, [decision], t0);
    await commitAgreed(b.a, b.cycle, [decision], t0);
    expect(await statusesOf(b, refs)).toEqual(settled);
    expect(await journal()).toEqual(['link']);
    expect(await finishCycle(b.a, b.cycle, t0)).toMatchObject({ linked: 1, written: 0, pending: 0 });
  });

  test('with blanks to fill on both sides: linked once, filled both ways', async () => {
    const pair = matched(rec('o1', { ...tanaka, jobTitle: 'CEO' }), rec('z1', { ...tanaka, department: 'Sales' }));
    await ingest(b, 'outlook', [pair.outlook]);
    await ingest(b, 'zoho', [pair.zoho]);
    await apply(b, decide(pair, rules), pair);
    expect(await statusesOf(b, refs)).toEqual(settled);
    expect((await journal()).sort()).toEqual(['link', 'update outlook', 'update zoho']);
    const [{ id } = { id: '' }] = await links();
    expect((await decideLink(b, id)).verdict).toBe('nothing');
  });

  test('one write done, the other refused: linked, and the rest waits parked', async () => {
    const pair = matched(rec('o1', { ...tanaka, jobTitle: 'CEO' }), rec('z1', { ...tanaka, department: 'Sales' }));
    await ingest(b, 'outlook', [pair.outlook]);
    await ingest(b, 'zoho', [pair.zoho]);
    const decision = decide(pair, rules);
    const toOutlook = decision.writes.find(({ side }) => side === 'outlook')!;
    await commitWrite(b.a, b.cycle, done(decision, toOutlook, 'o1', pair.outlook.fields));
    await parkRefs(b.a, b.cycle, [{ side: 'zoho', ref: 'z1' }], anyReason('m n'), t0);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'parked', zoho: 'parked' });
    expect(await finishCycle(b.a, b.cycle, t0)).toMatchObject({ pending: 0, parked: 2 });
  });
});

test('two that were found to be the same are linked, though the write was refused', async () => {
  const pair = matched(rec('o1', { ...tanaka, jobTitle: 'CEO' }), rec('z1', tanaka));
  await ingest(b, 'outlook', [pair.outlook]);
  await ingest(b, 'zoho', [pair.zoho]);
  await park(b.a, b.cycle, decide(pair, rules), anyReason('m n'), t0);
  expect(await statusesOf(b, refs)).toEqual({ outlook: 'parked', zoho: 'parked' });
  const links = await b.a.db.selectFrom('link').select(['outlook', 'zoho', 'state']).execute();
  expect(links).toEqual([{ ...refs, state: 'live' }]);
});

test('an edit that one way leaves alone is noted, though the write that came with it was refused', async () => {
  const link = await linked(b, refs);
  await ingest(b, 'outlook', [rec('o1', { ...tanaka, jobTitle: 'CEO' })]);
  await ingest(b, 'zoho', [rec('z1', { ...tanaka, department: 'Sales' })]);
  const oneWay = { ...rules, policy: { ...rules.policy, direction: 'toOutlook' as const } };
  await park(b.a, b.cycle, decide(await pairOf(b, link), oneWay), anyReason('m n'), t0);
  const [toOutlook, ...more] = decide(await pairOf(b, link), rules).writes;
  expect([toOutlook?.side, toOutlook?.fields, more]).toEqual(['outlook', { department: 'Sales' }, []]);
});

test('a question and a write in one decision: the write is done, the question stays', async () => {
  const ask = { ...rules, policy: { ...rules.policy, conflict: 'ask' as const } };
  const link = await linked(b, refs);
  await ingest(b, 'outlook', [rec('o1', { ...tanaka, jobTitle: 'CEO', department: 'Sales' }, { version: '2' })]);
  await ingest(b, 'zoho', [rec('z1', { ...tanaka, jobTitle: 'CTO' }, { version: '2' })]);
  const decision = await decideLink(b, link, ask);
  const both = [
    { side: 'outlook' as const, ref: 'o1' },
    { side: 'zoho' as const, ref: 'z1' },
  ];
  const entry = {
    topic: 'conflict' as const,
    label: decision.label,
    reason: decision.reason,
    refs: both,
    details: pairDetails(await pairOf(b, link), ['jobTitle']),
  };
  await openReviews(b.a, b.cycle, [entry], t0);
  await apply(b, decision, await pairOf(b, link));
  expect(await statusesOf(b, refs)).toEqual({ outlook: 'review', zoho: 'review' });
  expect(await finishCycle(b.a, b.cycle, t0)).toMatchObject({
    conflicts: 1,
    pending: 0,
    reviews: [{ topic: 'conflict', state: 'open' }],
  });
});

test('dropping a link makes both new again, pausing leaves both alone', async () => {
  const link = await linked(b, refs);
  await ingest(b, 'outlook', [rec('o1', { ...tanaka, jobTitle: 'CEO' }, { version: '2' })]);
  const decision = { ...(await decideLink(b, link)), writes: [] };
  await commitAgreed(b.a, b.cycle, [{ ...decision, verdict: 'pause' }], t0);
  expect(await statusesOf(b, refs)).toEqual(settled);
  expect((await status(b.a, sync)).links).toEqual({ live: 0, paused: 1 });
  await commitAgreed(b.a, b.cycle, [{ ...decision, verdict: 'dropLink' }], t0);
  expect((await pendingRecords(b.a, sync, 'zoho', 9, t0)).map(({ change }) => change)).toEqual(['new']);
  expect(await pairsFor(b.a, sync, [link])).toEqual([]);
});

test('status tells where the sync stands', async () => {
  await linked(b, refs);
  await ingest(b, 'outlook', [rec('o2', sato), rec('o3', sato, { state: 'outside' })], t0 + 5);
  expect(await status(b.a, sync)).toMatchObject({
    known: true,
    sides: {
      outlook: {
        states: { live: 2, outside: 1, deleted: 0 },
        statuses: { settled: 2, pending: 1 },
        oldestPending: t0 + 5,
      },
      zoho: { states: { live: 1 }, oldestPending: null },
    },
    links: { live: 1, paused: 0 },
    lease: { holder: 'test', fence: 1 },
    lastReport: null,
  });
  const { reviews, parkedRecords, left, person, readings: _, ...report } = await finishCycle(b.a, b.cycle, t0 + 10);
  expect([reviews, parkedRecords, left, person]).toEqual([[], [], [], null]);
  expect(await status(b.a, sync)).toMatchObject({ lease: null, lastReport: report });
});

test('taking the same decisions down twice changes nothing', async () => {
  const keep = { ...rules, policy: { ...rules.policy, deletes: 'keep' as const } };
  const link = await linked(b, refs);
  await ingest(b, 'outlook', [tombstone('o1')]);
  const decision = await decideLink(b, link, keep);
  await commitAgreed(b.a, b.cycle, [decision], t0);
  const once = [await links(), await journal()];
  await commitAgreed(b.a, b.cycle, [decision], t0);
  expect([await links(), await journal()]).toEqual(once);
});

import { anyReason } from '../../support/anyReason';
import {
  ArchiveError,
  LeaseLost,
  commitAgreed,
  finishCycle,
  forgetFeed,
  holdLease,
  markRead,
  openArchive,
  openReviews,
  rebuild,
  startCycle,
  writeIntents,
  abandonCycle,
  queueForStart,
  leaveQueue,
  holdForWrite,
  writeAnswered,
  setPaused,
} from '../../../archive';
import {
  begin,
  beginCycle,
  benchOfEachTest,
  decideNew,
  ingest,
  minute,
  newFile,
  parkRefs,
  planDetails,
  rec,
  rowOf,
  rules,
  sync,
  t0,
  tanaka,
} from '../support';

test('a second cycle waits outside, told who is in and until when', async () => {
  const b = await begin();
  const late = await startCycle(b.a, { sync, kind: 'contact', holder: 'second', now: t0 + minute });
  expect(late).toEqual({ started: false, holder: 'test', until: t0 + 2 * minute });
  const elsewhere = await startCycle(b.a, { sync: 'another', kind: 'contact', holder: 'second', now: t0 });
  expect(elsewhere.started).toBe(true);
  await b.a.close();
});

test('every page and every commit renews the lease', async () => {
  const b = await begin();
  await ingest(b, 'outlook', [rec('o1', tanaka)], t0 + 1.5 * minute);
  await holdLease(b.a, b.cycle, t0 + 3 * minute);
  const late = await startCycle(b.a, { sync, kind: 'contact', holder: 'second', now: t0 + 4 * minute });
  expect(late).toMatchObject({ started: false, until: t0 + 5 * minute });
  await b.a.close();
});

test('a lease renewed while another run was on its way to ask is held: clocks and waits differ by seconds', async () => {
  const b = await begin();
  await holdLease(b.a, b.cycle, t0 + 5000);
  const late = await startCycle(b.a, { sync, kind: 'contact', holder: 'second', now: t0 });
  expect(late).toEqual({ started: false, holder: 'test', until: t0 + 5000 + 2 * minute });
  await b.a.close();
});

test('a lapsed lease nobody took is still good', async () => {
  const b = await begin();
  await expect(holdLease(b.a, b.cycle, t0 + 60 * minute)).resolves.toMatchObject({});
  await b.a.close();
});

test('a paused holder that wakes after another took over can write nothing at all', async () => {
  const paused = await begin();
  const other = await openArchive(paused.file);
  const next = await beginCycle(other, t0 + 3 * minute, 'second');
  expect(next.fence).toBe(paused.cycle.fence + 1);
  const { a, cycle } = paused;
  const now = t0 + 3 * minute;
  const decision = decideNew('outlook', rec('o1', tanaka), rules);
  const intent = {
    id: 'i',
    side: 'zoho' as const,
    sourceRef: 'o1',
    fields: {},
    keys: rec('o1', tanaka).keys,
    agreed: decision.agreed,
    link: null,
    op: 'create' as const,
  };
  const writes: readonly (() => Promise<unknown>)[] = [
    () => holdLease(a, cycle, now),
    () => ingest(paused, 'outlook', [rec('o1', tanaka)], now),
    () => markRead(a, cycle, 'zoho', 'whole', now),
    () => forgetFeed(a, cycle, 'zoho', now),
    () => writeIntents(a, cycle, [intent], now),
    () => commitAgreed(a, cycle, [decision], now),
    () => parkRefs(a, cycle, [{ side: 'zoho', ref: 'x' }], anyReason('m n'), now),
    () =>
      openReviews(
        a,
        cycle,
        [{ topic: 'conflict', label: '', reason: anyReason(''), refs: [], details: planDetails }],
        now,
      ),
    () => finishCycle(a, cycle, now),
  ];
  for (const write of writes) await expect(write()).rejects.toBeInstanceOf(LeaseLost);
  expect(await rowOf(paused, 'outlook', 'o1')).toBeUndefined();
  await expect(holdLease(other, next, now)).resolves.toMatchObject({});
  const states = await a.db.selectFrom('cycle').select(['id', 'state']).orderBy('fence').execute();
  expect(states.map(({ state }) => state)).toEqual(['lost', 'running']);
  await Promise.all([a.close(), other.close()]);
});

test('a finished cycle is over: a late write is refused with the next step', async () => {
  const b = await begin();
  await finishCycle(b.a, b.cycle, t0 + 1000);
  const error = await holdLease(b.a, b.cycle, t0 + 2000).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(LeaseLost);
  expect((error as LeaseLost).message).toContain(sync);
  expect((error as LeaseLost).nextStep).toContain('still pending');
  expect((await startCycle(b.a, { sync, kind: 'contact', holder: 'next', now: t0 + 2000 })).started).toBe(true);
  await b.a.close();
});

test('two at once: exactly one gets the lease', async () => {
  const a = await openArchive(newFile());
  const tries = ['a', 'b', 'c', 'd'].map((holder) => startCycle(a, { sync, kind: 'contact', holder, now: t0 }));
  const started = (await Promise.all(tries)).filter((one) => one.started);
  expect(started).toHaveLength(1);
  await a.close();
});

test('a sync keeps its kind', async () => {
  const b = await begin();
  const other = startCycle(b.a, { sync, kind: 'task' as never, holder: 'x', now: t0 });
  await expect(other).rejects.toBeInstanceOf(ArchiveError);
  await b.a.close();
});

test('which sides were read is known to the end of the cycle and not beyond', async () => {
  const b = await begin();
  await markRead(b.a, b.cycle, 'zoho', 'whole', t0);
  expect(await holdLease(b.a, b.cycle, t0)).toMatchObject({ readings: { outlook: 'none', zoho: 'whole' } });
  await finishCycle(b.a, b.cycle, t0);
  const next = await beginCycle(b.a);
  expect(await holdLease(b.a, next, t0)).toMatchObject({ readings: { outlook: 'none', zoho: 'none' } });
  await b.a.close();
});

test('a rebuild forgets everything but the journal and stops a running cycle', async () => {
  const b = await begin();
  await ingest(b, 'outlook', [rec('o1', tanaka)]);
  await rebuild(b.a, sync, t0);
  expect(await rowOf(b, 'outlook', 'o1')).toBeUndefined();
  await expect(holdLease(b.a, b.cycle, t0)).rejects.toBeInstanceOf(LeaseLost);
  await b.a.close();
});

const b = benchOfEachTest();

test('a failed cycle makes room for the next one at once', async () => {
  await abandonCycle(b.a, b.cycle);
  await expect(holdLease(b.a, b.cycle, t0)).rejects.toThrow(LeaseLost);
  expect((await beginCycle(b.a, t0 + 1)).fence).toBe(b.cycle.fence + 1);
});

test('it never takes the lease away from the cycle that took over', async () => {
  await abandonCycle(b.a, b.cycle);
  const next = await beginCycle(b.a, t0 + 1);
  await abandonCycle(b.a, b.cycle);
  await expect(holdLease(b.a, next, t0 + 2)).resolves.toMatchObject({});
});

test('one place a sync: the first has it until it leaves', async () => {
  const a = await openArchive(newFile());
  expect(await queueForStart(a, sync, 'first', t0)).toBe(true);
  expect(await queueForStart(a, sync, 'second', t0 + 1000)).toBe(false);
  expect(await queueForStart(a, 'another', 'second', t0 + 1000)).toBe(true);
  await leaveQueue(a, sync, 'second');
  expect(await queueForStart(a, sync, 'third', t0 + 2000)).toBe(false);
  await leaveQueue(a, sync, 'first');
  expect(await queueForStart(a, sync, 'third', t0 + 3000)).toBe(true);
  await a.close();
});

test('who is heard of keeps the place; who died loses it', async () => {
  const a = await openArchive(newFile());
  await queueForStart(a, sync, 'first', t0);
  expect(await queueForStart(a, sync, 'first', t0 + 10_000)).toBe(true);
  expect(await queueForStart(a, sync, 'second', t0 + 20_000)).toBe(false);
  expect(await queueForStart(a, sync, 'second', t0 + 26_000)).toBe(true);
  expect(await queueForStart(a, sync, 'first', t0 + 27_000)).toBe(false);
  await a.close();
});

test('two who come at the same moment, from two connections: one gets it', async () => {
  const file = newFile();
  const [a, b] = [await openArchive(file), await openArchive(file)];
  const got = await Promise.all([queueForStart(a, sync, 'one', t0), queueForStart(b, sync, 'other', t0)]);
  expect(got.filter(Boolean)).toHaveLength(1);
  await a.close();
  await b.close();
});

describe('a paused sync', () => {
  test('starts no cycle, whoever waits for it; what takes a cycle back may start; the cycle at work ends as usual', async () => {
    const begun = await startCycle(b.a, { sync: 'resting', kind: 'contact', holder: 'test', now: t0 });
    if (!begun.started) throw new Error('the sync is free');
    const atWork = begun.cycle;
    await setPaused(b.a, 'resting', t0 + 1);
    await setPaused(b.a, 'resting', t0 + 5);
    await holdLease(b.a, atWork, t0 + 2);
    await abandonCycle(b.a, atWork);
    const next = { sync: 'resting', kind: 'contact' as const, holder: 'next', now: t0 + 10 };
    expect(await startCycle(b.a, next)).toEqual({ started: false, pausedAt: t0 + 1 });
    const undoing = await startCycle(b.a, { ...next, evenPaused: true });
    expect(undoing.started).toBe(true);
    if (undoing.started) await abandonCycle(b.a, undoing.cycle);
    await setPaused(b.a, 'resting', null);
    expect((await startCycle(b.a, next)).started).toBe(true);
  });
});

describe('a run by hand', () => {
  const at = (now: number, byHand: string | null, holder = 'second') =>
    startCycle(b.a, { sync: 'steps', kind: 'contact', holder, now, byHand });
  const step = async (byHand: string | null = 'w1') => {
    const started = await at(t0, byHand, 'step');
    if (!started.started) throw new Error('the sync is free');
    return started.cycle;
  };

  test('takes over at once from one of the same workflow that was left in the middle, and only from that', async () => {
    const left = await step();
    const refused = { started: false, holder: 'step', until: t0 + 2 * minute };
    expect(await at(t0 + 6000, null)).toEqual(refused);
    expect(await at(t0 + 6000, 'w2')).toEqual(refused);
    expect(await at(t0 + 6000, 'w1')).toMatchObject({ started: true, cycle: { fence: left.fence + 1 } });
    await expect(holdLease(b.a, left, t0 + 7000)).rejects.toBeInstanceOf(LeaseLost);
  });

  test('waits for one that was heard of a moment ago, and never takes over from a run by a trigger', async () => {
    await step();
    expect((await at(t0 + 1000, 'w1')).started).toBe(false);
    await at(t0 + 6000, 'w1');
    await rebuild(b.a, 'steps', t0 + 6000);
    await step(null);
    expect((await at(t0 + 60_000, 'w1')).started).toBe(false);
  });

  test('waits until the answers of all writes have come; where one never comes, until the lease lapses', async () => {
    const left = await step();
    await Promise.all([holdForWrite(b.a, left, t0), holdForWrite(b.a, left, t0)]);
    await writeAnswered(b.a, left);
    expect((await at(t0 + minute, 'w1')).started).toBe(false);
    expect((await at(t0 + 2 * minute, 'w1')).started).toBe(true);
  });

  test('an answer that comes late counts for nobody else', async () => {
    const left = await step();
    await holdForWrite(b.a, left, t0);
    const next = await at(t0 + 2 * minute, 'w1');
    if (!next.started) throw new Error('the lease has lapsed');
    await holdForWrite(b.a, next.cycle, t0 + 2 * minute);
    await writeAnswered(b.a, left);
    expect((await at(t0 + 3 * minute, 'w1')).started).toBe(false);
    await writeAnswered(b.a, next.cycle);
    expect((await at(t0 + 3 * minute, 'w1')).started).toBe(true);
  });
});

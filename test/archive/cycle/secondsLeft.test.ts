import fc from 'fast-check';
import { commitAgreed, finishCycle, markRead, noteAskedToWait, openReviews, pendingRecords } from '../../../archive';
import type { CycleRef, ReviewEntry } from '../../../archive';
import { decideNew } from '../../../sync/decide';
import { anyReason } from '../../support/anyReason';
import { planDetails, beginCycle, benchOfEachTest, ingest, rec, rules, sync, t0 } from '../support';

const b = benchOfEachTest();

const people = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => rec(`o${from + n}`, { lastName: `Person ${from + n}` }));

/** Reads, settles that many of what is pending, and finishes `seconds` later. */
async function round(settled: number, more: { cycle?: CycleRef; seconds?: number; preview?: string } = {}) {
  const { cycle = b.cycle, seconds = 10, preview } = more;
  await markRead(b.a, cycle, 'outlook', 'whole', t0);
  for (const { record } of await pendingRecords(b.a, sync, 'outlook', settled, t0)) {
    const skip = { ...decideNew('outlook', record, rules), verdict: 'skip' as const, writes: [] };
    await commitAgreed(b.a, cycle, [skip], t0);
  }
  return finishCycle(b.a, cycle, t0 + seconds * 1000, preview ? { preview } : {});
}

const stopped: ReviewEntry = {
  ...{ topic: 'refusal', label: 'Contacts', reason: anyReason('too many'), refs: [], details: planDetails },
};

const none = { secondsLeft: null };

/** A service asks the cycle to wait for so long, in ms; for the next one that is over already. */
async function askToWait(cycle: CycleRef, ms: number): Promise<void> {
  await noteAskedToWait(b.a, cycle, { side: 'zoho', until: t0 + ms }, t0);
  await b.a.db.updateTable('sync').set({ asked_until: null }).execute();
}

test('something is left and this run came further: the next one may follow, and it says how long the rest takes', async () => {
  await ingest(b, 'outlook', people(0, 10));
  expect(await round(4)).toMatchObject({ secondsLeft: 15, pending: 6 });
});

test('nothing is left: no further run', async () => {
  await ingest(b, 'outlook', people(0, 10));
  expect(await round(10)).toMatchObject({ secondsLeft: null, pending: 0 });
});

test('a run that came no further, a preview and a pilot are followed by none', async () => {
  await ingest(b, 'outlook', people(0, 10));
  expect(await round(0)).toMatchObject(none);
  expect(await round(2, { cycle: await beginCycle(b.a), preview: 'hash' })).toMatchObject(none);
  expect(await round(2, { cycle: { ...(await beginCycle(b.a)), pilot: 5 } })).toMatchObject(none);
});

test('a plan that waits for a person is followed by none, though questions were put meanwhile', async () => {
  await ingest(b, 'outlook', people(0, 10));
  await openReviews(b.a, b.cycle, [stopped], t0);
  expect(await round(4)).toMatchObject(none);
});

test('of runs that follow each other each leaves less, whatever is added, but for one at a time that was asked to wait', async () => {
  const step = fc.record({ added: fc.nat(6), settled: fc.nat(6), asked: fc.boolean() });
  await finishCycle(b.a, b.cycle, t0);
  let made = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 30 }), async (rounds) => {
      let before = { pending: Infinity, asked: true };
      for (const { added, settled, asked } of rounds) {
        const cycle = await beginCycle(b.a, t0 + (made += 1));
        await ingest({ ...b, cycle }, 'outlook', people(made * 100, added));
        if (asked) await askToWait(cycle, 900_000);
        const { secondsLeft, pending } = await round(settled, { cycle });
        if (secondsLeft !== null && !(asked && !before.asked)) expect(pending).toBeLessThan(before.pending);
        before = secondsLeft === null ? { pending: Infinity, asked: true } : { pending, asked };
      }
    }),
    { numRuns: 5 },
  );
});

test('a run that was asked to wait before it could do anything is followed when that is over, and its likes by none', async () => {
  await ingest(b, 'outlook', people(0, 10));
  expect(await round(4)).toMatchObject({ secondsLeft: 15 });
  const asked = async (n: number) => {
    const cycle = await beginCycle(b.a, t0 + n);
    await askToWait(cycle, 600_000);
    return round(0, { cycle });
  };
  expect(await asked(1)).toMatchObject({ secondsLeft: expect.closeTo(590, -1), askedToWait: { side: 'zoho' } });
  expect(await asked(2)).toMatchObject(none);
});

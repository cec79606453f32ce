import { commitAgreed, finishCycle, ingestPage, connectedByKeys, pairsFor, pendingRecords } from '../../archive';
import { begin, beginCycle, contact, decide, decideNew, ingest, rec, rules, sync, t0, tanaka } from './support';
import type { Bench } from './support';
import type { Pair, Side } from '../../sync/model';

let b: Bench;
beforeEach(async () => {
  b = await begin();
});
afterEach(() => b.a.close());

const links = () => b.a.db.selectFrom('link').selectAll().execute();
const matched = (outlook: Pair['outlook'], zoho: Pair['zoho']): Pair => ({
  link: null,
  base: null,
  matchedBy: 'e-mail',
  outlook,
  zoho,
});

test("n8n's event loop gets its turn between long pages and many commits", async () => {
  let [turns, going] = [0, true];
  const turn = (): void => {
    turns += 1;
    if (going) setImmediate(turn);
  };
  setImmediate(turn);
  const rows = Array.from({ length: 2000 }, (_, i) => rec(`o${i}`, { lastName: `L${i}` }));
  await ingest(b, 'outlook', rows);
  const afterIngest = turns;
  expect(afterIngest).toBeGreaterThanOrEqual(10);
  const skip = { ...decideNew('outlook', rows[0]!, rules), verdict: 'skip' as const, writes: [] };
  for (let i = 0; i < 50; i++) await commitAgreed(b.a, b.cycle, [skip], t0);
  going = false;
  expect(turns - afterIngest).toBeGreaterThanOrEqual(50);
});

/** A little world without vendors: commits as a cycle would, for the speed of the archive alone. Printed, not asserted. */
test('10,000 contacts on each side: ingest, pair, commit', async () => {
  const rows = (side: string) =>
    Array.from({ length: 10_000 }, (_, i) =>
      rec(`${side}${i}`, { ...tanaka, email: `c${i}@example.com`, lastName: `L${i}` }),
    );
  const lap = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    times.push(`${name} ${Math.round(performance.now() - start)} ms`);
    return result;
  };
  const times: string[] = [];
  const page = (side: Side, all: ReturnType<typeof rows>) =>
    ingestPage(b.a, b.cycle, side, contact, { rows: all, cursor: null, now: t0 });
  await lap('ingest 10,000', () => page('outlook', rows('o')));
  await lap('ingest 10,000 more', () => page('zoho', rows('z')));
  await lap('echo 10,000', () => page('zoho', rows('z')));
  const pending = await lap('pending 10,000', () => pendingRecords(b.a, sync, 'outlook', 10_000, t0));
  const kin = await lap('connected by keys of 10,000', () =>
    connectedByKeys(
      b.a,
      sync,
      pending.map(({ record }) => record.keys),
    ),
  );
  expect(kin.zoho).toHaveLength(10_000);
  const zoho = new Map(kin.zoho.map((known) => [known.ref, known]));
  await lap('300 commits', async () => {
    for (let i = 0; i < 300; i++) {
      const decision = decide(matched(pending[i]!.record, zoho.get(`z${pending[i]!.record.ref.slice(1)}`)!), rules);
      await commitAgreed(b.a, b.cycle, [decision], t0);
    }
  });
  const ids = (await links()).map(({ id }) => id);
  await lap('pairs of 300', () => pairsFor(b.a, sync, ids));
  const next = await finishCycle(b.a, b.cycle, t0).then(() => beginCycle(b.a));
  expect(next.fence).toBe(2);
  process.stdout.write(`archive: ${times.join(', ')}\n`);
}, 120_000);

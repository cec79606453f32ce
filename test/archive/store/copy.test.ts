import { copyArchive, finishCycle, openArchive, startCycle } from '../../../archive';
import { tableNames } from '../../../archive/store/tables';
import { begin, ingest, newFile, rec, sato, sync, t0, tanaka, type Bench } from '../support';

let b: Bench;
beforeEach(async () => {
  b = await begin();
  await ingest(b, 'outlook', [rec('o1', tanaka), rec('o2', { ...sato, notes: `Zoë 山田 "\\ ${'x'.repeat(5_000)}` })]);
  await ingest(b, 'zoho', [
    rec('z1', tanaka),
    ...Array.from({ length: 450 }, (_, i) => rec(`z${i + 2}`, { lastName: `L${i}` })),
  ]);
});
afterEach(() => b.a.close());

const held = (a: Bench['a']) =>
  Promise.all(
    tableNames.map(async (table) =>
      (await a.db.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify(row)).sort(),
    ),
  );

test('an archive is copied whole; its own syncs are paused, those of the copy run', async () => {
  await finishCycle(b.a, b.cycle, t0);
  const before = await held(b.a);
  const to = await openArchive(newFile());
  const copied = await copyArchive(b.a, to, t0);
  expect(copied).toEqual({ syncs: [sync], rows: before.flat().length });
  expect(await held(to)).toEqual(before);
  const start = (a: Bench['a']) => startCycle(a, { sync, kind: 'contact', holder: 'me', now: t0 });
  expect(await start(b.a)).toEqual({ started: false, pausedAt: t0 });
  expect(await start(to)).toMatchObject({ started: true, cycle: { fence: 2 } });
  await expect(copyArchive(b.a, to, t0)).rejects.toThrow(/holds something already/);
  await to.close();
});

test('nothing is copied while a cycle is at work, nor onto itself', async () => {
  const to = await openArchive(newFile());
  await expect(copyArchive(b.a, to, t0)).rejects.toThrow(/"contacts" is at work/);
  expect((await held(to)).flat()).toEqual([]);
  await expect(copyArchive(b.a, b.a, t0)).rejects.toThrow(/same archive twice/);
  await to.close();
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyArchive, finishCycle, type openArchive } from '../../archive';
import { tableNames } from '../../archive/store/tables';
import { begin, ingest, rec, sato, t0, tanaka } from '../archive/support';
import { place } from '../support/postgres/place';

/** Where the other tests here mean a schema by a file, these mean both. */
const { openArchive: open } = jest.requireActual<{ openArchive: typeof openArchive }>('../../archive/store/open');
type Archive = Awaited<ReturnType<typeof openArchive>>;

const held = (a: Archive) =>
  Promise.all(
    tableNames.map(async (table) =>
      (await a.db.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify(row)).sort(),
    ),
  );
const wake = (a: Archive) => a.db.updateTable('sync').set({ paused_at: null }).execute();

test('from PostgreSQL to a file and back into PostgreSQL: the same rows, to the last sign', async () => {
  const b = await begin();
  await ingest(b, 'outlook', [rec('o1', tanaka), rec('O2', { ...sato, notes: `Zoë 山田 "\\ ${'x'.repeat(5_000)}` })]);
  await ingest(b, 'zoho', [rec('z1', tanaka), rec('Z2', { lastName: 'Ärger' }), rec('z_3', { lastName: '李' })]);
  await finishCycle(b.a, b.cycle, t0);
  const before = await held(b.a);
  const [file, server] = [
    await open(join(mkdtempSync(join(tmpdir(), 'copy-')), 'archive.sqlite')),
    await open(place({ schema: 'copied_back' })),
  ];
  await copyArchive(b.a, file, t0);
  expect(await held(file)).toEqual(before);
  await copyArchive(file, server, t0);
  expect(await held(server)).toEqual(before);
  await wake(file);
  expect(await held(file)).toEqual(before);
  await Promise.all([b.a, file, server].map((one) => one.close()));
});

import {
  finishCycle,
  forgetSync,
  holdLease,
  ingestPage,
  LeaseLost,
  openArchive,
  startCycle,
  syncNames,
} from '../../../archive';
import { first, tableNames } from '../../../archive/store/tables';
import { contact } from '../../../sync/kinds/contact';
import { begin, beginCycle, ingest, linked, heldBy, newFile, rec, sync, t0, tanaka, type Bench } from '../support';

const day = 24 * 3_600_000;

/** Who takes part belongs to the company, not to a sync. */
const ofSyncs = tableNames.filter((table) => table !== 'person');

/** A row of its own in every table, all texts of it say `word`, its sync aside. */
async function plant({ a }: Bench, name: string, word: string): Promise<void> {
  for (const table of ofSyncs) {
    const { columns } = first[table];
    const row = Object.entries(columns).map(([column, { type }]) => {
      if (column === 'sync' || (table === 'sync' && column === 'name')) return [column, name];
      return [column, type === 'text' ? word : 1];
    });
    await a.db
      .insertInto(table)
      .values(Object.fromEntries(row) as never)
      .execute();
  }
}

test('a sync that is forgotten leaves nothing in any table, nor in the file; another one stays as it is', async () => {
  const b = await begin();
  await finishCycle(b.a, b.cycle, t0);
  await plant(b, 'Other', 'KEPTWORD');
  const before = await Promise.all(ofSyncs.map((table) => b.a.db.selectFrom(table).selectAll().execute()));
  await plant(b, 'Hanako Sync', 'GONEWORD');
  await b.a.db.updateTable('sync').set({ holder: null }).where('name', '=', 'Hanako Sync').execute();
  const { removed, notes } = await forgetSync(b.a, 'Hanako Sync', t0);
  expect(removed).toEqual(Object.fromEntries(ofSyncs.map((table) => [table, 1])));
  expect(notes).toEqual([]);
  expect(await heldBy(b)).not.toMatch(/GONEWORD|Hanako Sync/);
  const after = await Promise.all(ofSyncs.map((table) => b.a.db.selectFrom(table).selectAll().execute()));
  expect(after).toEqual(before);
  await b.a.close();
});

test('a sync at work is not forgotten, and nothing of it is', async () => {
  const b = await begin();
  await ingest(b, 'outlook', [rec('o1', tanaka)]);
  await expect(forgetSync(b.a, sync, t0)).rejects.toThrow('is at work');
  await holdLease(b.a, b.cycle, t0);
  expect(await b.a.db.selectFrom('record').selectAll().execute()).toHaveLength(1);
  await expect(forgetSync(b.a, sync, t0 + 120_001)).resolves.toMatchObject({ removed: { sync: 1, record: 1 } });
  await b.a.close();
});

test('a name that no sync has is told, and no other sync suffers', async () => {
  const b = await begin();
  await finishCycle(b.a, b.cycle, t0);
  await expect(forgetSync(b.a, 'contact', t0)).rejects.toThrow('There is no sync "contact"');
  expect(await syncNames(b.a)).toHaveLength(1);
  await b.a.close();
});

test('a run that slept through it cannot write into the sync of the same name that came after', async () => {
  const b = await begin();
  await forgetSync(b.a, sync, t0 + 130_000);
  const next = await beginCycle(b.a, t0 + 140_000);
  expect(next.fence).toBe(b.cycle.fence);
  const late = ingestPage(b.a, b.cycle, 'outlook', contact, {
    rows: [rec('o1', tanaka)],
    cursor: null,
    now: t0 + 140_000,
  });
  await expect(late).rejects.toBeInstanceOf(LeaseLost);
  await holdLease(b.a, next, t0 + 140_000);
  await b.a.close();
});

describe('history', () => {
  const journalOfSync = ({ a }: Bench, name: string) =>
    a.db.selectFrom('journal').selectAll().where('sync', '=', name).execute();

  /** A sync with one write in its history that is switched off then. */
  async function switchedOff(b: Bench, name: string, keepMs?: number): Promise<void> {
    await linked(b, { outlook: `o${name}`, zoho: `z${name}` }, { ...tanaka, email: `${name}@example.com` });
    await finishCycle(b.a, b.cycle, t0, keepMs ? { keepMs } : {});
    await b.a.db.updateTable('journal').set({ sync: name }).execute();
    await b.a.db.updateTable('sync').set({ name }).execute();
  }

  async function finishAnother(b: Bench, now: number, keepMs: number): Promise<void> {
    const started = await startCycle(b.a, { sync: 'Another', kind: 'contact', holder: 'test', now });
    if (started.started) await finishCycle(b.a, started.cycle, now, { keepMs });
  }

  test.each([
    ['30 days, as its last Finish said', 30 * day, 30 * day],
    ['90 days, as nothing else was said', undefined, 90 * day],
  ])('of a sync that is switched off goes after %s, by the Finish of another', async (_words, said, kept) => {
    const b = await begin(newFile());
    await switchedOff(b, 'Off', said);
    await finishAnother(b, t0 + kept - day, day);
    expect(await journalOfSync(b, 'Off')).toHaveLength(1);
    await finishAnother(b, t0 + kept + day, 300 * day);
    expect(await journalOfSync(b, 'Off')).toEqual([]);
    await b.a.close();
  });

  test('of thousands of writes goes at once, and n8n gets its turn meanwhile', async () => {
    const b = await begin();
    const [row] = await linked(b, { outlook: 'o1', zoho: 'z1' }).then(() => journalOfSync(b, sync));
    const rows = Array.from({ length: 2600 }, (_, i) => ({ ...row!, seq: i + 2 }));
    for (let i = 0; i < rows.length; i += 200)
      await b.a.db
        .insertInto('journal')
        .values(rows.slice(i, i + 200))
        .execute();
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await finishCycle(b.a, b.cycle, t0 + 91 * day);
    clearInterval(timer);
    expect(await journalOfSync(b, sync)).toEqual([]);
    expect(turns).toBeGreaterThanOrEqual(2);
    await b.a.close();
  });

  test('ends for a rule that was taken back, too; one in force stays', async () => {
    const { a, cycle } = await begin();
    const rule = { sync, what: '{}', made_at: t0, made_by: 'Tanaka', revoked_by: null };
    await a.db
      .insertInto('rule')
      .values([
        { ...rule, id: 'old', revoked_at: t0 },
        { ...rule, id: 'now', revoked_at: null },
      ])
      .execute();
    await finishCycle(a, cycle, t0 + 91 * day);
    expect((await a.db.selectFrom('rule').select('id').execute()).map(({ id }) => id)).toEqual(['now']);
    await a.close();
  });
});

test('an archive that is opened a second time knows how long history is kept', async () => {
  const { a, cycle, file } = await begin();
  await finishCycle(a, cycle, t0, { keepMs: 5 * day });
  await a.close();
  const again = await openArchive(file);
  expect(await again.db.selectFrom('sync').select('keep_ms').execute()).toEqual([{ keep_ms: 5 * day }]);
  await again.close();
});

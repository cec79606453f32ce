import { StatementSync } from 'node:sqlite';
import { commitWrites, type Done } from '../../../archive';
import type { tableNames } from '../../../archive/store/tables';
import { decideNew } from '../../../sync/decide';
import { begin, done, ingest, rec, rules, type Bench } from '../support';

const people = Array.from({ length: 20 }, (_, n) =>
  rec(`o${n}`, { lastName: `Person ${n}`, email: `p${n}@example.com`, jobTitle: 'Tester' }),
);

/** Twenty creates that a side has confirmed; the last two ended in one record, as where Zoho finds a duplicate. */
const created = (): readonly Done[] =>
  people.map((person, n) => {
    const decision = decideNew('outlook', person, rules);
    return done(decision, decision.writes[0]!, `z${Math.min(n, 18)}`);
  });

/** All that an archive holds, but for what is made by chance. */
async function heldBy({ a }: Bench): Promise<unknown> {
  const links = await a.db.selectFrom('link').select(['id', 'outlook']).execute();
  const names = new Map(links.map(({ id, outlook }) => [id, `link of ${outlook}`]));
  const known = (value: unknown) => names.get(value as string) ?? value;
  const rowsOf = async (table: (typeof tableNames)[number]) => {
    const rows = (await a.db.selectFrom(table).selectAll().execute()) as readonly object[];
    return rows
      .map((row) => JSON.stringify(Object.entries({ ...row, cycle: '' }).map(([name, value]) => [name, known(value)])))
      .sort();
  };
  return Promise.all(['record', 'key', 'link', 'journal', 'intent'].map((table) => rowsOf(table as 'record')));
}

async function ready(): Promise<Bench> {
  const bench = await begin();
  await ingest(bench, 'outlook', people);
  return bench;
}

test('a group of writes leaves what they leave one by one', async () => {
  const [one, all] = [await ready(), await ready()];
  const single = [];
  for (const each of created()) single.push(...(await commitWrites(one.a, one.cycle, [each], each.now)));
  const committed = await commitWrites(all.a, all.cycle, created(), created()[0]!.now);
  expect(committed).toEqual(single);
  expect(committed.at(-1)).toBe('taken');
  expect(await heldBy(all)).toEqual(await heldBy(one));
  await Promise.all([one.a.close(), all.a.close()]);
});

const inFile = process.env.ARCHIVE_SERVER ? test.skip : test;
inFile('it takes a statement a table, however many they are', async () => {
  const bench = await ready();
  const spies = (['all', 'run'] as const).map((name) => jest.spyOn(StatementSync.prototype, name));
  await commitWrites(bench.a, bench.cycle, created(), created()[0]!.now);
  const count = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  spies.forEach((spy) => spy.mockRestore());
  expect(count).toBeLessThan(30);
  await bench.a.close();
});

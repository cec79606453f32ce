import { commitWrites } from '../../../archive';
import type { tableNames } from '../../../archive/store/tables';
import type { Bench } from '../support';
import { created, ready } from './groupOfWrites';

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

import type { WriteDone } from '../../../sides/types';
import { allOf, changeJob, createJob } from '../../support/sides';
import { world, feed, results, write, records, seed, requests, person, only, manager } from './zohoContacts';

test('a patch of look-ups none of which is clear sends nothing and says why', async () => {
  seed([person('Ann', { Account_Name: { name: 'North Ltd' } })]);
  const row = only(await feed());
  const told = only(await allOf(results([changeJob('zoho', row, { companyName: 'Nowhere' })], 'find'))) as WriteDone;
  expect(told).toMatchObject({
    outcome: 'done',
    version: row.version,
    fields: row.fields,
    notes: [expect.any(String)],
  });
  expect(requests('PUT')).toEqual([]);
});

test('companies: one query and one call for many; the real name is told; several of one name are reported, not guessed', async () => {
  seed([], { Accounts: [{ Account_Name: 'North Ltd' }, { Account_Name: 'Twin' }, { Account_Name: 'Twin' }] });
  world.zoho.log.clear();
  const names = ['ＮＯＲＴＨ ltd', 'Twin', 'Brand New', 'brand new', "O'Neill's"];
  const told = (await write(
    ...names.map((companyName, at) => createJob('zoho', { lastName: `P${at}`, companyName })),
  )) as WriteDone[];
  expect(told.map(({ fields }) => fields.companyName ?? null)).toEqual([
    'North Ltd',
    null,
    'Brand New',
    'Brand New',
    "O'Neill's",
  ]);
  expect(told[1]).toMatchObject({
    notes: [expect.stringContaining('several')],
    ambiguous: [
      {
        field: 'companyName',
        name: 'Twin',
        candidates: [{ name: 'Twin', owner: expect.any(String) }, { name: 'Twin' }],
      },
    ],
  });
  expect(records('Accounts')).toHaveLength(5);
  // the query, the two of one name with what tells them apart, the new companies, the contacts
  expect(requests()).toHaveLength(4);
});

test('companies: find only leaves the field alone and says so; a company set before is never blanked', async () => {
  seed([person('Ann', { Account_Name: { name: 'North Ltd' } })]);
  const row = only(await feed());
  const told = only(
    await allOf(results([changeJob('zoho', row, { companyName: 'Nowhere', jobTitle: 'x' })], 'find')),
  ) as WriteDone;
  expect(told).toMatchObject({
    fields: { companyName: 'North Ltd', jobTitle: 'x' },
    notes: [expect.stringContaining('no record')],
  });
  expect(records('Accounts')).toHaveLength(1);
});

test('companies: a lost answer makes none twice', async () => {
  world.zoho.faults.add({ match: { method: 'POST', path: 'Accounts' }, kind: 'dropAfter' });
  const told = only(await write(createJob('zoho', { lastName: 'P', companyName: 'New' }))) as WriteDone;
  expect(told.fields.companyName).toBe('New');
  expect(records('Accounts')).toHaveLength(1);
});

test('a company is found whatever the width of its letters', async () => {
  seed([], { Accounts: [{ Account_Name: 'ＡＢＣ商事' }, { Account_Name: 'XYZ工業' }] });
  const names = ['ABC商事', 'ＸＹＺ工業'];
  const told = await write(...names.map((companyName, at) => createJob('zoho', { lastName: `P${at}`, companyName })));
  expect(told.map((one) => (one as WriteDone).fields.companyName)).toEqual(['ＡＢＣ商事', 'XYZ工業']);
  expect(records('Accounts')).toHaveLength(2);
});

test('managers are found by their name in either order, and never made', async () => {
  seed([manager, { First_Name: 'Ann', Last_Name: 'Baker' }]);
  const names = ['Baker Ann', '太郎　山田', 'Nobody Known'];
  const told = (await write(
    ...names.map((managerName, at) => createJob('zoho', { lastName: `P${at}`, managerName })),
  )) as WriteDone[];
  expect(told.map(({ fields }) => fields.managerName ?? null)).toEqual(['Ann Baker', '太郎 山田', null]);
  expect(records()).toHaveLength(5);
});

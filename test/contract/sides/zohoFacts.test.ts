/** What people measured at the live Zoho CRM, one named test for each thing that nothing else here names (docs/live-facts.md). */
import { createJob } from '../../support/sides';
import { feed, only, person, records, seed, world, write } from './zohoContacts';

async function raw(method: string, path: string, body?: object) {
  const { api, accessToken } = world.connection.zoho;
  const headers = { authorization: `Zoho-oauthtoken ${accessToken}`, 'content-type': 'application/json' };
  const answer = await fetch(`${api}/crm/v8${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: text ? JSON.parse(text) : null };
}

test.each([
  ['Asia/Tokyo', '+09:00'],
  ['Africa/Nairobi', '+03:00'],
  ['America/St_Johns', '-03:30'],
  ['Asia/Kathmandu', '+05:45'],
])('times are told in the zone of the user (%s), and are the same instant to us', async (zone, offset) => {
  for (const user of world.zoho.state.users) Object.assign(user, { time_zone: zone });
  await write(createJob('zoho', { lastName: 'Test' }));
  const [{ Modified_Time: told }] = (await raw('GET', '/Contacts?fields=Modified_Time')).json.data;
  expect(told.slice(-6)).toBe(offset);
  expect(only(await feed()).modifiedAt).toBe(new Date(told).toISOString());
});

test('a permanent deletion names nobody, and is a deletion all the same', async () => {
  seed([
    { id: '1001', ...person('kept') },
    { id: '1002', ...person('gone') },
  ]);
  await feed();
  await raw('DELETE', '/Contacts?ids=1002');
  for (const one of world.zoho.state.deleted.get('Contacts') ?? []) Object.assign(one, { permanent: true });
  const told = await raw('GET', '/Contacts/deleted?type=permanent');
  expect(told.json.data).toMatchObject([{ id: '1002', type: 'permanent', display_name: null, deleted_by: null }]);
  expect((await feed()).filter(({ state }) => state === 'deleted').map(({ ref }) => ref)).toEqual(['1002']);
});

test.each(["O'Brien", "''", "d'Arc's", "'"])(
  'a quote in a query is doubled: the company %s is found, not made again',
  async (name) => {
    seed([], { Accounts: [{ id: '2001', Account_Name: name }] });
    await write(createJob('zoho', { lastName: 'Test', companyName: name }));
    expect(records('Accounts')).toHaveLength(1);
    expect(records().map(({ values }) => values.Account_Name)).toEqual([{ id: '2001' }]);
    const bad = await raw('POST', '/coql', {
      select_query: `select id from Accounts where Account_Name = 'O\\'Brien'`,
    });
    expect([bad.status, bad.json.code]).toEqual([400, 'SYNTAX_ERROR']);
  },
);

test('an id that is not there is 204 with nothing, as is an empty module and a page past the end; nobody is deleted by that', async () => {
  for (const path of ['/Contacts/5545974000000999999', '/Contacts?fields=id'])
    expect(await raw('GET', path)).toMatchObject({ status: 204, text: '' });
  seed([{ id: '1001', ...person('kept') }]);
  expect((await raw('GET', '/Contacts?fields=id&page=2')).status).toBe(204);
  await feed();
  world.zoho.state.records.get('Contacts')?.clear();
  expect((await feed()).filter(({ state }) => state === 'deleted')).toEqual([]);
});

test('what is left of the day’s credits is told only when half of them are used', async () => {
  Object.assign(world.zoho.limits, { credits: 10 });
  world.zoho.state.credits = [];
  const told: (string | null)[] = [];
  for (let n = 0; n < 8; n += 1) told.push((await raw('GET', '/org')).headers.get('x-api-credits-remaining'));
  const first = told.findIndex((one) => one !== null);
  expect(first).toBeGreaterThanOrEqual(4);
  expect(told.slice(first).every((one) => Number(one) <= 5)).toBe(true);
});

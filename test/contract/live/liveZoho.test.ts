/** The check list for a real org, run against the simulator. */
import { readFileSync } from 'node:fs';
import { zohoScope } from '../../../credentials/permissions/required';
import { CALDAV_ACCOUNT } from '../../../simulators/zoho/caldav';
import type { TestWorld } from '../../support/sides';
import { startWorld } from '../../support/sides';
import { runLive } from './liveRun';

let world: TestWorld;
let token = '';
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(async () => {
  world.zoho.reset();
  world.zoho.seed({ records: { Contacts: [{ Last_Name: 'Somebody' }] } });
  token = await tokenOf(zohoScope.split(','));
});

const admin = (path: string, body?: object) =>
  fetch(`${world.connection.zoho.api}/_simulator/${path}`, {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).then((reply) => reply.json());
const tokenOf = async (scopes: readonly string[]) =>
  ((await admin('tokens', { scopes })) as { accessToken: string }).accessToken;

const env = (more: object = {}) => ({
  ZOHO_ADDRESS: `${world.connection.zoho.api}/crm/v8`,
  ZOHO_TOKEN: token,
  ZOHO_CALDAV_ADDRESS: world.connection.zoho.api,
  ZOHO_CALDAV_USER: CALDAV_ACCOUNT.email,
  ZOHO_CALDAV_PASSWORD: CALDAV_ACCOUNT.appPassword,
  ...more,
});

/** What an org shows: records, mails and meetings; not what lies in the bin. */
async function left(): Promise<unknown> {
  const { records, calDav } = world.zoho.state;
  const names = [...records].map(([module, all]) => [module, [...all.keys()]]);
  return [names.filter(([, ids]) => ids?.length), calDav.calendars.map(({ objects }) => [...objects.keys()])];
}

const without = (words: Readonly<Record<string, string>>, word: string) =>
  Object.keys(words).filter((row) => words[row] !== word);

test('all facts agree with the simulator; nothing is left behind, nobody is mailed; secrets are told nowhere', async () => {
  const before = await left();
  const { code, output, words } = await runLive('--zoho', env());
  expect({ notAgreed: without(words, 'agrees'), code }).toEqual({ notAgreed: [], code: 0 });
  expect(Object.keys(words).length).toBeGreaterThan(12);
  expect(await left()).toEqual(before);
  expect(world.zoho.outbox).toEqual([]);
  for (const secret of [token, CALDAV_ACCOUNT.appPassword]) {
    expect(output).not.toContain(secret);
    expect(
      world.zoho.log
        .list()
        .map(({ path, query }) => path + query)
        .join(),
    ).not.toContain(secret);
  }
});

test.each([
  ['eventOccurrences', false, /A series of three/],
  ['searchLagSeconds', 0, /A search finds a record/],
  ['calDavByTheBook', true, /A deleted meeting reads as 200/],
])('with %s turned the fact differs, and nothing is left behind', async (limit, value, row) => {
  const before = await left();
  Object.assign(world.zoho.limits, { [limit]: value });
  const { words } = await runLive('--zoho', env());
  expect(without(words, 'agrees')).toEqual(expect.arrayContaining([expect.stringMatching(row)]));
  expect(await left()).toEqual(before);
});

test('without an app-specific password the calendar is not tried', async () => {
  const { words, code } = await runLive('--zoho', env({ ZOHO_CALDAV_USER: '', ZOHO_CALDAV_PASSWORD: '' }));
  expect({ notTried: Object.values(words).filter((word) => word === 'not tried').length, code }).toEqual({
    notTried: 3,
    code: 0,
  });
});

test('stopped midway, it deletes what it made', async () => {
  const before = await left();
  let stopped = false;
  const stopOnce = (output: string, stop: () => void): void => {
    if (!stopped && output.includes('agrees')) stop();
    stopped ||= output.includes('agrees');
  };
  const { code } = await runLive('--zoho', env(), stopOnce);
  expect({ code, left: await left() }).toEqual({ code: 1, left: before });
});

test('each fact is a row of docs/live-facts.md', async () => {
  const rows = readFileSync('docs/live-facts.md', 'utf8');
  const { words } = await runLive('--zoho', env());
  expect(Object.keys(words).filter((row) => !rows.includes(`| ${row} `))).toEqual([]);
});

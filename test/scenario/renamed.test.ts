/** A contact shows the names of its Account and of its manager; where one of those is renamed, the contact itself stays unchanged. */
import type { Raw, Side } from '../support/fixture';
import { startScenarioWorld } from '../support/scenarioWorld';

jest.setTimeout(120_000);

let world: Awaited<ReturnType<typeof startScenarioWorld>>;
const realNow = Date.now.bind(Date);
let minutesPassed = 0;
beforeAll(async () => void (world = await startScenarioWorld()));
afterAll(() => world.stop());
afterEach(() => jest.restoreAllMocks());

const person = (name: string, more: object = {}) => ({
  ...{ First_Name: name, Last_Name: 'Test', Email: `${name}@example.jp`.toLowerCase(), ...more },
});
const pass = (minutes: number): void => {
  minutesPassed += minutes;
  world.services.zoho.clock.advance(minutes * 60_000);
};
const anHourLater = (): void => pass(66);
const run = () => world.run();

const idIn = (module: string, column: string, value: string): string =>
  String(world.records(module).find((record) => record[column] === value)?.id);
const change = (module: string, id: string, fields: object): Promise<Raw> =>
  world.ask('zoho', 'PUT', `/crm/v8/${module}/${id}`, { data: [fields], trigger: [] });

beforeEach(async () => {
  minutesPassed = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + minutesPassed * 60_000);
  world.clear();
  world.services.zoho.state.tokens.forEach((token) => Object.assign(token, { expires: Infinity }));
  const ann = person('Ann', { Account_Name: { name: 'North' }, Reporting_To: { name: 'Boss Test' } });
  world.services.zoho.seed({
    records: { Accounts: [{ Account_Name: 'North' }], Contacts: [person('Boss'), ann, person('Zoe')] },
  });
  await world.untilQuiet();
  // The contact changed last is read in each run; that must not be the one in question.
  pass(5);
  await change('Contacts', idIn('Contacts', 'First_Name', 'Zoe'), { Title: 'Clerk' });
  pass(5);
  await world.untilQuiet();
});

const ann = async (side: Side): Promise<Raw | undefined> =>
  (await world.contacts(side)).find((one) => one.givenName === 'Ann' || one.First_Name === 'Ann');

test('an Account that is renamed after its contact was synced reaches Outlook, and the run after that writes nothing', async () => {
  expect(await ann('outlook')).toMatchObject({ companyName: 'North', manager: 'Boss Test' });
  await change('Accounts', idIn('Accounts', 'Account_Name', 'North'), { Account_Name: 'North and Sons' });
  anHourLater();
  expect(await run()).toMatchObject({ updated: { outlook: 1, zoho: 0 }, written: 1 });
  expect(await ann('outlook')).toMatchObject({ companyName: 'North and Sons' });
  anHourLater();
  expect(await run()).toMatchObject({ written: 0, pending: 0 });
  expect(world.records('Accounts')).toHaveLength(1);
});

test('a manager who is renamed is renamed with those who report to them', async () => {
  expect(await ann('outlook')).toMatchObject({ manager: 'Boss Test' });
  await change('Contacts', idIn('Contacts', 'First_Name', 'Boss'), { Last_Name: 'Tester' });
  anHourLater();
  await run();
  expect(await ann('outlook')).toMatchObject({ manager: 'Boss Tester' });
  anHourLater();
  expect(await run()).toMatchObject({ written: 0, pending: 0 });
});

test('names are looked at once an hour, with a request a look-up; runs between make none more', async () => {
  const asked = () => world.requests().filter(({ path }) => path.endsWith('/coql')).length;
  const later = async (minutes: number): Promise<number> => {
    pass(minutes);
    await run();
    return asked();
  };
  expect([await later(20), await later(20), await later(30), await later(20)]).toEqual([1, 1, 3, 1]);
});

test('where queries may not look through look-ups, that is said, and all else goes on', async () => {
  Object.assign(world.services.zoho.limits, { coqlRefusesJoins: true });
  await change('Contacts', idIn('Contacts', 'First_Name', 'Ann'), { Title: 'Chief' });
  await change('Accounts', idIn('Accounts', 'Account_Name', 'North'), { Account_Name: 'North and Sons' });
  anHourLater();
  const { left } = await run();
  expect(left.map(({ reason }) => String(reason)).join()).toMatch(/Account or a manager was renamed/);
  expect(await ann('outlook')).toMatchObject({ jobTitle: 'Chief' });
});

/** A round: many people's syncs by one sign-in, one after the other. What one has read of the org the others need not ask again. */
import contacts from '../../workflows/contacts.json';
import type { Raw } from '../support/fixture';
import { crmUsers, ownedBy, startTeamWorld, type Person, type TeamWorld } from '../support/teamWorld';

jest.setTimeout(120_000);

/** n8n tells a node by which credential it signs in. */
const template = {
  ...contacts,
  nodes: contacts.nodes.map((node) => ({
    ...node,
    ...(node.type.endsWith('zohoCrmSync') && { credentials: { zohoCrmSyncOAuth2Api: { id: 'admin', name: 'Admin' } } }),
  })),
};
const inOutlook = (name: string): Raw => ({
  ...{ givenName: name, surname: 'Test' },
  emailAddresses: [{ name, address: `${name}@example.com`.toLowerCase() }],
});
const inCrm = (name: string, more: Raw = {}): Raw => ({
  ...{ First_Name: name, Last_Name: 'Test', Email: `${name}@example.com`.toLowerCase() },
  ...more,
});
const team: readonly Person[] = ['hanako', 'ken', 'mary'];

let world: TeamWorld;
beforeAll(async () => void (world = await startTeamWorld(template, 'folder')));
afterAll(() => world.stop());

let began = 0;
/** Rounds begin one after the other, never twice in the same millisecond. */
const nextRound = (): number => (began = Math.max(began + 1, Date.now() - 1000));

/** Everybody's sync, in one round unless told otherwise; answers the requests to Zoho of each. */
async function runAll(scope: 'mine' | 'all', round: number | 'none' = nextRound()): Promise<readonly number[]> {
  world.later();
  const asked: number[] = [];
  for (const person of team) {
    await world.run({
      'Start Cycle': { sync: person, round: round === 'none' ? 0 : round },
      'Outlook Changes': { folder: world.placeOf(person) },
      'Zoho CRM Changes': { owner: crmUsers[person], scope },
      'Write to Zoho CRM': { owner: crmUsers[person] },
    });
    asked.push(world.services.zoho.log.list().length);
  }
  return asked;
}
const namesOf = async (person: Person) => (await world.contactsOf(person)).map(({ givenName }) => givenName).sort();
const inModule = () =>
  world
    .owned('Contacts')
    .map(({ First_Name }) => First_Name)
    .sort();

test.each(['mine', 'all'] as const)('a quiet round of %s asks Zoho once, and not once a person', async (scope) => {
  await world.reset({}, { records: { Contacts: team.map((person) => inCrm(person, ownedBy(person))) } });
  for (let n = 0; n < 4; n += 1) await runAll(scope, 'none');
  const alone = await runAll(scope, 'none');
  expect(alone.every((count) => count >= 2)).toBe(true);
  const [first, ...others] = await runAll(scope);
  expect(first).toBe(alone[0]);
  expect(others).toEqual([0, 0]);
});

test('what changed in the CRM reaches everybody it belongs to in one round', async () => {
  await world.reset({}, { records: { Contacts: team.map((person) => inCrm(person, ownedBy(person))) } });
  await runAll('all', 'none');
  expect(await namesOf('mary')).toEqual(['hanako', 'ken', 'mary']);
  const { id } = world.owned('Contacts').find(({ First_Name }) => First_Name === 'ken')!;
  await world.ask('zoho', 'PUT', `/crm/v8/Contacts/${String(id)}`, { data: [{ First_Name: 'Kenji' }], trigger: [] });
  await runAll('all');
  for (const person of team) expect(await namesOf(person)).toEqual(['Kenji', 'hanako', 'mary']);
});

test('the same new person in two mailboxes is made once, though both are synced in one round', async () => {
  await world.reset({ ken: [inOutlook('Aya')], mary: [inOutlook('Aya')] });
  await runAll('all');
  await runAll('all');
  await runAll('all');
  expect(inModule()).toEqual(['Aya']);
  for (const person of team) expect(await namesOf(person)).toEqual(['Aya']);
});

test('what was read in a former round, or is said to be of the future, is no news', async () => {
  await world.reset({}, { records: { Contacts: [inCrm('Kai', ownedBy('ken'))] } });
  for (let n = 0; n < 3; n += 1) await runAll('all', 'none');
  for (const round of [nextRound(), nextRound(), Date.now() + 60_000, Date.now() - 7_200_000]) {
    const [first] = await runAll('all', round);
    expect(first).toBeGreaterThan(0);
  }
});

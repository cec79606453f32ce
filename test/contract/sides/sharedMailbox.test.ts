import { makeGraph } from '../../../clients/graph';
import { ensureCategory, readCalendarProfile, readProfile, readTodoProfile } from '../../../sides/outlook';
import { fetchSend } from '../../support/fetchSend';
import { startWorld, type TestWorld } from '../../support/sides';

const ANNA = 'anna@contoso.example';
let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
  world.graph.seed({
    mailboxes: [{ mailbox: { mail: ANNA, displayName: 'Anna Adler', shared: true }, contacts: [{ givenName: 'A' }] }],
  });
});
afterAll(() => world.stop());

const own = ['User.Read', 'Contacts.ReadWrite', 'Calendars.ReadWrite', 'Tasks.ReadWrite', 'MailboxSettings.ReadWrite'];
const shared = ['Contacts.ReadWrite.Shared', 'Calendars.ReadWrite.Shared', 'Tasks.ReadWrite.Shared'];
const at = (...more: string[]) => {
  world.graph.seed({ grant: { scopes: [...own, ...shared, ...more] } });
  const { api, accessToken } = world.connection.graph;
  return makeGraph(fetchSend(accessToken), { baseUrl: api, mailbox: ANNA });
};

test('of a mailbox that somebody shares, contacts and meetings do without its settings', async () => {
  const { id } = world.graph.state.tenant.others[0]!.mailbox;
  const known = { account: id, name: 'Anna Adler', timeZone: null };
  expect(await readProfile(at('User.ReadBasic.All'))).toMatchObject(known);
  expect(await readCalendarProfile(at('User.ReadBasic.All'))).toMatchObject(known);
});

test('without the directory it is called as it was chosen, and is the same the next time', async () => {
  expect(await readProfile(at())).toMatchObject({ account: ANNA, name: ANNA });
});

test('its tasks need its time zone, which nobody else is told; nor is a category made known to it', async () => {
  for (const refused of [readTodoProfile(at()), ensureCategory(at(), 'Zoho')])
    await expect(refused).rejects.toMatchObject({
      ...{ code: 'ErrorAccessDenied', radius: 'kind' },
      nextStep: expect.stringContaining('An account that signed in cannot be given this'),
    });
});

/** One administrator's sign-in for all owners: each sync is for the owner it names. */
import contacts from '../../workflows/contacts.json';
import events from '../../workflows/events.json';
import tasks from '../../workflows/tasks.json';
import { sentMail } from '../../simulators/seeds/mails';
import { startDavWorld } from '../support/davWorld';
import { date } from '../support/eventWorld';
import type { Raw } from '../support/fixture';
import { startMailWorld } from '../support/mailWorld';
import { crmUsers, ownedBy, startTeamWorld, type TeamWorld } from '../support/teamWorld';

jest.setTimeout(120_000);

const inOutlook = (name: string): Raw => ({
  ...{ givenName: name, surname: 'Test' },
  emailAddresses: [{ name, address: `${name}@example.com`.toLowerCase() }],
});
const inCrm = (name: string, more: Raw = {}): Raw => ({
  ...{ First_Name: name, Last_Name: 'Test', Email: `${name}@example.com`.toLowerCase() },
  ...more,
});
const names = (all: readonly Raw[]) => all.map(({ givenName, First_Name }) => givenName ?? First_Name).sort();

describe('contacts', () => {
  let world: TeamWorld;
  beforeAll(async () => void (world = await startTeamWorld(contacts, 'folder')));
  afterAll(() => world.stop());

  const edit = async (name: string, values: Raw) => {
    const { id } = world.owned('Contacts').find(({ First_Name }) => First_Name === name)!;
    world.later();
    await world.ask('zoho', 'PUT', `/crm/v8/Contacts/${String(id)}`, { data: [values], trigger: [] });
  };
  const find = (name: string) => world.owned('Contacts').find(({ First_Name }) => First_Name === name);

  test('two owners of one org: each gets theirs, neither sees the other’s, and what is created is owned right', async () => {
    await world.reset(
      { ken: [{ ...inOutlook('Aya'), companyName: 'New Trading' }], mary: [inOutlook('Bea')] },
      { records: { Contacts: [inCrm('Kai', ownedBy('ken')), inCrm('Mia', ownedBy('mary')), inCrm('Own')] } },
    );
    expect(await world.runFor('ken')).toMatchObject({ created: { outlook: 1, zoho: 1 }, reviews: [] });
    expect(await world.runFor('mary')).toMatchObject({ created: { outlook: 1, zoho: 1 }, reviews: [] });
    expect(names(await world.contactsOf('ken'))).toEqual(['Aya', 'Kai']);
    expect(names(await world.contactsOf('mary'))).toEqual(['Bea', 'Mia']);
    expect([find('Aya')?.owner, find('Bea')?.owner]).toEqual(['ken', 'mary']);
    expect(world.owned('Accounts')).toMatchObject([{ Account_Name: 'New Trading', owner: 'ken' }]);
    for (const person of ['ken', 'mary'] as const)
      expect(await world.runFor(person)).toMatchObject({ written: 0, pending: 0, left: [] });
  });

  test('an update never changes the owner, and a record that gets another leaves one sync and comes to the other', async () => {
    await world.reset({}, { records: { Contacts: [inCrm('Kai', ownedBy('ken'))] } });
    await world.runFor('ken', { scope: 'all' });
    await world.runFor('mary', { scope: 'all' });
    const [theirs] = await world.contactsOf('mary');
    const path = `/v1.0/me/contacts/${encodeURIComponent(String(theirs?.id))}`;
    await world.ask('outlook', 'PATCH', path, { jobTitle: 'CEO' });
    expect(await world.runFor('mary', { scope: 'all' })).toMatchObject({ updated: { zoho: 1 } });
    expect(find('Kai')).toMatchObject({ Title: 'CEO', owner: 'ken' });
    await world.runFor('ken');
    await edit('Kai', ownedBy('mary'));
    expect(await world.runFor('ken')).toMatchObject({ deleted: { outlook: 0, zoho: 0 }, pending: 0 });
    expect(names(await world.contactsOf('ken'))).toEqual(['Kai']);
    expect(await world.runFor('mary')).toMatchObject({ reviews: [], pending: 0 });
  });

  test('another owner is asked about before anything is read or written; the former one goes on as ever', async () => {
    await world.reset(
      { ken: [inOutlook('Aya')] },
      { records: { Contacts: [inCrm('Kai', ownedBy('ken')), inCrm('Mia', ownedBy('mary'))] } },
    );
    await world.runFor('ken');
    for (const owner of [crmUsers.mary, 'mary.jones@example.com', ''])
      await expect(world.runFor('ken', { owner })).rejects.toThrow(/was for Ken Sato; now (Mary Jones|Hanako Yamada)/);
    expect(world.writes()).toEqual([]);
    expect(names(await world.contactsOf('ken'))).toEqual(['Aya', 'Kai']);
    expect(await world.runFor('ken')).toMatchObject({ written: 0, reviews: [] });
    expect(await world.runFor('ken', { owner: 'Ken.Sato@example.com' })).toMatchObject({ written: 0, reviews: [] });
  });

  test('both nodes have to have the same owner', async () => {
    await world.reset({ ken: [inOutlook('Aya')] });
    const settings = { 'Write to Zoho CRM': { owner: crmUsers.mary } };
    await expect(world.runFor('ken', { settings })).rejects.toThrow('different owners');
    expect(world.owned('Contacts')).toEqual([]);
  });

  test('who left, and who never was there, stops the sync with what to do, and nothing is written', async () => {
    await world.reset({ ken: [inOutlook('Aya')] });
    await expect(world.runFor('ken', { owner: 'nobody@example.com' })).rejects.toMatchObject({
      message: expect.stringContaining('no user nobody@example.com'),
      description: expect.stringContaining('from the list'),
    });
    await world.runFor('ken');
    await world.ask('outlook', 'POST', `/v1.0/me/contactFolders/${encodeURIComponent(world.placeOf('ken'))}/contacts`, {
      ...inOutlook('Late'),
      categories: ['Zoho'],
    });
    for (const status of ['disabled', 'deleted']) {
      world.setUser('ken', { status });
      await expect(world.runFor('ken')).rejects.toMatchObject({
        message: expect.stringContaining('Ken Sato is no active user'),
        description: expect.stringContaining("Pause this person's syncs"),
      });
      expect(names(world.owned('Contacts'))).toEqual(['Aya']);
    }
    world.setUser('ken', { status: 'active' });
    expect(await world.runFor('ken')).toMatchObject({ created: { zoho: 1 } });
  });

  test('a quiet run asks no more than that of who signed in', async () => {
    await world.reset({ ken: [inOutlook('Aya')] });
    await world.runFor('ken');
    await world.runFor('ken');
    await world.runFor('ken');
    expect(world.requests().filter(({ path }) => path.includes('/crm/'))).toHaveLength(2);
  });
});

test('tasks are theirs', async () => {
  const world = await startTeamWorld(tasks, 'taskList');
  await world.reset(
    { mary: [{ title: 'Call' }] },
    {
      records: {
        Tasks: [
          { Subject: 'Kens', ...ownedBy('ken') },
          { Subject: 'Marys', ...ownedBy('mary') },
        ],
      },
    },
  );
  expect(await world.runFor('mary')).toMatchObject({ created: { outlook: 1, zoho: 1 } });
  expect(world.owned('Tasks').find(({ Subject }) => Subject === 'Call')).toMatchObject({ owner: 'mary' });
  expect(await world.runFor('mary')).toMatchObject({ written: 0, pending: 0 });
  await world.stop();
});

test('meetings are theirs: host, and whole days by the clock of who writes them', async () => {
  const world = await startTeamWorld(events, 'calendar');
  const day = (from: number, to: number): Raw => ({
    isAllDay: true,
    start: { dateTime: `${date(from)}T00:00:00`, timeZone: 'GMT Standard Time' },
    end: { dateTime: `${date(to)}T00:00:00`, timeZone: 'GMT Standard Time' },
  });
  const hour = (title: string, owner: Raw): Raw => ({
    ...{ Event_Title: title, Start_DateTime: `${date(3)}T09:00:00+00:00`, End_DateTime: `${date(3)}T10:00:00+00:00` },
    ...owner,
  });
  await world.reset(
    { mary: [{ subject: 'Fair', ...day(2, 4) }] },
    { records: { Events: [hour('Kens', ownedBy('ken')), hour('Marys', ownedBy('mary'))] } },
  );
  expect(await world.runFor('mary')).toMatchObject({ created: { outlook: 1, zoho: 1 } });
  const fair = world.owned('Events').find(({ Event_Title }) => Event_Title === 'Fair');
  expect(fair).toMatchObject({ owner: 'mary' });
  const { data } = await world.ask(
    'zoho',
    'GET',
    `/crm/v8/Events/${String(fair?.id)}?fields=Start_DateTime,End_DateTime`,
  );
  const times = { Start_DateTime: `${date(2)}T00:00:00+00:00`, End_DateTime: `${date(3)}T23:59:59+00:00` };
  expect(data).toMatchObject([times]);
  expect(await world.runFor('mary')).toMatchObject({ written: 0, pending: 0 });
  await world.stop();
});

test('sent mail is attached in the owner’s name, and whom it creates is theirs; another owner is asked about', async () => {
  const world = await startMailWorld();
  const users = { mary: crmUsers.mary, ken: crmUsers.ken };
  const settings = (owner: string, more: Raw = {}) => ({
    'Sent Mail': { startDate: '2020-01-01T00:00:00Z' },
    'CRM Matcher': { nobodyMatches: 'contact' },
    'Attach to Zoho CRM': { owner, asCase: true, ...more },
  });
  const mail = (n: number, to: string) => sentMail(n, `Mail ${n}`, { to: [to] });
  world.seed(
    { mails: [mail(0, 'tanaka@customer.example'), mail(1, 'new@firm.example')] },
    { records: { Contacts: [{ Last_Name: 'Tanaka', Email: 'tanaka@customer.example' }] } },
  );
  const { finish } = await world.run(settings(users.mary));
  expect(finish.attachedTo).toHaveLength(2);
  const attached = () => [...world.attached().values()].flat();
  expect(attached()).toMatchObject([{ owner: users.mary }, { owner: users.mary }]);
  const made = (module: string) => [...(world.services.zoho.state.records.get(module)?.values() ?? [])];
  expect(made('Contacts').find(({ values }) => values.Email === 'new@firm.example')?.owner).toBe(users.mary);
  expect(made('Cases').map(({ owner }) => owner)).toEqual([users.mary, users.mary]);
  world.services.graph.seed({ mails: [mail(2, 'tanaka@customer.example')] } as never);
  await expect(world.run(settings(users.ken))).rejects.toThrow('was for Mary Jones; now Ken Sato');
  expect(attached()).toHaveLength(2);
  const { state } = world.services.zoho;
  state.users = state.users.map((user) => (user.id === users.mary ? { ...user, status: 'deleted' } : user));
  await expect(world.run(settings(users.mary))).rejects.toThrow('Mary Jones is no active user');
  expect(attached()).toHaveLength(2);
  state.users = state.users.map((user) => ({ ...user, status: 'active', admin: false }));
  const told = (await world.run(settings(users.mary))).finish;
  expect(attached()).toHaveLength(3);
  expect(JSON.stringify(told.left)).toContain('did not take this mail in the name of Mary Jones');
  await world.stop();
});

test('an app-specific password serves its own user and nobody else', async () => {
  const world = await startDavWorld();
  world.reset([], []);
  const by = (owner: string) => {
    const node = { authentication: 'appPassword', owner };
    return world.runWith({ 'Zoho CRM Changes': node, 'Write to Zoho CRM': node });
  };
  world.clearLogs();
  await expect(by('mary.jones@example.com')).rejects.toMatchObject({
    message: expect.stringContaining("nobody else's"),
    description: expect.stringContaining('OAuth2'),
  });
  expect(world.writes()).toEqual([]);
  expect(await by(world.services.connection.zoho.calDav.email.toUpperCase())).toMatchObject({ pending: 0 });
  await world.stop();
});

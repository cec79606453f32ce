/** Contacts, rounds that never end, and subscriptions, as people met them on the live service. */
import { contactFeed, ensureSubscriptions, eventFeed } from '../../../sides/outlook';
import { createJob, changeJob, makeMemory } from '../../support/sides';
import { receiver } from '../simulators/graph/receiver';
import { feed, memory, person, seed, standard, stored, world, write } from './outlookContacts';

describe('File As', () => {
  const filed = () => stored().map(({ fields }) => fields.fileAs);

  test('the API makes up none, so a new contact is filed as Outlook would', async () => {
    await write(
      createJob('outlook', { firstName: 'Ada', lastName: 'Lovelace' }),
      createJob('outlook', { firstName: '花子', lastName: '田中' }),
      createJob('outlook', { companyName: 'Engines BV' }),
    );
    expect(filed()).toEqual(['Lovelace, Ada', '田中 花子', 'Engines BV']);
  });

  test('it follows a rename if it was put together of the old name; one that a person chose, or none, stays', async () => {
    seed([
      person('Ada', { fileAs: 'Test, Ada' }),
      person('Bob', { fileAs: 'The Builder' }),
      person('Cid', { fileAs: '' }),
    ]);
    const rows = await feed();
    await write(...rows.map((row) => changeJob('outlook', row, { lastName: 'New' })));
    expect(filed()).toEqual(['New, Ada', 'The Builder', '']);
    expect(await feed()).toHaveLength(3);
  });
});

describe('a round of changes that never ends', () => {
  beforeEach(() => world.graph.faults.add({ kind: 'duplicatePage', count: 10_000, match: { path: 'delta' } }));
  const requests = () => world.graph.log.list().length;

  test('of contacts: it stops, and says so', async () => {
    seed([person('Ada')]);
    const reading = memory.read(contactFeed(world.outlook, { settings: standard, cursor: null, known: memory.known }));
    await expect(reading).rejects.toMatchObject({ code: 'endlessRound', radius: 'kind' });
    expect(requests()).toBeLessThan(60);
  });

  test('of meetings, too; one that comes to an end after all is read', async () => {
    const at = (hour: number) => ({ dateTime: new Date(Date.now() + hour * 3_600_000).toISOString().slice(0, 19) });
    const events = [{ subject: 'M', categories: ['Zoho'], start: at(2), end: at(3) }];
    world.graph.seed({ calendars: [{ name: 'Calendar', events }] } as never);
    const settings = { calendarId: null, categories: [], daysBack: 9, daysAhead: 9, privates: 'full' } as const;
    const read = () => makeMemory().read(eventFeed(world.outlook, { settings, cursor: null, known: memory.known }));
    await expect(read()).rejects.toMatchObject({ code: 'endlessRound' });
    world.graph.faults.clear();
    world.graph.faults.add({ kind: 'duplicatePage', count: 3, match: { path: 'delta' } });
    expect(new Set((await read()).map(({ ref }) => ref)).size).toBe(1);
  });
});

describe('subscriptions', () => {
  test('an id stands in the resource as it is, and one that is there already is adopted', async () => {
    world.graph.seed({ folders: [{ displayName: 'Other' }], contacts: [person('Ada')] } as never);
    const folder = [...world.graph.state.folders.values()].find(({ displayName }) => displayName === 'Other')?.id ?? '';
    const listener = receiver();
    const url = `${await listener.start()}/hook`;
    world.graph.limits.httpNotifications = true;
    const topic = { kind: 'contact', folder } as const;
    const wanted = [{ topic, url: `${url}?topic=a`, secret: 'geheim' }];
    const ensure = () => ensureSubscriptions(world.outlook, url, wanted, Date.now());
    expect(await ensure()).toBe(true);
    const [made] = [...world.graph.state.post.subscriptions.values()];
    expect(folder).toContain('=');
    expect(made?.resource).toBe(`/me/contactFolders/${folder}/contacts`);
    // The list leaves active ones out now and then.
    world.graph.faults.add({
      ...{ kind: 'status', status: 200, body: { value: [] }, match: { method: 'GET', path: '/subscriptions' } },
    });
    await ensure();
    expect(world.graph.state.post.subscriptions.size).toBe(1);
    await listener.stop();
  });
});

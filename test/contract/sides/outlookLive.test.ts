/** Contacts, rounds that never end, and subscriptions, as people met them on the live service. */
import { contactFeed, ensureSubscriptions, eventFeed, mailFeed } from '../../../sides/outlook';
import { allOf, createJob, changeJob, makeMemory } from '../../support/sides';
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

  test('of mails: it stops, and says so', async () => {
    const sent = { sentDateTime: new Date(Date.now() - 3_600_000).toISOString().slice(0, 19) + 'Z' };
    world.graph.seed({ mails: [{ folder: 'sentitems', subject: 'M', ...sent }] } as never);
    const settings = { folderId: null, since: null };
    const reading = memory.read(mailFeed(world.outlook, { settings, cursor: null, known: memory.known }));
    await expect(reading).rejects.toMatchObject({ code: 'endlessRound', radius: 'kind' });
    expect(requests()).toBeLessThan(60);
  });
});

describe('a calendar window that Microsoft cannot tell', () => {
  const at = (hour: number) => ({ dateTime: new Date(Date.now() + hour * 3_600_000).toISOString().slice(0, 19) });
  const meeting = (subject: string, hour: number) => ({
    ...{ subject, categories: ['Zoho'], start: at(hour), end: at(hour + 1) },
  });
  const settings = { calendarId: null, categories: [], daysBack: 9, daysAhead: 365, privates: 'full' } as const;
  const own = makeMemory();
  const ahead = () => (own.cursor as { ahead?: number }).ahead;
  async function read(more: { readonly daysAhead?: number } = {}, later = 0) {
    const now = () => Date.now() + later * 86_400_000;
    const feed = { settings: { ...settings, ...more }, cursor: own.cursor, known: own.known, now };
    const pages = await allOf(own.taken(eventFeed(world.outlook, feed)));
    return {
      told: pages.flatMap(({ left = [] }) => left.map((one) => one.reason)),
      rows: pages.flatMap((one) => one.rows),
    };
  }
  beforeEach(() => {
    own.records.clear();
    own.cursor = null;
    const events = [meeting('Near', 2), meeting('Far', 24 * 300)];
    world.graph.seed({ calendars: [{ name: 'Calendar', events }] } as never);
  });

  test('for its length (504): half of it is read, told once and kept to, until the settings change', async () => {
    world.graph.limits.viewMostDays = 110;
    const first = await read();
    expect(first.told).toMatchObject([182, 91].map((days) => ({ code: 'windowShortened', args: { days } })));
    expect([first.rows.map(({ fields }) => fields.subject), ahead()]).toEqual([['Near'], 91]);
    expect(await read()).toEqual({ told: [], rows: [] });
    expect((await read({}, 1)).told).toEqual([]);
    world.graph.limits.viewMostDays = 0;
    expect((await read({ daysAhead: 364 })).rows.map(({ fields }) => fields.subject)).toContain('Far');
    expect(ahead()).toBeUndefined();
  });

  test('for it has no end: the same; a meeting that the shorter window leaves out does not count as deleted', async () => {
    await read();
    own.cursor = { ...(own.cursor as object), from: '2000-01-01' } as never;
    world.graph.faults.add({ kind: 'duplicatePage', count: 9, match: { path: 'delta' } });
    const { told, rows } = await read();
    expect(told).toMatchObject([{ code: 'windowShortened', args: { days: 182 } }]);
    expect(rows.filter(({ state }) => state === 'deleted')).toEqual([]);
    expect(rows.at(-1)).toMatchObject({ state: 'outside' });
  });

  test('an outage is none of it: nothing is shortened while the mailbox answers nothing', async () => {
    world.graph.faults.add({ kind: 'status', status: 504, count: 9999, match: { path: '/(me|users)/' } });
    await expect(read()).rejects.toMatchObject({ status: 504 });
    expect(own.cursor).toBeNull();
  });

  test('a month has to do: then it stops, and says so; one that comes to an end after all is read', async () => {
    world.graph.faults.add({ kind: 'duplicatePage', count: 10_000, match: { path: 'delta' } });
    await expect(read()).rejects.toMatchObject({ code: 'endlessRound' });
    expect(ahead()).toBe(30);
    own.cursor = null;
    own.records.clear();
    world.graph.faults.clear();
    world.graph.faults.add({ kind: 'duplicatePage', count: 3, match: { path: 'delta' } });
    expect(await read()).toMatchObject({ told: [], rows: [{}, {}] });
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
    expect(made?.resource).toBe(world.outlook.pathOf(`/me/contactFolders/${folder}/contacts`));
    // The list leaves active ones out now and then.
    world.graph.faults.add({
      ...{ kind: 'status', status: 200, body: { value: [] }, match: { method: 'GET', path: '/subscriptions' } },
    });
    await ensure();
    expect(world.graph.state.post.subscriptions.size).toBe(1);
    await listener.stop();
  });
});

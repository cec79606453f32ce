/** Many contacts at once, at first or changed: a list ahead of the round, so that not each of them costs a request. */
import { ApiError } from '../../../clients/errors';
import { ENDLESS, FOREIGN_MAILBOX, type GraphClient } from '../../../clients/graph';
import { contactFeed } from '../../../sides/outlook';
import { anyReason } from '../../support/anyReason';
import { feed, memory, person, requests, seed, standard, stored, world } from './outlookContacts';

const crowd = (count: number, more: object = {}) => Array.from({ length: count }, (_, n) => person(`P${n}`, more));
const pages = () => contactFeed(world.outlook, { settings: standard, cursor: memory.cursor, known: memory.known });
const byId = () =>
  world.graph.log
    .list()
    .filter(({ method, path }) => method === 'GET' && /\/contacts\/[^/?]+/.test(path) && !path.includes('/delta'));
const names = () => [...memory.records.values()].map(({ fields }) => fields.firstName).sort();
const remove = (name: string) =>
  world.outlook.delete(`/me/contacts/${stored().find(({ fields }) => fields.givenName === name)?.immutableId}`);

test('1,200 contacts cost a few requests; three of a page are read by id, to see that they are found', async () => {
  seed(crowd(1200));
  expect((await feed()).filter(({ state }) => state === 'live')).toHaveLength(1200);
  expect(byId()).toHaveLength(9);
  expect(requests().length).toBeLessThanOrEqual(12);
  world.graph.log.clear();
  expect(await feed()).toEqual([]);
  expect(requests()).toHaveLength(1);
});

test('a note that the list may have cut is read by id, and comes whole', async () => {
  const note = `\nFirst line\n${'x'.repeat(400)}`;
  seed([person('Ann', { personalNotes: note }), person('Bob', { personalNotes: 'One\nTwo' }), person('Cid')]);
  const rows = await feed();
  expect(rows.find(({ fields }) => fields.firstName === 'Ann')?.fields.notes).toBe(note);
  expect(rows.find(({ fields }) => fields.firstName === 'Bob')?.fields.notes).toBe('One\nTwo');
  // Ann for her note, the two others to see that they are found
  expect(byId()).toHaveLength(3);
});

test('who is deleted between the list and the round is not kept', async () => {
  seed(crowd(600));
  for await (const page of memory.taken(pages())) if (page.isAhead && names().length === 500) await remove('P7');
  expect([...memory.records.values()].filter(({ state }) => state === 'live')).toHaveLength(599);
});

test('who is edited between the list and the round is read again', async () => {
  seed(crowd(3));
  for await (const page of memory.taken(pages()))
    if (page.isAhead) await world.outlook.patch(`/me/contacts/${stored()[0]?.immutableId}`, { jobTitle: 'Head' });
  expect([...memory.records.values()].map(({ fields }) => fields.jobTitle)).toContain('Head');
});

test('cut off after its first page, it goes on with the second', async () => {
  seed(crowd(1200));
  for await (const page of memory.taken(pages())) if (page.isAhead) break;
  expect(names()).toHaveLength(500);
  world.graph.log.clear();
  await feed();
  expect(names()).toHaveLength(1200);
  expect(byId()).toHaveLength(6);
});

test('versions that differ between list and round cost the reading of each, and nothing else', async () => {
  seed(crowd(30));
  for await (const page of memory.taken(pages()))
    if (page.isAhead) memory.records.forEach((row) => memory.records.set(row.ref, { ...row, version: 'of the list' }));
  expect(names()).toHaveLength(30);
  expect(byId()).toHaveLength(30 + 3);
});

test.each([400, 504])('a list that Graph answers with %s is done without', async (status) => {
  seed(crowd(30));
  world.graph.faults.add({ match: { path: 'top=500' }, kind: 'status', status, count: 99 });
  await feed();
  expect(names()).toHaveLength(30);
});

describe('much that changed since', () => {
  /** Whoever edits `count` of them by a program. */
  async function edit(count: number, changes: object = { jobTitle: 'Head' }): Promise<void> {
    for (const { immutableId } of stored().slice(0, count))
      await world.outlook.patch(`/me/contacts/${immutableId}`, changes);
    world.graph.log.clear();
  }
  const heads = () => [...memory.records.values()].filter(({ fields }) => fields.jobTitle === 'Head');
  const lists = () =>
    world.graph.log.list().filter(({ path, query }) => !path.includes('delta') && /top=500/.test(query));

  test('costs a list, and no reading by id', async () => {
    seed(crowd(700));
    await feed();
    await edit(300);
    expect(await feed()).toHaveLength(300);
    expect([heads().length, byId().length, lists().length]).toEqual([300, 0, 2]);
    world.graph.log.clear();
    expect(await feed()).toEqual([]);
    expect(requests()).toHaveLength(1);
  });

  test.each([
    ['a few', 700, 0, 59],
    ['a part of very many', 900, 0, 80],
    ['a part of very many, most of them not synced,', 100, 900, 80],
  ])('%s are read by id', async (_, synced, others, changed) => {
    seed([...crowd(synced), ...crowd(others, { categories: [] })]);
    await feed();
    await edit(changed);
    expect(await feed()).toHaveLength(changed);
    expect([byId().length, lists().length]).toEqual([changed, 0]);
  });

  test('deletions ask for no list, and come over', async () => {
    seed(crowd(100));
    await feed();
    for (const { immutableId } of stored().slice(0, 80)) await world.outlook.delete(`/me/contacts/${immutableId}`);
    world.graph.log.clear();
    expect((await feed()).filter(({ state }) => state === 'deleted')).toHaveLength(80);
    expect(lists()).toEqual([]);
  });

  test('who leaves the sync, is deleted or is edited once more meanwhile, and who is new', async () => {
    seed(crowd(200));
    await feed();
    await edit(100);
    const [left, gone, again] = stored().map(({ immutableId }) => `/me/contacts/${immutableId}`);
    await world.outlook.patch(left!, { categories: [] });
    await world.outlook.post('/me/contacts', { ...person('New', { jobTitle: 'Head' }) });
    for await (const page of memory.taken(pages()))
      if (page.isAhead) {
        await world.outlook.delete(gone!);
        await world.outlook.patch(again!, { jobTitle: 'Boss' });
      }
    await feed();
    const states = [...memory.records.values()].map(({ state }) => state);
    expect(states.filter((state) => state === 'live')).toHaveLength(199);
    expect([...states].sort().slice(0, 1)).toEqual(['deleted']);
    expect(states).toContain('outside');
    expect(heads().filter(({ state }) => state === 'live')).toHaveLength(98);
    expect([...memory.records.values()].filter(({ fields }) => fields.jobTitle === 'Boss')).toHaveLength(1);
    expect(await memory.known.unseen()).toEqual([]);
  });

  test('cut off in the midst of the list, it goes on with the next page, and nobody is missed', async () => {
    seed(crowd(1200));
    await feed();
    await edit(400);
    for await (const page of memory.taken(pages())) if (page.isAhead) break;
    const before = heads().length;
    expect(before).toBeGreaterThan(0);
    world.graph.log.clear();
    await feed();
    expect([heads().length, lists().length]).toEqual([400, 2]);
    expect(byId()).toEqual([]);
  });

  test('a list that Graph refuses is done without; notes that it may have cut are read by id', async () => {
    seed(crowd(100));
    await feed();
    await edit(80, { jobTitle: 'Head', personalNotes: `\n${'x'.repeat(400)}` });
    world.graph.faults.add({ match: { path: 'top=500' }, kind: 'status', status: 400, count: 1 });
    await feed();
    expect([heads().length, byId().length]).toEqual([80, 80]);
    await edit(80, { jobTitle: 'Boss' });
    await feed();
    expect([...memory.records.values()].filter(({ fields }) => String(fields.notes).length > 400)).toHaveLength(80);
  });

  test('is listed once a round, however much of it has to be read by id all the same', async () => {
    const isBrief = (n: number) => n % 3 === 0;
    seed(Array.from({ length: 1200 }, (_, n) => person(`P${n}`, isBrief(n) ? { personalNotes: 'met at a fair' } : {})));
    await feed();
    await edit(1100);
    expect(await feed()).toHaveLength(1100);
    const brief = Array.from({ length: 1100 }, (_, n) => n).filter(isBrief).length;
    expect([heads().length, lists().length, byId().length]).toEqual([1100, 3, brief]);
  });

  test('where most of it has a note of one line, which a list may have cut, the list ends with its first page', async () => {
    seed(crowd(900, { personalNotes: 'met at a fair' }));
    await feed();
    await edit(400);
    expect(await feed()).toHaveLength(400);
    expect([heads().length, lists().length, byId().length]).toEqual([400, 1, 400]);
  });

  test.each([500, 502, 504, 404])('a list that always answers %s keeps nobody from going on', async (status) => {
    seed(crowd(100));
    await feed();
    await edit(80);
    world.graph.faults.add({ match: { path: 'top=500' }, kind: 'status', status, count: 99 });
    await feed();
    expect([heads().length, byId().length]).toEqual([80, 80]);
  });

  test.each(['resync', ENDLESS, FOREIGN_MAILBOX])('a list that ends with %s makes nothing start over', async (code) => {
    seed(crowd(100));
    await feed();
    await edit(80);
    const { outlook } = world;
    const broken = (link: string): boolean => /top=500/.test(decodeURIComponent(link));
    const fault = () => new ApiError({ side: 'outlook', status: 410, code, radius: 'kind', reason: anyReason('m n') });
    const graph: GraphClient = {
      ...outlook,
      async *pages(link, options) {
        if (broken(link)) throw fault();
        yield* outlook.pages(link, options);
      },
    };
    let restarts = 0;
    const known = { ...memory.known, startOver: async () => void (restarts += 1) };
    await memory.read(contactFeed(graph, { settings: standard, cursor: memory.cursor, known }));
    expect([heads().length, restarts]).toEqual([80, 0]);
  });

  test('what the archive knows later than the list tells stays', async () => {
    seed(crowd(200));
    await feed();
    const { contacts } = world.graph.state;
    const [[key, first] = ['', stored()[0]!]] = [...contacts];
    const before = structuredClone(first);
    world.graph.clock.advance(2000);
    await world.outlook.patch(`/me/contacts/${first.immutableId}`, { jobTitle: 'Boss' });
    await feed();
    const now = structuredClone(contacts.get(key)!);
    for (const { immutableId } of stored().slice(1, 81))
      await world.outlook.patch(`/me/contacts/${immutableId}`, { jobTitle: 'Head' });
    const { outlook } = world;
    const show = (one: typeof before) => contacts.set(key, structuredClone(one));
    const graph: GraphClient = {
      ...outlook,
      async *pages(link, options) {
        const isList = /top=500/.test(decodeURIComponent(link));
        if (isList) show(before);
        for await (const page of outlook.pages(link, options)) {
          show(now);
          yield page;
        }
      },
    };
    const rows = await memory.read(
      contactFeed(graph, { settings: standard, cursor: memory.cursor, known: memory.known }),
    );
    expect(rows).toHaveLength(80);
    expect([...memory.records.values()].filter(({ fields }) => fields.jobTitle === 'Boss')).toHaveLength(1);
  });
});

test('a folder whose id was pasted in another form is taken from its list, too', async () => {
  world.graph.seed({ folders: [{ displayName: 'Other' }], contacts: crowd(300, { folder: 'Other' }) } as never);
  const folder = [...world.graph.state.folders.values()].find(({ displayName }) => displayName === 'Other');
  const folderId = `AQMk${(folder?.id ?? '').slice(4)}`;
  world.graph.state.folders.set(folderId, folder as never);
  expect(await feed({ folderId, categories: [] })).toHaveLength(300);
  expect(byId()).toHaveLength(3);
});

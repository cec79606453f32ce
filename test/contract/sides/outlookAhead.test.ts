/** A first reading of contacts: a list ahead of the round, so that not each of them costs a request. */
import { contactFeed } from '../../../sides/outlook';
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

test('a list that Graph refuses is done without', async () => {
  seed(crowd(30));
  world.graph.faults.add({ match: { path: 'top=500' }, kind: 'status', status: 400, count: 9 });
  await feed();
  expect(names()).toHaveLength(30);
});

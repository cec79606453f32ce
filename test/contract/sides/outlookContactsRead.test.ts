import { addCategory, chooseFolder, readProfile, removeCategory, writeContacts } from '../../../sides/outlook';
import type { WriteDone } from '../../../sides/types';
import type { SideRecord } from '../../../sync/model';
import { allOf, changeJob, createJob } from '../../support/sides';
import { world, memory, feed, requests, write, patch, seed, person, only } from './outlookContacts';

test('where nothing changed, reading costs one request, also right after our own writes', async () => {
  seed(['Ann', 'Bob', 'Cid'].map((name) => person(name)));
  const rows = await feed();
  const results = (await write(
    createJob('outlook', { lastName: 'New', email: 'new@example.com' }),
    changeJob('outlook', rows[0] as SideRecord, { jobTitle: 'Boss' }),
  )) as WriteDone[];
  for (const { ref, version, modifiedAt, fields, keys, extra } of results)
    memory.take({ ref, version, modifiedAt, fields, keys, extra, state: 'live' });
  world.graph.log.clear();
  expect(await feed()).toEqual([]);
  expect(requests()).toHaveLength(1);
});

test('only contacts with the category are synced; one that loses it is outside, without its fields', async () => {
  seed([person('Ann'), person('Bob', { categories: ['Family'] }), person('Cid', { categories: ['zoho', 'Red'] })]);
  const rows = await feed();
  expect(rows.map(({ state }) => state).sort()).toEqual(['live', 'live', 'outside']);
  expect(rows.find(({ state }) => state === 'outside')).toMatchObject({
    fields: {},
    keys: { strong: ['e-mail:bob@example.com'] },
  });
  const ann = rows.find(({ fields }) => fields.firstName === 'Ann') as SideRecord;
  await removeCategory(world.outlook, ann.ref, 'ZOHO');
  expect(only(await feed())).toMatchObject({ ref: ann.ref, state: 'outside', fields: {} });
  await addCategory(world.outlook, ann.ref, 'Zoho');
  expect(only(await feed())).toMatchObject({ ref: ann.ref, state: 'live' });
});

test('another choice of categories reads everything again and moves nobody by mistake', async () => {
  seed([person('Ann'), person('Bob', { categories: ['Kunden'] })]);
  await feed();
  const rows = await feed({ folderId: null, categories: ['kunden'] });
  expect(only(rows)).toMatchObject({ state: 'live', fields: { firstName: 'Bob' } });
  expect(only(await feed())).toMatchObject({ state: 'outside' });
});

test('a deleted contact is proved by 404; one moved to another folder is outside, and live again when it returns', async () => {
  seed([person('Ann'), person('Bob')], { folders: [{ displayName: 'Other' }] });
  const rows = await feed();
  await world.outlook.delete(`/me/contacts/${rows[0]?.ref}`);
  world.graph.seed({ moves: [{ contact: 'bob@example.com', folder: 'Other' }] });
  const states = (await feed()).map(({ ref, state }) => [ref, state]);
  expect(new Map(states as [string, string][])).toEqual(
    new Map([
      [rows[0]?.ref, 'deleted'],
      [rows[1]?.ref, 'outside'],
    ]),
  );
  world.graph.seed({ moves: [{ contact: 'bob@example.com', folder: null }] });
  expect(only(await feed())).toMatchObject({ ref: rows[1]?.ref, state: 'live' });
});

test('moved away and back shows as removed only, and is still recognised as live', async () => {
  seed([person('Ann')], { folders: [{ displayName: 'Other' }] });
  const { ref } = only(await feed());
  Object.assign(world.graph.limits, { deltaLostReturns: true });
  world.graph.seed({
    moves: [
      { contact: ref, folder: 'Other' },
      { contact: ref, folder: null },
    ],
  });
  expect(only(await feed())).toMatchObject({ ref, state: 'live' });
});

test('a forgotten cursor reads everything again; what vanished meanwhile is confirmed one by one', async () => {
  seed(
    ['Ann', 'Bob', 'Cid'].map((name) => person(name)),
    { folders: [{ displayName: 'Other' }] },
  );
  const rows = await feed();
  world.graph.state.links.clear();
  await world.outlook.delete(`/me/contacts/${rows[0]?.ref}`);
  world.graph.seed({ moves: [{ contact: 'bob@example.com', folder: 'Other' }] });
  await patch(rows[2]?.ref ?? '', { jobTitle: 'New' });
  const found = new Map((await feed()).map((row) => [row.ref, row]));
  expect(rows.map(({ ref }) => found.get(ref)?.state)).toEqual(['deleted', 'outside', 'live']);
  expect(found.get(rows[2]?.ref ?? '')?.fields.jobTitle).toBe('New');
});

test('410 in the middle of a round, empty pages, duplicates, partial and reversed rows lose nothing', async () => {
  const names = Array.from({ length: 60 }, (_, at) => `P${at}`);
  seed(names.map((name) => person(name)));
  Object.assign(world.graph.limits, {
    deltaPageMax: 25,
    deltaEmptyPages: true,
    deltaDuplicates: true,
    deltaReversed: true,
    deltaPartialRows: true,
  });
  world.graph.faults.add({ match: { path: 'skiptoken' }, kind: 'status', status: 410, skip: 2 });
  await feed();
  expect([...memory.records.values()].map(({ fields }) => fields.firstName).sort()).toEqual([...names].sort());
  await patch([...memory.records.keys()][5] ?? '', { mobilePhone: '123' });
  expect(only((await feed()).filter(({ fields }) => fields.mobilePhone === '123'))).toMatchObject({
    state: 'live',
    fields: { lastName: 'Test' },
  });
});

test('an empty default folder is read by its short cut, and its id learnt from its first contact', async () => {
  expect(await feed()).toEqual([]);
  expect(memory.cursor).toMatchObject({ folder: null });
  seed([person('Ann')], { folders: [{ displayName: 'Other' }] });
  expect(only(await feed())).toMatchObject({ state: 'live' });
  expect(memory.cursor).toMatchObject({ folder: world.graph.state.defaultFolderId });
  world.graph.seed({ moves: [{ contact: 'ann@example.com', folder: 'Other' }] });
  expect(only(await feed())).toMatchObject({ state: 'outside' });
});

test('a chosen folder is the only one read; new contacts go there', async () => {
  seed([person('Ann'), person('Bob', { folder: 'Kunden' })], { folders: [{ displayName: 'Kunden' }] });
  const { results } = await chooseFolder(world.outlook, 'kund');
  const folderId = results[0]?.value ?? '';
  const settings = { folderId, categories: [] };
  expect(only(await feed(settings))).toMatchObject({ fields: { firstName: 'Bob' } });
  const [made] = await allOf(writeContacts(world.outlook, [createJob('outlook', { lastName: 'New' })], { folderId }));
  expect(only(await feed(settings))).toMatchObject({ ref: (made as WriteDone).ref });
});

test('a folder that does not exist is named, with the next step', async () => {
  const settings = { folderId: 'AAMkAGI2TAAA_no-such-folder_AAAAAAEOAAA=', categories: [] };
  await expect(feed(settings)).rejects.toMatchObject({ code: 'folderNotFound', radius: 'kind' });
});

test('a contact that Graph will not read keeps no other from being read, and is not taken for deleted', async () => {
  seed([person('Ann', { personalNotes: 'A note' }), person('Bob', { personalNotes: 'A note' })]);
  const rows = await feed();
  memory.cursor = null;
  memory.records.forEach((row) => memory.take({ ...row, version: 'old' }));
  world.graph.faults.add({ match: { path: encodeURIComponent(rows[0]?.ref ?? '') }, kind: 'status', status: 400 });
  const [first, second] = rows.map(({ ref }) => ref);
  expect(new Map((await feed()).map((row) => [row.ref, row]))).toEqual(
    new Map([
      [second, expect.objectContaining({ state: 'live' })],
      [first, expect.objectContaining({ state: 'outside', unreadable: expect.anything() })],
    ]),
  );
});

test('the profile tells who and where; without the mailbox permission only the time zone is missing', async () => {
  seed([person('Ann')]);
  const folderId = world.graph.state.defaultFolderId;
  expect(await readProfile(world.outlook)).toMatchObject({
    account: expect.any(String),
    timeZone: 'Tokyo Standard Time',
    folderId,
  });
  const scopes = ['User.Read', 'Contacts.ReadWrite'];
  world.graph.seed({ grant: { scopes }, application: { roles: scopes } });
  expect(await readProfile(world.outlook)).toMatchObject({ timeZone: null, folderId });
});

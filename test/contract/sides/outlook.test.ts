import {
  addCategory,
  chooseCategory,
  chooseFolder,
  contactFeed,
  ensureCategory,
  readProfile,
  removeCategory,
  writeContacts,
} from '../../../sides/outlook';
import type { OutlookSettings } from '../../../sides/outlook';
import type { WriteDone } from '../../../sides/types';
import type { SideRecord } from '../../../sync/model';
import type { Memory, TestWorld } from '../../support/sides';
import {
  allOf,
  changeJob,
  createJob,
  deleteJob,
  makeMemory,
  startWorld,
  untilError,
  wholeContact,
} from '../../support/sides';

let world: TestWorld;
let memory: Memory;
const standard: OutlookSettings = { folderId: null, categories: [] };

beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.graph.reset();
  memory = makeMemory();
});

const feed = (settings = standard) =>
  memory.read(contactFeed(world.outlook, { settings, cursor: memory.cursor, known: memory.known }));
const requests = () => world.graph.log.list().filter(({ inner }) => !inner);
const write = (...jobs: Parameters<typeof writeContacts>[1]) =>
  allOf(writeContacts(world.outlook, jobs, { folderId: null }));
const stored = () => [...world.graph.state.contacts.values()];
const patch = async (ref: string, body: unknown) => world.outlook.patch(`/me/contacts/${ref}`, body);
const seed = (contacts: readonly Record<string, unknown>[], more: object = {}) =>
  world.graph.seed({ contacts, ...more });
const person = (name: string, more: object = {}) => ({
  givenName: name,
  surname: 'Test',
  displayName: `${name} Test`,
  categories: ['Zoho'],
  emailAddresses: [{ address: `${name}@example.com`.toLowerCase(), name }],
  ...more,
});
const only = (rows: readonly SideRecord[]): SideRecord => {
  expect(rows).toHaveLength(1);
  return rows[0] as SideRecord;
};

test('all 26 fields arrive, and the next reading shows them as they were written', async () => {
  const [made] = (await write(createJob('outlook', wholeContact, 'intent-1'))) as [WriteDone];
  expect(made).toMatchObject({ outcome: 'done', fields: wholeContact });
  expect(stored()[0]?.fields).toMatchObject({ displayName: '田中 花子', categories: ['Zoho'] });
  const row = only(await feed());
  expect(row).toMatchObject({
    ref: made.ref,
    version: made.version,
    state: 'live',
    fields: wholeContact,
    mark: 'intent-1',
  });
  expect(row.keys).toEqual(made.keys);
});

test('each field can be changed and cleared; what is not mapped stays', async () => {
  seed([
    {
      ...person('Ann'),
      personalNotes: 'x',
      nickName: 'Annie',
      yomiSurname: 'テスト',
      spouseName: 'Bo',
      homeAddress: { city: 'Rom' },
    },
  ]);
  const row = only(await feed());
  const [filled] = (await write(changeJob('outlook', row, wholeContact))) as [WriteDone];
  expect(filled.fields).toEqual(wholeContact);
  const again = only(await allOfRecord(filled.ref));
  expect(again.fields).toEqual(wholeContact);
  const blank = Object.fromEntries(Object.keys(wholeContact).map((name) => [name, null]));
  const [cleared] = (await write(changeJob('outlook', again, blank))) as [WriteDone];
  expect(Object.values(cleared.fields).every((value) => value === null)).toBe(true);
  expect(Object.values(only(await allOfRecord(filled.ref)).fields).every((value) => value === null)).toBe(true);
  expect(stored()[0]?.fields).toMatchObject({
    nickName: 'Annie',
    yomiSurname: 'テスト',
    spouseName: 'Bo',
    homeAddress: { city: 'Rom' },
  });
});

/** Reads everything anew, as somebody without any memory would. */
async function allOfRecord(ref: string): Promise<readonly SideRecord[]> {
  const fresh = makeMemory();
  const rows = await fresh.read(contactFeed(world.outlook, { settings: standard, cursor: null, known: fresh.known }));
  return rows.filter((row) => row.ref === ref);
}

test('second phones and addresses, other categories and a chosen display name survive a patch', async () => {
  seed([
    person('Bob', {
      displayName: 'Bobby the Builder',
      categories: ['Zoho', 'Family'],
      businessPhones: ['1', '2'],
      homePhones: ['3', '4'],
      emailAddresses: [
        { address: 'bob@example.com', name: 'Work' },
        { address: 'bob@home.example', name: 'Home' },
      ],
    }),
  ]);
  const row = only(await feed());
  await write(
    changeJob('outlook', row, { email: 'new@example.com', businessPhone: '9', homePhone: '8', firstName: 'Robert' }),
  );
  expect(stored()[0]?.fields).toMatchObject({
    ...{ displayName: 'Bobby the Builder', categories: ['Zoho', 'Family'], givenName: 'Robert' },
    ...{ businessPhones: ['9', '2'], homePhones: ['8', '4'] },
    emailAddresses: [
      { address: 'new@example.com', name: 'Work' },
      { address: 'bob@home.example', name: 'Home' },
    ],
  });
});

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

test('changed meanwhile: left alone. Gone: told as gone. Refused: the field is named, and the others go through', async () => {
  seed(['Ann', 'Bob', 'Cid', 'Dan'].map((name) => person(name)));
  const [ann, bob, cid, dan] = (await feed()) as [SideRecord, SideRecord, SideRecord, SideRecord];
  await patch(ann.ref, { jobTitle: 'Edited by a person' });
  await world.outlook.delete(`/me/contacts/${bob.ref}`);
  Object.assign(world.graph.limits, { maxTextLength: 255 });
  const results = await write(
    ...[ann, bob, cid, dan].map((record) =>
      changeJob('outlook', record, { jobTitle: record === cid ? 'x'.repeat(300) : 'Ours' }),
    ),
    deleteJob('outlook', ann),
    deleteJob('outlook', bob),
  );
  expect(results.map(({ outcome }) => outcome)).toEqual(['moved', 'gone', 'refused', 'done', 'moved', 'gone']);
  expect(results[2]).toMatchObject({ message: expect.stringContaining('jobTitle'), nextStep: expect.any(String) });
  expect(await write(deleteJob('outlook', dan))).toMatchObject([{ outcome: 'moved' }]);
});

test('a contact that Graph will not read keeps no other from being read, and is not taken for deleted', async () => {
  seed([person('Ann'), person('Bob')]);
  const rows = await feed();
  memory.cursor = null;
  memory.records.forEach((row) => memory.take({ ...row, version: 'old' }));
  world.graph.faults.add({ match: { path: encodeURIComponent(rows[0]?.ref ?? '') }, kind: 'status', status: 400 });
  expect(only(await feed())).toMatchObject({ ref: rows[1]?.ref, state: 'live' });
});

test('what Outlook keeps otherwise than sent is told as it is shown, with a note', async () => {
  const [made] = (await write(createJob('outlook', { lastName: 'Bee', email: 'no address' }))) as [WriteDone];
  expect(made).toMatchObject({ fields: { email: null }, notes: [expect.stringContaining('Email 1')] });
});

test('a lost answer of creates is told as unknown, and the contacts are found again by their mark', async () => {
  world.graph.faults.add({ match: { path: 'batch' }, kind: 'dropAfter' });
  const jobs = [createJob('outlook', { lastName: 'One' }, 'i-1'), createJob('outlook', { lastName: 'Two' }, 'i-2')];
  const { told, error } = await untilError(writeContacts(world.outlook, jobs, { folderId: null }));
  expect(told.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
  expect(error).toMatchObject({ uncertain: true });
  expect((await feed()).map(({ mark }) => mark).sort()).toEqual(['i-1', 'i-2']);
  expect(stored()).toHaveLength(2);
});

test('one item of a batch that fails is told by itself', async () => {
  world.graph.faults.add({ match: { path: '/me/contacts', body: 'Two' }, kind: 'statusAfter', status: 504 });
  const results = await write(...['One', 'Two', 'Three'].map((lastName) => createJob('outlook', { lastName })));
  expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'unknown', 'done']);
});

test('1,000 contacts take 50 batches', async () => {
  const jobs = Array.from({ length: 1000 }, (_, at) =>
    createJob('outlook', { lastName: `N${at}`, email: `n${at}@example.com` }),
  );
  const results = await write(...jobs);
  expect(results.every(({ outcome }) => outcome === 'done')).toBe(true);
  expect(requests()).toHaveLength(50);
}, 60_000);

test('a missing permission stops the kind and names the permission', async () => {
  world.graph.seed({ grant: { scopes: ['User.Read'] } });
  await expect(feed()).rejects.toMatchObject({
    radius: 'kind',
    message: expect.stringContaining('Contacts.ReadWrite'),
  });
});

test('the profile tells who and where; without the mailbox permission only the time zone is missing', async () => {
  seed([person('Ann')]);
  const folderId = world.graph.state.defaultFolderId;
  expect(await readProfile(world.outlook)).toMatchObject({
    account: expect.any(String),
    timeZone: 'Tokyo Standard Time',
    folderId,
  });
  world.graph.seed({ grant: { scopes: ['User.Read', 'Contacts.ReadWrite'] } });
  expect(await readProfile(world.outlook)).toMatchObject({ timeZone: null, folderId });
});

test('categories are made once, whatever their case, and listed without Zoho', async () => {
  const made = await ensureCategory(world.outlook, 'Zoho');
  expect(await ensureCategory(world.outlook, 'ZOHO')).toEqual(made);
  await ensureCategory(world.outlook, 'Kunden', 'preset3');
  expect((await chooseCategory(world.outlook)).results).toEqual([{ name: 'Kunden', value: 'Kunden' }]);
  expect((await chooseFolder(world.outlook)).results[0]).toMatchObject({ value: '' });
});

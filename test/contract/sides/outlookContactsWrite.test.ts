import { chooseCategory, chooseFolder, contactFeed, ensureCategory, writeContacts } from '../../../sides/outlook';
import type { WriteDone } from '../../../sides/types';
import type { SideRecord } from '../../../sync/model';
import { changeJob, createJob, deleteJob, makeMemory, untilError, wholeContact } from '../../support/sides';
import { world, standard, feed, requests, write, stored, patch, seed, person, only } from './outlookContacts';

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
  // What is left of a name is the one that Outlook shows.
  const shown = { ...blank, displayName: expect.any(String) };
  expect(cleared.fields).toEqual(shown);
  expect(only(await allOfRecord(filled.ref)).fields).toEqual(shown);
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
  expect(results.map(({ outcome }) => outcome)).toEqual(['stale', 'gone', 'refused', 'done', 'stale', 'gone']);
  expect(results[2]).toMatchObject({ message: expect.stringContaining('jobTitle'), nextStep: expect.any(String) });
  expect(await write(deleteJob('outlook', dan))).toMatchObject([{ outcome: 'stale' }]);
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
  world.graph.faults.add({ match: { path: '/contacts$', body: 'Two' }, kind: 'statusAfter', status: 504 });
  const results = await write(...['One', 'Two', 'Three'].map((lastName) => createJob('outlook', { lastName })));
  expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'unknown', 'done']);
});

test('the sign-in lapses in the midst of a batch: that is no fault of the records that came too late', async () => {
  world.graph.faults.add({ match: { path: '/contacts$', body: 'Two' }, kind: 'status', status: 401 });
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
  world.graph.seed({ grant: { scopes: ['User.Read'] }, application: { roles: ['User.Read.All'] } });
  await expect(feed()).rejects.toMatchObject({
    radius: 'kind',
    message: expect.stringContaining('Contacts.ReadWrite'),
  });
});

test('categories are made once, whatever their case, and listed without Zoho', async () => {
  const made = await ensureCategory(world.outlook, 'Zoho');
  expect(await ensureCategory(world.outlook, 'ZOHO')).toEqual(made);
  await ensureCategory(world.outlook, 'Kunden', 'preset3');
  expect((await chooseCategory(world.outlook)).results).toEqual([{ name: 'Kunden', value: 'Kunden' }]);
  expect((await chooseFolder(world.outlook)).results[0]).toMatchObject({ value: '' });
});

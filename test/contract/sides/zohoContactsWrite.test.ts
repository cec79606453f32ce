import type { WriteDone } from '../../../sides/types';
import { kinds } from '../../../sync/kinds';
import type { Fields, SideRecord } from '../../../sync/model';
import { project } from '../../../sync/project';
import { changeJob, createJob, deleteJob, untilError, wholeContact } from '../../support/sides';
import {
  world,
  profile,
  MINUTE,
  feed,
  results,
  write,
  records,
  seed,
  requests,
  later,
  edit,
  person,
  only,
  manager,
} from './zohoContacts';

test('all 26 fields arrive, and the next reading shows them as they were written', async () => {
  seed([manager]);
  const made = only(await write(createJob('zoho', wholeContact))) as WriteDone;
  expect(made).toMatchObject({ outcome: 'done', fields: wholeContact, notes: [], ambiguous: [] });
  const row = (await feed()).find(({ ref }) => ref === made.ref);
  expect(row).toMatchObject({ version: made.version, state: 'live', fields: wholeContact, keys: made.keys });
  expect(world.zoho.state.workflowRuns).toBe(0);
});

test('each field can be changed and cleared but for look-ups; what is not mapped stays', async () => {
  seed([person('Ann', { Twitter: '@ann', Lead_Source: 'Partner', Secondary_Email: 'ann@home.example' }), manager]);
  const row = (await feed()).find(({ fields }) => fields.firstName === 'Ann') as SideRecord;
  const filled = only(await write(changeJob('zoho', row, wholeContact))) as WriteDone;
  expect(filled.fields).toEqual(wholeContact);
  expect(filled.keys.strong).toEqual(['e-mail:hanako@example.jp', 'e-mail:ann@home.example']);
  later(5 * MINUTE);
  const again = (await feed()).find(({ ref }) => ref === row.ref) as SideRecord;
  expect(again.fields).toEqual(wholeContact);
  const blank = Object.fromEntries(
    Object.keys(wholeContact).map((name) => [name, name === 'lastName' ? 'Test' : null]),
  );
  const cleared = only(await write(changeJob('zoho', again, blank))) as WriteDone;
  const left = Object.entries(cleared.fields)
    .filter(([, value]) => value !== null)
    .map(([name]) => name);
  expect(left.sort()).toEqual(['companyName', 'lastName', 'managerName']);
  expect(records()[0]?.values).toMatchObject({
    Twitter: '@ann',
    Lead_Source: 'Partner',
    Secondary_Email: 'ann@home.example',
  });
});

test('lengths come from the org; what is projected to them goes through, what is longer is refused and stops no other', async () => {
  expect(profile.limits).toMatchObject({ firstName: 40, businessCity: 30, notes: 32000 });
  const long: Fields = { lastName: 'あ'.repeat(300), email: 'long@example.com', businessCity: '市'.repeat(99) };
  const fitting = project(kinds.contact, 'zoho', long, profile.limits);
  const told = await write(
    createJob('zoho', long),
    createJob('zoho', fitting),
    createJob('zoho', { lastName: 'Short' }),
  );
  expect(told.map(({ outcome }) => outcome)).toEqual(['refused', 'done', 'done']);
  expect(told[0]).toMatchObject({ message: expect.stringContaining('Last_Name'), nextStep: expect.any(String) });
  expect((told[1] as WriteDone).fields.businessCity).toBe('市'.repeat(30));
});

test('1,000 contacts take ten calls', async () => {
  const jobs = Array.from({ length: 1000 }, (_, at) =>
    createJob('zoho', { lastName: `N${at}`, email: `n${at}@example.com` }),
  );
  expect((await write(...jobs)).every(({ outcome }) => outcome === 'done')).toBe(true);
  expect(requests()).toHaveLength(10);
}, 60_000);

test('a record changed since the decision is left alone, also beside others that are newer', async () => {
  seed([person('Ann'), person('Bob'), person('Cid')]);
  const [ann, bob, cid] = (await feed()) as [SideRecord, SideRecord, SideRecord];
  later(MINUTE);
  await edit(ann.ref, { Title: 'By a person' });
  later(MINUTE);
  const newer = only(await write(changeJob('zoho', bob, { department: 'x' }))) as WriteDone;
  const told = await write(
    changeJob('zoho', ann, { jobTitle: 'Ours' }),
    changeJob('zoho', { ...bob, version: newer.version }, { jobTitle: 'Ours' }),
    changeJob('zoho', cid, { jobTitle: 'Ours' }),
  );
  expect(new Map(told.map(({ write: { ref }, outcome }) => [ref, outcome]))).toEqual(
    new Map([
      [ann.ref, 'stale'],
      [bob.ref, 'done'],
      [cid.ref, 'done'],
    ]),
  );
  expect(records()[0]?.values.Title).toBe('By a person');
});

test('a change within the very call is seen by the header alone', async () => {
  seed([person('Ann'), person('Bob')]);
  const rows = await feed();
  later(MINUTE);
  await edit(rows[0]?.ref ?? '', { Title: 'By a person' });
  const told = await write(...rows.map((row) => changeJob('zoho', row, { jobTitle: 'Ours' })));
  expect(told.map(({ outcome }) => outcome)).toEqual(['stale', 'done']);
});

test('a call that Zoho judges as a whole is sent again in parts', async () => {
  seed(['Ann', 'Bob', 'Cid', 'Dan'].map((name) => person(name)));
  const rows = await feed();
  const item = { code: 'ALREADY_MODIFIED', status: 'error', message: '', details: {} };
  world.zoho.faults.add({
    match: { method: 'PUT' },
    kind: 'status',
    status: 412,
    body: { data: rows.map(() => item) },
  });
  world.zoho.faults.add({ match: { method: 'PUT' }, kind: 'status', status: 412, body: item });
  const told = await write(...rows.map((row) => changeJob('zoho', row, { jobTitle: 'Ours' })));
  expect(told.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done']);
});

test('refused records name field and next step, locked ones too; duplicates name the other record', async () => {
  Object.assign(world.zoho.limits, { uniqueContactEmail: true });
  seed([person('Ann'), person('Bob', { $locked: true })]);
  const [ann, bob] = (await feed()) as [SideRecord, SideRecord];
  const told = await write(
    createJob('zoho', { lastName: 'Copy', email: 'ann@example.com' }),
    createJob('zoho', { lastName: 'Bad', email: 'no address' }),
    createJob('zoho', { firstName: 'Nameless' }),
    changeJob('zoho', bob, { jobTitle: 'x' }),
    createJob('zoho', { lastName: 'Good' }),
  );
  const byName = (name: string) => told.find(({ write: { fields } }) => Object.values(fields).includes(name));
  expect(byName('Copy')).toMatchObject({
    outcome: 'refused',
    message: expect.stringContaining(ann.ref),
    nextStep: expect.stringContaining('Merge'),
  });
  expect(byName('Bad')).toMatchObject({ outcome: 'done', fields: { lastName: 'Bad' } });
  expect(byName('Bad')).toMatchObject({ unsyncable: [expect.stringContaining('Email')] });
  expect(byName('Nameless')).toMatchObject({ outcome: 'refused', message: expect.stringContaining('Last_Name') });
  expect(byName('x')).toMatchObject({ outcome: 'refused', message: expect.stringContaining('locked') });
  expect(byName('Good')).toMatchObject({ outcome: 'done' });
  expect(JSON.stringify(told.map((one) => ({ ...one, write: null })))).not.toContain('ann@example.com');
});

test('gone is told only where a tombstone proves it; what became invisible is refused with words', async () => {
  seed([person('Ann'), person('Bob'), person('Cid')]);
  const [ann, bob, cid] = (await feed()) as [SideRecord, SideRecord, SideRecord];
  later(MINUTE);
  await world.crm.records.remove('Contacts', [ann.ref, cid.ref]);
  Object.assign(records().find(({ id }) => id === bob.ref) ?? {}, { hiddenFrom: ['*'] });
  const told = await write(
    changeJob('zoho', ann, { jobTitle: 'x' }),
    changeJob('zoho', bob, { jobTitle: 'x' }),
    deleteJob('zoho', cid),
  );
  expect(told.map(({ outcome }) => outcome)).toEqual(['gone', 'refused', 'gone']);
});

test('a deletion goes to the recycle bin, starts no workflow, and spares what a person has edited', async () => {
  seed([person('Ann'), person('Bob')]);
  const rows = await feed();
  later(MINUTE);
  await edit(rows[0]?.ref ?? '', { Title: 'Still needed' });
  const told = await write(...rows.map((row) => deleteJob('zoho', row)));
  expect(told.map(({ outcome }) => outcome)).toEqual(['stale', 'done']);
  expect(records()).toHaveLength(1);
  expect(world.zoho.state.workflowRuns).toBe(0);
});

test('a lost answer of creates is told as unknown; the records are recognised by what they say', async () => {
  world.zoho.faults.add({ match: { method: 'POST', path: 'Contacts' }, kind: 'dropAfter' });
  const sent: { id: string; fields: Fields }[] = [
    { id: 'i-1', fields: { lastName: 'One' } },
    { id: 'i-2', fields: { lastName: 'Two', email: 'two@example.com' } },
  ];
  const { told, error } = await untilError(results(sent.map(({ id, fields }) => createJob('zoho', fields, id))));
  expect(told.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
  expect(error).toMatchObject({ uncertain: true });
  expect((await feed('all', { sent })).map(({ mark }) => mark)).toEqual(['i-1', 'i-2']);
  expect(records()).toHaveLength(2);
});

test('a missing scope stops the kind and names the scope', async () => {
  world.zoho.state.tokens.forEach((token) => Object.assign(token, { scopes: ['ZohoCRM.users.READ'] }));
  await expect(feed()).rejects.toMatchObject({ radius: 'kind', message: expect.stringContaining('ZohoCRM.') });
});

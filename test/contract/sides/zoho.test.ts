import { restore } from '../../../simulators/zoho/remove';
import type { CompanyRule, ZohoProfile, ZohoScope } from '../../../sides/zoho';
import {
  chooseField,
  chooseModule,
  chooseUser,
  chooseView,
  contactFeed,
  makeLookups,
  readProfile,
  writeContacts,
} from '../../../sides/zoho';
import type { WriteDone, WriteJob } from '../../../sides/types';
import { kinds } from '../../../sync/kinds';
import type { Fields, SideRecord } from '../../../sync/model';
import { project } from '../../../sync/project';
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
let profile: ZohoProfile;
const MINUTE = 60_000;
const start = '2026-03-01T00:00:00Z';

beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(async () => {
  world.zoho.reset();
  world.zoho.clock.set(start);
  world.zoho.seed({});
  memory = makeMemory();
  profile = await fresh();
  world.zoho.log.clear();
});

/** Tokens outlive the clock's leaps. */
const fresh = async () => {
  Object.assign(world.zoho.limits, { accessTokenSeconds: 1e9 });
  world.zoho.state.tokens.forEach((token) => Object.assign(token, { expires: Infinity }));
  return readProfile(world.crm);
};
const feed = (scope: ZohoScope = 'all', more: object = {}) =>
  memory.read(
    contactFeed(world.crm, {
      profile,
      settings: { module: 'Contacts', scope },
      cursor: memory.cursor,
      known: memory.known,
      now: () => world.zoho.clock.now(),
      ...more,
    }),
  );
const results = (jobs: readonly WriteJob[], companies: CompanyRule = 'findOrCreate') =>
  writeContacts(world.crm, jobs, { profile, lookups: makeLookups(world.crm, { profile, companies }) });
const write = (...jobs: WriteJob[]) => allOf(results(jobs));
const records = (module = 'Contacts') => [...(world.zoho.state.records.get(module)?.values() ?? [])];
const seed = (contacts: readonly Record<string, unknown>[], more: object = {}) =>
  world.zoho.seed({ records: { Contacts: contacts, ...more } });
const requests = (method?: string) => world.zoho.log.list().filter((one) => !method || one.method === method);
const later = (ms: number) => world.zoho.clock.advance(ms);
/** As a person does in Zoho. */
const edit = (ref: string, values: object) => world.crm.records.update('Contacts', [{ id: ref, ...values }]);
const person = (name: string, more: object = {}) => ({
  First_Name: name,
  Last_Name: 'Test',
  Email: `${name}@example.com`.toLowerCase(),
  ...more,
});
const only = <T>(rows: readonly T[]): T => {
  expect(rows).toHaveLength(1);
  return rows[0] as T;
};
const manager = { First_Name: '太郎', Last_Name: '山田' };

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

test('where nothing changed, reading costs two requests', async () => {
  seed(['Ann', 'Bob'].map((name) => person(name)));
  expect(await feed()).toHaveLength(2);
  expect(requests()).toHaveLength(1);
  later(10 * MINUTE);
  await feed();
  world.zoho.log.clear();
  later(10 * MINUTE);
  await feed();
  expect(requests()).toHaveLength(2);
});

test('a change within the second of the last one read is not missed', async () => {
  seed([person('Ann'), person('Bob')]);
  const rows = await feed();
  await edit(rows[0]?.ref ?? '', { Title: 'Boss' });
  expect((await feed()).find(({ ref }) => ref === rows[0]?.ref)?.fields.jobTitle).toBe('Boss');
  later(10 * MINUTE);
  await feed();
  later(10 * MINUTE);
  await edit(rows[1]?.ref ?? '', { Title: 'Clerk' });
  expect((await feed()).find(({ ref }) => ref === rows[1]?.ref)?.fields.jobTitle).toBe('Clerk');
});

test('more than one page of records of the same second, and a crash after the first page, lose nothing', async () => {
  seed(Array.from({ length: 2500 }, (_, at) => person(`P${at}`)));
  const pages = contactFeed(world.crm, {
    profile,
    settings: { module: 'Contacts', scope: 'all' },
    cursor: null,
    known: memory.known,
  });
  const first = await pages.next();
  first.value.rows.forEach(memory.take);
  memory.cursor = first.value.cursor;
  await pages.return(undefined);
  await feed();
  expect(memory.records.size).toBe(2500);
});

test('a tombstone counts for contacts we know, once, and not when the record was restored', async () => {
  seed([person('Ann'), person('Bob'), person('Cid')]);
  const [ann, bob] = (await feed()) as [SideRecord, SideRecord];
  later(5 * MINUTE);
  await world.crm.records.remove('Contacts', [ann.ref, bob.ref]);
  restore({ state: world.zoho.state, now: () => world.zoho.clock.now() } as never, 'Contacts', [bob.ref]);
  seed([person('Zoe')]);
  const zoe = records().at(-1)?.id ?? '';
  await world.crm.records.remove('Contacts', [zoe]);
  const rows = await feed();
  expect(rows.filter(({ state }) => state === 'deleted').map(({ ref }) => ref)).toEqual([ann.ref]);
  expect(rows.find(({ ref }) => ref === bob.ref)).toMatchObject({ state: 'live' });
  expect(memory.records.has(zoe)).toBe(false);
  world.zoho.log.clear();
  expect((await feed()).filter(({ state }) => state === 'deleted')).toEqual([]);
  expect(requests()).toHaveLength(2);
});

test('a record deleted while the first reading goes on is noticed by the next', async () => {
  seed([person('Ann')]);
  const { ref } = only(await feed());
  await world.crm.records.remove('Contacts', [ref]);
  later(2 * MINUTE);
  expect(await feed()).toMatchObject([{ ref, state: 'deleted' }]);
});

test('only mine: records of others are outside, and a change of owner is seen both ways', async () => {
  const other = { id: world.zoho.state.users[1]?.id };
  seed([person('Ann'), person('Bob', { Owner: other })]);
  const rows = await feed('mine');
  const ann = rows.find(({ state }) => state === 'live') as SideRecord;
  const bob = rows.find(({ state }) => state === 'outside') as SideRecord;
  expect(bob).toMatchObject({ fields: {}, keys: { strong: ['e-mail:bob@example.com'] } });
  later(5 * MINUTE);
  await edit(ann.ref, { Owner: other });
  await edit(bob.ref, { Owner: { id: profile.userId } });
  const states = new Map((await feed('mine')).map(({ ref, state }) => [ref, state]));
  expect([states.get(ann.ref), states.get(bob.ref)]).toEqual(['outside', 'live']);
  expect((await feed('all')).every(({ state }) => state === 'live')).toBe(true);
});

test('a deletion of long ago is noticed also when the scope was changed meanwhile', async () => {
  seed([person('Ann'), person('Bob')]);
  const rows = await feed('mine');
  await world.crm.records.remove('Contacts', [rows[0]?.ref ?? '']);
  later(20 * 24 * 60 * MINUTE);
  expect((await feed('all')).map(({ ref, state }) => [ref, state])).toContainEqual([rows[0]?.ref, 'deleted']);
});

test('a patch of look-ups none of which is clear sends nothing and says why', async () => {
  seed([person('Ann', { Account_Name: { name: 'North Ltd' } })]);
  const row = only(await feed());
  const told = only(await allOf(results([changeJob('zoho', row, { companyName: 'Nowhere' })], 'find'))) as WriteDone;
  expect(told).toMatchObject({
    outcome: 'done',
    version: row.version,
    fields: row.fields,
    notes: [expect.any(String)],
  });
  expect(requests('PUT')).toEqual([]);
});

test('an org that tells no fields stops with words rather than taking everything for missing', async () => {
  world.zoho.faults.add({ match: { path: 'settings/fields' }, kind: 'status', status: 204 });
  await expect(readProfile(world.crm)).rejects.toMatchObject({ radius: 'kind', code: 'profileIncomplete' });
});

test('an old org: Reports_To is a text, lengths are shorter', async () => {
  Object.assign(world.zoho.limits, { oldOrg: true });
  profile = await fresh();
  expect(profile.fieldMap.managerName).toEqual({ api: 'Reports_To', kind: 'plain' });
  const made = only(await write(createJob('zoho', { ...wholeContact, businessPhone: '123' }))) as WriteDone;
  expect(made.fields.managerName).toBe('太郎 山田');
  expect(only(await feed()).fields.managerName).toBe('太郎 山田');
});

test('companies: one query and one call for many; the real name is told; several of one name are reported, not guessed', async () => {
  seed([], { Accounts: [{ Account_Name: 'North Ltd' }, { Account_Name: 'Twin' }, { Account_Name: 'Twin' }] });
  world.zoho.log.clear();
  const names = ['ＮＯＲＴＨ ltd', 'Twin', 'Brand New', 'brand new', "O'Neill's"];
  const told = (await write(
    ...names.map((companyName, at) => createJob('zoho', { lastName: `P${at}`, companyName })),
  )) as WriteDone[];
  expect(told.map(({ fields }) => fields.companyName ?? null)).toEqual([
    'North Ltd',
    null,
    'Brand New',
    'Brand New',
    "O'Neill's",
  ]);
  expect(told[1]).toMatchObject({
    notes: [expect.stringContaining('several')],
    ambiguous: [{ field: 'companyName', name: 'Twin', candidates: [{ name: 'Twin' }, { name: 'Twin' }] }],
  });
  expect(records('Accounts')).toHaveLength(5);
  expect(requests()).toHaveLength(3);
});

test('companies: find only leaves the field alone and says so; a company set before is never blanked', async () => {
  seed([person('Ann', { Account_Name: { name: 'North Ltd' } })]);
  const row = only(await feed());
  const told = only(
    await allOf(results([changeJob('zoho', row, { companyName: 'Nowhere', jobTitle: 'x' })], 'find')),
  ) as WriteDone;
  expect(told).toMatchObject({
    fields: { companyName: 'North Ltd', jobTitle: 'x' },
    notes: [expect.stringContaining('no record')],
  });
  expect(records('Accounts')).toHaveLength(1);
});

test('companies: a lost answer makes none twice', async () => {
  world.zoho.faults.add({ match: { method: 'POST', path: 'Accounts' }, kind: 'dropAfter' });
  const told = only(await write(createJob('zoho', { lastName: 'P', companyName: 'New' }))) as WriteDone;
  expect(told.fields.companyName).toBe('New');
  expect(records('Accounts')).toHaveLength(1);
});

test('a company is found whatever the width of its letters', async () => {
  seed([], { Accounts: [{ Account_Name: 'ＡＢＣ商事' }, { Account_Name: 'XYZ工業' }] });
  const names = ['ABC商事', 'ＸＹＺ工業'];
  const told = await write(...names.map((companyName, at) => createJob('zoho', { lastName: `P${at}`, companyName })));
  expect(told.map((one) => (one as WriteDone).fields.companyName)).toEqual(['ＡＢＣ商事', 'XYZ工業']);
  expect(records('Accounts')).toHaveLength(2);
});

test('managers are found by their name in either order, and never made', async () => {
  seed([manager, { First_Name: 'Ann', Last_Name: 'Baker' }]);
  const names = ['Baker Ann', '太郎　山田', 'Nobody Known'];
  const told = (await write(
    ...names.map((managerName, at) => createJob('zoho', { lastName: `P${at}`, managerName })),
  )) as WriteDone[];
  expect(told.map(({ fields }) => fields.managerName ?? null)).toEqual(['Ann Baker', '太郎 山田', null]);
  expect(records()).toHaveLength(5);
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
      [ann.ref, 'moved'],
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
  expect(told.map(({ outcome }) => outcome)).toEqual(['moved', 'done']);
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
  expect(byName('Bad')).toMatchObject({ outcome: 'refused', message: expect.stringContaining('Email') });
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
  expect(told.map(({ outcome }) => outcome)).toEqual(['moved', 'done']);
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

test('lists of modules, fields, views and users can be searched', async () => {
  expect((await chooseModule(world.crm, 'contact')).results).toContainEqual(
    expect.objectContaining({ value: 'Contacts' }),
  );
  expect((await chooseField(world.crm, 'Contacts', 'mailing_city')).results).toMatchObject([{ value: 'Mailing_City' }]);
  expect((await chooseView(world.crm, 'Contacts')).results.length).toBeGreaterThan(0);
  expect((await chooseUser(world.crm, 'sato')).results).toMatchObject([{ value: expect.stringMatching(/^\d+$/) }]);
});

test('the profile tells org, user and zone', () => {
  expect(profile).toMatchObject({ account: '90000001', timeZone: 'Asia/Tokyo', hasSecondaryEmail: true });
  expect(profile.fieldMap.managerName).toEqual({ api: 'Reporting_To', kind: 'contact' });
});

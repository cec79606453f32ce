import { restore } from '../../../simulators/zoho/remove';
import { chooseField, chooseModule, chooseView, contactFeed, readProfile } from '../../../sides/zoho';
import type { WriteDone } from '../../../sides/types';
import type { SideRecord } from '../../../sync/model';
import { createJob, wholeContact } from '../../support/sides';
import {
  world,
  memory,
  profile,
  MINUTE,
  feed,
  feedOf,
  write,
  records,
  seed,
  requests,
  later,
  edit,
  person,
  only,
  learnAgain,
} from './zohoContacts';

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

test.each([false, true])(
  'company and manager are read by name, whether a query tells ids alone or not (%s)',
  async (coqlIdsAlone) => {
    Object.assign(world.zoho.limits, { coqlIdsAlone });
    seed([person('Boss'), person('Ann', { Account_Name: { name: 'Acme' }, Reporting_To: { name: 'Boss Test' } })]);
    const ann = (await feed()).find(({ fields }) => fields.firstName === 'Ann');
    expect(ann?.fields).toMatchObject({ companyName: 'Acme', managerName: 'Boss Test' });
  },
);

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

test('whoever is deleted while the first reading is cut off for days is noticed', async () => {
  seed(Array.from({ length: 2500 }, (_, at) => person(`P${at}`)));
  const pages = memory.taken(contactFeed(world.crm, feedOf()));
  const first = await pages.next();
  await pages.return(undefined);
  const [gone, edited] = [first.value.rows[0].ref, records().at(-1)?.id ?? ''];
  await world.crm.records.remove('Contacts', [gone]);
  later(5 * 24 * 60 * MINUTE);
  await edit(edited, { Title: 'Boss' });
  await feed();
  await feed();
  expect(memory.records.get(gone)).toMatchObject({ state: 'deleted' });
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

test('a deletion of long ago is noticed also when the reading under another scope was killed before its first page', async () => {
  seed([person('Ann'), person('Bob')]);
  const rows = await feed('all');
  await world.crm.records.remove('Contacts', [rows[0]?.ref ?? '']);
  later(20 * 24 * 60 * MINUTE);
  const coql = () => {
    throw new Error('the process was killed');
  };
  await expect(memory.read(contactFeed({ ...world.crm, coql }, feedOf('mine')))).rejects.toThrow('killed');
  expect((await feed('all')).map(({ ref, state }) => [ref, state])).toContainEqual([rows[0]?.ref, 'deleted']);
});

test('an org that tells no fields stops with words rather than taking everything for missing', async () => {
  world.zoho.faults.add({ match: { path: 'settings/fields' }, kind: 'status', status: 204 });
  await expect(readProfile(world.crm)).rejects.toMatchObject({ radius: 'kind', code: 'profileIncomplete' });
});

test('an old org: Reports_To is a text, lengths are shorter', async () => {
  Object.assign(world.zoho.limits, { oldOrg: true });
  await learnAgain();
  expect(profile.fieldMap.managerName).toEqual({ api: 'Reports_To', kind: 'plain' });
  const made = only(await write(createJob('zoho', { ...wholeContact, businessPhone: '123' }))) as WriteDone;
  expect(made.fields.managerName).toBe('太郎 山田');
  expect(only(await feed()).fields.managerName).toBe('太郎 山田');
});

test('lists of modules, fields and views can be searched', async () => {
  expect((await chooseModule(world.crm, 'contact')).results).toContainEqual(
    expect.objectContaining({ value: 'Contacts' }),
  );
  expect((await chooseField(world.crm, 'Contacts', 'mailing_city')).results).toMatchObject([{ value: 'Mailing_City' }]);
  expect((await chooseView(world.crm, 'Contacts')).results.length).toBeGreaterThan(0);
});

test('the profile tells org, user and zone', () => {
  expect(profile).toMatchObject({ account: '90000001', timeZone: 'Asia/Tokyo', hasSecondaryEmail: true });
  expect(profile.fieldMap.managerName).toEqual({ api: 'Reporting_To', kind: 'contact' });
});

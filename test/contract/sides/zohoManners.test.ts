/** What Zoho wants to be told in its own way: telephone numbers, guests, cases, mails of deals, and no more than our scopes. */
import { zohoPermissions } from '../../../credentials/permissions/required';
import { explainResult, makeZoho } from '../../../clients/zoho';
import { toResult } from '../../../clients/zoho/results';
import { attachMail, contactFeed, createCase, zohoChangeFingerprints, type MailToAttach } from '../../../sides/zoho';
import { phoneValue } from '../../../sides/zoho/values';
import { participantsWith } from '../../../sides/zoho/event/record';
import { sameValue } from '../../../sync/compare';
import { fakeClock, fakeSend } from '../../clients/support';
import { allOf, changeJob, createJob } from '../../support/sides';
import { feed, feedOf, only, person, records, requests, seed, world, write } from './zohoContacts';

describe('telephone numbers', () => {
  const asMet: readonly (readonly [string, string])[] = [
    ['030/123456', '030 123456'],
    ['0171 / 1234567', '0171 1234567'],
    ['+49 (0) 30 - 1234', '+49 (0) 30-1234'],
    ['030  123456', '030 123456'],
    ['tel:+49-30-123456', '+49-30-123456'],
    ['０３（１２３４）５６７８', '03(1234)5678'],
    ['\u202a+49 30 123\u202c', '+49 30 123'],
    ['03–1234–5678', '03-1234-5678'],
    ['(030) 123-456', '(030) 123-456'],
    ['+49 (0)30 123456', '+49 (0)30 123456'],
    ['(555) 123-4567 x12', '(555) 123-4567 x12'],
  ];
  const digits = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');

  test.each(asMet)('%s goes as %s, is taken, and is no edit', async (given, sent) => {
    expect(phoneValue(given)).toBe(sent);
    expect(digits(sent)).toBe(digits(given));
    expect(sameValue('phone', given, sent)).toBe(true);
    const [made] = await write(createJob('zoho', { lastName: 'Test', mobilePhone: given }));
    expect(made).toMatchObject({ outcome: 'done' });
    expect(sameValue('phone', only(await feed()).fields.mobilePhone, given)).toBe(true);
  });

  test('what Zoho refuses as it is spelt, the simulator refuses', async () => {
    const refused = ['030/123456', '0171 / 1234567', '+49 (0) 30 - 1234', '030  123456', 'tel:+49301'];
    const items = await world.crm.records.insert(
      'Contacts',
      refused.map((Phone, n) => ({ ...person(`p${n}`), Phone })),
    );
    expect(items.map(({ code }) => code)).toEqual(refused.map(() => 'INVALID_DATA'));
  });
});

test('guests go by Email; an id under participant is no address, and nobody is lost by editing the others', () => {
  const old = [
    { type: 'email', participant: '5545974000002858122', Email: 'kept@example.com', name: null },
    { type: 'contact', participant: '5545974000002858123', Email: 'c@example.com', name: 'C' },
    { type: 'email', participant: '5545974000002858124', Email: 'gone@example.com' },
  ];
  expect(participantsWith(old, ['kept@example.com', 'c@example.com', 'new@example.com'])).toEqual([
    { type: 'email', Email: 'kept@example.com' },
    { type: 'contact', participant: '5545974000002858123', name: 'C' },
    { type: 'email', Email: 'new@example.com' },
  ]);
});

const mail: MailToAttach = {
  ...{ subject: 'Offer', from: { name: 'A', address: 'a@example.com' }, to: [{ name: 'B', address: 'b@example.com' }] },
  ...{ cc: [], bcc: [], body: { format: 'text', content: 'Text' } },
  ...{ sentAt: '2026-03-01T00:00:00.000Z', messageId: '<1@example.com>' },
};

describe('mails', () => {
  test('a case has the org’s own words for what is mandatory', async () => {
    seed([{ id: '1001', ...person('a') }], {});
    const lists = {
      Case_Origin: ['-None-', 'Phone', { actual_value: 'Post', display_value: 'Post', reference_value: 'Email' }],
      Status: ['-None-', 'Offen', 'Zu'],
    };
    world.zoho.seed({ picklists: { Cases: lists } } as never);
    const place = { module: 'Contacts', id: '1001', address: 'a@example.com' };
    expect(await createCase(world.crm, mail, place, { trigger: [] })).toMatchObject({ is: 'made' });
    const kept = only([...(world.zoho.state.records.get('Cases')?.values() ?? [])]);
    expect(kept.values).toMatchObject({ Status: 'Offen', Case_Origin: 'Post' });
  });

  test('a mail on a deal names the module of its contact by both of its names', async () => {
    seed([{ id: '1001', ...person('a') }], { Deals: [{ id: '2001', Deal_Name: 'D', Stage: 'Qualification' }] });
    const place = { module: 'Deals', id: '2001', contact: '1001' };
    expect(await attachMail(world.crm, mail, place)).toEqual({ is: 'attached' });
  });

  const flat = (status: number, code: string, details: object) =>
    makeZoho(fakeSend({ status, body: { code, details, message: 'x', status: 'error' } }).send, {
      ...{ apiDomain: 'https://www.zohoapis.eu', allowedDomains: ['https://www.zohoapis.eu'], clock: fakeClock() },
    });
  test.each([
    ['of somebody else', 403, 'NO_PERMISSION', {}],
    ['whose sender is no address', 400, 'INVALID_DATA', { api_name: 'from', expected_data_type: 'email' }],
  ])('a mail %s is parked alone, and not for want of a record', async (_what, status, code, details) => {
    const result = await attachMail(flat(status, code, details), mail, { module: 'Contacts', id: '1001' });
    expect(result).toMatchObject({ is: 'refused' });
    expect(JSON.stringify(result)).not.toContain('noSuchRecord');
  });
});

test('polling asks for no more than the credential may, and sees a change, a new one and a deletion', async () => {
  const scopes = zohoPermissions.map(({ name }) => name);
  world.zoho.state.tokens.forEach((token) => Object.assign(token, { scopes }));
  const look = () => zohoChangeFingerprints(world.crm, ['Contacts']).then(String);
  const seen = [await look()];
  await write(createJob('zoho', { lastName: 'Test' }));
  seen.push(await look());
  world.zoho.clock.advance(2000);
  await write(changeJob('zoho', only(await feed()), { firstName: 'New' }));
  seen.push(await look());
  await world.crm.records.remove('Contacts', [only(await feed()).ref]);
  seen.push(await look());
  expect(new Set(seen).size).toBe(4);
  expect(await look()).toBe(seen.at(-1));
});

/** So many contacts that were read, all of them deleted since. */
async function seedDeleted(length: number): Promise<void> {
  seed(Array.from({ length }, (_, n) => person(`p${n}`)));
  await feed();
  const { state, clock } = world.zoho;
  const all = [...(state.records.get('Contacts')?.values() ?? [])];
  clock.advance(60_000);
  const buried = all.map((record, n) => ({
    ...{ record, displayName: 'x', deletedBy: record.createdBy, deletedAt: clock.now(), permanent: n % 2 === 0 },
  }));
  state.records.get('Contacts')?.clear();
  state.deleted.set('Contacts', buried);
}

test('more deletions than can be paged end no run, and each that can be reached is told', async () => {
  await seedDeleted(2100);
  const rows = await feed();
  expect(rows.filter((row) => row.state === 'deleted')).toHaveLength(2100);
});

test('deletions that cannot be reached are told, and of the others each', async () => {
  await seedDeleted(4200);
  const pages = await allOf(contactFeed(world.crm, feedOf()));
  expect(pages.flatMap(({ rows }) => rows)).toHaveLength(4000);
  expect(pages.flatMap(({ untold = [] }) => untold.map(({ code }) => code))).toEqual(['zohoDeletionsBeyond']);
});

test('a hundred ids in one delete go in two calls, since a long list of ids may be refused', async () => {
  seed(Array.from({ length: 100 }, (_, n) => person(`p${n}`)));
  const ids = records().map(({ id }) => id);
  const results = await world.crm.records.remove('Contacts', ids);
  expect(results.map(({ ok, id }) => (ok ? id : null))).toEqual(ids);
  expect(requests('DELETE').every(({ path }) => path.length < 2000)).toBe(true);
});

test('a list of ids that the org finds too long goes again in halves: deleting, and reading by id', async () => {
  seed(Array.from({ length: 60 }, (_, n) => person(`p${n}`, { Account_Name: { name: 'North' } })));
  Object.assign(world.zoho.limits, { idsLength: 300, coqlIdsAlone: true });
  const rows = await feed();
  expect(rows.map(({ fields }) => fields.companyName)).toEqual(Array(60).fill('North'));
  const ids = records().map(({ id }) => id);
  const results = await world.crm.records.remove('Contacts', ids);
  expect(results.map(({ ok, id }) => (ok ? id : null))).toEqual(ids);
});

describe('what is taken from a name', () => {
  const withManager = (managerName: string) => write(createJob('zoho', { lastName: 'Test', managerName }));
  const managerOf = () => records().find(({ values }) => values.Last_Name === 'Test')?.values.Reporting_To;

  test.each([false, true])(
    'a manager is found by the whole name; where a query may not ask for that: %s',
    async (refuses) => {
      world.zoho.limits.coqlRefusesFullName = refuses as never;
      seed([{ id: '1001', First_Name: 'Anna', Last_Name: 'van der Berg' }]);
      await withManager('Anna van der Berg');
      expect(managerOf()).toEqual({ id: '1001' });
    },
  );

  test('a company with a backslash is found and not made again', async () => {
    seed([], { Accounts: [{ id: '2001', Account_Name: 'North\\South' }] });
    await write(createJob('zoho', { lastName: 'Test', companyName: 'North\\South' }));
    expect(records('Accounts')).toHaveLength(1);
    expect(records()[0]?.values.Account_Name).toEqual({ id: '2001' });
  });
});

describe('refused records', () => {
  const refusedFor = async (values: object) =>
    explainResult(only(await world.crm.records.insert('Contacts', [values])));

  test('a telephone number is named, though Zoho tells no path', async () => {
    const { reason } = await refusedFor({ Last_Name: 'Test', Phone: '030/1' });
    expect(reason).toMatchObject({ args: { field: 'Phone' } });
  });

  test('a field that somebody deleted is named', async () => {
    expect((await refusedFor({ Last_Name: 'Test', Gone__c: 1 })).reason).toMatchObject({
      ...{ code: 'zohoFieldUnknown', args: { field: 'Gone__c' } },
    });
  });

  test('two unique values of one other record name it', async () => {
    const found = explainResult(
      toResult({
        ...{ code: 'MULTIPLE_OR_MULTI_ERRORS', message: 'x', status: 'error' },
        details: {
          errors: ['Email', 'Badge'].map((api_name) => ({
            ...{ code: 'DUPLICATE_DATA', message: 'x', status: 'error' },
            details: { api_name, duplicate_record: { id: '1001', module: { api_name: 'Contacts', id: '1' } } },
          })),
        },
      }),
    );
    expect(found).toMatchObject({ duplicateOf: '1001' });
  });
});

test('a search that does not see a new record for minutes makes no double', async () => {
  const job = createJob('zoho', { lastName: 'Test', companyName: 'North' });
  await write(job);
  await write(createJob('zoho', { lastName: 'Other', companyName: 'North' }));
  expect(records('Accounts')).toHaveLength(1);
});

describe('a value that Zoho refuses costs that value', () => {
  const bad = '/o=ExchangeLabs/ou=Group/cn=Recipients/cn=taro';

  test.each([
    ['an X.500 name for an address', { email: bad }, ['Email']],
    ['a telephone number', { mobilePhone: '090#1234*' }, ['Mobile']],
    ['two of them', { email: bad, homePhone: '03#1234*' }, ['Email', 'Home_Phone']],
  ])('made anew with %s, everything else of the person goes over, and it is told once', async (_what, odd, apis) => {
    const [made] = await write(createJob('zoho', { lastName: 'Sato', firstName: 'Ken', jobTitle: 'CEO', ...odd }));
    expect(made).toMatchObject({ outcome: 'done', fields: { lastName: 'Sato', jobTitle: 'CEO' } });
    expect(only(records()).values).toMatchObject({ Last_Name: 'Sato', First_Name: 'Ken', Title: 'CEO' });
    const told = JSON.stringify((made as { unsyncable?: unknown }).unsyncable);
    for (const api of apis) expect(told).toContain(api);
    const shown = only(await feed()).fields;
    for (const name of Object.keys(odd)) expect(shown[name] ?? null).toBeNull();
  });

  test('two refused in one answer are left out together, and told once', async () => {
    const details = (api_name: string) => ({ api_name, expected_data_type: 'text' });
    const errors = ['Email', 'Mobile'].map((api) => ({ code: 'INVALID_DATA', details: details(api), status: 'error' }));
    const body = { data: [{ code: 'MULTIPLE_OR_MULTI_ERRORS', details: { errors }, message: 'x', status: 'error' }] };
    world.zoho.faults.add({ match: { method: 'POST', path: '/Contacts' }, kind: 'status', status: 202, body });
    const [made] = await write(createJob('zoho', { lastName: 'Sato', email: 'a@example.com', mobilePhone: '1' }));
    expect(made).toMatchObject({ outcome: 'done', fields: { lastName: 'Sato' } });
    expect((made as { unsyncable?: unknown[] }).unsyncable).toHaveLength(1);
    const { Email, Mobile, Last_Name } = only(records()).values;
    expect([Last_Name, Email ?? null, Mobile ?? null]).toEqual(['Sato', null, null]);
  });

  test('an edit keeps what was there, its neighbours in the call are not touched, and nothing is left to send', async () => {
    seed([
      { id: '1001', ...person('a') },
      { id: '1002', ...person('b') },
    ]);
    const [one, two] = (await feed()).toSorted((x, y) => (x.ref < y.ref ? -1 : 1));
    const results = await write(
      changeJob('zoho', one as never, { email: bad, jobTitle: 'CEO' }),
      changeJob('zoho', two as never, { jobTitle: 'CTO' }),
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    const values = records().map(({ values: { Email, Title } }) => [Email, Title]);
    expect(values).toEqual([
      ['a@example.com', 'CEO'],
      ['b@example.com', 'CTO'],
    ]);
    const again = await write(
      changeJob('zoho', only((await feed()).filter(({ ref }) => ref === '1001')), { email: bad }),
    );
    expect(again).toMatchObject([{ outcome: 'done', fields: { email: 'a@example.com' } }]);
  });

  test('what nobody can do without is refused as what it is', async () => {
    const [made] = await write(createJob('zoho', { lastName: 'x'.repeat(300), email: bad }));
    expect(made).toMatchObject({ outcome: 'refused' });
    expect(JSON.stringify((made as { reason?: unknown }).reason)).toContain('Last_Name');
    expect(records()).toEqual([]);
  });
});

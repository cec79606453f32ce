import type { Json } from './zohoHarness';
import { codeOf, zohoUnderTest } from './zohoHarness';

describe("Zoho's settings, users and limits", () => {
  const { service, place, crm, call, insert, contacts } = zohoUnderTest();
  const fields = async (module = 'Contacts') =>
    ((await crm(`/settings/fields?module=${module}`)).body as { fields: Json[] }).fields;
  const field = async (name: string) => (await fields()).find((one) => one.api_name === name);

  it('tells lengths, types and who may be written by API', async () => {
    expect(await field('Last_Name')).toMatchObject({ data_type: 'text', length: 80, system_mandatory: true });
    expect(await field('Mailing_City')).toMatchObject({ length: 30 });
    expect(await field('Full_Name')).toMatchObject({
      read_only: true,
      operation_type: { api_create: false, api_update: false },
    });
    expect(await field('Reporting_To')).toMatchObject({
      data_type: 'lookup',
      lookup: { module: { api_name: 'Contacts' } },
    });
    expect(await field('Salutation')).toMatchObject({
      pick_list_values: expect.arrayContaining([expect.objectContaining({ actual_value: 'Mr.' })]),
    });
    expect(codeOf(await crm('/settings/fields'))).toBe('REQUIRED_PARAM_MISSING');
    expect(codeOf(await crm('/settings/fields?module=Nothing'))).toBe('INVALID_MODULE');
  });

  it('can be an org made long ago: shorter fields, a manager by name', async () => {
    service.limits.oldOrg = true;
    expect(await field('Reporting_To')).toBeUndefined();
    expect(await field('Reports_To')).toMatchObject({ data_type: 'text', length: 50 });
    expect(await field('Phone')).toMatchObject({ length: 30 });
    const { body } = await insert('Contacts', [{ Last_Name: 'A', Phone: '1'.repeat(31) }]);
    expect(body).toMatchObject({ data: [{ code: 'INVALID_DATA', details: { maximum_length: 30 } }] });
  });

  it('lists modules, with the custom ones of the seed, which work like any other', async () => {
    service.seed({ modules: [{ api_name: 'Visits' }], records: { Visits: [{ Name: 'First' }] } });
    const { modules } = (await crm('/settings/modules')).body as { modules: Json[] };
    expect(modules.map((one) => one.api_name)).toEqual(
      expect.arrayContaining(['Contacts', 'Leads', 'Accounts', 'Visits']),
    );
    expect((await crm('/Visits?fields=Name')).body).toMatchObject({ data: [{ Name: 'First' }] });
    expect((await crm('/settings/modules/visits')).body).toMatchObject({ modules: [{ generated_type: 'custom' }] });
  });

  it('tells users, and the one who asks', async () => {
    const users = async (type: string) => ((await crm(`/users?type=${type}`)).body as { users: Json[] }).users;
    expect(await users('AllUsers')).toHaveLength(3);
    expect(await users('CurrentUser')).toMatchObject([
      { email: 'hanako.yamada@example.com', time_zone: 'Asia/Tokyo', offset: 32_400_000 },
    ]);
    expect(codeOf(await crm('/users?type=Nobody'))).toBe('INVALID_DATA');
    expect((await crm('/users?type=DeletedUsers')).status).toBe(204);
    expect((await crm('/org')).body).toMatchObject({ org: [{ time_zone: 'Asia/Tokyo' }] });
  });

  it('lists layouts and related lists', async () => {
    expect((await crm('/settings/layouts?module=Leads')).body).toMatchObject({
      layouts: [{ name: 'Standard', sections: [{ fields: expect.any(Array) }] }],
    });
    const { related_lists: lists } = (await crm('/settings/related_lists?module=Accounts')).body as {
      related_lists: Json[];
    };
    expect(lists.map((one) => one.api_name)).toContain('Contacts');
  });

  it('charges one credit per ten records written, two for the deleted list, three for a view', async () => {
    await insert(
      'Contacts',
      Array.from({ length: 11 }, (_, i) => ({ Last_Name: `N${i}` })),
    );
    await crm('/Contacts/deleted');
    await crm('/Contacts?fields=id&cvid=5545974000000030010');
    await crm('/org');
    expect(service.log.list().map(({ credits }) => credits)).toEqual([2, 2, 3, 1]);
  });

  it('answers 429 when the credits are used up, and tells what is left after half of them', async () => {
    service.limits.credits = 3;
    expect((await crm('/org')).headers.get('x-api-credits-remaining')).toBeNull();
    expect((await crm('/org')).headers.get('x-api-credits-remaining')).toBe('1');
    await crm('/org');
    const refused = await crm('/org');
    expect([refused.status, codeOf(refused), refused.headers.get('retry-after')]).toEqual([
      429,
      'TOO_MANY_REQUESTS',
      null,
    ]);
  });

  it('answers 429 to more calls at once than allowed', async () => {
    Object.assign(service.limits, { concurrency: 2, latencyMs: 50 });
    const statuses = await Promise.all(Array.from({ length: 4 }, async () => (await crm('/org')).status));
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });

  it('fails on demand after the write is done, in the vendor form', async () => {
    await call('/_simulator/faults', { body: { kind: 'failAfter', match: { method: 'POST', path: '/Contacts$' } } });
    const answer = await insert('Contacts', [{ Last_Name: 'A' }]);
    expect([answer.status, codeOf(answer)]).toEqual([500, 'INTERNAL_ERROR']);
    expect(service.state.records.get('Contacts')?.size).toBe(1);
  });

  it('shows everything it holds', async () => {
    const [id] = contacts({ Last_Name: 'A', Account_Name: { name: 'North' } });
    const { body } = await call('/_simulator/state');
    expect(body).toMatchObject({
      modules: {
        Contacts: [{ id, Last_Name: 'A', Account_Name: { name: 'North' } }],
        Accounts: [{ Account_Name: 'North' }],
      },
      ...{ deleted: {}, workflowRuns: 0, creditsUsed: 0, users: expect.any(Array) },
    });
  });

  it('keeps tokens out of the log, and a broken body out of the org', async () => {
    const { accessToken } = (await call('/_simulator/tokens', { body: {} })).body as { accessToken: string };
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${place.base}/crm/v8/Contacts`, { method: 'POST', headers, body: '{"data":[' });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(service.log.list())).not.toContain(accessToken);
  });
});

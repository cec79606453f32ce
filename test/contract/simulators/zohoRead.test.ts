import type { Answer, Json } from './zohoHarness';
import { codeOf, infoOf, rowsOf, zohoUnderTest } from './zohoHarness';

const many = (count: number): Json[] =>
  Array.from({ length: count }, (_, i) => ({ Last_Name: `N${i}`, Email: `n${i}@x.example` }));

describe('reading Zoho records', () => {
  const { service, crm, call, contacts } = zohoUnderTest();
  const list = (query: string, headers: Record<string, string> = {}) => crm(`/Contacts?${query}`, { headers });

  it('wants `fields` on lists, at most fifty, from version 3 on', async () => {
    contacts(...many(1));
    expect((await crm('/Contacts')).body).toMatchObject({
      code: 'REQUIRED_PARAM_MISSING',
      details: { param_name: 'fields' },
    });
    expect(codeOf(await list(`fields=${Array.from({ length: 51 }, (_, i) => `F${i}`).join(',')}`))).toBe(
      'LIMIT_EXCEEDED',
    );
    const old = await call('/crm/v2/contacts');
    expect(rowsOf(old)[0]).toMatchObject({ Last_Name: 'N0', Owner: { name: 'Hanako Yamada' } });
    const order = { sort_by: 'id', sort_order: 'desc' };
    expect(infoOf(old)).toEqual({ per_page: 200, count: 1, page: 1, more_records: false, ...order });
  });

  it('answers only the wanted fields and always the id, empty ones as null', async () => {
    const [id] = contacts(...many(1));
    expect(rowsOf(await list('fields=Last_Name,Phone,No_Such'))).toEqual([{ Last_Name: 'N0', Phone: null, id }]);
    expect(id).toMatch(/^\d{18,19}$/);
  });

  it('answers an empty list as 204 without a body', async () => {
    expect(await list('fields=id')).toMatchObject({ status: 204, body: undefined });
  });

  it('pages the newest first, and only the first 2000 by number', async () => {
    contacts(...many(2001));
    const first = await list('fields=id');
    expect(infoOf(first)).toMatchObject({ per_page: 200, count: 200, page: 1, more_records: true, sort_by: 'id' });
    expect(BigInt(String(rowsOf(first)[0]?.id))).toBeGreaterThan(BigInt(String(rowsOf(first)[1]?.id)));
    expect((await list('fields=id&page=10')).status).toBe(200);
    expect((await list('fields=id&page=11')).body).toMatchObject({
      code: 'DISCRETE_PAGINATION_LIMIT_EXCEEDED',
      details: { limit: 2000 },
    });
    expect(codeOf(await list('fields=id&per_page=201'))).toBe('INVALID_DATA');
  });

  it('goes beyond 2000 by page token, which is bound to its parameters and lives a day', async () => {
    contacts(...many(2001));
    const seen = new Set<unknown>();
    let answer: Answer = await list('fields=id');
    for (;;) {
      rowsOf(answer).forEach((row) => seen.add(row.id));
      const { next_page_token: next } = infoOf(answer);
      if (!next) break;
      answer = await list(`fields=id&page_token=${String(next)}`);
    }
    expect(seen.size).toBe(2001);
    const token = String(infoOf(await list('fields=id')).next_page_token);
    expect(codeOf(await list(`fields=Email&page_token=${token}`))).toBe('TOKEN_BOUND_DATA_MISMATCH');
    expect(codeOf(await list(`fields=id&page=2&page_token=${token}`))).toBe('AMBIGUITY_DURING_PROCESSING');
    service.limits.accessTokenSeconds = 200_000;
    const { body } = await call('/_simulator/tokens', { body: {} });
    service.clock.advance(86_400_001);
    const late = await crm(`/Contacts?fields=id&page_token=${token}`, {
      token: (body as { accessToken: string }).accessToken,
    });
    expect(codeOf(late)).toBe('EXPIRED_VALUE');
  });

  it('sorts by id and the two times only, and never together with a view', async () => {
    contacts(
      { Last_Name: 'Old', Modified_Time: '2020-01-01T00:00:00Z' },
      { Last_Name: 'New', Modified_Time: '2021-01-01T00:00:00Z' },
    );
    const sorted = await list('fields=Last_Name&sort_by=Modified_Time&sort_order=asc');
    expect(rowsOf(sorted).map((row) => row.Last_Name)).toEqual(['Old', 'New']);
    expect(codeOf(await list('fields=id&sort_by=Last_Name'))).toBe('INVALID_DATA');
    expect(codeOf(await list('fields=id&sort_by=id&cvid=1'))).toBe('AMBIGUITY_DURING_PROCESSING');
  });

  it('answers what changed since a time, or 304 without a body', async () => {
    contacts(
      { Last_Name: 'Old', Modified_Time: '2020-01-01T00:00:00Z' },
      { Last_Name: 'New', Modified_Time: '2021-01-01T00:00:00.900Z' },
    );
    const since = (time: string) => list('fields=Last_Name', { 'If-Modified-Since': time });
    expect(rowsOf(await since('2020-06-01T00:00:00+09:00')).map((row) => row.Last_Name)).toEqual(['New']);
    expect(await since('2021-01-01T00:00:00Z')).toMatchObject({ status: 304, body: undefined });
    expect(codeOf(await since('yesterday'))).toBe('INVALID_DATA');
  });

  it("writes times in whole seconds with the offset of the token user's zone", async () => {
    const [id] = contacts({ Last_Name: 'A', Modified_Time: '2025-12-31T23:30:59.999Z' });
    expect(rowsOf(await crm(`/Contacts/${id}`))[0]?.Modified_Time).toBe('2026-01-01T08:30:59+09:00');
    const { body } = await call('/_simulator/tokens', { body: { user: '5545974000000001003' } });
    const { accessToken } = body as { accessToken: string };
    expect(rowsOf(await crm(`/Contacts/${id}`, { token: accessToken }))[0]?.Modified_Time).toBe(
      '2025-12-31T23:30:59+00:00',
    );
  });

  it('gets one by id: 204 when unknown, 400 when it is no id', async () => {
    const [id] = contacts({ Last_Name: 'A', First_Name: 'B', Account_Name: { name: 'North' } });
    expect(rowsOf(await crm(`/Contacts/${id}`))[0]).toMatchObject({
      id,
      Full_Name: 'B A',
      Account_Name: { name: 'North' },
      Modified_By: { name: 'Hanako Yamada' },
    });
    expect((await crm('/Contacts/5545974000000999999')).status).toBe(204);
    expect(codeOf(await crm('/Contacts/abc'))).toBe('INVALID_DATA');
    expect(codeOf(await crm('/Nothing?fields=id'))).toBe('INVALID_MODULE');
    expect((await crm('/Contacts/1/2/3/4')).status).toBe(404);
  });

  it('shows lookups with the present name of what they point to, and as empty once it is gone', async () => {
    const [id] = contacts({ Last_Name: 'A', Account_Name: { name: 'North' } });
    const shown = async () =>
      rowsOf(await crm(`/Contacts/${id}?fields=Account_Name`))[0]?.Account_Name as { id: string; name: string } | null;
    const account = (await shown())?.id ?? '';
    await crm(`/Accounts/${account}`, {
      method: 'PUT',
      body: { data: [{ Account_Name: 'North and Sons' }], trigger: [] },
    });
    expect(await shown()).toEqual({ id: account, name: 'North and Sons' });
    await crm(`/Accounts/${account}`, { method: 'DELETE' });
    expect(await shown()).toBeNull();
  });

  it('hides what the user may not see, and leads that are converted', async () => {
    contacts(
      { Last_Name: 'Mine' },
      { Last_Name: 'Secret', $hidden_from: ['hanako.yamada@example.com'] },
      { Last_Name: 'Hers', Owner: { email: 'mary.jones@example.com' } },
    );
    const names = async () => rowsOf(await list('fields=Last_Name&sort_order=asc')).map((row) => row.Last_Name);
    expect(await names()).toEqual(['Mine', 'Hers']);
    service.limits.privateRecords = true;
    // an administrator sees all, whatever the role
    expect(await names()).toEqual(['Mine', 'Hers']);
    service.state.users = service.state.users.map((user) => ({ ...user, admin: false }));
    expect(await names()).toEqual(['Mine']);
    service.seed({
      records: {
        Leads: [
          { Last_Name: 'Gone', Converted__s: true },
          { Last_Name: 'Here', Company: 'X' },
        ],
      },
    });
    expect(rowsOf(await crm('/Leads?fields=Last_Name')).map((row) => row.Last_Name)).toEqual(['Here']);
    expect(rowsOf(await crm('/Leads?fields=Last_Name&converted=both'))).toHaveLength(2);
  });

  it('lists by view: all, mine, and the ones people made', async () => {
    service.seed({ views: [{ module: 'Contacts', name: 'Kyoto', criteria: '(Mailing_City:equals:Kyoto)' }] });
    contacts({ Last_Name: 'A', Mailing_City: 'Kyoto' }, { Last_Name: 'B', Owner: { email: 'ken.sato@example.com' } });
    const { custom_views: views } = (await crm('/settings/custom_views?module=Contacts')).body as {
      custom_views: Json[];
    };
    expect(views.map((view) => [view.name, view.system_name])).toEqual([
      ['All Contacts', 'ALLVIEWS'],
      ['My Contacts', 'MYVIEWS'],
      ['Kyoto', null],
    ]);
    const counts = await Promise.all(
      views.map(async (view) => rowsOf(await list(`fields=id&cvid=${String(view.id)}`)).length),
    );
    expect(counts).toEqual([2, 1, 1]);
    expect(codeOf(await list('fields=id&cvid=5'))).toBe('INVALID_DATA');
  });

  it('finds the records that point to one', async () => {
    contacts({ Last_Name: 'A', Account_Name: { name: 'North' } }, { Last_Name: 'B' });
    const [account] = service.state.records.get('Accounts')?.keys() ?? [];
    expect(rowsOf(await crm(`/Accounts/${account}/Contacts?fields=Last_Name`)).map((row) => row.Last_Name)).toEqual([
      'A',
    ]);
    expect(codeOf(await crm(`/Accounts/${account}/Contacts`))).toBe('REQUIRED_PARAM_MISSING');
  });

  it('can play an empty page and a page that repeats rows', async () => {
    contacts(...many(3));
    service.faults.add({ kind: 'emptyPage', match: { path: 'page=1' } });
    const empty = await list('fields=id&page=1&per_page=2');
    expect([empty.status, rowsOf(empty).length, infoOf(empty).more_records]).toEqual([200, 0, true]);
    service.faults.add({ kind: 'duplicatePage' });
    expect(rowsOf(await list('fields=id&page=2&per_page=2'))).toHaveLength(3);
  });
});

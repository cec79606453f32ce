import { MARK, graphWorld } from './graph/client';

const { service, start, send, get } = graphWorld();

beforeAll(start);
beforeEach(() => service.reset());
afterAll(() => service.stop());

describe('lists', () => {
  const people = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ givenName: `P${String(n).padStart(2, '0')}` }));

  it('pages by ten, by $top and by an absolute next link that keeps the query', async () => {
    service.seed({ contacts: people(25) });
    const first = (await get('/me/contacts/?$select=displayName&$orderby=displayName desc')).body;
    expect(first.value).toHaveLength(10);
    expect(Object.keys(first.value[0]).sort()).toEqual(['@odata.etag', 'displayName', 'id']);
    expect(first['@odata.nextLink']).toMatch(/^http:\/\/127.0.0.1:\d+\/v1.0\/me\/contacts\?.*skip=10/);
    const second = (await get(first['@odata.nextLink'])).body;
    expect(second.value[0].displayName).toBe('P14');
    const last = (await get(second['@odata.nextLink'])).body;
    expect(last.value).toHaveLength(5);
    expect(last['@odata.nextLink']).toBeUndefined();
    expect((await get('/me/contacts?$top=100&$count=true')).body).toMatchObject({ '@odata.count': 25 });
  });

  it.each(['$top=1001', '$top=x', '$select=fax', '$orderby=fax', '$expand=folder', "$filter=jobTitle eq 'x'"])(
    'refuses %s',
    async (query) => {
      expect((await get(`/me/contacts?${query}`)).status).toBe(400);
    },
  );

  it('finds by address, whatever the case, in the folder only', async () => {
    service.seed({
      folders: [{ displayName: 'Clients' }],
      contacts: [
        { givenName: 'A', emailAddresses: [{ address: 'Ann@X.example' }] },
        { folder: 'Clients', givenName: 'B', emailAddresses: [{ address: 'ann@x.example' }] },
      ],
    });
    const filter = encodeURIComponent("emailAddresses/any(a:a/address eq 'ann@x.example')");
    const { value } = (await get(`/me/contacts?$filter=${filter}`)).body;
    expect(value.map((row: { givenName: string }) => row.givenName)).toEqual(['A']);
  });

  it('finds by name as n8n’s own node asks', async () => {
    service.seed({ contacts: [{ displayName: "Ann O'Hara" }, { displayName: 'Bo' }] });
    for (const query of [
      "$filter=contains(displayName, 'o''h')",
      "$filter=displayName eq 'Ann O''Hara'",
      '$search="hara"',
    ])
      expect((await get(`/me/contacts?${query}`)).body.value).toHaveLength(1);
  });
});

describe('marks (single-value extended properties)', () => {
  const filter = (value: string, id = MARK) =>
    `/me/contacts?$filter=${encodeURIComponent(`singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq '${value}')`)}`;
  const expand = (...ids: string[]) =>
    `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=${ids.map((id) => `id eq '${id}'`).join(' or ')})`)}`;

  it('are set inline, shown only when expanded, found over all folders, and taken away by an empty value', async () => {
    service.seed({ folders: [{ displayName: 'Clients' }] });
    const folder = (await get('/me/contactFolders')).body.value[0].id;
    const { body } = await send('POST', `/me/contactFolders/${folder}/contacts`, {
      givenName: 'A',
      singleValueExtendedProperties: [{ id: MARK, value: 'Z1' }],
    });
    expect(body.singleValueExtendedProperties).toBeUndefined();
    const other = MARK.replace('ZohoId', 'Other');
    const shown = (await get(`/me/contacts/${body.id}?${expand(MARK, other)}`)).body;
    expect(shown.singleValueExtendedProperties).toEqual([{ id: MARK, value: 'Z1' }]);
    const listed = (await get(`/me/contactFolders/${folder}/contacts?${expand(MARK)}&$select=id`)).body.value[0];
    expect(listed.singleValueExtendedProperties).toEqual([{ id: MARK, value: 'Z1' }]);
    expect((await get(filter('z1', MARK.toUpperCase().replace('ZOHOID', 'ZohoId')))).body.value).toHaveLength(1);
    expect((await get(filter('Z1', MARK.replace('ZohoId', 'zohoid')))).body.value).toHaveLength(0);
    await send('PATCH', `/me/contacts/${body.id}`, { singleValueExtendedProperties: [{ id: MARK, value: null }] });
    expect((await get(filter('Z1'))).body.value).toHaveLength(0);
    expect((await get(`/me/contacts/${body.id}?${expand(MARK)}`)).body.singleValueExtendedProperties).toBeUndefined();
  });

  it('cannot be expanded without a filter', async () => {
    expect((await get('/me/contacts?$expand=singleValueExtendedProperties')).status).toBe(400);
  });
});

describe('open extensions', () => {
  it('are created, read, changed and deleted', async () => {
    const { id } = (await send('POST', '/me/contacts', { givenName: 'A' })).body;
    const path = `/me/contacts/${id}/extensions`;
    const made = await send('POST', path, {
      '@odata.type': 'microsoft.graph.openTypeExtension',
      extensionName: 'com.x.y',
      crm: '1',
    });
    expect([made.status, made.body.id]).toEqual([201, 'microsoft.graph.openTypeExtension.com.x.y']);
    expect((await send('POST', path, { extensionName: 'com.x.y' })).status).toBe(409);
    await send('PATCH', `${path}/com.x.y`, { crm: '2' });
    const expand = encodeURIComponent("extensions($filter=id eq 'com.x.y')");
    expect((await get(`/me/contacts/${id}?$expand=${expand}`)).body.extensions[0]).toMatchObject({ crm: '2' });
    expect((await send('DELETE', `${path}/com.x.y`)).status).toBe(204);
    expect((await get(`${path}/com.x.y`)).status).toBe(404);
  });
});

import { graphWorld } from './graph/client';
import type { Json } from './graph/client';

const { service, start, send, get } = graphWorld();
const names = ({ body }: { body: Json }) => body.value.map((row: Json) => row.displayName);

beforeAll(start);
beforeEach(() => service.reset());
afterAll(() => service.stop());

describe('contact folders', () => {
  it('leave out the default folder, which is found through a contact and by its id', async () => {
    service.seed({ contacts: [{ givenName: 'A' }] });
    expect((await get('/me/contactFolders')).body.value).toEqual([]);
    const [{ parentFolderId }] = (await get('/me/contacts?$top=1&$select=parentFolderId')).body.value;
    expect((await get(`/me/contactFolders/${parentFolderId}`)).body.displayName).toBe('Contacts');
    expect((await get(`/me/contactFolders/${parentFolderId}/contacts`)).body.value).toHaveLength(1);
    expect((await send('DELETE', `/me/contactFolders/${parentFolderId}`)).status).toBe(403);
  });

  it('know the well-known name only when switched on', async () => {
    expect((await get('/me/contactFolders/contacts/contacts')).status).toBe(400);
    service.limits.wellKnownContacts = true;
    expect((await get('/me/contactFolders/contacts/contacts')).status).toBe(200);
  });

  it('are made, nested, renamed and deleted with what they hold', async () => {
    const { status, body: folder } = await send('POST', '/me/contactFolders', { displayName: 'Clients' });
    expect(status).toBe(201);
    const twin = await send('POST', '/me/contactFolders', { displayName: 'clients' });
    expect([twin.status, twin.body.error.code]).toEqual([409, 'ErrorFolderExists']);
    const child = (await send('POST', `/me/contactFolders/${folder.id}/childFolders`, { displayName: 'VIP' })).body;
    expect(child.parentFolderId).toBe(folder.id);
    expect(names(await get(`/me/contactFolders/${folder.id}/childFolders`))).toEqual(['VIP']);
    const deep = `/me/contactFolders/${folder.id}/childFolders/${child.id}/contacts`;
    const { id } = (await send('POST', deep, { givenName: 'A' })).body;
    expect((await get(`${deep}/${id}`)).status).toBe(200);
    expect((await get(`/me/contactFolders/${folder.id}/contacts/${id}`)).status).toBe(404);
    expect((await get('/me/contacts')).body.value).toEqual([]);
    expect((await send('PATCH', `/me/contactFolders/${child.id}`, { displayName: 'Gold' })).body.displayName).toBe(
      'Gold',
    );
    expect((await send('DELETE', `/me/contactFolders/${folder.id}`)).status).toBe(204);
    expect((await get(`/me/contacts/${id}`)).status).toBe(404);
    expect((await get(`/me/contactFolders/${child.id}/contacts`)).status).toBe(404);
  });
});

describe('master categories', () => {
  it('are listed whole, made once per name whatever the case, recoloured but never renamed, deleted', async () => {
    const made = await send('POST', '/me/outlook/masterCategories', { displayName: 'Zoho', color: 'preset3' });
    expect(made.status).toBe(201);
    expect((await send('POST', '/me/outlook/masterCategories', { displayName: 'ZOHO', color: 'preset3' })).status).toBe(
      409,
    );
    const path = `/me/outlook/masterCategories/${made.body.id}`;
    expect((await send('PATCH', path, { color: 'preset7' })).body.color).toBe('preset7');
    expect((await send('PATCH', path, { displayName: 'Other' })).status).toBe(400);
    expect((await send('PATCH', path, { color: 'pink' })).status).toBe(400);
    expect(names(await get("/me/outlook/masterCategories?$filter=displayName eq 'none'"))).toEqual(['Zoho']);
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await get(path)).status).toBe(404);
  });
});

describe('the mailbox', () => {
  it('tells and changes its settings', async () => {
    expect((await get('/me/mailboxSettings/timeZone')).body.value).toBe('Tokyo Standard Time');
    expect((await send('PATCH', '/me/mailboxSettings', { timeZone: 'Romance Standard Time' })).body.timeZone).toBe(
      'Romance Standard Time',
    );
    expect((await send('PATCH', '/me/mailboxSettings', { timeZone: 'Mars' })).status).toBe(400);
    const windows = (await get('/me/outlook/supportedTimeZones')).body.value;
    expect(windows).toContainEqual(expect.objectContaining({ alias: 'Tokyo Standard Time' }));
    const iana = "/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')";
    expect((await get(iana)).body.value).toContainEqual(expect.objectContaining({ alias: 'Asia/Tokyo' }));
  });

  it('answers under /users/{id or address} too, and for no one else', async () => {
    const { id, mail } = (await get('/me?$select=id,mail')).body;
    expect((await get(`/users/${id}/contacts`)).status).toBe(200);
    expect((await get(`/users('${mail}')/contacts`)).status).toBe(200);
    expect((await get('/users/else@contoso.example/contacts')).body.error.code).toBe('ErrorInvalidUser');
  });

  it('translates ids both ways, each unknown one failing alone', async () => {
    const { id } = (await send('POST', '/me/contacts', { givenName: 'A' })).body;
    const translate = async (inputIds: string[], sourceIdType: string, targetIdType: string) =>
      (await send('POST', '/me/translateExchangeIds', { inputIds, sourceIdType, targetIdType })).body.value;
    const [to, unknown] = await translate([id, 'x'], 'restId', 'restImmutableEntryId');
    expect(service.state.contacts.has(to.targetId)).toBe(true);
    expect(unknown.errorDetails.code).toBe('ErrorItemNotFound');
    expect((await translate([to.targetId], 'restImmutableEntryId', 'restId'))[0].targetId).toBe(id);
    const [ews] = await translate([id], 'restId', 'ewsId');
    expect((await translate([ews.targetId], 'ewsId', 'restId'))[0].targetId).toBe(id);
    expect(
      (
        await send('POST', '/me/translateExchangeIds', {
          inputIds: Array(1001).fill(id),
          sourceIdType: 'restId',
          targetIdType: 'ewsId',
        })
      ).status,
    ).toBe(400);
  });

  it('says so when a path or method is not there', async () => {
    expect((await get('/me/fax')).body.error.message).toMatch(/segment 'fax'/);
    expect((await send('PUT', '/me/contacts', {})).status).toBe(405);
  });
});

describe('admin', () => {
  it('dumps every contact with folder, both ids, marks; categories, folders and deleted ones; no token', async () => {
    service.seed({
      folders: [{ displayName: 'Clients' }],
      categories: [{ displayName: 'Zoho' }],
      contacts: [
        { folder: 'Clients', givenName: 'A', singleValueExtendedProperties: [{ id: 'String 0x4001001E', value: '1' }] },
        { givenName: 'B' },
      ],
    });
    const [row] = (await get('/me/contacts')).body.value;
    await send('DELETE', `/me/contacts/${row.id}`);
    const base = row && (await get('/me/contacts')).body['@odata.context'].replace(/\/v1\.0.*/, '');
    const text = await (await fetch(`${base}/_simulator/state`)).text();
    const state = JSON.parse(text);
    expect(state.contacts).toMatchObject([
      {
        folder: 'Clients',
        givenName: 'A',
        immutableId: expect.stringMatching(/^AAk/),
        singleValueExtendedProperties: [{ value: '1' }],
      },
    ]);
    expect(state.deleted).toMatchObject([{ givenName: 'B', folder: 'Contacts' }]);
    expect(state.folders).toHaveLength(2);
    expect(state.categories).toMatchObject([{ displayName: 'Zoho', color: 'none' }]);
    expect(text).not.toMatch(/token/i);
  });

  it('names what is wrong with a seed', () => {
    expect(() => service.seed({ contacts: [{ folder: 'Nowhere', givenName: 'A' }] })).toThrow(/Nowhere/);
    expect(() => service.seed({ moves: [{ contact: 'No one', folder: null }] })).toThrow(/No one/);
  });
});

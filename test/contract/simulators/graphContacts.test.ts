import { graphWorld } from './graph/client';

const { service, start, send, get } = graphWorld();

beforeAll(start);
beforeEach(() => service.reset());
afterAll(() => service.stop());

const create = async (contact: object) => (await send('POST', '/me/contacts', contact)).body;

describe('reading and writing a contact', () => {
  it('answers 201 with id, version, times and every empty property', async () => {
    const { status, body, headers } = await send('POST', '/me/contacts', { givenName: 'Ann', surname: 'Lee' });
    expect(status).toBe(201);
    expect(body['@odata.context']).toContain("/v1.0/$metadata#users('");
    expect(body['@odata.etag']).toBe(`W/"${body.changeKey}"`);
    expect(body.id).toMatch(/^AAMk[\w-]+=$/);
    expect(body.createdDateTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(body).toMatchObject({ displayName: 'Ann Lee', fileAs: '', jobTitle: null, personalNotes: '' });
    expect(body).toMatchObject({ businessPhones: [], emailAddresses: [], homeAddress: {}, categories: [] });
    expect(headers['request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.date).toMatch(/GMT$/);
  });

  it('gives ids that differ by case alone', async () => {
    const ids = [];
    for (let n = 0; n < 4; n += 1) ids.push((await create({ givenName: `n${n}` })).id as string);
    expect(new Set(ids).size).toBe(4);
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBeLessThan(4);
  });

  it('keeps what a PATCH leaves out, replaces collections whole, clears by null', async () => {
    const { id } = await create({
      jobTitle: 'Cook',
      companyName: 'Inn',
      businessPhones: ['1', '2'],
      homeAddress: { city: 'Ube' },
    });
    const change = { jobTitle: null, businessPhones: ['3'], homeAddress: { street: 'A\nB', city: '' } };
    const { status, body } = await send('PATCH', `/me/contacts/${id}`, change);
    expect(status).toBe(200);
    expect(body).toMatchObject({ jobTitle: null, companyName: 'Inn', businessPhones: ['3'] });
    expect(body.homeAddress).toEqual({ street: 'A\nB' });
  });

  it('renews the version with each write and honours If-Match', async () => {
    const first = await create({ givenName: 'Ann' });
    const match = { 'if-match': first['@odata.etag'] };
    const second = await send('PATCH', `/me/contacts/${first.id}`, { jobTitle: 'x' }, match);
    expect(second.status).toBe(200);
    expect(second.body['@odata.etag']).not.toBe(first['@odata.etag']);
    const stale = await send('PATCH', `/me/contacts/${first.id}`, { jobTitle: 'y' }, match);
    expect([stale.status, stale.body.error.code]).toEqual([412, 'ErrorIrresolvableConflict']);
    expect((await send('DELETE', `/me/contacts/${first.id}`, undefined, match)).status).toBe(412);
    service.limits.ifMatch = false;
    expect((await send('DELETE', `/me/contacts/${first.id}`, undefined, match)).status).toBe(204);
  });

  it('answers 404 for a contact that is gone and 400 for text that is no id', async () => {
    const { id } = await create({ givenName: 'Ann' });
    await send('POST', `/me/contacts/${id}/permanentDelete`, {});
    const gone = await get(`/me/contacts/${id}`);
    expect([gone.status, gone.body.error.code]).toEqual([404, 'ErrorItemNotFound']);
    const wrong = await get('/me/contacts/17');
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'ErrorInvalidIdMalformed']);
    expect(wrong.body.error.innerError['request-id']).toBe(wrong.headers['request-id']);
  });

  it('makes displayName anew when a PATCH leaves it out, unless switched off', async () => {
    const { id } = await create({ givenName: 'Ann', surname: 'Lee', displayName: 'Annie' });
    const path = `/me/contacts/${id}`;
    expect((await send('PATCH', path, { categories: ['A'] })).body.displayName).toBe('Annie');
    expect((await send('PATCH', path, { jobTitle: 'x', displayName: 'Annie' })).body.displayName).toBe('Annie');
    service.limits.regenerateName = false;
    expect((await send('PATCH', path, { jobTitle: 'y' })).body.displayName).toBe('Annie');
    service.limits.regenerateName = true;
    expect((await send('PATCH', path, { jobTitle: 'z' })).body.displayName).toBe('Ann Lee');
  });

  it.each([
    ['1974-07-22', '1974-07-22T11:59:00Z'],
    ['1974-07-22T00:00:00Z', '1974-07-22T11:59:00Z'],
    ['1974-07-22T00:00:00', '1974-07-22T11:59:00Z'],
    ['1974-07-22T09:30:00+09:00', '1974-07-22T00:30:00Z'],
    [null, null],
  ])('stores the birthday %s as %s', async (given, kept) => {
    expect((await create({ givenName: 'A', birthday: given })).birthday).toBe(kept);
  });

  it('stores midnight when told that clients do so', async () => {
    service.limits.birthdayAtNoon = false;
    expect((await create({ givenName: 'A', birthday: '1974-07-22' })).birthday).toBe('1974-07-22T00:00:00Z');
  });

  it('drops an address Exchange thinks invalid and names one that has no name', async () => {
    const { emailAddresses } = await create({
      emailAddresses: [{ address: 'a@x.example' }, { address: 'b@x.example,' }],
    });
    expect(emailAddresses).toEqual([{ name: 'a@x.example', address: 'a@x.example' }]);
  });

  it('cuts a note that begins with a line break in lists, not by id', async () => {
    const note = `\nfirst\nsecond ${'x'.repeat(300)}`;
    const { id } = await create({ givenName: 'A', personalNotes: note });
    const listed = (await get('/me/contacts')).body.value[0].personalNotes;
    expect(listed).toHaveLength(256);
    expect(listed).not.toContain('\n');
    expect((await get(`/me/contacts/${id}`)).body.personalNotes).toBe(note);
    service.limits.truncateNotes = false;
    expect((await get('/me/contacts')).body.value[0].personalNotes).toBe(note);
  });
});

describe('bodies it refuses', () => {
  it.each([
    [
      'three business phones',
      { businessPhones: ['1', '2', '3'] },
      'ErrorInvalidProperty',
      /BusinessPhones has 3 entries, that exceeds the max allowed value of 2/,
    ],
    [
      'four addresses',
      { emailAddresses: Array(4).fill({ address: 'a@x.example' }) },
      'ErrorInvalidProperty',
      /EmailAddresses has 4 entries/,
    ],
    ['an unknown property', { fax: '1' }, 'RequestBodyRead', /'fax' does not exist on type 'microsoft.graph.contact'/],
    ['a number for text', { givenName: 5 }, 'RequestBodyRead', /givenName/],
    ['text for a list', { businessPhones: '1' }, 'RequestBodyRead', /businessPhones/],
    ['an unknown part of an address', { homeAddress: { zip: '1' } }, 'RequestBodyRead', /zip/],
    ['no date', { birthday: 'yesterday' }, 'RequestBodyRead', /birthday/],
    [
      'a bad mark',
      { singleValueExtendedProperties: [{ id: 'Zoho', value: '1' }] },
      'ErrorInvalidExtendedProperty',
      /Zoho/,
    ],
    ['broken JSON', '{"givenName":', 'BadRequest', /JSON/],
    ['nothing', undefined, 'RequestBodyRead', /Empty Payload/],
  ])('%s', async (_name, body, code, message) => {
    const reply = await send('POST', '/me/contacts', body);
    expect([reply.status, reply.body.error.code]).toEqual([400, code]);
    expect(reply.body.error.message).toMatch(message);
    expect(service.state.contacts.size).toBe(0);
  });

  it('ignores properties that are the server’s own', async () => {
    const body = await create({ id: 'x', changeKey: 'y', parentFolderId: 'z', '@odata.etag': 'e', givenName: 'A' });
    expect(body.parentFolderId).toBe(service.state.defaultFolderId);
  });

  it('can be told a longest text', async () => {
    service.limits.maxTextLength = 255;
    expect((await send('POST', '/me/contacts', { givenName: 'x'.repeat(256) })).status).toBe(400);
    expect((await send('POST', '/me/contacts', { personalNotes: 'x'.repeat(256) })).status).toBe(201);
  });
});

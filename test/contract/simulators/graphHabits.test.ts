import { graphWorld } from './graph/client';
import type { Json } from './graph/client';

/** Requests in the form n8n's Microsoft Outlook v2 node sends them, seen in its published source. */
const { service, start, send, access } = graphWorld();
const ALWAYS = { 'content-type': 'application/json', accept: 'application/json' };
let base = '';

beforeAll(async () => {
  base = await start();
});
beforeEach(() => service.reset());
afterAll(() => service.stop());

const ask = (method: string, path: string, body?: object) => send(method, `${base}/v1.0/me${path}`, body, ALWAYS);

describe('habits of n8n’s own node', () => {
  it('get many: $top=100, $select, next link taken as it is, JSON content type on a GET', async () => {
    service.seed({ contacts: Array.from({ length: 150 }, (_, n) => ({ givenName: `P${n}` })) });
    const rows: Json[] = [];
    let url: string | undefined =
      `${base}/v1.0/me/contacts?%24select=id%2CdisplayName%2CemailAddresses%2CbusinessPhones%2CmobilePhone&%24top=100`;
    let pages = 0;
    for (; url; pages += 1) {
      const { body }: { body: Json } = await send('GET', url, undefined, ALWAYS);
      rows.push(...body.value);
      url = body['@odata.nextLink'];
    }
    expect([pages, rows.length]).toEqual([2, 150]);
  });

  it('get many of an address, and the list of choices with a search', async () => {
    service.seed({
      contacts: [{ displayName: 'Ann Lee', emailAddresses: [{ address: 'ann@x.example' }] }, { displayName: 'Bo' }],
    });
    const filter = encodeURIComponent("emailAddresses/any(a:a/address eq 'ann@x.example')");
    expect((await ask('GET', `/contacts?$filter=${filter}&$top=50`)).body.value).toHaveLength(1);
    const choices = await ask(
      'GET',
      `/contacts?$select=id,displayName&$top=100&$search=${encodeURIComponent('"ann%20l"')}`,
    );
    expect(choices.body.value).toMatchObject([{ displayName: 'Ann Lee' }]);
  });

  it('create, update with a date and time for the birthday, get some fields, delete with a content type and no body', async () => {
    const made = await ask('POST', '/contacts', {
      givenName: 'Ann',
      birthday: '1990-05-01T00:00:00',
      categories: ['A'],
      homePhones: ['1'],
    });
    expect(made.body).toMatchObject({ birthday: '1990-05-01T11:59:00Z', categories: ['A'] });
    const path = `/contacts/${made.body.id}`;
    expect(
      (await ask('PATCH', path, { businessAddress: { city: 'Ube' }, surname: 'Lee' })).body.businessAddress,
    ).toEqual({ city: 'Ube' });
    expect(Object.keys((await ask('GET', `${path}?$select=surname,birthday`)).body)).toContain('surname');
    expect((await ask('DELETE', path)).status).toBe(204);
  });

  it('a stale token is 401, and the one from the token endpoint works', async () => {
    service.clock.advance(4000_000);
    expect((await ask('GET', '/contacts')).status).toBe(401);
    const form = {
      refresh_token: access.refreshToken,
      grant_type: 'refresh_token',
      client_id: access.clientId,
      client_secret: access.clientSecret,
    };
    const reply = await fetch(`${base}/common/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });
    const { access_token: token } = (await reply.json()) as Json;
    expect((await send('GET', '/me/contacts', undefined, { authorization: `Bearer ${token}` })).status).toBe(200);
  });
});

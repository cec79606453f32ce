import { zohoConnection } from '../../../simulators/zoho';
import type { Answer, Json } from './zohoHarness';
import { codeOf, zohoUnderTest } from './zohoHarness';

const { clientId, clientSecret, refreshToken } = zohoConnection('');
const REDIRECT = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
const client = { client_id: clientId, client_secret: clientSecret };

describe("Zoho's accounts server", () => {
  const { service, place, call, crm } = zohoUnderTest();
  const form = async (path: string, given: Record<string, string>): Promise<Json> => {
    const answer = await fetch(place.base + path, { method: 'POST', body: new URLSearchParams(given) });
    const reply = (await answer.json()) as Json;
    expect(answer.status).toBe(reply.status === 'failure' ? 400 : 200);
    return reply;
  };
  const token = (given: Record<string, string>) => form('/oauth/v2/token', given);
  const refresh = (more: Record<string, string> = {}) =>
    token({ grant_type: 'refresh_token', ...client, refresh_token: refreshToken, ...more });

  async function consent(more: Record<string, string> = {}): Promise<URL> {
    const asked = { response_type: 'code', client_id: clientId, redirect_uri: REDIRECT, access_type: 'offline' };
    const query = new URLSearchParams({ ...asked, scope: 'ZohoCRM.modules.ALL,ZohoCRM.org.READ', state: 'x', ...more });
    const answer = await call(`/oauth/v2/auth?${query}`, { token: '' });
    expect(answer.status).toBe(302);
    return new URL(answer.headers.get('location') ?? '');
  }
  const exchange = (code: string, more: Record<string, string> = {}) =>
    token({ grant_type: 'authorization_code', ...client, redirect_uri: REDIRECT, code, ...more });

  it('sends the browser straight back with code, location and the server to ask', async () => {
    const back = await consent();
    expect(back.origin + back.pathname).toBe(REDIRECT);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      state: 'x',
      location: 'jp',
      'accounts-server': place.base,
    });
  });

  it('exchanges a code once, for tokens that work', async () => {
    const code = (await consent()).searchParams.get('code') ?? '';
    const reply = await exchange(code);
    expect(reply).toMatchObject({ api_domain: place.base, token_type: 'Bearer', expires_in: 3600 });
    expect((await crm('/org', { token: String(reply.access_token) })).status).toBe(200);
    expect(
      await token({ grant_type: 'refresh_token', ...client, refresh_token: String(reply.refresh_token) }),
    ).toHaveProperty('access_token');
    expect(await exchange(code)).toEqual({ error: 'invalid_code' });
  });

  it('gives no refresh token unless offline access was asked for', async () => {
    const code = (await consent({ access_type: 'online' })).searchParams.get('code') ?? '';
    expect(await exchange(code)).not.toHaveProperty('refresh_token');
  });

  it('forgets a code after three minutes, and checks the redirect', async () => {
    const [one, two] = [await consent(), await consent()].map((url) => url.searchParams.get('code') ?? '');
    expect(await exchange(one ?? '', { redirect_uri: 'http://elsewhere.example' })).toEqual({
      error: 'invalid_redirect_uri',
    });
    service.clock.advance(181_000);
    expect(await exchange(two ?? '')).toEqual({ error: 'invalid_code' });
  });

  it('answers errors with HTTP 200 and the code of what is wrong', async () => {
    expect(await refresh({ client_id: '1000.OTHER' })).toEqual({ error: 'invalid_client' });
    expect(await refresh({ client_secret: 'wrong' })).toEqual({ error: 'invalid_client_secret' });
    expect(await refresh({ refresh_token: 'gone' })).toEqual({ error: 'invalid_code' });
    expect((await consent({ scope: '' })).searchParams.get('error')).toBe('invalid_scope');
  });

  it('takes token requests as a form, as multipart (the SDK) and in the query', async () => {
    const given = { grant_type: 'refresh_token', ...client, refresh_token: refreshToken };
    const parts = new FormData();
    for (const [key, value] of Object.entries(given)) parts.set(key, value);
    const multipart = await fetch(`${place.base}/oauth/v2/token`, { method: 'POST', body: parts });
    expect(await multipart.json()).toHaveProperty('access_token');
    const inQuery = await call(`/oauth/v2/token?${new URLSearchParams(given)}`, { method: 'POST', token: '' });
    expect(inQuery.body).toHaveProperty('access_token');
    expect(await refresh()).not.toHaveProperty('refresh_token');
  });

  it('lets an access token live an hour', async () => {
    service.clock.advance(3_601_000);
    expect(codeOf(await crm('/org'))).toBe('INVALID_TOKEN');
    const { access_token: fresh } = await refresh();
    expect((await crm('/org', { token: String(fresh) })).status).toBe(200);
  });

  it('refuses the eleventh token within ten minutes, until nobody has asked for fifteen', async () => {
    for (let count = 0; count < 10; count += 1) expect(await refresh()).toHaveProperty('access_token');
    expect(await refresh()).toMatchObject({ error: 'Access Denied', status: 'failure' });
    service.clock.advance(840_000);
    expect(await refresh()).toMatchObject({ error: 'Access Denied', status: 'failure' });
    service.clock.advance(840_000);
    expect(await refresh()).toMatchObject({ error: 'Access Denied', status: 'failure' });
    service.clock.advance(901_000);
    expect(await refresh()).toHaveProperty('access_token');
  });

  it('silently ends the oldest of more than fifteen live tokens when that limit is on', async () => {
    Object.assign(service.limits, { liveAccessTokens: 15, mintsPerTenMinutes: 0 });
    for (let count = 0; count < 15; count += 1) await refresh();
    const answer = await crm('/org');
    expect([answer.status, codeOf(answer)]).toEqual([401, 'INVALID_OAUTHTOKEN']);
  });

  it('ends the first refresh token when a user has too many', async () => {
    service.limits.liveRefreshTokens = 2;
    for (let count = 0; count < 2; count += 1) await exchange((await consent()).searchParams.get('code') ?? '');
    expect(await refresh()).toEqual({ error: 'invalid_code' });
    expect(codeOf(await crm('/org'))).toBe('INVALID_TOKEN');
  });

  it('revokes a refresh token with its access tokens', async () => {
    expect(await form('/oauth/v2/token/revoke', { token: refreshToken })).toEqual({ status: 'success' });
    expect(await refresh()).toEqual({ error: 'invalid_code' });
    expect(codeOf(await crm('/org'))).toBe('INVALID_TOKEN');
  });

  it('asks for a header, a known token and the scope, in that order', async () => {
    expect(codeOf(await crm('/org', { token: '' }))).toBe('AUTHENTICATION_FAILURE');
    expect(codeOf(await crm('/org', { token: 'unknown' }))).toBe('INVALID_TOKEN');
    const { body } = await call('/_simulator/tokens', { body: { scopes: ['ZohoCRM.modules.contacts.READ'] } });
    const narrow = { token: (body as { accessToken: string }).accessToken };
    const mismatch: Answer = await crm('/org', narrow);
    expect([mismatch.status, codeOf(mismatch)]).toEqual([401, 'OAUTH_SCOPE_MISMATCH']);
    expect((await crm('/Contacts?fields=id', narrow)).status).toBe(204);
    expect(codeOf(await crm('/Leads?fields=id', narrow))).toBe('OAUTH_SCOPE_MISMATCH');
    expect(codeOf(await crm('/Contacts/search?word=ab', narrow))).toBe('OAUTH_SCOPE_MISMATCH');
    expect(codeOf(await crm('/Contacts', { ...narrow, body: { data: [{ Last_Name: 'X' }] } }))).toBe(
      'OAUTH_SCOPE_MISMATCH',
    );
  });

  it('takes Bearer, which is all that n8n can send', async () => {
    const { accessToken } = zohoConnection('');
    expect((await crm('/org', { token: '', headers: { authorization: `Bearer ${accessToken}` } })).status).toBe(200);
  });
});

import { createHash } from 'node:crypto';
import { graphWorld } from './graph/client';
import type { Json } from './graph/client';

const { service, start, send, get, access } = graphWorld();
const BACK = 'http://localhost:5678/rest/oauth2-credential/callback';
let base = '';

beforeAll(async () => {
  base = await start();
});
beforeEach(() => service.reset());
afterAll(() => service.stop());

const client = { client_id: access.clientId, client_secret: access.clientSecret };

async function token(form: Record<string, string>, headers = {}): Promise<{ status: number; body: Json }> {
  const reply = await fetch(`${base}/common/oauth2/v2.0/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  return { status: reply.status, body: (await reply.json()) as Json };
}

async function authorize(query: Record<string, string> = {}): Promise<URL> {
  const scope = 'offline_access User.Read Contacts.ReadWrite';
  const asked = {
    client_id: access.clientId,
    redirect_uri: BACK,
    response_type: 'code',
    state: 's 1',
    scope,
    ...query,
  };
  const reply = await fetch(`${base}/organizations/oauth2/v2.0/authorize?${new URLSearchParams(asked)}`, {
    redirect: 'manual',
  });
  expect(reply.status).toBe(302);
  return new URL(reply.headers.get('location') ?? '');
}

const me = (accessToken: string) => get('/me', { authorization: `Bearer ${accessToken}` });
const refresh = (more = {}) =>
  token({ ...client, grant_type: 'refresh_token', refresh_token: access.refreshToken, ...more });

describe('signing in', () => {
  it('goes straight back with a code that is good once, for ten minutes', async () => {
    const back = await authorize();
    expect(back.searchParams.get('state')).toBe('s 1');
    const form = {
      ...client,
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: BACK,
    };
    const { status, body } = await token(form);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599, scope: 'User.Read Contacts.ReadWrite' });
    expect((await me(body.access_token)).status).toBe(200);
    expect((await token(form)).body.error).toBe('invalid_grant');
    const late = (await authorize()).searchParams.get('code') ?? '';
    service.clock.advance(11 * 60_000);
    expect((await token({ ...form, code: late })).body.error_description).toMatch(/^AADSTS70008: /);
  });

  it('checks redirect address and code verifier', async () => {
    const challenge = createHash('sha256').update('verifier').digest('base64url');
    const code = async () => (await authorize({ code_challenge: challenge })).searchParams.get('code') ?? '';
    const form = { ...client, grant_type: 'authorization_code', redirect_uri: BACK };
    expect((await token({ ...form, code: await code(), code_verifier: 'other' })).status).toBe(400);
    expect((await token({ ...form, code: await code(), redirect_uri: 'http://x.example' })).status).toBe(400);
    expect((await token({ ...form, code: await code(), code_verifier: 'verifier' })).status).toBe(200);
  });

  it('gives no refresh token without offline_access, and only scopes the user agrees to', async () => {
    service.seed({ grant: { scopes: ['User.Read'] } });
    const code = (await authorize()).searchParams.get('code') ?? '';
    const { body } = await token({ ...client, grant_type: 'authorization_code', code, redirect_uri: BACK });
    expect(body.scope).toBe('User.Read');
    expect(body.refresh_token).toBeUndefined();
  });
});

describe('refreshing', () => {
  it('gives new tokens and leaves the old refresh token good', async () => {
    const first = await refresh();
    const second = await refresh();
    expect(first.body.access_token).not.toBe(second.body.access_token);
    expect((await refresh({ refresh_token: first.body.refresh_token })).status).toBe(200);
    expect((await me(first.body.access_token)).status).toBe(200);
  });

  it('takes the client from a Basic header too', async () => {
    const basic = Buffer.from(`${access.clientId}:${access.clientSecret}`).toString('base64');
    const form = { grant_type: 'refresh_token', refresh_token: access.refreshToken };
    expect((await token(form, { authorization: `Basic ${basic}` })).status).toBe(200);
  });

  it.each([
    ['a wrong client', { client_id: 'x' }, 400, 'unauthorized_client'],
    ['a wrong secret', { client_secret: 'x' }, 401, 'invalid_client'],
    ['an unknown token', { refresh_token: 'x' }, 400, 'invalid_grant'],
    ['a scope never granted', { scope: 'Files.Read' }, 400, 'invalid_grant'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('refuses %s', async (_name, more, status, error) => {
    const reply = await refresh(more);
    expect([reply.status, reply.body.error]).toEqual([status, error]);
    expect(reply.body.error_description).toMatch(/^AADSTS\d+: .*\r\nTrace ID/);
    expect(reply.body.error_codes).toHaveLength(1);
  });

  it('refuses everything once access is revoked', async () => {
    service.limits.revoked = true;
    expect((await refresh()).body).toMatchObject({ error: 'invalid_grant', error_codes: [50173] });
    expect((await get('/me')).status).toBe(401);
  });
});

describe('tokens in use', () => {
  it('end with their time, by the simulator’s clock', async () => {
    expect((await get('/me')).status).toBe(200);
    service.clock.advance(3600_000);
    const { status, body, headers } = await get('/me');
    expect([status, body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
    expect(headers['www-authenticate']).toMatch(/^Bearer/);
    expect((await me((await refresh()).body.access_token)).status).toBe(200);
  });

  it('must be there and be known', async () => {
    expect((await get('/me', { authorization: '' })).body.error.message).toBe('Access token is empty.');
    expect((await me('x.y.z')).status).toBe(401);
  });

  it.each([
    ['Contacts.Read', 'GET', '/me/contacts', 200],
    ['Contacts.Read', 'POST', '/me/contacts', 403],
    ['https://graph.microsoft.com/Contacts.ReadWrite', 'POST', '/me/contacts', 201],
    ['User.Read', 'GET', '/me/contactFolders', 403],
    ['MailboxSettings.Read', 'GET', '/me/outlook/masterCategories', 200],
    ['MailboxSettings.Read', 'POST', '/me/outlook/masterCategories', 403],
    ['Contacts.ReadWrite', 'GET', '/me/mailboxSettings/timeZone', 403],
    ['Contacts.ReadWrite', 'GET', '/me', 403],
  ])('with %s: %s %s answers %i', async (scope, method, path, status) => {
    service.seed({ grant: { scopes: [scope] } });
    const reply = await send(method, path, method === 'POST' ? { givenName: 'A' } : undefined);
    expect(reply.status).toBe(status);
    if (status === 403) expect(reply.body.error.code).toBe('ErrorAccessDenied');
  });

  it('never reach the log', async () => {
    await refresh();
    await get('/me');
    const log = JSON.stringify(service.log.list());
    expect(log).not.toContain(access.accessToken);
    expect(log).not.toContain(access.refreshToken);
    expect(log).not.toContain(access.clientSecret);
  });
});

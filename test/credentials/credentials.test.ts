import { runInNewContext } from 'node:vm';
import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { OutlookSyncOAuth2Api } from '../../credentials/OutlookSyncOAuth2Api.credentials';
import { withoutPermissionCheck } from '../../credentials/permissions/check';
import { outlookPermissions, zohoPermissions } from '../../credentials/permissions/required';
import { ZohoCrmSyncOAuth2Api } from '../../credentials/ZohoCrmSyncOAuth2Api.credentials';
import { zohoHosts } from '../../credentials/zohoDataCentre';

interface Answer {
  readonly statusCode: number;
  readonly body: unknown;
}

/** n8n's helper, answering by path. */
function helper(answer: (path: string) => Answer) {
  const asked: string[] = [];
  const httpRequest = async ({ url }: IHttpRequestOptions): Promise<Answer> => {
    asked.push(url);
    return answer(new URL(url).pathname);
  };
  return { asked, context: { helpers: { httpRequest } } as unknown as IHttpRequestHelper };
}

let token = 0;
const zoho = (more: object = {}): ICredentialDataDecryptedObject => ({
  dataCenter: 'eu',
  oauthTokenData: { access_token: `zoho-${(token += 1)}`, api_domain: 'https://www.zohoapis.eu' },
  ...more,
});
const outlook = (): ICredentialDataDecryptedObject => ({
  graphApiBaseUrl: 'https://graph.microsoft.com',
  oauthTokenData: { access_token: `outlook-${(token += 1)}` },
});
const fine: Answer = { statusCode: 200, body: {} };
const test1 = new ZohoCrmSyncOAuth2Api();
const test2 = new OutlookSyncOAuth2Api();

describe('the test of the Zoho credential', () => {
  test('asks for every permission in turn', async () => {
    const { asked, context } = helper(() => fine);
    await test1.preAuthentication.call(context, zoho());
    expect(asked).toHaveLength(zohoPermissions.length);
    expect(asked.every((url) => url.startsWith('https://www.zohoapis.eu/crm/v8/'))).toBe(true);
  });

  test('names each missing permission, what it is for, and the next step', async () => {
    const mismatch = { statusCode: 401, body: { code: 'OAUTH_SCOPE_MISMATCH' } };
    const { context } = helper((path) => (path.endsWith('/coql') || path.endsWith('/org') ? mismatch : fine));
    const answer = test1.preAuthentication.call(context, zoho());
    await expect(answer).rejects.toThrow(
      /lacks permission: ZohoCRM\.org\.READ \(.+\); ZohoCRM\.coql\.READ \(.+\)\. Open the credential, press Reconnect/,
    );
  });

  test('says nothing about a token that ran out: n8n renews it and asks again', async () => {
    const { asked, context } = helper(() => ({ statusCode: 401, body: { code: 'INVALID_TOKEN' } }));
    await expect(test1.preAuthentication.call(context, zoho())).resolves.toEqual({});
    expect(asked).toHaveLength(1);
  });

  test('costs our own nodes nothing', async () => {
    const { asked, context } = helper(() => fine);
    await withoutPermissionCheck(() => test1.preAuthentication.call(context, zoho()));
    expect(asked).toEqual([]);
  });

  test('asks for the scopes it proves, and no others', () => {
    const scope = test1.properties.find(({ name }) => name === 'scope');
    expect(String(scope?.default).split(',')).toEqual(zohoPermissions.map(({ name }) => name));
  });
});

describe('the Microsoft credential', () => {
  test.each([
    [false, ''],
    [true, ' Calendars.ReadWrite.Shared'],
  ])('asks for what it uses; with Shared Calendars %s%s', (sharedCalendars, more) => {
    const scope = String(test2.properties.find(({ name }) => name === 'scope')?.default);
    const [, fixed = '', code = ''] = /^=([^{]*)\{\{(.*)\}\}$/.exec(scope) ?? [];
    const resolved = fixed + String(runInNewContext(code, { $self: { sharedCalendars } }));
    expect(resolved).toBe(['openid', 'offline_access', ...outlookPermissions.map(({ name }) => name)].join(' ') + more);
  });
});

describe('the API domain', () => {
  test.each([
    ['us', 'https://www.zohoapis.com'],
    ['ca', 'https://www.zohoapis.ca'],
    ['jp', 'https://sandbox.zohoapis.jp'],
  ])('of %s is believed: %s', (dataCenter, api_domain) => {
    expect(zohoHosts({ dataCenter, oauthTokenData: { api_domain } }).apiDomain).toBe(api_domain);
  });

  test.each([
    ['us', 'https://www.zohoapis.eu'],
    ['us', 'https://www.zohoapis.com.evil.example'],
    ['eu', 'http://www.zohoapis.eu'],
    ['custom', 'https://www.zohoapis.eu'],
  ])('of %s is not believed: %s', (dataCenter, api_domain) => {
    const place = { dataCenter, apiUrl: 'https://crm.example', oauthTokenData: { api_domain } };
    expect(() => zohoHosts(place)).toThrow(/data centre/);
  });

  test('may be a custom one', () => {
    const place = { dataCenter: 'custom', accountsUrl: 'http://127.0.0.1:1', apiUrl: 'http://127.0.0.1:2/' };
    expect(zohoHosts(place)).toEqual({ apiDomain: 'http://127.0.0.1:2', allowedDomains: ['http://127.0.0.1:2'] });
  });
});

describe('the test of the Microsoft credential', () => {
  test('names the missing permission', async () => {
    const { asked, context } = helper((path) => (path.includes('/todo/') ? { statusCode: 403, body: {} } : fine));
    await expect(test2.preAuthentication.call(context, outlook())).rejects.toThrow(
      /lacks permission: Tasks\.ReadWrite \(tasks\)/,
    );
    expect(asked).toHaveLength(outlookPermissions.length);
  });

  test('finds the hosts of every cloud', () => {
    const authUrl = String(test2.properties.find(({ name }) => name === 'authUrl')?.default);
    const graphUrl = String(test2.properties.find(({ name }) => name === 'graphApiBaseUrl')?.default);
    for (const host of ['login.microsoftonline.com', 'login.microsoftonline.us']) expect(authUrl).toContain(host);
    for (const host of ['graph.microsoft.com', 'graph.microsoft.us', 'dod-graph.microsoft.us'])
      expect(graphUrl).toContain(host);
  });
});

import { zohoUnderTest } from './zohoHarness';

const zoho = zohoUnderTest();
const email = 'hanako.yamada@example.com';
const appPassword = 'abcd1234wxyz';

async function post(path: string, fields: Record<string, string>) {
  const answer = await fetch(zoho.place.base + path, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
}

const wish = (more: Record<string, string> = {}) =>
  post('/apiauthtoken/nb/create', {
    ...{ SCOPE: 'ZohoCRM/crmapi', EMAIL_ID: email, PASSWORD: appPassword, DISPLAY_NAME: 'test' },
    ...more,
  });
const wordOf = (name: string, text: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
const made = async (): Promise<string> => wordOf('AUTHTOKEN', (await wish()).text);
const me = async (authorization: string): Promise<number> =>
  (await zoho.call('/crm/v8/users?type=CurrentUser', { token: '', headers: { authorization } })).status;

test('is retired unless a test switches it on', async () => {
  const gone = await wish();
  expect(gone).toMatchObject({ status: 404, text: expect.stringMatching(/^<!DOCTYPE html>/) });
  zoho.service.limits.authTokensRetiredStatus = 200;
  expect(await wish()).toMatchObject({ status: 200, type: expect.stringContaining('text/html') });
  expect((await post('/apiauthtoken/delete', { AUTHTOKEN: 'x' })).type).toContain('text/html');
});

describe('while it is served', () => {
  beforeEach(() => {
    zoho.service.limits.authTokens = true;
  });

  test('gives a token as Java properties, the lines now in this order, now in that', async () => {
    const [first, second] = [await wish(), await wish()];
    expect(first.type).toContain('text/plain');
    for (const { text } of [first, second]) {
      expect(text).toMatch(/^#\n#.+\n/);
      expect(wordOf('AUTHTOKEN', text)).toMatch(/^[0-9a-f]{32}$/);
      expect(wordOf('RESULT', text)).toBe('TRUE');
    }
    expect(first.text.indexOf('RESULT') < first.text.indexOf('AUTHTOKEN')).not.toBe(
      second.text.indexOf('RESULT') < second.text.indexOf('AUTHTOKEN'),
    );
  });

  test('may answer JSON', async () => {
    zoho.service.limits.authTokensAsJson = true;
    expect(JSON.parse((await wish()).text)).toMatchObject({ RESULT: 'TRUE' });
  });

  test('opens the CRM, until the token is taken back or the service ends', async () => {
    const token = await made();
    expect(await me(`Zoho-authtoken ${token}`)).toBe(200);
    expect(await me(`Bearer ${token}`)).toBe(401);
    expect(await me('Zoho-authtoken nonsense')).toBe(401);
    expect(wordOf('RESULT', (await post('/apiauthtoken/delete', { AUTHTOKEN: token })).text)).toBe('TRUE');
    expect(await me(`Zoho-authtoken ${token}`)).toBe(401);
    expect(wordOf('RESULT', (await post('/apiauthtoken/delete', { AUTHTOKEN: token })).text)).toBe('FALSE');
    const other = await made();
    zoho.service.limits.authTokens = false;
    expect(await me(`Zoho-authtoken ${other}`)).toBe(401);
  });

  test('gives an account ten tokens', async () => {
    for (let count = 0; count < 10; count += 1) expect(await made()).not.toBe('');
    const { text } = await wish();
    expect(wordOf('CAUSE', text)).toBe('EXCEEDED_MAXIMUM_ALLOWED_AUTHTOKENS');
    expect(wordOf('RESULT', text)).toBe('FALSE');
    await zoho.call('/_simulator/authTokens', { method: 'DELETE' });
    expect(await made()).not.toBe('');
  });

  test.each([
    ['NO_SUCH_USER', { EMAIL_ID: 'nobody@example.com' }],
    ['INVALID_PASSWORD', { PASSWORD: 'wrong' }],
    ['WEB_LOGIN_REQUIRED', { PASSWORD: 'login-password' }],
    ['INVALID_SCOPE', { SCOPE: 'ZohoMoon/api' }],
  ])('refuses with %s', async (cause, more) => {
    expect(wordOf('CAUSE', (await wish(more)).text)).toBe(cause);
  });

  test('takes the password of the account where there is no second factor', async () => {
    zoho.service.state.calDav.accounts[0] = { ...zoho.service.state.calDav.accounts[0]!, twoFactor: false };
    expect(wordOf('RESULT', (await wish({ PASSWORD: 'login-password' })).text)).toBe('TRUE');
  });

  test('refuses a locked account, and whatever else a test wishes', async () => {
    await zoho.call('/_simulator/caldav/account', { body: { locked: true } });
    expect(wordOf('CAUSE', (await wish()).text)).toBe('USER_NOT_ACTIVE');
    zoho.service.seed({ signInCauses: { [email]: 'IP_NOT_ALLOWED' } });
    expect(wordOf('CAUSE', (await wish()).text)).toBe('IP_NOT_ALLOWED');
    await zoho.call('/_simulator/authTokens/causes', { body: { [email]: 'API_REQUEST_BLOCKED' } });
    expect(wordOf('CAUSE', (await wish()).text)).toBe('API_REQUEST_BLOCKED');
  });

  test('keeps passwords and tokens out of the log and the dump', async () => {
    const token = await made();
    await post('/apiauthtoken/delete', { AUTHTOKEN: token });
    const seen = JSON.stringify(zoho.service.log.list());
    expect(seen).toContain('apiauthtoken');
    expect(seen).not.toContain(appPassword);
    expect(seen).not.toContain(token);
    const kept = await made();
    const dump = await zoho.call('/_simulator/authTokens', {});
    expect(dump.body).toEqual([expect.objectContaining({ email, label: 'test' })]);
    expect(JSON.stringify(dump.body)).not.toContain(kept);
  });
});

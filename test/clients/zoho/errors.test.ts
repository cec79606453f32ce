import { makeZoho, type ZohoOptions } from '../../../clients/zoho';
import { errorOf, fakeClock, fakeSend, type FakeSend } from '../support';

const apiDomain = 'https://www.zohoapis.eu';
const client = (fake: FakeSend, more: Partial<ZohoOptions> = {}) =>
  makeZoho(fake.send, { apiDomain, allowedDomains: [apiDomain], clock: fakeClock(), ...more });
const bad = (code: string, details: object = {}) => ({ code, status: 'error', message: 'x', details });

describe('errors', () => {
  const call = (answer: Parameters<typeof fakeSend>[0], path = '/Contacts') =>
    errorOf(client(fakeSend(answer)).get(path));

  test.each([
    [401, 'OAUTH_SCOPE_MISMATCH', '/Contacts', 'kind', 'OAUTH_SCOPE_MISMATCH', /ZohoCRM\.modules\.contacts\.READ/],
    [401, 'OAUTH_SCOPE_MISMATCH', '/Contacts/search', 'kind', 'OAUTH_SCOPE_MISMATCH', /ZohoSearch\.securesearch\.READ/],
    [
      401,
      'OAUTH_SCOPE_MISMATCH',
      '/settings/fields',
      'kind',
      'OAUTH_SCOPE_MISMATCH',
      /ZohoCRM\.settings\.fields\.READ/,
    ],
    [401, 'OAUTH_SCOPE_MISMATCH', '/users', 'kind', 'OAUTH_SCOPE_MISMATCH', /ZohoCRM\.users\.READ/],
    [401, 'OAUTH_SCOPE_MISMATCH', '/org', 'kind', 'OAUTH_SCOPE_MISMATCH', /ZohoCRM\.org\.READ/],
    [401, 'OAUTH_SCOPE_MISMATCH', '/My_Module', 'kind', 'OAUTH_SCOPE_MISMATCH', /ZohoCRM\.modules\.custom\.READ/],
    [401, 'INVALID_TOKEN', '/Contacts', 'side', 'INVALID_TOKEN', /Connect again.*data centre/],
    [401, 'AUTHENTICATION_FAILURE', '/Contacts', 'side', 'AUTHENTICATION_FAILURE', /Connect again/],
    [
      400,
      'INVALID_MODULE',
      '/Kontakte',
      'kind',
      'INVALID_MODULE',
      /module Kontakte.*Modules and Fields.*profile.*edition.*trial/,
    ],
    [400, 'API_NOT_SUPPORTED', '/Events', 'kind', 'API_NOT_SUPPORTED', /module Events.*edition.*trial/],
    [400, 'FEATURE_NOT_SUPPORTED', '/actions/watch', 'kind', 'FEATURE_NOT_SUPPORTED', /notifications.*edition.*trial/],
    [403, 'FEATURE_NOT_ENABLED', '/coql', 'kind', 'FEATURE_NOT_ENABLED', /queries.*switched off/],
    [403, 'NO_PERMISSION', '/Contacts', 'kind', 'NO_PERMISSION', /profile/],
    [400, 'EXPIRED_VALUE', '/Contacts', 'kind', 'resync', /first page/],
    [400, 'INVALID_QUERY', '/coql', 'kind', 'INVALID_QUERY', /column_name: Emial.*Correct/],
    [400, 'REQUIRED_PARAM_MISSING', '/Contacts', 'kind', 'REQUIRED_PARAM_MISSING', /param_name: fields/],
    [404, 'INVALID_URL_PATTERN', '/Contacts', 'kind', 'INVALID_URL_PATTERN', /status 404/],
  ])('%i %s at %s', async (status, code, path, radius, expectedCode, words) => {
    const details = { column_name: 'Emial', param_name: 'fields' };
    const error = await call({ status, body: { code, status: 'error', message: 'x', details } }, path);
    expect(error).toMatchObject({ side: 'zoho', status, radius, code: expectedCode, uncertain: false });
    expect(`${error.message} ${error.nextStep}`).toMatch(words);
  });

  test('a user whose profile has no API access is told which switch it is and where', async () => {
    const details = { permissions: ['Crm_Implied_Api_Access'] };
    const error = await call({ status: 403, body: bad('NO_PERMISSION', details) });
    expect(error).toMatchObject({ code: 'NO_PERMISSION', radius: 'side' });
    expect(error.message).toMatch(/profile lacks the permission Zoho CRM API Access/);
    expect(error.nextStep).toMatch(/Developer Permissions.*edition/);
    const other = await call({
      status: 403,
      body: bad('NO_PERMISSION', { permissions: ['Crm_Implied_View_Contacts'] }),
    });
    expect(other.message).toMatch(/may not do this with the module Contacts .*Crm_Implied_View_Contacts/);
  });

  test('throttled for longer than the budget: wait an hour', async () => {
    const error = await call({ status: 429, body: { code: 429, error: 'TOO_MANY_REQUESTS' } });
    expect(error).toMatchObject({ code: 'TOO_MANY_REQUESTS', radius: 'side', retryAfterMs: 3_600_000 });
  });

  test('credits used up: told at once, not tried again', async () => {
    const answer = { status: 429, headers: { 'x-api-credits-remaining': '0' }, body: { code: 'TOO_MANY_REQUESTS' } };
    const fake = fakeSend(answer);
    expect(await errorOf(client(fake).get('/Contacts'))).toMatchObject({ code: 'creditsUsedUp', radius: 'side' });
    expect(fake.requests).toHaveLength(1);
  });

  test('a 429 that tells nothing, after an answer with few credits left: used up, not tried again', async () => {
    const told = { headers: { 'x-api-credits-remaining': '3' } };
    const fake = fakeSend(told, { status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
    const zoho = client(fake);
    await zoho.get('/org');
    expect(await errorOf(zoho.get('/Contacts'))).toMatchObject({ code: 'creditsUsedUp' });
    expect(fake.requests).toHaveLength(2);
  });

  test('the same with thousands left is too many at once: tried again', async () => {
    const told = { headers: { 'x-api-credits-remaining': '3000' } };
    const fake = fakeSend(told, { status: 429, body: { code: 'TOO_MANY_REQUESTS' } }, { body: { data: [] } });
    const zoho = client(fake);
    await zoho.get('/org');
    await zoho.get('/Contacts');
    expect(fake.requests).toHaveLength(3);
  });

  test('an HTML page instead of data', async () => {
    const error = await call({ status: 502, body: '<html><body>Bad gateway</body></html>' });
    expect(error).toMatchObject({ status: 502, code: 'http502', radius: 'side' });
    expect(error.message).toContain('an error page instead of data');
  });

  test.each([
    ['invalid_code', /data centre.*Connect again/],
    ['invalid_client', /Check the data centre.*only with Multi-DC/],
    ['invalid_client_secret', /API console/],
    ['Access Denied', /Until 2026-03-01 00:30 UTC/],
    ['general_error', /Connect again/],
  ])('200 with the error %s', async (word, nextStep) => {
    const error = await call({ status: 200, body: { error: word, error_description: 'テキスト', status: 'failure' } });
    expect(error).toMatchObject({ radius: 'side' });
    expect(error.nextStep).toMatch(nextStep);
    expect(error.message).not.toContain('テキスト');
  });

  test('a sender that can not refresh its token', async () => {
    const thrown = new Error('Request failed', {
      cause: Object.assign(new Error('x'), { body: { error: 'invalid_code' } }),
    });
    expect(await call(thrown)).toMatchObject({ code: 'invalid_code', radius: 'side' });
  });

  test('a call for one record tells what is wrong with it', async () => {
    const error = await errorOf(
      client(fakeSend({ status: 400, body: { data: [bad('MANDATORY_NOT_FOUND', { api_name: 'Last_Name' })] } })).post(
        '/Contacts',
        {},
      ),
    );
    expect(error).toMatchObject({
      radius: 'record',
      code: 'MANDATORY_NOT_FOUND',
      message: 'Last_Name is required in Zoho CRM and is empty.',
    });
  });
});

import { headerOf, type HttpRequest } from '../../../clients/http';
import { makeZoho, type ZohoOptions } from '../../../clients/zoho';
import { errorOf, fakeClock, fakeSend, type FakeSend } from '../support';

const apiDomain = 'https://www.zohoapis.eu';
const client = (fake: FakeSend, more: Partial<ZohoOptions> = {}) =>
  makeZoho(fake.send, { apiDomain, allowedDomains: [apiDomain], clock: fakeClock(), ...more });
const first = (fake: FakeSend): HttpRequest => fake.requests[0] as HttpRequest;

describe('calls', () => {
  test('path, encoded query, no token of its own', async () => {
    const fake = fakeSend({ body: { org: [] } });
    expect(await client(fake).get('/org', { query: { a: '2026-01-01T00:00:00+09:00', b: null } })).toEqual({ org: [] });
    expect(first(fake)).toMatchObject({
      method: 'GET',
      url: `${apiDomain}/crm/v8/org?a=2026-01-01T00%3A00%3A00%2B09%3A00`,
    });
    expect(headerOf(first(fake).headers, 'authorization')).toBeNull();
  });

  test.each([204, 304])('%i is empty', async (status) => {
    expect(await client(fakeSend({ status, body: undefined })).get('/Contacts/1')).toBeNull();
  });

  test('a path can not leave the CRM', async () => {
    expect(await errorOf(client(fakeSend()).get('/../../oauth'))).toMatchObject({ code: 'foreignHost' });
  });

  test.each(['<html>', '{"data": [', undefined, []])(
    'a success that is no object (%j) is a broken reply',
    async (body) => {
      expect(await errorOf(client(fakeSend({ body })).get('/org'))).toMatchObject({
        code: 'brokenReply',
        radius: 'side',
      });
    },
  );

  test('credits left are remembered', async () => {
    const zoho = client(fakeSend({ headers: { 'x-api-credits-remaining': '1234' } }, { headers: {} }));
    expect(zoho.creditsLeft()).toBeNull();
    await zoho.get('/org');
    await zoho.get('/org');
    expect(zoho.creditsLeft()).toBe(1234);
  });
});

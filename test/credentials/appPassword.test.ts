import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { dataCentres } from '../../clients/zoho/dataCentres';
import { calDavOf } from '../../credentials/appPassword/addresses';
import { forgetShared } from '../../credentials/appPassword/signIn';
import { ZohoCrmSyncAppPasswordApi } from '../../credentials/ZohoCrmSyncAppPasswordApi.credentials';

const type = new ZohoCrmSyncAppPasswordApi();
let one = 0;
const credential = (more: object = {}): ICredentialDataDecryptedObject => ({
  ...{ email: `person${(one += 1)}@example.com`, appPassword: 'pässword:1', dataCenter: 'eu', sessionToken: '' },
  ...more,
});

type Answer = { statusCode: number; headers: object; body: string };
const said = (body: string, statusCode = 200): Answer => ({ statusCode, headers: {}, body });

/** n8n's helper; every token it gives is another one. */
function helper(answer: (options: IHttpRequestOptions) => Answer | Promise<Answer>) {
  const asked: IHttpRequestOptions[] = [];
  const httpRequest = async (options: IHttpRequestOptions) => {
    asked.push(options);
    return await answer(options);
  };
  return { asked, context: { helpers: { httpRequest } } as unknown as IHttpRequestHelper };
}
let made = 0;
const generous = () => helper(() => said(`#\nAUTHTOKEN=token${(made += 1)}\nRESULT=TRUE\n`));
const signIn = (context: IHttpRequestHelper, given: ICredentialDataDecryptedObject) =>
  type.preAuthentication.call(context, given);

describe('the session token', () => {
  test('is asked for at the accounts server of the data centre, by a form', async () => {
    const { asked, context } = generous();
    const next = `token${made + 1}`;
    await expect(signIn(context, credential())).resolves.toEqual({ sessionToken: next });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', url: 'https://accounts.zoho.eu/apiauthtoken/nb/create' });
    expect(String(asked[0]?.body)).toContain('DISPLAY_NAME=n8n+Zoho+CRM+Sync');
    expect(asked[0]).toMatchObject({ disableFollowRedirect: true });
  });

  test('is kept where n8n looks for it: hidden, empty, expirable', () => {
    const field = type.properties.find(({ name }) => name === 'sessionToken');
    expect(field).toMatchObject({ type: 'hidden', default: '', typeOptions: { expirable: true } });
  });

  test('is one for requests that go side by side, also for one that comes a little later', async () => {
    const { asked, context } = generous();
    const given = credential();
    const found = await Promise.all([signIn(context, given), signIn(context, given), signIn(context, given)]);
    expect(new Set(found.map(({ sessionToken }) => sessionToken)).size).toBe(1);
    await signIn(context, given);
    expect(asked).toHaveLength(1);
    forgetShared(given);
    await signIn(context, given);
    expect(asked).toHaveLength(2);
  });

  test('is not shared with another password', async () => {
    const { asked, context } = generous();
    const given = credential();
    await signIn(context, given);
    await signIn(context, { ...given, appPassword: 'another' });
    expect(asked).toHaveLength(2);
  });

  test('that was refused is taken back before there is a new one', async () => {
    const { asked, context } = generous();
    const given = credential();
    const first = await signIn(context, given);
    const second = await signIn(context, { ...given, sessionToken: first.sessionToken });
    expect(second.sessionToken).not.toBe(first.sessionToken);
    expect(asked.map(({ url }) => new URL(url).pathname)).toEqual([
      '/apiauthtoken/nb/create',
      '/apiauthtoken/delete',
      '/apiauthtoken/nb/create',
    ]);
    expect(asked[1]?.body).toBe(`AUTHTOKEN=${first.sessionToken}`);
  });

  test('that was refused to one request is not asked for again where another request has renewed it', async () => {
    const { asked, context } = generous();
    const given = credential({ sessionToken: 'old' });
    const [first, second] = await Promise.all([signIn(context, given), signIn(context, given)]);
    expect(second).toEqual(first);
    expect(asked.filter(({ url }) => url.endsWith('/create'))).toHaveLength(1);
  });

  test('that could not be had is asked for again at the next request', async () => {
    let cause = 'CAUSE=REMOTE_SERVER_ERROR\nRESULT=FALSE';
    const { context } = helper(() => said(cause));
    const given = credential();
    await expect(signIn(context, given)).rejects.toThrow(/trouble of its own just now.+tries again by itself/);
    cause = 'AUTHTOKEN=fine\nRESULT=TRUE';
    await expect(signIn(context, given)).resolves.toEqual({ sessionToken: 'fine' });
  });

  test('error holds neither password nor request', async () => {
    const { context } = helper((options) => {
      throw Object.assign(new Error(`failed ${String(options.body)}`), { code: 'ECONNRESET', config: options });
    });
    const error: Error = await signIn(context, credential()).then(
      () => new Error('none'),
      (thrown: Error) => thrown,
    );
    expect(error.message).toMatch(/connection to Zoho CRM \(accounts\.zoho\.eu\) broke/);
    expect(JSON.stringify([error, Object.entries(error), error.cause, error.stack])).not.toMatch(/p%C3%A4ss|pässword/);
  });
});

describe('the Authorization header', () => {
  const sent = async (url: string, more: object = {}) =>
    (await type.authenticate(credential({ sessionToken: 'abc', ...more }), { url })).headers?.Authorization;

  test('is the session token for the hosts of the CRM', async () => {
    expect(await sent('https://www.zohoapis.eu/crm/v8/users')).toBe('Zoho-authtoken abc');
    expect(await sent('https://sandbox.zohoapis.eu/crm/v8/users')).toBe('Zoho-authtoken abc');
    expect(await sent('https://www.zohoapis.eu/crm/v8/users', { sessionToken: '' })).toBeUndefined();
  });

  test('is name and password for the calendar', async () => {
    const { headers } = await type.authenticate(credential(), { url: 'https://calendar.zoho.eu/caldav/' });
    expect(Buffer.from(String(headers?.Authorization).slice(6), 'base64').toString()).toMatch(
      /@example\.com:pässword:1$/,
    );
  });

  test.each([
    'https://www.zohoapis.com/crm/v8/users',
    'https://evil.example/',
    'http://www.zohoapis.eu/crm/v8/users',
    'http://calendar.zoho.eu/caldav/',
    'https://www.zohoapis.eu@evil.example/',
    'https://www.zohoapis.eu.evil.example/',
    'not an address',
  ])('goes to no other place: %s', async (url) => {
    await expect(sent(url)).rejects.toThrow(/Refused to send the credential/);
  });
});

describe('the CalDAV address', () => {
  test.each(dataCentres.map(({ code, accounts }) => [code, accounts] as const))(
    'of %s is beside its accounts server',
    (dataCenter, accounts) => {
      const { server, allowed } = calDavOf({ dataCenter });
      expect(server).toBe(`${accounts.replace('//accounts.', '//calendar.')}/caldav`);
      expect(allowed).toEqual([new URL(server).host]);
    },
  );

  test('may be set for any data centre, and then is the only place', () => {
    expect(calDavOf({ dataCenter: 'eu', calDavUrl: ' https://dav.example/home/ ' })).toEqual({
      server: 'https://dav.example/home/',
      allowed: ['dav.example'],
    });
    expect(calDavOf({ dataCenter: 'eu', calDavUrl: 'calendar.zoho.eu' }).server).toBe('https://calendar.zoho.eu');
    expect(calDavOf({ dataCenter: 'custom', calDavUrl: 'http://dav.example:5232' }).allowed).toEqual([
      'dav.example:5232',
    ]);
    expect(calDavOf({ dataCenter: 'jp', calDavUrl: 'http://127.0.0.1:5232/' }).allowed).toEqual(['127.0.0.1:5232']);
  });

  test.each([
    { dataCenter: 'eu', calDavUrl: 'http://dav.example/' },
    { dataCenter: 'eu', calDavUrl: 'ftp://dav.example/' },
    { dataCenter: 'eu', calDavUrl: 'https://me:secret@dav.example/' },
    { dataCenter: 'custom', calDavUrl: '' },
  ])('is refused where a password may not go: %j', (given) => {
    expect(() => calDavOf(given)).toThrow(/CalDAV Address of the credential is no address/);
  });
});

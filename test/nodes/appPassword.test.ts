import type { ICredentialTestFunctions, IDataObject } from 'n8n-workflow';
import { editorContext, loadedPackage, node, runWorkflow, wires, type Ran } from '../support/n8nCore';
import type { StoredCredential } from '../support/n8nCredentials';
import { admin, appPasswordCredential, finished, runContacts, startWorld, takeRequests, type World } from './worlds';

jest.setTimeout(120_000);

const byPassword = { authentication: 'appPassword' };

describe('Zoho CRM Sync with an app-specific password', () => {
  let world: World;
  let credential: StoredCredential;
  beforeEach(async () => {
    world = await startWorld('small');
    world.simulators.zoho.limits.authTokens = true;
    credential = appPasswordCredential(world.simulators.connection);
    passwordAtFirst = String(credential.data.appPassword);
  });
  afterEach(() => world.stop());

  let passwordAtFirst = '';
  const live = () => world.simulators.zoho.state.authTokens.tokens;
  const signIns = async (): Promise<number> =>
    (await takeRequests(world)).filter(({ path }) => path === '/apiauthtoken/nb/create').length;

  const run = (parameters: IDataObject): Promise<Ran> =>
    runWorkflow(
      {
        nodes: [
          node('Go', 'n8n-nodes-base.manualTrigger'),
          node('Zoho', 'zohoCrmSync', { ...byPassword, ...parameters }, credential),
        ],
        connections: wires({ Go: [['Zoho']] }),
      },
      [credential],
    );
  const contacts = (): Promise<Ran> =>
    run({ resource: 'record', operation: 'getAll', module: { __rl: true, mode: 'id', value: 'Contacts' }, limit: 5 });

  /** Neither password nor token in anything that n8n saves of a run, nor in any address. */
  async function expectNoSecret(ran: Ran, tokens: readonly string[]): Promise<void> {
    const requests = JSON.stringify(await admin(world, 'zoho', 'GET', 'requests'));
    const saved = JSON.stringify(ran.run.data) + String(ran.error?.message) + String(ran.error?.description) + requests;
    for (const secret of [passwordAtFirst, ...tokens]) {
      const spellings = [secret, Buffer.from(secret).toString('base64').slice(0, -2)];
      for (const one of spellings) expect(saved).not.toContain(one);
    }
  }

  test('asks for a session token once, keeps it in the credential and uses it in later runs', async () => {
    const first = await contacts();
    expect(first.error).toBeNull();
    expect(first.items('Zoho').length).toBeGreaterThan(0);
    expect(live()).toMatchObject([{ label: 'Test' }]);
    expect(credential.data.sessionToken).toBe(live()[0]?.token);
    await expectNoSecret(
      first,
      live().map(({ token }) => token),
    );
    expect(await signIns()).toBe(1);
    expect((await contacts()).error).toBeNull();
    expect(await signIns()).toBe(0);
  });

  test('renews a session token once that Zoho no longer takes', async () => {
    await contacts();
    const before = credential.data.sessionToken;
    await admin(world, 'zoho', 'DELETE', 'authTokens');
    await takeRequests(world);
    const ran = await contacts();
    expect(ran.error).toBeNull();
    expect(await signIns()).toBe(1);
    expect(credential.data.sessionToken).not.toBe(before);
    expect(live().map(({ token }) => token)).toEqual([credential.data.sessionToken]);
  });

  test('never leaves more than one token behind, though the CRM takes none of them', async () => {
    world.simulators.zoho.state.users = world.simulators.zoho.state.users.map((user) => ({
      ...user,
      email: 'x@y.example',
    }));
    for (let time = 0; time < 3; time += 1) {
      const { error } = await contacts();
      expect(error?.message).toMatch(/does not accept the session token/);
      expect(error?.description).toMatch(/for contacts, tasks and mail use Zoho CRM Sync OAuth2/);
    }
    expect(live()).toHaveLength(1);
  });

  test('brings contacts into step from end to end', async () => {
    const both = { ...world, credentials: [world.outlook, credential] };
    const changes = {
      'Start Cycle': { sync: 'by password' },
      'Zoho CRM Changes': byPassword,
      'Write to Zoho CRM': byPassword,
    };
    const ran = await runContacts(both, changes);
    expect(finished(ran)).toMatchObject({ written: 17, pending: 0, parkedRecords: [] });
    await expectNoSecret(ran, [String(credential.data.sessionToken)]);
    await takeRequests(world);
    expect(finished(await runContacts(both, changes)).written).toBe(0);
    expect(await signIns()).toBe(0);
    expect(live()).toHaveLength(1);
  });

  test.each([
    ['EXCEEDED_MAXIMUM_ALLOWED_AUTHTOKENS', /as many active auth tokens/, /Remove an active auth token at Accounts ›/],
    ['WEB_LOGIN_REQUIRED', /two factors/, /create an app-specific password/],
    ['INVALID_PASSWORD', /does not accept/, /Google, Yahoo or Facebook/],
    ['INVALID_CREDENTIALS', /does not accept/, /set a Zoho password/],
    ['NO_SUCH_USER', /no such account/, /choose the data centre/],
    ['ACCOUNT_DOES_NOT_EXIST', /no such account/, /choose the data centre/],
    ['ACCOUNT_REGISTRATION_NOT_CONFIRMED', /never confirmed/, /Open the mail/],
    ['USER_NOT_ACTIVE', /switched off/, /Ask the administrator/],
    ['ACCOUNT_NOT_ACTIVE', /switched off/, /Ask the administrator/],
    ['REMOTE_SERVER_ERROR', /trouble of its own/, /next run tries again/],
    ['IP_NOT_ALLOWED', /A rule of your organisation/, /Ask the administrator/],
    ['API_REQUEST_BLOCKED', /A rule of your organisation/, /Ask the administrator/],
    ['INVALID_SCOPE', /no longer knows auth tokens/, /Zoho CRM Sync OAuth2/],
    ['REGISTRATION_NOT_ALLOWED', /does not let this account/, /Zoho CRM Sync OAuth2/],
  ])('tells %s in words, and what to do', async (cause, message, nextStep) => {
    await admin(world, 'zoho', 'POST', 'authTokens/causes', { [String(credential.data.email)]: cause });
    const ran = await contacts();
    expect(ran.error?.message).toMatch(message);
    expect(ran.error?.description).toMatch(nextStep);
    await expectNoSecret(ran, []);
  });

  test.each([404, 410, 200])('tells that auth tokens are retired (%s), and what works', async (status) => {
    Object.assign(world.simulators.zoho.limits, { authTokens: false, authTokensRetiredStatus: status });
    const ran = await contacts();
    expect(ran.error?.message).toMatch(/gives no session token/);
    expect(ran.error?.description).toBe(
      'Zoho no longer issues these; for contacts, tasks and mail use Zoho CRM Sync OAuth2; this credential works for events over CalDAV.',
    );
    await expectNoSecret(ran, []);
  });

  test('says so of a sign-in server that is not there any more, and shows no request', async () => {
    credential.data.accountsUrl = 'http://accounts.no-such-name.invalid';
    const gone = await contacts();
    expect(gone.error?.description).toMatch(/Zoho no longer issues these/);
    credential.data.accountsUrl = 'http://127.0.0.1:9';
    const closed = await contacts();
    expect(closed.error?.message).toMatch(/could not be reached at 127\.0\.0\.1:9/);
    for (const ran of [gone, closed]) await expectNoSecret(ran, []);
  });

  test('checks what the password opens, now and after the end of auth tokens', async () => {
    const check = () => run({ resource: 'account', operation: 'check' });
    const verdicts = (ran: Ran) => ran.items('Zoho').map(({ json }) => [json.permission, json.verdict]);
    expect(verdicts(await check())).toEqual([
      ['CalDAV', 'granted'],
      ['Session token', 'granted'],
    ]);
    world.simulators.zoho.limits.authTokens = false;
    const ended = await check();
    expect(verdicts(ended)).toEqual([
      ['CalDAV', 'granted'],
      ['Session token', 'missing'],
    ]);
    expect(ended.items('Zoho')[1]?.json.nextStep).toMatch(/works for events over CalDAV/);
    await admin(world, 'zoho', 'POST', 'caldav/account', { appPasswords: [] });
    const taken = await check();
    expect(verdicts(taken)[0]).toEqual(['CalDAV', 'missing']);
    expect(taken.items('Zoho')[0]?.json.nextStep).toMatch(/app-specific password/);
    Object.assign(credential.data, { calDavUrl: 'http://127.0.0.1:9/', accountsUrl: 'http://127.0.0.1:9' });
    expect(verdicts(await check())).toEqual([
      ['CalDAV', 'unproved'],
      ['Session token', 'unproved'],
    ]);
  });

  describe('Sign Out', () => {
    const signOut = () => run({ resource: 'account', operation: 'signOut' });

    test('takes the token back at Zoho and empties the credential; the next use signs in anew', async () => {
      await contacts();
      const before = String(credential.data.sessionToken);
      const ran = await signOut();
      expect(ran.error).toBeNull();
      const message = 'Zoho took the session token back; the credential forgot it.';
      expect(ran.items('Zoho')[0]?.json).toMatchObject({ signedOut: true, message });
      expect(live()).toEqual([]);
      expect(credential.data.sessionToken).toBe('');
      await expectNoSecret(ran, [before]);
      expect((await signOut()).items('Zoho')[0]?.json.message).toMatch(/nothing to take back/);
      expect((await contacts()).error).toBeNull();
      expect(live()).toHaveLength(1);
    });

    test('says when Zoho did not confirm it', async () => {
      await contacts();
      world.simulators.zoho.limits.authTokens = false;
      const [item] = (await signOut()).items('Zoho');
      expect(item?.json).toMatchObject({ signedOut: false, nextStep: expect.stringMatching(/Active Authtokens/) });
      expect(credential.data.sessionToken).toBe('');
    });

    test('claims to have forgotten the token only when n8n has: the CRM was away, and n8n asked for no empty one', async () => {
      await contacts();
      const fault = { match: { path: '/users' }, kind: 'status', status: 503, count: 20 };
      await admin(world, 'zoho', 'POST', 'faults', fault);
      const [item] = (await signOut()).items('Zoho');
      expect(item?.json).toMatchObject({ signedOut: true, message: expect.stringMatching(/still holds it/) });
      expect(credential.data.sessionToken).not.toBe('');
      expect(live()).toEqual([]);
    });

    test('is no matter of OAuth2', async () => {
      const ran = await runWorkflow(
        {
          nodes: [
            node('Go', 'n8n-nodes-base.manualTrigger'),
            node('Zoho', 'zohoCrmSync', { resource: 'account', operation: 'signOut' }, world.zoho),
          ],
          connections: wires({ Go: [['Zoho']] }),
        },
        world.credentials,
      );
      expect(ran.error).toMatchObject({ message: 'Sign Out is for an app-specific password.' });
      expect(ran.error?.description).toMatch(/Connected Apps/);
    });
  });

  describe('the test of the credential', () => {
    const test1 = async () => {
      const type = (await loadedPackage()).getNode('zohoCrmSync').type as unknown as {
        methods: {
          credentialTest: Record<string, (...given: unknown[]) => Promise<{ status: string; message: string }>>;
        };
      };
      const context: ICredentialTestFunctions = await legacyRequest();
      return await type.methods.credentialTest.testAppPassword!.call(context, { ...credential });
    };
    /** What n8n's engine gives to a credential's test. */
    async function legacyRequest(): Promise<ICredentialTestFunctions> {
      const { CredentialTestContext } = await import('n8n-core');
      return new CredentialTestContext({} as never);
    }

    test('signs in to the calendar and makes no session token, retired or not', async () => {
      for (const authTokens of [true, false]) {
        world.simulators.zoho.limits.authTokens = authTokens;
        expect(await test1()).toMatchObject({ status: 'OK', message: expect.stringMatching(/calendar/) });
      }
      expect(live()).toEqual([]);
      expect(await signIns()).toBe(0);
    });

    test('says what is wrong: the password, the address, the server', async () => {
      await admin(world, 'zoho', 'POST', 'caldav/account', { appPasswords: ['another'] });
      const wrong = await test1();
      expect(wrong).toMatchObject({
        status: 'Error',
        message: expect.stringMatching(/Create an app-specific password/),
      });
      expect(wrong.message).not.toContain(passwordAtFirst);
      credential.data.calDavUrl = 'ftp://calendar.example';
      expect((await test1()).message).toMatch(/CalDAV Address of the credential is no address/);
      credential.data.calDavUrl = 'http://127.0.0.1:9/';
      expect((await test1()).message).toMatch(/could not be reached/);
    });
  });

  test('fills the lists of the editor with the session token', async () => {
    const shown = node('Zoho', 'zohoCrmSync', { ...byPassword, resource: 'record', operation: 'getAll' }, credential);
    const context = await editorContext(shown, [credential]);
    const { type } = (await loadedPackage()).getNode('zohoCrmSync');
    const listed = await (
      type as unknown as { methods: { listSearch: Record<string, (this: unknown) => Promise<{ results: object[] }>> } }
    ).methods.listSearch.searchModules!.call(context);
    expect(listed.results.length).toBeGreaterThan(3);
    expect(live()).toHaveLength(1);
  });
});

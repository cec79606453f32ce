import { join } from 'node:path';
import type { HttpResponse } from '../../clients/http';
import { editorContext, node, runWorkflow, wires } from '../support/n8nCore';
import type { StoredCredential } from '../support/n8nCredentials';
import { admin, outlookCredential, startWorld, zohoCredential, type World } from './worlds';

jest.setTimeout(120_000);

type Shared = typeof import('../../nodes/shared/send');
/** As it is in the package: n8n's helper calls the compiled credentials. */
const shared = async (): Promise<Shared> => (await import(join(__dirname, '../../dist/nodes/shared/send'))) as Shared;

describe('the token of an OAuth2 credential', () => {
  let world: World;
  let zoho: StoredCredential;
  beforeEach(async () => {
    world = await startWorld('small');
    zoho = zohoCredential(world.simulators.connection);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await world.stop();
  });

  const renewals = async (side: 'zoho' | 'graph' = 'zoho'): Promise<number> =>
    ((await admin(world, side, 'GET', 'requests')) as { path: string; method: string }[]).filter(
      ({ path, method }) => method === 'POST' && path.endsWith('/token'),
    ).length;

  const nodeTypes = { zohoCrmSyncOAuth2Api: 'zohoCrmSync', outlookSyncOAuth2Api: 'outlookSync' } as const;
  /** Asks side by side, each in the context of a node of its own. */
  async function ask(paths: readonly string[], credential: StoredCredential, base: string): Promise<HttpResponse[]> {
    return await Promise.all(
      paths.map(async (path) => {
        const type = nodeTypes[credential.type as keyof typeof nodeTypes];
        const context = await editorContext(node(`Ask ${path}`, type, {}, credential), [credential]);
        return await (await shared()).sendByToken(context, credential.type)({ method: 'GET', url: `${base}${path}` });
      }),
    );
  }
  const crm = (paths: readonly string[]): Promise<HttpResponse[]> =>
    ask(
      paths.map((path) => `/crm/v8${path}`),
      zoho,
      world.simulators.connection.zoho.api,
    );
  const four = ['/org', '/users?type=CurrentUser', '/settings/modules', '/Contacts?fields=Last_Name'];
  const statuses = (answers: readonly HttpResponse[]): number[] => answers.map(({ status }) => status);
  const wait = (ms: number): void => {
    world.simulators.zoho.clock.advance(ms);
    const now = Date.now() + ms;
    jest.spyOn(Date, 'now').mockReturnValue(now);
  };

  test('a scope that is missing costs none', async () => {
    const scopes = ['ZohoCRM.modules.ALL', 'ZohoCRM.users.READ', 'ZohoCRM.org.READ'];
    const poor = (await admin(world, 'zoho', 'POST', 'tokens', { scopes })) as Record<string, string>;
    const { connection } = world.simulators;
    zoho = zohoCredential({ ...connection, zoho: { ...connection.zoho, ...poor } });
    for (let poll = 0; poll < 3; poll += 1)
      expect(statuses(await crm(['/settings/fields?module=Contacts', '/org']))).toEqual([401, 200]);
    const check = { resource: 'account', operation: 'check' };
    const nodes = [node('Go', 'n8n-nodes-base.manualTrigger'), node('Zoho', 'zohoCrmSync', check, zoho)];
    const ran = await runWorkflow({ nodes, connections: wires({ Go: [['Zoho']] }) }, [zoho]);
    expect(ran.items('Zoho').filter(({ json }) => json.verdict === 'missing').length).toBeGreaterThan(3);
    expect(await renewals()).toBe(0);
  });

  test('one that ran out is renewed once, whoever asks at the same time, and whenever they are told', async () => {
    await admin(world, 'zoho', 'DELETE', 'tokens');
    await admin(world, 'zoho', 'POST', 'faults', {
      ...{ kind: 'statusAfter', match: { path: '/org' }, delayMs: 600 },
      ...{ status: 401, body: { code: 'AUTHENTICATION_FAILURE', details: {}, message: 'x', status: 'error' } },
    });
    expect(statuses(await crm(four))).toEqual([200, 200, 200, 200]);
    expect(await renewals()).toBe(1);
  });

  test("Microsoft's likewise", async () => {
    const { connection } = world.simulators;
    const outlook = outlookCredential(connection);
    world.simulators.graph.clock.advance(7_200_000);
    const paths = ['/me', '/me/contactFolders', '/me/calendars', '/me/contacts'].map((path) => `/v1.0${path}`);
    expect(statuses(await ask(paths, outlook, connection.graph.api))).toEqual([200, 200, 200, 200]);
    expect(await renewals('graph')).toBe(1);
  });

  test.each(['INVALID_TOKEN', 'AUTHENTICATION_FAILURE'])(
    'a renewal that does not help is not repeated: %s',
    async (code) => {
      await admin(world, 'zoho', 'POST', 'faults', {
        ...{ kind: 'status', match: { path: '/crm/' }, count: 99, status: 401 },
        body: { code, details: {}, message: 'x', status: 'error' },
      });
      for (let run = 0; run < 3; run += 1) expect(statuses(await crm(four))).toEqual([401, 401, 401, 401]);
      expect(await renewals()).toBe(1);
    },
  );

  test('a refused renewal is not repeated, either, until the credential is connected again', async () => {
    await admin(world, 'zoho', 'DELETE', 'tokens?refresh=true');
    for (let run = 0; run < 3; run += 1)
      expect((await crm(four)).map(({ body }) => body)).toEqual(four.map(() => ({ error: 'invalid_code' })));
    expect(await renewals()).toBe(1);
    const grant = (await admin(world, 'zoho', 'POST', 'tokens', {})) as Record<string, string>;
    const { connection } = world.simulators;
    zoho.data = zohoCredential({ ...connection, zoho: { ...connection.zoho, ...grant } }).data;
    expect(statuses(await crm(four))).toEqual([200, 200, 200, 200]);
  });

  test("after Zoho's brake nobody tries for half an hour, and it is said until when", async () => {
    world.simulators.zoho.limits.mintsPerTenMinutes = 1;
    await admin(world, 'zoho', 'DELETE', 'tokens');
    expect(statuses(await crm(['/org']))).toEqual([200]);
    wait(400_000);
    await admin(world, 'zoho', 'DELETE', 'tokens');
    const list = { resource: 'record', operation: 'getAll', module: { __rl: true, mode: 'id', value: 'Contacts' } };
    const nodes = [node('Go', 'n8n-nodes-base.manualTrigger'), node('Zoho', 'zohoCrmSync', list, zoho)];
    const run = () => runWorkflow({ nodes, connections: wires({ Go: [['Zoho']] }) }, [zoho]);
    const until = new Date(Date.now() + 1_800_000).toISOString().slice(0, 16).replace('T', ' ');
    for (const minutes of [0, 9, 20]) {
      wait(minutes * 60_000);
      expect((await run()).error?.description).toContain(`${until} UTC`);
    }
    expect(await renewals()).toBe(2);
    wait(120_000);
    expect((await run()).error).toBeNull();
    expect(await renewals()).toBe(3);
  });

  test('where n8n cannot be asked to renew, it does so by itself', async () => {
    const context = await editorContext(node('Old', 'zohoCrmSync', {}, zoho), [zoho]);
    delete (context.helpers as { refreshOAuth2Token?: unknown }).refreshOAuth2Token;
    await admin(world, 'zoho', 'DELETE', 'tokens');
    const url = `${world.simulators.connection.zoho.api}/crm/v8/org`;
    expect((await (await shared()).sendByToken(context, zoho.type)({ method: 'GET', url })).status).toBe(200);
    expect(await renewals()).toBe(1);
  });
});

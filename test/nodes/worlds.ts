import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { startSimulators, type RunningSimulators } from '../../simulators/start';
import { unasked } from '../support/pipeline';
import { runWorkflow, type Ran, type TestWorkflow } from '../support/n8nCore';
import type { StoredCredential } from '../support/n8nCredentials';

type Connection = RunningSimulators['connection'];

export interface World {
  readonly simulators: RunningSimulators;
  readonly outlook: StoredCredential;
  readonly zoho: StoredCredential;
  readonly credentials: readonly StoredCredential[];
  /** n8n's folder, with the archive in it. */
  readonly folder: string;
  stop(): Promise<void>;
}

const token = ({ accessToken, refreshToken }: { accessToken: string; refreshToken: string }, more: object = {}) => ({
  access_token: accessToken,
  refresh_token: refreshToken,
  token_type: 'Bearer',
  expires_in: 3600,
  ...more,
});

/** As n8n hands a connected credential to a node: defaults filled in, expressions resolved. */
export const outlookCredential = ({ graph }: Connection, more: object = {}): StoredCredential => ({
  id: 'outlook',
  name: 'Outlook',
  type: 'outlookSyncOAuth2Api',
  data: {
    ...{ grantType: 'authorizationCode', authentication: 'body' },
    ...{ clientId: graph.clientId, clientSecret: graph.clientSecret, graphApiBaseUrl: graph.api },
    accessTokenUrl: `${graph.login}/common/oauth2/v2.0/token`,
    oauthTokenData: token(graph),
    ...more,
  },
});

/** An application that has not been given a token yet: n8n asks for one when it needs it. */
export const applicationCredential = ({ graph }: Connection, more: object = {}): StoredCredential => ({
  id: 'application',
  name: 'Outlook (application)',
  type: 'outlookSyncApplicationOAuth2Api',
  data: {
    ...{ grantType: 'clientCredentials', authentication: 'body', clientCredentialType: 'clientSecret' },
    ...{ clientId: graph.clientId, clientSecret: graph.clientSecret, graphApiBaseUrl: graph.api },
    accessTokenUrl: `${graph.login}/contoso.example/oauth2/v2.0/token`,
    scope: `${graph.api}/.default`,
    ...more,
  },
});

export const zohoCredential = ({ zoho }: Connection, more: object = {}): StoredCredential => ({
  id: 'zoho',
  name: 'Zoho CRM',
  type: 'zohoCrmSyncOAuth2Api',
  data: {
    ...{ grantType: 'authorizationCode', authentication: 'body', dataCenter: 'custom' },
    ...{ clientId: zoho.clientId, clientSecret: zoho.clientSecret, accountsUrl: zoho.accounts, apiUrl: zoho.api },
    accessTokenUrl: `${zoho.accounts}/oauth/v2/token`,
    oauthTokenData: token(zoho, { api_domain: zoho.api }),
    ...more,
  },
});

/** An app-specific password, with no session token yet. */
export const appPasswordCredential = ({ zoho }: Connection, more: object = {}): StoredCredential => ({
  id: 'appPassword',
  name: 'Zoho CRM (app-specific password)',
  type: 'zohoCrmSyncAppPasswordApi',
  data: {
    ...{ dataCenter: 'custom', accountsUrl: zoho.accounts, apiUrl: zoho.api, calDavUrl: zoho.calDav.url },
    ...{ email: zoho.calDav.email, appPassword: zoho.calDav.appPassword, deviceName: 'Test', sessionToken: '' },
    ...more,
  },
});

/** n8n's settings know their folder once a process, so all worlds of a test file share it; each gets its own sync name. */
const folder = mkdtempSync(join(tmpdir(), 'zoho-outlook-nodes-'));
process.env.N8N_USER_FOLDER = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What our nodes remember of renewed tokens: each world has an n8n of its own. */
const renewals = (): Map<string, unknown> | undefined =>
  (globalThis as { [name: symbol]: Map<string, unknown> })[Symbol.for('n8n-nodes-zoho-outlook.renewals')];

/** Both services with a seeded world, and credentials for them. */
export async function startWorld(seed = 'small'): Promise<World> {
  renewals()?.clear();
  const simulators = await startSimulators({ seed });
  const [outlook, zoho] = [outlookCredential(simulators.connection), zohoCredential(simulators.connection)];
  return { simulators, outlook, zoho, credentials: [outlook, zoho], folder, stop: () => simulators.stop() };
}

/** One of the simulators' admin routes. */
export async function admin(
  { simulators }: World,
  side: 'zoho' | 'graph',
  method: 'GET' | 'POST' | 'DELETE',
  route: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(`${simulators.connection[side].api}/_simulator/${route}`, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return await answer.json().catch(() => null);
}

const template = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'workflows', 'contacts.json'), 'utf8'),
) as TestWorkflow;

/** What a user chooses in the editor: the credential of the side, in each of its nodes. */
const bound = (node: INode, credentials: readonly StoredCredential[], changes: Changes): INode => {
  const wanted = credentials.filter(({ type }) => type.startsWith(node.type.split('.')[1] ?? ''));
  const chosen = Object.fromEntries(wanted.map(({ id, name, type }) => [type, { id, name }]));
  const parameters = { ...node.parameters, ...unasked(node), ...changes[node.name] } as INode['parameters'];
  return { ...node, parameters, ...(wanted.length > 0 && { credentials: chosen }) };
};

/** Parameters to change in a template, by node name. */
export type Changes = Readonly<Record<string, IDataObject>>;

/** The contacts template without its schedule, each side's credential chosen. */
export function contactsWorkflow({ credentials }: World, changes: Changes = {}): TestWorkflow {
  const nodes = template.nodes.filter(({ name }) => name !== 'Every 15 Minutes');
  return { ...template, nodes: nodes.map((node) => bound(node, credentials, changes)) };
}

/** Runs the contacts template once, from its manual trigger. */
export const runContacts = (world: World, changes: Changes = {}): Promise<Ran> =>
  runWorkflow(contactsWorkflow(world, changes), world.credentials);

interface Finished {
  readonly written: number;
  readonly pending: number;
  readonly conflicts: number;
  readonly reviews: readonly { readonly id: string; readonly topic: string; readonly reason: string }[];
  readonly parkedRecords: readonly unknown[];
}

/** What the Finish node said. */
export function finished(ran: Ran): Finished {
  if (ran.error) throw new Error(`${ran.error.node}: ${ran.error.message}`);
  const { report, ...waiting } = ran.items('Finish')[0]?.json ?? {};
  return { ...(report as object), ...waiting } as unknown as Finished;
}

interface Logged {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** Requests both services got since the last time, and forgets them. */
export async function takeRequests(world: World): Promise<readonly Logged[]> {
  const all: Logged[] = [];
  for (const side of ['zoho', 'graph'] as const) {
    all.push(...((await admin(world, side, 'GET', 'requests')) as Logged[]));
    await admin(world, side, 'DELETE', 'requests');
  }
  return all;
}

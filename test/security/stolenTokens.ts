/** Our templates run through services that lie and beside a thief; who imports this file gets its hooks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { INode } from 'n8n-workflow';
import { loadSeed } from '../../simulators/seeds';
import { secretsOf } from '../e2e/harness/secrets';
import { outlookCredential, startWorld, zohoCredential, type Changes, type World } from '../nodes/worlds';
import { runWorkflow, type Ran, type TestWorkflow } from '../support/n8nCore';
import type { StoredCredential } from '../support/n8nCredentials';
import { lures, type Lure } from './lies';
import { startLiar, startThief, type Asked, type Liar, type Thief } from './thief';

export let world: World;
export let thief: Thief;
export let liars: { readonly outlook: Liar; readonly zoho: Liar };
let runs = 0;

beforeAll(async () => {
  world = await startWorld('small');
  thief = await startThief();
  const { graph, zoho } = world.simulators.connection;
  liars = { outlook: await startLiar(graph.api), zoho: await startLiar(zoho.api) };
});
beforeEach(() => {
  const { zoho, graph } = world.simulators;
  const seed = loadSeed('small');
  zoho.reset();
  zoho.seed(seed.zoho);
  graph.reset();
  graph.seed(seed.graph);
  // on both sides something to write of every kind
  graph.seed({ lists: [{ displayName: 'Tasks', tasks: [{ title: 'Only in To Do', categories: ['Zoho'] }] }] } as never);
  zoho.seed({ records: { Tasks: [{ Subject: 'Only in the CRM' }] } } as never);
  for (const { at } of Object.values(liars)) Object.assign(at, { lie: () => null, told: 0, asked: 0 });
  thief.loot.length = 0;
});
afterAll(async () => {
  await Promise.all([liars.outlook.stop(), liars.zoho.stop(), thief.stop(), world.stop()]);
});

export type Side = keyof typeof liars;

/** Both credentials, connected with services that lie. */
export function credentials(): readonly [StoredCredential, StoredCredential] {
  const { connection } = world.simulators;
  const { outlook, zoho } = liars;
  const graph = outlookCredential(connection, {
    graphApiBaseUrl: outlook.url,
    accessTokenUrl: `${outlook.url}/common/oauth2/v2.0/token`,
  });
  const crm = zohoCredential(connection, {
    ...{ apiUrl: zoho.url, accountsUrl: zoho.url },
    accessTokenUrl: `${zoho.url}/oauth/v2/token`,
  });
  const { oauthTokenData } = crm.data as { oauthTokenData: object };
  crm.data = { ...crm.data, oauthTokenData: { ...oauthTokenData, api_domain: zoho.url } } as typeof crm.data;
  return [graph, crm];
}

const template = (name: string): TestWorkflow =>
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'workflows', `${name}.json`), 'utf8')) as TestWorkflow;

const bound = (one: INode, all: readonly StoredCredential[], changes: Changes): INode => {
  const wanted = /zohoCrmSync|crmMatcher/.test(one.type)
    ? all
    : all.filter(({ type }) => type.startsWith(one.type.split('.')[1] ?? ''));
  const chosen = Object.fromEntries(wanted.map(({ id, name, type }) => [type, { id, name }]));
  const parameters = { ...one.parameters, ...changes[one.name] } as INode['parameters'];
  return { ...one, parameters, ...(wanted.length > 0 && { credentials: chosen }) };
};

/** What n8n would keep of a run, errors and all: no token and no client secret is in it. */
function keptClean(ran: Ran): Ran {
  const kept = inspect(ran.run, { depth: Infinity, maxStringLength: Infinity, maxArrayLength: Infinity });
  const { connection, zoho, graph } = world.simulators;
  const secrets = secretsOf({ connection, simulators: { zoho, graph } as never });
  expect(secrets.filter(({ value }) => kept.includes(value)).map(({ name }) => name)).toEqual([]);
  return ran;
}

/** Runs a template from its manual trigger, as a sync of its own that nobody ran before. */
export async function run(name: string, changes: Changes = {}): Promise<Ran> {
  const all = credentials();
  const { nodes, ...rest } = template(name);
  const kept = nodes.filter(({ type }) => !/Trigger$/.test(type) || type.endsWith('manualTrigger'));
  const own: Changes = {
    'Conflict Resolver': { firstRun: 'go' },
    ...changes,
    'Start Cycle': { sync: `${name} ${(runs += 1)}`, pilot: 0 },
  };
  return keptClean(await runWorkflow({ ...rest, nodes: kept.map((one) => bound(one, all, own)) }, all));
}

export const templates = ['contacts', 'tasks', 'events', 'sent-mail'] as const;

/** The service was believed in nothing, and had its say: a lie nobody heard would prove nothing. */
export function expectNothingStolen(side: Side): void {
  expect(thief.loot).toEqual([]);
  expect(liars[side].at.told).toBeGreaterThan(0);
}

export const isWrite = ({ method, path }: Asked): boolean => method !== 'GET' && !/\/(coql|token)(\?|$)/.test(path);
export const lure = lures['another port of the same host'] as Lure;
export const sides: readonly Side[] = ['outlook', 'zoho'];
export const each = <T>(names: readonly T[]) => sides.flatMap((side) => names.map((name) => [side, name] as const));

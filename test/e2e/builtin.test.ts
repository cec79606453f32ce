/** An n8n of its own, from an empty folder on; and n8n's own Zoho CRM and Outlook nodes, written by others for the real services, are the witnesses that the simulators tell the truth. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startSimulators } from '../../simulators/start';
import { type ChainNode, chain } from './harness/chain';
import { builtinCredentials } from './harness/credentials';
import { type RunningN8n, emptyHome, removeHome, startN8n } from './harness/n8n';
import {
  type Execution,
  type Json,
  type N8nClient,
  type Workflow,
  connect,
  failureOf,
  importCredentials,
  importWorkflow,
  itemsOf,
  runManually,
  waitForExecution,
} from './harness/rest';
import { outlookContacts, requestsOf, zohoRecords } from './harness/simulators';

const home = emptyHome();
const created = "={{ $('create').first().json.id }}";
let simulators: Awaited<ReturnType<typeof startSimulators>>;
let n8n: RunningN8n;
let client: N8nClient;

/** An access token nobody gave out: the first call must be refused, and n8n must then refresh it by itself. */
const stale = (data: Json): Json => ({
  ...data,
  oauthTokenData: { ...(data.oauthTokenData as Json), access_token: 'stale' },
});

before(async () => {
  simulators = await startSimulators({ seed: 'demo' });
  n8n = await startN8n({ home });
});

const trivial: Workflow = {
  id: 'harnessTrivial01',
  name: 'Trivial',
  nodes: [
    { id: 'a', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
    { id: 'b', name: 'Nothing', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [200, 0], parameters: {} },
  ],
  connections: { Start: { main: [[{ node: 'Nothing', type: 'main', index: 0 }]] } },
  settings: { executionOrder: 'v1' },
};

async function runTrivial(): Promise<number> {
  const execution = await waitForExecution(client, await runManually(client, trivial.id, 'Start'));
  assert.equal(execution.status, 'success');
  return itemsOf(execution, 'Nothing').length;
}

test('a real n8n starts on an empty folder, runs a workflow, is killed, and starts again on what it kept', async () => {
  client = await connect(n8n);
  await importWorkflow(client, trivial);
  assert.equal(await runTrivial(), 1);
  await n8n.killHard();
  n8n = await startN8n({ home });
  client = await connect(n8n);
  assert.equal(await runTrivial(), 1);
});

after(async () => {
  await n8n?.stop();
  await simulators?.stop();
  removeHome(home);
});

async function run(id: string, steps: readonly ChainNode[]): Promise<Execution> {
  await importWorkflow(client, chain(id, id, steps));
  const execution = await waitForExecution(client, await runManually(client, id, 'Start'));
  assert.equal(failureOf(execution), undefined);
  return execution;
}

function zoho(operation: string, parameters: Json): ChainNode {
  const credentials = { zohoOAuth2Api: { id: 'zohoBuiltin00001', name: 'Zoho (built-in)' } };
  const all = { resource: 'contact', operation, ...parameters };
  return { name: operation, type: 'n8n-nodes-base.zohoCrm', typeVersion: 1, parameters: all, credentials };
}

function outlook(operation: string, parameters: Json): ChainNode {
  const credentials = { microsoftOutlookOAuth2Api: { id: 'outlookBuiltin01', name: 'Outlook (built-in)' } };
  const all = { resource: 'contact', operation, ...parameters };
  return { name: operation, type: 'n8n-nodes-base.microsoftOutlook', typeVersion: 2, parameters: all, credentials };
}

test('the built-in Zoho CRM node creates, reads, changes, lists and deletes contacts', async () => {
  const credentials = builtinCredentials(simulators.connection);
  await importCredentials(
    n8n,
    credentials.map((credential) => ({ ...credential, data: stale(credential.data) })),
  );
  const count = (await zohoRecords(simulators.connection, 'Contacts')).length;
  const execution = await run('builtinZoho00001', [
    zoho('create', { lastName: 'Independent', additionalFields: { Email: 'independent@example.com' } }),
    zoho('get', { contactId: '={{ $json.id }}' }),
    zoho('update', { contactId: '={{ $json.id }}', updateFields: { First_Name: 'Witness' } }),
    zoho('getAll', { returnAll: true, options: {} }),
    { ...zoho('delete', { contactId: created }), executeOnce: true },
  ]);
  assert.equal(itemsOf(execution, 'get')[0]?.Email, 'independent@example.com');
  const listed = itemsOf(execution, 'getAll');
  assert.equal(listed.length, count + 1);
  assert.equal(listed.find(({ Last_Name }) => Last_Name === 'Independent')?.First_Name, 'Witness');
});

test('the built-in Outlook node creates, reads, changes, lists and deletes contacts', async () => {
  const count = (await outlookContacts(simulators.connection)).length;
  const contactId = { __rl: true, mode: 'id', value: created };
  const execution = await run('builtinOutlook01', [
    outlook('create', { givenName: 'Witness', surname: 'Independent', additionalFields: { categories: 'Zoho' } }),
    outlook('update', { contactId, additionalFields: { jobTitle: 'Notary' } }),
    outlook('get', { contactId, output: 'raw' }),
    outlook('getAll', { returnAll: true, output: 'raw', filters: {} }),
    { ...outlook('delete', { contactId }), executeOnce: true },
  ]);
  assert.equal(itemsOf(execution, 'get')[0]?.jobTitle, 'Notary');
  assert.deepEqual(itemsOf(execution, 'get')[0]?.categories, ['Zoho']);
  assert.equal(itemsOf(execution, 'getAll').length, count + 1);
});

test('n8n refreshed both stale tokens by itself', async () => {
  const { zoho: crm, graph } = simulators.connection;
  for (const base of [crm.api, graph.api]) {
    const requests = await requestsOf(base);
    assert.ok(
      requests.some(({ status }) => status === 401),
      'the stale token was refused',
    );
    assert.ok(
      requests.some(({ status }) => status === 200),
      'the fresh token was accepted',
    );
  }
});

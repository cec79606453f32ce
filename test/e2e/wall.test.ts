/** Two people of one n8n, each signed in: what one can do to the other's sync. n8n guards the credential, so the wall is n8n's. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chain, type ChainNode } from './harness/chain';
import { contactsOf, startLab, type Lab } from './harness/lab';
import {
  failureOf,
  importWorkflow,
  itemsOf,
  member,
  publish,
  runManually,
  testCredential,
  waitForExecution,
  type Execution,
  type Json,
  type N8nClient,
  type Workflow,
} from './harness/rest';
import { assertInStep, runOnce, settle } from './harness/steps';
import { variant } from './harness/variant';

const control = 'n8n-nodes-zoho-outlook.syncControl';
const sync = 'The owner’s contacts';

let lab: Lab;
let colleague: N8nClient;
/** The owner's credential, and the owner's workflow with it. */
let credential: Json;
let contacts: Workflow;

const step = (name: string, type: string, parameters: Json, more: Partial<ChainNode> = {}): ChainNode => ({
  ...{ name, type, typeVersion: 1, parameters },
  ...more,
});
const given = (item: Json): ChainNode =>
  step('Item', 'n8n-nodes-base.set', { mode: 'raw', jsonOutput: JSON.stringify(item) }, { typeVersion: 3.4 });

let made = 0;
/** One workflow of somebody's own, run once. */
async function runOf(client: N8nClient, steps: readonly ChainNode[]): Promise<Execution> {
  const workflow = { ...chain(`wall${(made += 1)}000000000000`, `wall ${made}`, steps) };
  await importWorkflow(client, { ...workflow, settings: { ...workflow.settings, saveManualExecutions: true } });
  return waitForExecution(client, await runManually(client, workflow.id, 'Start'), 60_000);
}

const alone = (client: N8nClient, parameters: Json, more: Partial<ChainNode> = {}): Promise<Execution> =>
  runOf(client, [step('One', control, parameters, more)]);

before(async () => {
  lab = await startLab({ seed: 'small' });
  const made = await alone(lab.client, { resource: 'archive', operation: 'newKey' });
  const authKey = String(itemsOf(made, 'One')[0]?.key);
  const stored = { name: 'The owner’s archive', type: 'syncArchiveApi', data: { authKey } };
  const { id, name } = await lab.client.rest<{ id: string; name: string }>('POST', '/credentials', stored);
  credential = { syncArchiveApi: { id, name } };
  const own = variant(contactsOf(lab), 'wallContacts0001', { 'Start Cycle': { sync } });
  const nodes = own.nodes.map((node) => (node.name === 'Start Cycle' ? { ...node, credentials: credential } : node));
  contacts = { ...own, nodes };
  await importWorkflow(lab.client, contacts);
  colleague = await member(lab.n8n, lab.client, 'colleague@example.com');
});
after(() => lab?.stop());

test('the owner’s sync runs in an archive of its own; only Start Cycle has the credential', async () => {
  await assertInStep(lab, await settle(lab, contacts));
});

test('the test of the credential says whether the key is one', async () => {
  const { id } = credential.syncArchiveApi as { id: string };
  assert.equal((await testCredential(lab.client, id)).status, 'OK');
  const typed = { name: 'Typed', type: 'syncArchiveApi', data: { authKey: 'correct horse battery staple' } };
  const weak = await lab.client.rest<{ id: string }>('POST', '/credentials', typed);
  const { status, message = '' } = await testCredential(lab.client, weak.id);
  assert.equal(status, 'Error');
  assert.match(message, /Archive: New Key/);
});

test('a list in the editor shows a colleague no sync of the owner’s', async () => {
  const asked = {
    ...{ path: 'parameters.syncs', methodName: 'getSyncs', currentNodeParameters: { authentication: 'basic' } },
    ...{ nodeTypeAndVersion: { name: 'n8n-nodes-zoho-outlook.conflictReview', version: 1 } },
  };
  const list = (client: N8nClient, more: Json) =>
    client
      .rest<readonly { name: string }[]>('POST', '/dynamic-node-parameters/options', { ...asked, ...more })
      .then((options) => options.map(({ name }) => name))
      .catch((error: Error) => [error.message]);
  assert.ok((await list(lab.client, { credentials: credential })).includes(sync));
  assert.ok(!(await list(colleague, {})).includes(sync));
  assert.ok(!(await list(colleague, { credentials: credential })).includes(sync));
});

const attacks: readonly (readonly [string, Json])[] = [
  ['reads its status', { resource: 'sync', operation: 'status' }],
  ['looks a contact up', { resource: 'sync', operation: 'explain', record: 'Tanaka' }],
  ['lists its questions', { resource: 'review', operation: 'list' }],
  ['lists its runs', { resource: 'cycle', operation: 'list' }],
  ['empties it', { resource: 'sync', operation: 'rebuild', confirm: true }],
  ['blocks it', { resource: 'cycle', operation: 'start', kind: 'contact' }],
];
for (const [what, parameters] of attacks)
  test(`a colleague who ${what} by its name finds nothing there, and it goes on`, async () => {
    const run = await alone(colleague, { sync, ...parameters });
    assert.doesNotMatch(JSON.stringify(itemsOf(run, 'One')), /Tanaka|@example|lastName|"live":[1-9]/);
    const quiet = await runOnce(lab, contacts);
    assert.equal((itemsOf(quiet, 'Finish')[0]?.report as Json).written, 0);
  });

test('a colleague cannot use the owner’s credential in a workflow of their own', async () => {
  const parameters = { resource: 'sync', operation: 'status', sync };
  const run = await alone(colleague, parameters, { credentials: credential }).catch((error: Error) => error);
  const said = run instanceof Error ? run.message : (failureOf(run) ?? JSON.stringify(itemsOf(run, 'One')));
  assert.match(said, /access|permission|not found|sharing|credential/i);
  assert.doesNotMatch(said, /"live":[1-9]/);
});

test('a colleague does not see the owner’s executions', async () => {
  const { id } = await runOnce(lab, contacts);
  const seen = await colleague.rest<Json>('GET', `/executions/${id}`).catch((error: Error) => error.message);
  assert.doesNotMatch(JSON.stringify(seen), /runData|resultData|Start Cycle/);
  assert.match(JSON.stringify(await lab.client.rest<Json>('GET', `/executions/${id}`)), /Start Cycle/);
});

test('a cycle item out of a run that is under way opens nothing to a colleague', async () => {
  const own = { sync: 'stolen', resource: 'cycle', operation: 'start', kind: 'contact' };
  const started = await alone(lab.client, own, { credentials: credential });
  const [item] = itemsOf(started, 'One');
  assert.match(String((item?.cycle as Json).handle), /^[\w-]{22}$/);
  const finish = step('One', control, { resource: 'cycle', operation: 'finish' });
  const stolen = await runOf(colleague, [given(item ?? {}), finish]);
  assert.match(failureOf(stolen) ?? '', /no way into the archive.*Run the workflow from its start/);
  const owners = await runOf(lab.client, [given(item ?? {}), { ...finish, credentials: credential }]);
  assert.equal(failureOf(owners), undefined, 'with the credential the owner ends it');
});

test('a page without a sign-in is published for an archive of one’s own only', async () => {
  const review = (id: string, more: Json): Workflow => ({
    ...chain(id, id, []),
    nodes: [
      {
        ...{ id: `${id}-0`, name: 'Review', type: 'n8n-nodes-zoho-outlook.conflictReview', typeVersion: 1 },
        ...{ position: [0, 0], parameters: { authentication: 'none', path: id }, webhookId: id },
        ...more,
      },
    ],
    connections: {},
  });
  await importWorkflow(colleague, review('wallOpenPage0001', {}));
  await assert.rejects(publish(colleague, 'wallOpenPage0001'), /wallOpenPage0001/);
  assert.notEqual((await fetch(`${lab.n8n.baseUrl}/webhook/wallOpenPage0001`)).status, 200);
  await importWorkflow(lab.client, review('wallOwnPage00001', { credentials: credential }));
  await publish(lab.client, 'wallOwnPage00001');
  const page = await fetch(`${lab.n8n.baseUrl}/webhook/wallOwnPage00001?view=status`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /The owner’s contacts/);
});

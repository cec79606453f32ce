/** The contacts template, imported and run in a real n8n with the package installed as n8n installs it. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { letLeaseLapse, losersIn } from './harness/archiveFile';
import { runCycle } from './harness/cycles';
import type { Lab } from './harness/lab';
import { contactsOf, startLab } from './harness/lab';
import type { People } from './harness/people';
import { peopleOf } from './harness/people';
import { killAndRestart } from './harness/restart';
import type { Execution, Workflow } from './harness/rest';
import { failureOf, hintsOf, itemsOf, runManually, testCredential, waitForExecution } from './harness/rest';
import { leaks, secretsOf } from './harness/secrets';
import { requestsOf } from './harness/simulators';
import { assertInStep, newWorld, runOnce, settle, strangers } from './harness/steps';
import { manualTriggerOf, shippedTemplate } from './harness/templates';
import { until } from './harness/until';
import { ownSync, variant } from './harness/variant';
import { readWorld } from './harness/world';
import { writeCalls } from './harness/writes';

let lab: Lab;
let people: People;

before(async () => {
  lab = await startLab({ seed: 'small' });
  people = peopleOf(lab.connection);
});

after(() => lab?.stop());

async function countRequests(): Promise<number> {
  const { zoho, graph } = lab.connection;
  const [toZoho, toGraph] = await Promise.all([requestsOf(zoho.api), requestsOf(graph.api)]);
  return toZoho.length + toGraph.length;
}

const startedWorkflows = (): number => lab.simulators.zoho.state.workflowRuns;

for (const id of ['zohoCrmSimulator', 'outlookSimulator']) {
  test(`n8n's own test of the credential ${id} passes`, async () => {
    const { status, message } = await testCredential(lab.client, id);
    assert.equal(status, 'OK', message);
  });
}

test('the template brings both sides into step, as an independent comparison sees it', async () => {
  assert.ok((await assertInStep(lab, await settle(lab))) > 0);
});

test('executed from Check First, Finish says a line for each thing, none of trouble, and nothing is written', async () => {
  const workflow = contactsOf(lab);
  const run = await waitForExecution(lab.client, await runManually(lab.client, workflow.id, 'Check First'));
  assert.equal(failureOf(run), undefined);
  const lines = itemsOf(run, 'Finish') as unknown as readonly { checked: string; verdict: string; says: string }[];
  assert.deepEqual(
    lines.filter(({ verdict }) => verdict !== 'ok'),
    [],
  );
  for (const thing of ['Archive', 'Sync', 'Sign-in', 'Permission', 'Module', 'Fields', 'Edition', 'Time zone'])
    assert.ok(
      lines.some(({ checked }) => checked === thing),
      thing,
    );
  assert.match(hintsOf(run, 'Finish').join(), /Nothing was written/);
});

test('another run right after writes nothing and makes at most three requests', async () => {
  const before = await countRequests();
  const { report } = await runCycle(lab.client, contactsOf(lab));
  assert.deepEqual([report.written, report.pending], [0, 0]);
  const made = (await countRequests()) - before;
  assert.ok(made <= 3, `${made} requests`);
});

test('different fields of one contact, changed on both sides between runs, both survive on both sides', async () => {
  const bob = 'bob@north.example';
  await people.editOutlook(bob, { department: 'Field Sales' });
  await people.editZoho(bob, { Mailing_City: 'Leeds' });
  await assertInStep(lab, await settle(lab));
  const [outlook, zoho] = [await people.inOutlook(bob), await people.inZoho(bob)];
  assert.deepEqual([outlook.department, zoho.Department], ['Field Sales', 'Field Sales']);
  assert.deepEqual([(outlook.businessAddress as { city?: string }).city, zoho.Mailing_City], ['Leeds', 'Leeds']);
});

test('the same field changed on both sides goes by policy, and the value that lost is in the journal', async () => {
  const alice = 'alice@north.example';
  await people.editOutlook(alice, { jobTitle: 'Chief Buyer' });
  await people.editZoho(alice, { Title: 'Buying Director' });
  const { report } = await runCycle(lab.client, contactsOf(lab));
  assert.equal(report.conflicts, 1);
  await assertInStep(lab, await settle(lab));
  assert.equal((await people.inOutlook(alice)).jobTitle, 'Buying Director');
  const loser = losersIn(lab.n8n.home).find(({ outlook }) => outlook === 'Chief Buyer');
  assert.deepEqual([loser?.field, loser?.zoho, loser?.winner], ['jobTitle', 'Buying Director', 'zoho']);
});

test('Japanese text arrives as it was written, half and full width kept', async () => {
  const hanako = 'hanako.suzuki@only-outlook.example';
  const department = '営業企画部　ｱｼﾞｱ（第２課）𠮷野家';
  await people.editOutlook(hanako, { department });
  await assertInStep(lab, await settle(lab));
  assert.equal((await people.inZoho(hanako)).Department, department);
});

test('a contact without the category is left alone, and is in step again when it has it back', async () => {
  const henry = 'henry@only-outlook.example';
  await people.editOutlook(henry, { categories: [] });
  await people.editZoho(henry, { Title: 'Harbour Master' });
  const ref = String((await people.inZoho(henry)).id);
  await assertInStep(lab, await settle(lab), [{ side: 'zoho', ref, reason: 'its partner has left the sync' }]);
  assert.equal((await people.inOutlook(henry)).jobTitle ?? null, null);
  assert.deepEqual(await people.howMany(henry), { outlook: 1, zoho: 1 });
  await people.editOutlook(henry, { categories: ['Zoho'] });
  await assertInStep(lab, await settle(lab));
  assert.equal((await people.inOutlook(henry)).jobTitle, 'Harbour Master');
});

test('a contact deleted in Outlook is kept in Zoho CRM and does not come back', async () => {
  const grace = 'grace@only-outlook.example';
  await people.deleteInOutlook(grace);
  await settle(lab);
  const kept = await people.inZoho(grace);
  const last = await settle(lab);
  await assertInStep(lab, last, [{ side: 'zoho', ref: String(kept.id), reason: 'deleted in Outlook' }]);
  assert.deepEqual(await people.howMany(grace), { outlook: 0, zoho: 1 });
});

test('the shipped file is imported by the command line as often as one likes, and replaces no workflow', async () => {
  const folder = join(lab.n8n.home, 'imported');
  mkdirSync(folder);
  const shipped = shippedTemplate('contacts.json');
  writeFileSync(join(folder, 'contacts.json'), JSON.stringify(shipped));
  const byName = `/workflows?name=${encodeURIComponent(shipped.name)}`;
  const imported = async () => (await lab.client.api<{ data: readonly Workflow[] }>('GET', byName)).data;
  const before = await imported();
  for (const _ of [1, 2]) await lab.n8n.cli('import:workflow', '--separate', `--input=${folder}`);
  const after = await imported();
  assert.equal(after.length, before.length + 2);
  const unchanged = after.filter(({ id }) => before.some((one) => one.id === id));
  assert.deepEqual(unchanged, before);
  for (const { connections } of after) assert.deepEqual(connections, shipped.connections);
});

test('a workflow that the command line imported runs from there', async () => {
  const connected = variant(contactsOf(lab), 'cliConnected0001');
  const file = join(lab.n8n.home, 'connected.json');
  writeFileSync(file, JSON.stringify(connected));
  await lab.n8n.cli('import:workflow', `--input=${file}`);
  await people.editOutlook('taro.yamada@higashi.example', { jobTitle: '本部長' });
  await lab.n8n.cli('execute', `--id=${connected.id}`);
  assert.equal((await people.inZoho('taro.yamada@higashi.example')).Title, '本部長');
});

test('no CRM workflow was started by all that', () => {
  assert.equal(startedWorkflows(), 0);
});

test('two runs started at once make no doubles: one works, the other ends quietly and says why', async () => {
  const alone = { 'Start Cycle': { whenBusy: 'end' } };
  const workflow = await newWorld(lab, 'loadedContacts01', strangers(1000), alone);
  const runs = await Promise.all([runOnce(lab, workflow), runOnce(lab, workflow)]);
  assert.deepEqual(runs.map(failureOf), [undefined, undefined]);
  const worked = (run: Execution) => itemsOf(run, 'Finish').length;
  assert.deepEqual(runs.map(worked).sort(), [0, 1]);
  const late = runs.find((run) => worked(run) === 0);
  assert.match(hintsOf(late as Execution, 'Start Cycle').join(), /Another cycle of the sync .* is at work/);
});

test('1,000 contacts of each side reach the other in 10 write calls to Zoho CRM and 50 batches to Outlook', async () => {
  const last = await settle(lab, ownSync(contactsOf(lab), 'loadedContacts01'));
  assert.equal(await assertInStep(lab, last), 2000);
  const calls = writeCalls(lab.simulators);
  assert.ok(calls.zoho > 0 && calls.zoho <= 10, `${calls.zoho} write calls to Zoho CRM`);
  assert.ok(calls.graph > 0 && calls.graph <= 50, `${calls.graph} batches to Outlook`);
  assert.equal(startedWorkflows(), 0);
});

/** The call that is under way when n8n dies; it takes effect afterwards, and nobody hears the answer. */
const lastCalls = [
  { side: 'zoho', match: { method: 'POST', path: '/Contacts$' }, skip: 1 },
  { side: 'graph', match: { path: '/\\$batch$', body: '"POST"' }, skip: 2 },
] as const;

test('n8n killed in the middle of a first run, once at each side: the next runs end in step, without doubles', async () => {
  const workflow = await newWorld(lab, 'killedContacts01', strangers(150));
  for (const { side, match, skip } of lastCalls) {
    const service = lab.simulators[side];
    service.faults.add({ kind: 'delay', delayMs: 1000, match, skip });
    await runManually(lab.client, workflow.id, manualTriggerOf(workflow));
    await until(`the call to ${side} that is to be the last`, () => service.faults.list().length === 0, 60_000);
    lab = await killAndRestart(lab);
    letLeaseLapse(lab.n8n.home);
  }
  assert.equal(await assertInStep(lab, await settle(lab, workflow)), 300);
  const { outlook, zoho } = await readWorld(lab.connection);
  assert.deepEqual([outlook.length, zoho.length], [300, 300]);
});

test('nothing that n8n or the archive kept, and no address that was asked, holds a token or a secret', () => {
  assert.deepEqual(leaks(lab, secretsOf(lab)), []);
});

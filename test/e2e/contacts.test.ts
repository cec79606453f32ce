/** The contacts template, imported and run in a real n8n with the package installed as n8n installs it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compareContacts } from './harness/compare';
import { isQuiet, runCycle, runUntilInStep } from './harness/cycles';
import type { Lab } from './harness/lab';
import { contactsOf, startLab } from './harness/lab';
import { testCredential } from './harness/rest';
import { requestsOf } from './harness/simulators';
import { excusesOf, readWorld } from './harness/world';

let lab: Lab;

before(async () => {
  lab = await startLab({ seed: 'small' });
});

after(() => lab?.stop());

async function countRequests(): Promise<number> {
  const { zoho, graph } = lab.connection;
  const [toZoho, toGraph] = await Promise.all([requestsOf(zoho.api), requestsOf(graph.api)]);
  return toZoho.length + toGraph.length;
}

for (const id of ['zohoCrmSimulator', 'outlookSimulator']) {
  test(`n8n's own test of the credential ${id} passes`, async () => {
    const { status, message } = await testCredential(lab.client, id);
    assert.equal(status, 'OK', message);
  });
}

test('the template brings both sides into step, as an independent comparison sees it', async () => {
  const finishes = await runUntilInStep(lab.client, contactsOf(lab), () => {});
  const last = finishes.at(-1);
  assert.ok(last && isQuiet(last));
  const { problems, inStep } = compareContacts(await readWorld(lab.connection), excusesOf(last));
  assert.deepEqual(problems, []);
  assert.ok(inStep > 0);
});

test('another run right after writes nothing and makes at most three requests', async () => {
  const before = await countRequests();
  const { report } = await runCycle(lab.client, contactsOf(lab));
  assert.deepEqual([report.written, report.pending], [0, 0]);
  const made = (await countRequests()) - before;
  assert.ok(made <= 3, `${made} requests`);
});

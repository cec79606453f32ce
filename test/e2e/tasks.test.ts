/** The tasks template, imported and run in a real n8n with the package installed as n8n installs it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isQuiet, runCycle, runUntilInStep } from './harness/cycles';
import { judges } from './harness/judges';
import type { Lab } from './harness/lab';
import { startLab, templateOf } from './harness/lab';
import { requestsOf } from './harness/simulators';

let lab: Lab;
const judge = judges.find(({ kind }) => kind === 'tasks')!;

before(async () => {
  lab = await startLab({ seed: 'demo' });
});

after(() => lab?.stop());

async function countRequests(): Promise<number> {
  const { zoho, graph } = lab.connection;
  const [toZoho, toGraph] = await Promise.all([requestsOf(zoho.api), requestsOf(graph.api)]);
  return toZoho.length + toGraph.length;
}

test('the template brings both sides into step, as an independent comparison sees it', async () => {
  const finishes = await runUntilInStep(lab.client, templateOf(lab, judge.template), () => {});
  const last = finishes.at(-1);
  assert.ok(last && isQuiet(last));
  const { problems, inStep } = await judge.compare(lab.connection, finishes);
  assert.deepEqual(problems, []);
  assert.ok(inStep > 0);
});

test('another run right after writes nothing and makes at most three requests', async () => {
  const before = await countRequests();
  const { report } = await runCycle(lab.client, templateOf(lab, judge.template));
  assert.deepEqual([report.written, report.pending], [0, 0]);
  const made = (await countRequests()) - before;
  assert.ok(made <= 3, `${made} requests`);
});

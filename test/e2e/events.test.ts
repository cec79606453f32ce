/** The meetings template, imported and run in a real n8n with the package installed as n8n installs it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compareEvents } from './harness/compareEvents';
import type { Finish } from './harness/cycles';
import { isQuiet, runCycle, runUntilInStep } from './harness/cycles';
import type { Lab } from './harness/lab';
import { startLab, templateOf } from './harness/lab';
import { requestsOf } from './harness/simulators';
import { excusesOf, leftBy, readEvents } from './harness/world';

const template = 'zohoOutlookEvents';
let lab: Lab;
let finishes: readonly Finish[] = [];

before(async () => {
  lab = await startLab({ seed: 'demo' });
});

after(() => lab?.stop());

const count = async (): Promise<number> => {
  const { zoho, graph } = lab.connection;
  return (await requestsOf(zoho.api)).length + (await requestsOf(graph.api)).length;
};

test('the template brings both calendars into step, as an independent comparison sees it', async () => {
  finishes = await runUntilInStep(lab.client, templateOf(lab, template), () => {});
  const last = finishes.at(-1);
  assert.ok(last && isQuiet(last));
  const excuses = [...excusesOf(last), ...leftBy(finishes)];
  const { problems, inStep } = compareEvents(await readEvents(lab.connection), excuses);
  assert.deepEqual(problems, []);
  assert.ok(inStep > 10, `${inStep} in step`);
});

/** Whether a meeting was cancelled in Zoho is asked by id; those written within the last minute are looked at once more. */
test('another run right after writes nothing and makes at most four requests', async () => {
  const before = await count();
  const { report } = await runCycle(lab.client, templateOf(lab, template));
  assert.deepEqual([report.written, report.pending], [0, 0]);
  const made = (await count()) - before;
  assert.ok(made <= 4, `${made} requests`);
});

test('nobody was mailed by either side', async () => {
  for (const { api } of [lab.connection.graph, lab.connection.zoho])
    assert.deepEqual(await (await fetch(`${api}/_simulator/outbox`)).json(), []);
});

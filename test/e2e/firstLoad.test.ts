/** A first load of the contacts template in a real n8n: the published workflow goes on by itself, and comes to its end. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Report } from './harness/cycles';
import type { Lab } from './harness/lab';
import { contactsOf, startLab } from './harness/lab';
import { runPublished } from './harness/published';
import type { Execution, Workflow } from './harness/rest';
import { importWorkflow, itemsOf, publish } from './harness/rest';
import { assertInStep, runOnce, settle } from './harness/steps';
import { rest, runsOf } from './harness/triggers';
import { ownSync } from './harness/variant';

const people = 600;
const batchSize = 100;

let lab: Lab;

before(async () => {
  lab = await startLab({ seed: `load:${people}` });
});

after(() => lab?.stop());

/** The template as shipped, but for a small batch, and a schedule that begins no run among those counted here; it keeps what its runs did. */
async function imported(id: string): Promise<Workflow> {
  const small = { 'Outlook Changes': { batchSize }, 'Zoho CRM Changes': { batchSize } };
  const monthly = { 'Every 15 Minutes': { rule: { interval: [{ field: 'months' }] } } };
  const own = ownSync(contactsOf(lab), id, { ...small, ...monthly });
  const workflow = { ...own, settings: { ...own.settings, saveDataSuccessExecution: 'all' } };
  await importWorkflow(lab.client, workflow);
  return workflow;
}

const reportOf = (run: Execution): Report => (itemsOf(run, 'Finish')[0] as unknown as { report: Report }).report;

test('not published, one run is one batch, and it ends without trouble', async () => {
  const workflow = await imported('LoadByHand');
  const { status } = await runOnce(lab, workflow);
  assert.equal(status, 'success');
  await rest(lab.client, workflow.id, 2000);
  const runs = await runsOf(lab.client, workflow.id);
  assert.equal(runs.length, 1);
  assert.ok(reportOf(runs[0]!).pending > 0);
});

test('published, it goes on until all is in step, each run with less left than the one before', async () => {
  const workflow = await imported('Load');
  await publish(lab.client, workflow.id);
  await runPublished(lab, workflow);
  await rest(lab.client, workflow.id, 3000);
  const runs = (await runsOf(lab.client, workflow.id)).toReversed();
  const left = runs.map((run) => reportOf(run).pending);
  assert.deepEqual(
    runs.filter(({ status }) => status !== 'success'),
    [],
  );
  assert.ok(runs.length >= people / batchSize / 2, `${runs.length} runs: ${left.join(', ')}`);
  assert.deepEqual(
    left,
    [...left].sort((a, b) => b - a),
  );
  assert.equal(left.at(-1), 0);
  assert.ok((await assertInStep(lab, await settle(lab, workflow))) >= people);
  const [last, ...others] = await runsOf(lab.client, workflow.id);
  assert.equal(reportOf(last!).written, 0);
  assert.deepEqual(
    others.map(({ id }) => id),
    runs.map(({ id }) => id).toReversed(),
  );
});

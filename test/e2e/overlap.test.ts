/** The same sync on several n8n workers at once, on one that dies, and on one that sleeps until another took over. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { letLeaseLapse } from './harness/archiveFile';
import { runCycle } from './harness/cycles';
import { openDoor, visitor } from './harness/door';
import type { Crew } from './harness/crew';
import { begunBy, startCrew, whoRuns } from './harness/crew';
import type { Lab } from './harness/lab';
import type { RunningN8n } from './harness/n8n';
import type { Execution, Workflow } from './harness/rest';
import { failureOf, hintsOf, itemsOf, runManually, waitForExecution } from './harness/rest';
import { assertInStep, newWorld, runOnce, settle, strangers } from './harness/steps';
import { manualTriggerOf } from './harness/templates';
import { until } from './harness/until';
import { readWorld } from './harness/world';
import { writeCalls } from './harness/writes';

let crew: Crew;
let lab: Lab;
const ended: RunningN8n[] = [];
const alone = { 'Start Cycle': { whenBusy: 'end' } };

before(async () => {
  crew = await startCrew('empty');
  lab = crew.lab;
});

after(() => crew?.stop());

const workers = (): readonly RunningN8n[] => crew.workers.filter((one) => !ended.includes(one));
const worked = (run: Execution): boolean => itemsOf(run, 'Finish').length > 0;

async function assertNobodyTwice(perSide: number): Promise<void> {
  const { outlook, zoho } = await readWorld(lab.connection);
  assert.deepEqual([outlook.length, zoho.length], [perSide, perSide]);
}

test('two runs at once, on two workers: one works, the other ends quietly and says why', async () => {
  const workflow = await newWorld(lab, 'twoWorkers', strangers(60), alone);
  const ids = await Promise.all([1, 2].map(() => runManually(lab.client, workflow.id, manualTriggerOf(workflow))));
  const runs = await Promise.all(ids.map((id) => waitForExecution(lab.client, id)));
  assert.deepEqual(runs.map(failureOf), [undefined, undefined]);
  assert.deepEqual(runs.map(worked).sort(), [false, true]);
  assert.equal(new Set(ids.map((id) => whoRuns(workers(), id)?.pid)).size, 2, 'both ran on one worker');
  const late = runs.find((run) => !worked(run)) as Execution;
  assert.match(hintsOf(late, 'Start Cycle').join(), /Another cycle of the sync .* is at work/);
  assert.equal(await assertInStep(lab, await settle(lab, workflow)), 120);
  await assertNobodyTwice(120);
});

test('twelve runs at once over both workers, each on as soon as it can: nobody is there twice', async () => {
  const workflow = await newWorld(lab, 'manyRuns', strangers(60), { 'Outlook Changes': { batchSize: 15 } });
  const runs = await Promise.all(Array.from({ length: 12 }, () => runOnce(lab, workflow)));
  assert.deepEqual(runs.map(failureOf), Array(12).fill(undefined));
  assert.ok(runs.filter(worked).length > 1);
  for (const worker of workers()) assert.ok(begunBy(worker).length > 2);
  assert.equal(await assertInStep(lab, await settle(lab, workflow)), 120);
  await assertNobodyTwice(120);
});

/** Starts a run and waits until one of its batches is on its way to Outlook: held back there for a while, and then done. */
async function caughtWriting(workflow: Workflow, delayMs: number): Promise<{ id: string; worker: RunningN8n }> {
  lab.simulators.graph.faults.add({ kind: 'delay', delayMs, match: { path: '/\\$batch$', body: '"POST"' }, skip: 1 });
  const id = await runManually(lab.client, workflow.id, manualTriggerOf(workflow));
  await until('a batch to be on its way', () => lab.simulators.graph.faults.list().length === 0, 60_000);
  const worker = whoRuns(workers(), id);
  assert.ok(worker, `no worker began execution ${id}`);
  return { id, worker };
}

/** What was on its way takes effect: a request gives up after 100 seconds, long before the lease of two minutes would lapse. */
const arrival = () => sleep(2_000);

test('a worker that sleeps in the middle of its writes until another took over writes nothing more when it wakes up', async () => {
  const workflow = await newWorld(lab, 'sleeper', strangers(90), alone);
  const { id, worker } = await caughtWriting(workflow, 800);
  process.kill(worker.pid, 'SIGSTOP');
  try {
    await arrival();
    letLeaseLapse(lab.n8n.home);
    const { report } = await runCycle(lab.client, workflow);
    assert.ok(report.written > 0);
    assert.equal(await assertInStep(lab, await settle(lab, workflow)), 180);
    const before = writeCalls(lab.simulators);
    process.kill(worker.pid, 'SIGCONT');
    const woken = await waitForExecution(lab.client, id);
    assert.match(String(failureOf(woken)), /is over: it was finished, or another cycle took over/);
    assert.deepEqual(writeCalls(lab.simulators), before);
  } finally {
    process.kill(worker.pid, 'SIGCONT');
  }
  assert.equal(await assertInStep(lab, await settle(lab, workflow)), 180);
  await assertNobodyTwice(180);
});

test('the review page and a published sync work in queue mode', async () => {
  const workflow = await newWorld(lab, 'queueDoor', strangers(3));
  await settle(lab, workflow);
  const address = await openDoor(lab, [workflow]);
  const authorization = `Basic ${Buffer.from(`${visitor.user}:${visitor.password}`).toString('base64')}`;
  const page = await fetch(address, { headers: { authorization } });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /queueDoor/);
});

test('a worker killed in the middle of its writes: another goes on, in step and without doubles', async () => {
  const workflow = await newWorld(lab, 'killedWorker', strangers(90), alone);
  const { id, worker } = await caughtWriting(workflow, 800);
  await worker.killHard();
  ended.push(worker);
  await arrival();
  letLeaseLapse(lab.n8n.home);
  assert.equal(await assertInStep(lab, await settle(lab, workflow)), 180);
  await assertNobodyTwice(180);
  const { status } = await lab.client.api<{ status: string }>('GET', `/executions/${id}`);
  assert.ok(['running', 'crashed', 'error'].includes(status), status);
});

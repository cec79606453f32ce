/** n8n in queue mode on several hosts with nothing in common but a database: one is cut off in the middle of its writes. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { begunBy } from './harness/crew';
import { openDoor, visitor } from './harness/door';
import { catchWriting, letLeaseLapse, startHosts, type Hosts } from './harness/hosts';
import { whyNoHosts } from './harness/network';
import { failureOf, hintsOf, itemsOf, waitForExecution } from './harness/rest';
import { assertInStep, newWorld, runOnce, settle, strangers } from './harness/steps';
import { until } from './harness/until';
import { readWorld } from './harness/world';
import { writeCalls } from './harness/writes';

const perSide = 90;
const workerNames = ['worker1', 'worker2'] as const;
/** Their clocks are wrong both ways, by far more than a lease lasts. */
const clocks = { worker1: -600_000, worker2: 600_000 };

const reason = whyNoHosts();
if (reason) process.stderr.write(`SKIPPED: ${reason}\n`);

describe('n8n on four hosts, its archive in PostgreSQL', { skip: reason ?? false }, () => {
  let hosts: Hosts;

  before(async () => {
    hosts = await startHosts({ seed: 'empty', clocks });
  });
  after(() => hosts?.stop());

  const cyclesOf = (sync: string) =>
    hosts.ask(`select state, fence::int as fence from cycle where sync = '${sync}' order by cycle.fence`);

  test('a worker cut off in the middle of its writes: nobody goes on before its lease is over, then another does; nobody is there twice, and what it still has to say is refused', async () => {
    const { lab, network } = hosts;
    const workflow = await newWorld(lab, 'cutOff', strangers(perSide), { 'Start Cycle': { whenBusy: 'end' } });
    const { id, worker } = await catchWriting(hosts, workflow);
    const cable = network.hosts[worker];
    await cable.cut();
    try {
      await sleep(2_000);
      const early = await runOnce(lab, workflow);
      assert.match(hintsOf(early, 'Start Cycle').join(), /Another cycle of the sync .* is at work/);
      assert.deepEqual(itemsOf(early, 'Finish'), []);
      await letLeaseLapse(hosts);
      assert.equal(await assertInStep(lab, await settle(lab, workflow)), 2 * perSide);
      const before = writeCalls(lab.simulators);
      await cable.mend();
      const back = await waitForExecution(lab.client, id, 180_000);
      assert.match(String(failureOf(back)), /is over: it was finished, or another cycle took over/);
      assert.deepEqual(writeCalls(lab.simulators), before);
    } finally {
      await cable.mend();
    }
    const [first, ...others] = await cyclesOf('cutOff');
    assert.deepEqual(first, { state: 'lost', fence: 1 });
    assert.ok(others.length > 0 && others.every(({ state }) => state === 'finished'), JSON.stringify(others));
    const { outlook, zoho } = await readWorld(lab.connection);
    assert.deepEqual([outlook.length, zoho.length], [2 * perSide, 2 * perSide]);
  });

  test('the worker that was cut off works again, and the review page stands on the main host', async () => {
    const { lab, workers } = hosts;
    const workflow = await newWorld(lab, 'together', strangers(5));
    const counts = () => workerNames.map((name) => begunBy(workers[name]).length);
    const before = counts();
    await until(
      'both workers to have worked',
      async () => {
        assert.equal(failureOf(await runOnce(lab, workflow)), undefined);
        return counts().every((count, at) => count > (before[at] ?? 0));
      },
      120_000,
    );
    const address = await openDoor(lab, [workflow]);
    assert.ok(address.includes(hosts.network.hosts.main.address));
    const authorization = `Basic ${Buffer.from(`${visitor.user}:${visitor.password}`).toString('base64')}`;
    const page = await fetch(address, { headers: { authorization } });
    assert.equal(page.status, 200);
    assert.match(await page.text(), /together/);
  });
});

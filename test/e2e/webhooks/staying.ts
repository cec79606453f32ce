import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution } from '../harness/rest';
import { failureOf, importWorkflow, itemsOf, publish, waitForExecution } from '../harness/rest';
import { leaks, secretsOf } from '../harness/secrets';
import { settle } from '../harness/steps';
import { askSimulator } from '../harness/simulators';
import { graphPost, lapse, rest, runsOf, zohoPost } from '../harness/triggers';
import { until } from '../harness/until';
import { OUTLOOK, ZOHO, bob, lab, people, workflow, states, atRest, wakeUps, inZoho, crossed, restart } from './house';

/** Subscriptions that stand over tests, removals, pauses and restarts. */
export function stayingTests(): void {
  test('a test in the editor hears a real notification, and leaves nothing behind', async () => {
    await atRest();
    const body = { triggerToStartFrom: { name: OUTLOOK } };
    const asked = await lab.client.rest<Record<string, unknown>>('POST', `/workflows/${workflow.id}/run`, body);
    assert.deepEqual(asked, { waitingForWebhook: true });
    await until('the test to be subscribed', async () => (await graphPost(lab)).subscriptions.length === 2);
    await people.editOutlook(bob, { department: 'Tested' });
    const tested = await until('the test to run', async () => {
      const path = `/executions?workflowId=${workflow.id}&limit=10`;
      const { data } = await lab.client.api<{ data: (Execution & { mode: string })[] }>('GET', path);
      return data.find(({ mode }) => mode === 'manual');
    });
    const run = await waitForExecution(lab.client, tested.id);
    assert.equal(failureOf(run), undefined);
    const said = itemsOf(run, OUTLOOK).map(({ kinds, reason }) => [kinds, reason]);
    assert.deepEqual(said, [[['contact'], 'notification']]);
    await until('the test to be unsubscribed', async () => (await graphPost(lab)).subscriptions.length === 1);
  });

  test('a subscription that Microsoft removed stands again within seconds, and nothing is missed', async () => {
    const known = await atRest();
    const [old] = (await graphPost(lab)).subscriptions;
    await askSimulator(lab.connection.graph.api, 'lifecycle', { event: 'subscriptionRemoved' });
    await people.editOutlook(bob, { department: 'After Removal' });
    await until('the edit to be in Zoho CRM', inZoho('After Removal'));
    await atRest();
    const [fresh] = (await graphPost(lab)).subscriptions;
    assert.ok(fresh && fresh.id !== old?.id);
    assert.ok((await wakeUps(known)).some(({ reason }) => reason === 'lifecycle'));
  });

  test('what lapsed while n8n was away is made again by itself, and the first run misses nothing', async () => {
    await atRest();
    await restart(async () => {
      await lapse(lab);
      await people.editOutlook(bob, { department: 'Unheard' });
      await people.editZoho(bob, { Title: 'Untold' });
    });
    await until('both edits to be on the other side', crossed('Unheard', 'Untold'));
    await until(
      'both to stand again',
      async () => {
        const [{ subscriptions }, { channels }] = [await graphPost(lab), await zohoPost(lab)];
        return subscriptions.length === 1 && channels.length === 1;
      },
      150_000,
    );
  });

  test('what changed while n8n was down for an hour is in step after its start, and the subscriptions still stand', async () => {
    await atRest();
    const before = (await graphPost(lab)).subscriptions.map(({ id }) => id);
    await restart(async () => {
      await people.editOutlook(bob, { department: 'While Away' });
      await people.editZoho(bob, { Title: 'Night Watch' });
      await sleep(1000);
      for (const { clock } of [lab.simulators.graph, lab.simulators.zoho]) clock.advance(3_600_000);
    });
    await until('both edits to be on the other side', crossed('While Away', 'Night Watch'));
    await atRest();
    assert.deepEqual(
      (await graphPost(lab)).subscriptions.map(({ id }) => id),
      before,
    );
  });

  test('unpublishing removes what was subscribed', async () => {
    await lab.client.api('POST', `/workflows/${workflow.id}/deactivate`);
    await until('Graph to have no subscription', async () => (await graphPost(lab)).subscriptions.length === 0);
    await until('Zoho CRM to have no channel', async () => (await zohoPost(lab)).channels.length === 0);
  });

  test('polling needs no address: publishing subscribes nothing, and a test in the editor waits for nobody', async () => {
    const nodes = workflow.nodes.map((node) => ({
      ...node,
      id: `${String(node.id)}p`,
      ...([OUTLOOK, ZOHO].includes(String(node.name)) && {
        parameters: { ...(node.parameters as object), mode: 'polling' },
      }),
    }));
    const polling = { ...workflow, id: 'polling000000001', name: 'Polling', nodes };
    await importWorkflow(lab.client, polling);
    const trigger = { triggerToStartFrom: { name: ZOHO } };
    const { executionId } = await lab.client.rest<{ executionId: string }>(
      'POST',
      `/workflows/${polling.id}/run`,
      trigger,
    );
    const run = await waitForExecution(lab.client, executionId);
    assert.equal(failureOf(run), undefined);
    assert.deepEqual(
      itemsOf(run, ZOHO).map(({ modules, reason }) => [modules, reason]),
      [[['Contacts'], 'poll']],
    );
    await publish(lab.client, polling.id);
    await rest(lab.client, polling.id);
    assert.ok((await runsOf(lab.client, polling.id)).length >= 2);
    assert.deepEqual([(await graphPost(lab)).subscriptions, (await zohoPost(lab)).channels], [[], []]);
  });

  test('nothing that n8n or the archive kept holds a token or a secret', async () => {
    await settle(lab);
    assert.deepEqual(leaks(lab, [...secretsOf(lab), ...states]), []);
  });
}

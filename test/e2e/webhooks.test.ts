/** The triggers in a real n8n: published, called by the simulators over HTTP, restarted, and called by strangers. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from './harness/lab';
import { contactsOf, startLab } from './harness/lab';
import type { People } from './harness/people';
import { peopleOf } from './harness/people';
import type { Execution, Workflow } from './harness/rest';
import { failureOf, importWorkflow, itemsOf, publish, waitForExecution } from './harness/rest';
import type { Secret } from './harness/secrets';
import { leaks, secretsOf } from './harness/secrets';
import { settle } from './harness/steps';
import { askSimulator } from './harness/simulators';
import { call, graphPost, lapse, rest, restarted, runsOf, triggered, zohoPost } from './harness/triggers';
import { until } from './harness/until';

const [OUTLOOK, ZOHO] = ['When Outlook Changes', 'When Zoho CRM Changes'];
const bob = 'bob@north.example';

let lab: Lab;
let people: People;
let workflow: Workflow;
/** What notifications prove themselves by. */
let states: readonly Secret[] = [];

before(async () => {
  lab = await startLab({ seed: 'small' });
  people = peopleOf(lab.connection);
  workflow = triggered(contactsOf(lab), 'triggered0000001');
  await importWorkflow(lab.client, workflow);
});

after(() => lab?.stop());

const atRest = () => rest(lab.client, workflow.id);
const runs = () => runsOf(lab.client, workflow.id);

/** What the triggers gave out in runs that came after the first `known`. */
async function wakeUps(known: number): Promise<readonly Record<string, unknown>[]> {
  const ended = await runs();
  return ended
    .slice(0, ended.length - known)
    .reverse()
    .flatMap((run) => [...itemsOf(run, OUTLOOK), ...itemsOf(run, ZOHO)]);
}

const inZoho = (value: string) => async () => (await people.inZoho(bob)).Department === value;
const inOutlook = (value: string) => async () => (await people.inOutlook(bob)).department === value;

const crossed = (department: string, title: string) => async () =>
  (await inZoho(department)()) && (await people.inOutlook(bob)).jobTitle === title;

/** Milliseconds until something is so. */
async function timed(what: string, isSo: () => Promise<boolean>, limit = 30_000): Promise<number> {
  const start = Date.now();
  // reading all that a simulator holds is work too, and it is done in this very process
  await until(what, isSo, limit, 400);
  return Date.now() - start;
}

const address = async (): Promise<string> => (await graphPost(lab)).subscriptions[0]?.notificationUrl ?? '';

test('publishing subscribes at both sides and starts a first run, which brings them into step', async () => {
  await publish(lab.client, workflow.id);
  await atRest();
  const { subscriptions } = await graphPost(lab);
  assert.deepEqual(
    subscriptions.map(({ resource }) => resource),
    ['/me/contacts'],
  );
  states = [
    ...subscriptions.map(({ clientState }) => ({ name: 'clientState', value: clientState })),
    ...[...lab.simulators.zoho.state.watch.channels.values()].map(({ token }) => ({
      name: 'token',
      value: `${token}`,
    })),
  ];
  const { channels } = await zohoPost(lab);
  assert.deepEqual(
    channels.map(({ events }) => events),
    [['Contacts.all']],
  );
  const first = await wakeUps(0);
  assert.deepEqual(
    first.slice(0, 2).map(({ reason }) => reason),
    ['poll', 'poll'],
  );
  assert.deepEqual(
    (await runs()).flatMap((run) => failureOf(run) ?? []),
    [],
  );
});

test('an edit in Outlook is in Zoho CRM in less than ten seconds, and then it comes to rest', async () => {
  const known = await atRest();
  await people.editOutlook(bob, { department: 'Field Sales' });
  const took = await timed('the edit to be in Zoho CRM', inZoho('Field Sales'));
  assert.ok(took < 10_000, `${took} ms`);
  const more = (await atRest()) - known;
  // the run itself, and one each for what Outlook and Zoho CRM tell of its own writes
  assert.ok(more >= 1 && more <= 3, `${more} runs`);
  const [first] = await wakeUps(known);
  assert.deepEqual([first?.side, first?.kinds, first?.reason], ['outlook', ['contact'], 'notification']);
});

test('an edit in Zoho CRM is in Outlook in less than ten seconds, and then it comes to rest', async () => {
  const known = await atRest();
  await people.editZoho(bob, { Department: 'Inside Sales' });
  const took = await timed('the edit to be in Outlook', inOutlook('Inside Sales'));
  assert.ok(took < 10_000, `${took} ms`);
  const more = (await atRest()) - known;
  assert.ok(more >= 1 && more <= 3, `${more} runs`);
  const [first] = await wakeUps(known);
  assert.deepEqual([first?.side, first?.modules, first?.reason], ['zoho', ['Contacts'], 'notification']);
});

test('what changes while a run is at work is not left lying: one more run waits for it', async () => {
  const known = await atRest();
  lab.simulators.zoho.faults.add({ kind: 'delay', delayMs: 6000, match: { method: 'GET', path: '/Contacts$' } });
  await people.editOutlook(bob, { department: 'Sales One' });
  await sleep(4000);
  for (const department of ['Sales Two', 'Sales Three']) {
    await people.editOutlook(bob, { department });
    await sleep(2500);
  }
  await until('the last edit to be in Zoho CRM', inZoho('Sales Three'), 30_000);
  await atRest();
  const ended = (await runs()).slice(0, -known);
  assert.deepEqual(
    ended.flatMap((run) => failureOf(run) ?? []),
    [],
  );
});

test('a burst of edits starts a run for many of them', async () => {
  const known = await atRest();
  for (let n = 0; n < 40; n += 1) await people.editOutlook(bob, { department: `Sales ${n}` });
  await until('the last edit to be in Zoho CRM', inZoho('Sales 39'), 30_000);
  const more = (await atRest()) - known;
  assert.ok(more <= 8, `${more} runs`);
});

const forged = (clientState: unknown, more: object = {}) =>
  JSON.stringify({
    value: [{ clientState, subscriptionId: 'x', changeType: 'updated', resource: 'me/contacts', ...more }],
  });

test('forged, malformed and oversized calls start nothing, learn nothing and hold nobody up', async () => {
  const known = await atRest();
  const url = await address();
  const strange: readonly (readonly [string, string?])[] = [
    [forged('guess')],
    [forged(null)],
    [forged({ $ne: null })],
    [forged('x'.repeat(1_000_000))],
    [JSON.stringify({ value: Array.from({ length: 20_000 }, () => ({ clientState: 'guess' })) })],
    [JSON.stringify({ value: 'everything' })],
    ['[]'],
    ['null'],
    ['{"value":[null,1,"x",[]]}'],
    ['not json at all', 'text/plain'],
    ['{"value":['],
    ['', 'text/plain'],
    [forged('guess', { lifecycleEvent: 'subscriptionRemoved' })],
  ];
  for (const [body, type] of strange) {
    const start = Date.now();
    const answer = await call(url, body, type);
    const text = await answer.text();
    assert.ok([202, 422].includes(answer.status), `${answer.status} to ${body.slice(0, 60)}`);
    if (answer.status === 202) assert.equal(text, '');
    assert.ok(Date.now() - start < 3000, `${Date.now() - start} ms for ${body.slice(0, 60)}`);
  }
  const other = await call(url, JSON.stringify({ token: 'guess', module: 'Contacts', ids: ['1'], server_time: 1 }));
  assert.equal(other.status, 202);
  assert.equal((await fetch(url)).status, 404);
  assert.equal(await atRest(), known);
});

test('a validation token comes back as plain text and nothing else does', async () => {
  const url = await address();
  const token = 'Validation: <script>alert(1)</script> & "ü" 100%+1';
  const answer = await fetch(`${url}&validationToken=${encodeURIComponent(token)}`, { method: 'POST' });
  assert.equal(await answer.text(), token);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  const long = await fetch(`${url}&validationToken=${'x'.repeat(5000)}`, { method: 'POST' });
  assert.deepEqual([long.status, await long.text()], [202, '']);
});

test('the same notification sent again and again starts one run', async () => {
  await atRest();
  await people.editOutlook(bob, { department: 'Replayed' });
  await until('the edit to be in Zoho CRM', inZoho('Replayed'));
  const known = await atRest();
  const { deliveries } = await graphPost(lab);
  const last = deliveries.filter(({ kind }) => kind === 'change').at(-1);
  assert.ok(last);
  const url = await address();
  for (let n = 0; n < 20; n += 1) await call(url, JSON.stringify({ value: last.value }));
  assert.equal(await atRest(), known);
});

test('an edit gets through a flood of forged notifications, which start nothing', async () => {
  const known = await atRest();
  const url = await address();
  const end = Date.now() + 20_000;
  const answers: number[] = [];
  const worker = async () => {
    while (Date.now() < end) answers.push((await call(url, forged(`guess ${answers.length}`))).status);
  };
  const flood = Promise.all([worker(), worker()]);
  await people.editOutlook(bob, { department: 'In the Flood' });
  const took = await timed('the edit to be in Zoho CRM', inZoho('In the Flood'));
  await flood;
  assert.deepEqual([...new Set(answers)], [202]);
  assert.ok(took < 10_000, `${took} ms, with ${answers.length} forged ones in 20 s`);
  const more = (await atRest()) - known;
  assert.ok(more >= 1 && more <= 3, `${more} runs`);
});

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
  lab = await restarted(lab, async () => {
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
  lab = await restarted(lab, async () => {
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

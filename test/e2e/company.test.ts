/** The company template in a real n8n: one workflow, an application for all mailboxes, one administrator of the CRM, and everybody in step. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Lab } from './harness/lab';
import { startLab } from './harness/lab';
import { compareCompany, problemsOf, publishCompany, runRound, type Synced } from './harness/company';
import { failureOf, itemsOf, runManually, waitForExecution, type Workflow } from './harness/rest';
import { requestsOf } from './harness/simulators';

const people = 5;

let lab: Lab;
let workflow: Workflow;

before(async () => {
  lab = await startLab({ seed: `company:${people}` });
  workflow = await publishCompany(lab);
});

after(() => lab?.stop());

const mailboxOf = (mail: string) =>
  lab.simulators.graph.state.tenant.others.find(({ mailbox }) => mailbox.mail === mail)!;

const failed = (round: readonly Synced[]): readonly string[] => [
  ...new Set(round.flatMap(({ person, item }) => (item.error === undefined ? [] : [person]))),
];
const wellDone = async (): Promise<void> => assert.deepEqual(failed(await runRound(lab, workflow)), []);

async function cleared(): Promise<void> {
  lab.simulators.graph.log.clear();
  lab.simulators.zoho.log.clear();
}

test('executed from Check First, What Hinders says what would hinder whom, and nothing is written', async () => {
  const unlicensed = mailboxOf('person2@contoso.example');
  unlicensed.mailbox.licensed = false;
  const run = await waitForExecution(lab.client, await runManually(lab.client, workflow.id, 'Check First'));
  unlicensed.mailbox.licensed = true;
  assert.equal(failureOf(run), undefined);
  const lines = (node: string) =>
    itemsOf(run, node) as unknown as readonly { verdict: string; check: { sync: string } }[];
  const syncs = new Set(lines('Sync Each').map(({ check }) => check.sync));
  assert.equal(syncs.size, people * 4, [...syncs].join());
  const hindered = lines('What Hinders').filter(({ verdict }) => verdict === 'fails');
  assert.deepEqual([...new Set(hindered.map(({ check }) => check.sync.split(' ')[0]))], [unlicensed.mailbox.mail]);
  assert.equal(
    [...lab.simulators.zoho.log.list()].some(({ method, path }) => method !== 'GET' && !/coql|token/.test(path)),
    false,
  );
});

test('one run by hand brings everybody into step, each with their own', async () => {
  await wellDone();
  await wellDone();
  const all = await compareCompany(lab.connection);
  assert.equal(all.length, people);
  assert.deepEqual(problemsOf(all), []);
  for (const { kinds } of all)
    assert.deepEqual(
      Object.values(kinds).map(({ inStep }) => inStep),
      [5, 3, 3, 1],
    );
});

test('a round without changes asks at most three requests a person and kind, and Zoho once for all', async () => {
  await wellDone();
  await cleared();
  await wellDone();
  const graph = (await requestsOf(lab.connection.graph.api)).filter(({ inner, path }) => !inner && !/token/.test(path));
  const zoho = (await requestsOf(lab.connection.zoho.api)).filter(({ path }) => !/token/.test(path));
  assert.ok(
    graph.length <= people * 4 * 2 + 4,
    `${graph.length} requests to Graph: ${graph.map(({ path }) => path).join('\n')}`,
  );
  assert.ok(zoho.length <= 12, `${zoho.length} requests to Zoho: ${zoho.map(({ path }) => path).join('\n')}`);
});

/** Everybody gets a customer in the CRM. */
async function newCustomers(name: string): Promise<void> {
  const { api, accessToken } = lab.connection.zoho;
  const owners = lab.simulators.zoho.state.users.filter(({ status }) => status === 'active').map(({ id }) => id);
  const data = owners.map((id) => ({
    Last_Name: `${name} ${id}`,
    Email: `${name}${id}@partner.example`,
    Owner: { id },
  }));
  const headers = { Authorization: `Zoho-oauthtoken ${accessToken}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ data, trigger: [] });
  const answer = await fetch(`${api}/crm/v8/Contacts`, { method: 'POST', headers, body });
  assert.equal(answer.status, 201);
  lab.simulators.zoho.clock.advance(120_000);
}

test('one mailbox that refuses, and one without a licence, stop nobody else, and are in step again once they are well', async () => {
  const [refusing, unlicensed] = [mailboxOf('person1@contoso.example'), mailboxOf('person2@contoso.example')];
  unlicensed.mailbox.licensed = false;
  const path = `/users/${refusing.mailbox.id}`;
  lab.simulators.graph.faults.add({ kind: 'status', status: 403, count: 100_000, match: { path } } as never);
  await newCustomers('troubled');
  const ill = [refusing.mailbox.mail, unlicensed.mailbox.mail];
  assert.deepEqual(failed(await runRound(lab, workflow)), ill);
  unlicensed.mailbox.licensed = true;
  lab.simulators.graph.faults.clear();
  const whose = problemsOf(await compareCompany(lab.connection)).map((one) => one.split(' ')[0]);
  assert.deepEqual([...new Set(whose)], ill);
  await wellDone();
  assert.deepEqual(problemsOf(await compareCompany(lab.connection)), []);
});

test('who leaves the CRM is paused and nothing is deleted; who is new is in from the next run on', async () => {
  const { users } = lab.simulators.zoho.state;
  const leaver = users.find(({ email }) => email === 'person3@contoso.example')!;
  const before = mailboxOf('person3@contoso.example').contacts.size;
  lab.simulators.zoho.state.users = users.map((one) => (one === leaver ? { ...one, status: 'disabled' } : one));
  lab.simulators.graph.seed({
    mailboxes: [{ mailbox: { displayName: 'New', mail: 'no.mailbox@contoso.example' } }],
  } as never);
  await newCustomers('later');
  const synced = new Set((await runRound(lab, workflow)).map(({ person }) => person));
  assert.ok(synced.has('no.mailbox@contoso.example') && !synced.has(leaver.email));
  assert.equal(mailboxOf('person3@contoso.example').contacts.size, before);
  assert.ok(mailboxOf('no.mailbox@contoso.example').contacts.size > 0);
});

test('one mailbox that asks to wait for a quarter of an hour holds nobody else up, and is told of', async () => {
  const waiting = mailboxOf('person4@contoso.example');
  const fault = { kind: 'status', status: 429, count: 100_000, headers: { 'retry-after': '900' } };
  lab.simulators.graph.faults.add({ ...fault, match: { path: `/users/${waiting.mailbox.id}` } } as never);
  await newCustomers('patient');
  const began = Date.now();
  const round = await runRound(lab, workflow);
  lab.simulators.graph.faults.clear();
  const whose = problemsOf(await compareCompany(lab.connection)).map((one) => one.split(' ')[0]);
  assert.deepEqual([...new Set(whose)], [waiting.mailbox.mail]);
  assert.ok(Date.now() - began < 90_000, `The round took ${Date.now() - began} ms`);
  const theirs = round.filter(({ person }) => person === waiting.mailbox.mail);
  assert.equal(theirs.length, 4);
  for (const { item } of theirs) assert.match(String(item.error), /Microsoft asks to slow down/);
});

/** The company template in a real n8n: one workflow, an application for all mailboxes, one administrator of the CRM, and everybody in step. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Lab } from './harness/lab';
import { startLab, templateOf } from './harness/lab';
import { compareCompany, type Colleague } from './harness/company';
import {
  failureOf,
  importWorkflow,
  itemsOf,
  publish,
  runManually,
  waitForExecution,
  type Workflow,
} from './harness/rest';
import { requestsOf } from './harness/simulators';
import { rest } from './harness/triggers';

const people = 5;

let lab: Lab;
let workflow: Workflow;

before(async () => {
  lab = await startLab({ seed: `company:${people}` });
  const shipped = templateOf(lab, 'zohoOutlookCompany');
  // no schedule comes between what is counted
  const nodes = shipped.nodes.map((node) => ({
    ...node,
    disabled: /^Part \d/.test(String(node.name)) || node.disabled,
  }));
  workflow = { ...shipped, id: 'Company', nodes };
  await importWorkflow(lab.client, workflow);
  await publish(lab.client, workflow.id);
});

after(() => lab?.stop());

/** One round by hand, and whatever it starts until nothing more begins. */
async function round(): Promise<void> {
  const run = await runManually(lab.client, workflow.id, 'Sync Now');
  const done = await waitForExecution(lab.client, run, 300_000);
  assert.equal(done.status, 'success', failureOf(done));
  const errors = itemsOf(done, 'Sync Each').flatMap(({ error }) => (error === undefined ? [] : [error]));
  assert.deepEqual(errors, []);
  await rest(lab.client, workflow.id, 2000);
}

const problemsOf = (all: readonly Colleague[]) =>
  all.flatMap(({ mail, kinds }) =>
    Object.entries(kinds).flatMap(([kind, { problems }]) =>
      problems.map((one) => `${mail} ${kind}: ${one.label} ${one.what}`),
    ),
  );

async function cleared(): Promise<void> {
  lab.simulators.graph.log.clear();
  lab.simulators.zoho.log.clear();
}

test('one run by hand brings everybody into step, each with their own', async () => {
  await round();
  await round();
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
  await round();
  await cleared();
  await round();
  const graph = (await requestsOf(lab.connection.graph.api)).filter(({ inner, path }) => !inner && !/token/.test(path));
  const zoho = (await requestsOf(lab.connection.zoho.api)).filter(({ path }) => !/token/.test(path));
  assert.ok(
    graph.length <= people * 4 * 2 + 4,
    `${graph.length} requests to Graph: ${graph.map(({ path }) => path).join('\n')}`,
  );
  assert.ok(zoho.length <= 12, `${zoho.length} requests to Zoho: ${zoho.map(({ path }) => path).join('\n')}`);
});

interface Trouble {
  readonly person: string;
  readonly error: string;
}

/** A round in which some may fail; whose runs did, and why. */
async function troubledRound(): Promise<readonly Trouble[]> {
  const done = await waitForExecution(lab.client, await runManually(lab.client, workflow.id, 'Sync Now'), 300_000);
  assert.equal(done.status, 'success', failureOf(done));
  const asked = itemsOf(done, 'Name');
  const told = itemsOf(done, 'Sync Each');
  await rest(lab.client, workflow.id, 2000);
  return told.flatMap(({ error }, at) =>
    error === undefined ? [] : [{ person: String(asked[at]?.person), error: JSON.stringify(error) }],
  );
}

const mailboxOf = (mail: string) =>
  lab.simulators.graph.state.tenant.others.find(({ mailbox }) => mailbox.mail === mail)!;

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
  const troubles = await troubledRound();
  const ill = [refusing.mailbox.mail, unlicensed.mailbox.mail];
  assert.deepEqual([...new Set(troubles.map(({ person }) => person))], ill);
  unlicensed.mailbox.licensed = true;
  lab.simulators.graph.faults.clear();
  const whose = problemsOf(await compareCompany(lab.connection)).map((one) => one.split(' ')[0]);
  assert.deepEqual([...new Set(whose)], ill);
  assert.deepEqual(await troubledRound(), []);
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
  const done = await waitForExecution(lab.client, await runManually(lab.client, workflow.id, 'Sync Now'), 300_000);
  const synced = new Set(itemsOf(done, 'Name').map(({ person }) => person));
  assert.ok(synced.has('no.mailbox@contoso.example') && !synced.has(leaver.email));
  assert.equal(mailboxOf('person3@contoso.example').contacts.size, before);
  assert.ok(mailboxOf('no.mailbox@contoso.example').contacts.size > 0);
});

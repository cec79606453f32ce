/** One application for the mailboxes of several people, in a real n8n. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chain } from './harness/chain';
import type { Lab } from './harness/lab';
import { contactsOf, startLab } from './harness/lab';
import type { Json, Workflow } from './harness/rest';
import { failureOf, importCredentials, importWorkflow, itemsOf, testCredential } from './harness/rest';
import { leaks, secretsOf } from './harness/secrets';
import { runIntoFailure, runOnce } from './harness/steps';

const type = 'outlookSyncApplicationOAuth2Api';
const credential = { id: 'outlookApplication', name: 'Outlook (application)' };
const outlookNode = 'n8n-nodes-zoho-outlook.outlookSync';
const byApplication = { credentials: { [type]: credential } };
const people = ['anna@contoso.example', 'ben@contoso.example'] as const;

/** What one person's sync goes through, in the template of contacts. */
const passage = [
  ...['Start Cycle', 'Outlook Changes', 'Zoho CRM Changes', 'CRM Matcher', 'Conflict Resolver'],
  ...['Write to Zoho CRM', 'Write to Outlook', 'Finish'],
];

let lab: Lab;

type Link = { readonly node: string };
const linksOf = ({ connections }: Workflow, from: string): Link[][] =>
  ((connections[from] ?? { main: [] }) as { main: Link[][] }).main;

/** The template's passage for a person: every node under a name of its own. */
function passageOf(template: Workflow, person: string) {
  const named = (name: string) => `${name} (${person})`;
  const changed: Record<string, object> = { 'Start Cycle': { sync: person } };
  const nodes = template.nodes
    .filter(({ name }) => passage.includes(String(name)))
    .map((node) => ({
      ...node,
      ...(node.type === outlookNode && byApplication),
      ...{ id: `${String(node.id)}-${person}`, name: named(String(node.name)) },
      parameters: {
        ...(node.parameters as Json),
        ...changed[String(node.name)],
        ...(node.type === outlookNode && {
          authentication: 'application',
          mailbox: { __rl: true, mode: 'address', value: `={{ "${person}" }}` },
        }),
      },
    }));
  const connections = passage.map((from) => {
    const inside = linksOf(template, from).map((links) => links.filter(({ node }) => passage.includes(node)));
    return [named(from), { main: inside.map((links) => links.map((link) => ({ ...link, node: named(link.node) }))) }];
  });
  return { nodes, connections: Object.fromEntries(connections) as Json };
}

/** Both people in one workflow, one after the other. */
function workflowOf(): Workflow {
  const parts = people.map((person) => passageOf(contactsOf(lab), person));
  const start = { ...chain('x', 'x', []).nodes[0], id: 'start', name: 'Sync Now' };
  const first = people.map((person) => ({ node: `Start Cycle (${person})`, type: 'main', index: 0 }));
  return {
    ...{ id: 'twoMailboxes0001', name: 'Two mailboxes', settings: { executionOrder: 'v1' } },
    nodes: [start as Json, ...parts.flatMap(({ nodes }) => nodes)],
    connections: Object.assign(
      { 'Sync Now': { main: [first] } },
      ...parts.map(({ connections }) => connections),
    ) as Json,
  };
}

const contactsIn = (person: string): string[] => {
  const one = lab.simulators.graph.state.tenant.others.find(({ mailbox }) => mailbox.mail === person);
  return [...(one?.contacts.values() ?? [])].map(({ fields }) => String(fields.surname)).sort();
};

before(async () => {
  lab = await startLab({ seed: 'empty', env: { N8N_LOG_LEVEL: 'debug' } });
  const contact = (surname: string) => ({ givenName: 'Test', surname, categories: ['Zoho'] });
  lab.simulators.graph.seed({
    mailboxes: people.map((mail, n) => ({ mailbox: { mail }, contacts: [contact(`Known${n}`)] })),
    groups: [{ id: 'sales', displayName: 'Sales', members: people }],
    application: { group: 'Sales' },
  });
  const { clientId, clientSecret, login, api } = lab.connection.graph;
  const data = { cloud: 'custom', tenant: 'contoso.example', loginUrl: login, graphUrl: api, clientId, clientSecret };
  await importCredentials(lab.n8n, [
    { ...credential, type, data },
    { id: 'wrongSecret00001', name: 'Wrong secret', type, data: { ...data, clientSecret: 'another' } },
  ]);
});

after(() => lab?.stop());

test('n8n’s own test of the credential asks for a token and uses it; with a wrong secret it says no', async () => {
  assert.equal((await testCredential(lab.client, credential.id)).status, 'OK');
  assert.equal((await testCredential(lab.client, 'wrongSecret00001')).status, 'Error');
});

test('two mailboxes in one workflow come into step, each by requests to itself alone; then it is quiet', async () => {
  const { log } = lab.simulators.graph;
  const workflow = workflowOf();
  await importWorkflow(lab.client, workflow);
  log.clear();
  for (let round = 0; round < 3; round += 1) assert.equal(failureOf(await runOnce(lab, workflow)), undefined);
  for (const person of people) assert.deepEqual(contactsIn(person), ['Known0', 'Known1']);
  const asked = log.list().map(({ path }) => decodeURIComponent(path));
  const elsewhere = asked.filter(
    (path) => !/\/oauth2\/v2\.0\/token$|\/v1\.0\/\$batch$|\/v1\.0\/users\/(anna|ben)@contoso\.example(\/|$)/.test(path),
  );
  assert.deepEqual(elsewhere, []);
  const last = await runOnce(lab, workflow);
  for (const person of people) {
    const [{ report } = {}] = itemsOf(last, `Finish (${person})`) as {
      report?: { written: number; pending: number };
    }[];
    assert.deepEqual([report?.written, report?.pending], [0, 0]);
  }
});

test('a token that ran out is had anew by itself, once for both', async () => {
  const { clock, log } = lab.simulators.graph;
  clock.advance(7_200_000);
  log.clear();
  assert.equal(failureOf(await runOnce(lab, workflowOf())), undefined);
  assert.equal(log.list().filter(({ path }) => path.endsWith('/token')).length, 1);
});

test('somebody who leaves the group stops, and is told of with what to do; neither token nor secret is kept anywhere', async () => {
  const { groups } = lab.simulators.graph.state.tenant;
  groups.splice(0, 1, { id: 'sales', displayName: 'Sales', members: [people[1]] });
  assert.match(await runIntoFailure(lab, workflowOf()), /refused access to Outlook contacts of the chosen mailbox/);
  assert.deepEqual(leaks(lab, secretsOf(lab)), []);
});

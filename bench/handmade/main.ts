import { outlookContact, zohoContact } from '../../simulators/seeds/world';
import { assertInStep, importOwnSync, settle } from '../../test/e2e/harness/steps';
import { builtinCredentials } from '../../test/e2e/harness/credentials';
import { startLab, type Lab } from '../../test/e2e/harness/lab';
import {
  failureOf,
  importCredentials,
  importWorkflow,
  runManually,
  waitForExecution,
  type Workflow,
} from '../../test/e2e/harness/rest';
import { outlookContacts, zohoRecords } from '../../test/e2e/harness/simulators';
import { manualTriggerOf } from '../../test/e2e/harness/templates';
import { keepResult, median } from '../keep';
import { handmade } from './workflow';

/**
 * Edits on both sides carried over by our template, and by a workflow of n8n's own nodes, in one n8n and in turn; each request, a
 * batch among them, is 50 ms away: `npm run bench -- --handmade [edits] [rounds]`.
 */

const [edits = 1_000, rounds = 3] = process.argv.slice(2).map(Number);
const aSide = edits / 2;
const latencyMs = 50;
const longest = 1_800_000;

function world() {
  const people = Array.from({ length: 2 * edits }, (_, n) => ({
    first: `Edna${n}`,
    last: `Person${n}`,
    email: `p${n}@edits.example`,
  }));
  return {
    graph: {
      categories: [{ displayName: 'Zoho' }],
      contacts: people.map(({ first, last, email }) => outlookContact(first, last, [email], { jobTitle: 'Before' })),
    },
    zoho: {
      records: {
        Contacts: people.map(({ first, last, email }) => zohoContact(first, last, email, { Title: 'Before' })),
      },
    },
  };
}

const addressOf = ({ Email, emailAddresses }: Readonly<Record<string, unknown>>): string =>
  String(Email ?? (emailAddresses as readonly { readonly address: string }[] | undefined)?.[0]?.address);

async function send(url: string, method: string, token: string, body: unknown): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
}

/** The first people get another job title in Outlook, the next ones in the CRM. */
async function edit({ connection }: Lab, title: string): Promise<void> {
  const { graph, zoho } = connection;
  const numberOf = (one: Readonly<Record<string, unknown>>) => Number(/^p(\d+)@/.exec(addressOf(one))?.[1]);
  for (const one of await outlookContacts(connection))
    if (numberOf(one) < aSide)
      await send(`${graph.api}/v1.0/me/contacts/${String(one.id)}`, 'PATCH', graph.accessToken, { jobTitle: title });
  const crm = (await zohoRecords(connection, 'Contacts')).filter(
    (one) => numberOf(one) >= aSide && numberOf(one) < edits,
  );
  for (let at = 0; at < crm.length; at += 100) {
    const data = crm.slice(at, at + 100).map(({ id }) => ({ id, Title: title }));
    await send(`${zoho.api}/crm/v8/Contacts`, 'PUT', zoho.accessToken, { data, trigger: [] });
  }
}

async function titlesIn({ connection }: Lab): Promise<readonly number[]> {
  const [outlook, crm] = [await outlookContacts(connection), await zohoRecords(connection, 'Contacts')];
  const count = (titles: readonly unknown[], title: string) => titles.filter((one) => one === title).length;
  return [outlook.map(({ jobTitle }) => jobTitle), crm.map(({ Title }) => Title)].map((all) => count(all, lastTitle));
}

let lastTitle = '';

/** From the start to the end of the execution as n8n tells it, in s, and the requests it took; all edits must have arrived. */
async function carried(lab: Lab, workflow: Workflow, title: string) {
  const { graph, zoho } = lab.simulators;
  lastTitle = title;
  await edit(lab, title);
  for (const { log, limits } of [graph, zoho]) {
    log.clear();
    limits.latencyMs = latencyMs;
  }
  const done = await waitForExecution(
    lab.client,
    await runManually(lab.client, workflow.id, manualTriggerOf(workflow)),
    longest,
  );
  for (const { limits } of [graph, zoho]) limits.latencyMs = 0;
  if (done.status !== 'success') throw new Error(failureOf(done) ?? `It ended as ${done.status}.`);
  const seconds = (Date.parse(String(done.stoppedAt)) - Date.parse(String(done.startedAt))) / 1000;
  const arrived = await titlesIn(lab);
  if (arrived.some((count) => count !== edits))
    throw new Error(`${workflow.name}: ${arrived.join(' and ')} have it, not ${edits}`);
  const all = [...graph.log.list(), ...zoho.log.list()];
  return {
    seconds,
    requests: all.filter(({ inner }) => !inner).length,
    refused: all.filter(({ status }) => status === 429).length,
  };
}

async function measure(lab: Lab): Promise<void> {
  const { connection, client, simulators } = lab;
  await importCredentials(lab.n8n, builtinCredentials(connection));
  simulators.graph.limits.latencyInBatch = false;
  const peers = handmade({ zohoApi: connection.zoho.api, graphApi: connection.graph.api });
  for (const one of Object.values(peers)) await importWorkflow(client, one);
  const ours = await importOwnSync(lab, 'edits');
  await assertInStep(lab, await settle(lab, ours));
  const rows = { ours, ...peers };
  const seen: Record<string, Awaited<ReturnType<typeof carried>>[]> = {};
  for (let round = 0; round < rounds; round += 1)
    for (const [name, workflow] of Object.entries(rows)) {
      const one = await carried(lab, workflow, `Title ${round} ${name}`);
      console.log(`${name}: ${JSON.stringify(one)}`);
      (seen[name] ??= []).push(one);
      await settle(lab, ours);
    }
  const of = (name: string, what: 'seconds' | 'requests' | 'refused'): number =>
    median((seen[name] ?? []).map((one) => one[what]));
  const figures = Object.fromEntries(
    Object.keys(rows).flatMap((name) => [
      [`${name}Seconds`, of(name, 'seconds')],
      [`${name}Requests`, of(name, 'requests')],
      [`${name}Refused`, of(name, 'refused')],
      [`${name}Times`, of(name, 'seconds') / of('ours', 'seconds')],
    ]),
  );
  console.log(`${edits} edits, half on either side: ${JSON.stringify(figures)}`);
  keepResult(`${edits} edits beside n8n's own nodes`, figures);
}

async function main(): Promise<void> {
  const lab = await startLab({ seed: 'empty' });
  try {
    const { graph, zoho } = world();
    lab.simulators.graph.seed(graph as never);
    lab.simulators.zoho.seed(zoho as never);
    await measure(lab);
  } finally {
    await lab.stop();
  }
}

void main();

import { existsSync, readFileSync } from 'node:fs';
import { compareCompany, problemsOf, runRound } from '../../test/e2e/harness/company';
import { begunBy } from '../../test/e2e/harness/crew';
import { startHosts, type Hosts } from '../../test/e2e/harness/hosts';
import { templateOf, type Lab } from '../../test/e2e/harness/lab';
import { whyNoHosts } from '../../test/e2e/harness/network';
import {
  failureOf,
  importWorkflow,
  publish,
  runManually,
  waitForExecution,
  type Workflow,
} from '../../test/e2e/harness/rest';
import { askSimulator } from '../../test/e2e/harness/simulators';
import { variant } from '../../test/e2e/harness/variant';
import { keepResult, median } from '../keep';

/**
 * A company whose mailboxes all have something new, in n8n's queue mode: cleared by two workers on two hosts, and by one of them
 * alone; each request, and each item of a batch, is 200 ms away: `npm run bench -- --hosts [people] [rounds]`.
 */

const [people = 20, rounds = 3] = process.argv.slice(2).map(Number);
const latencyMs = 200;
const longest = 1_800_000;
const parts = ['Part 1', 'Part 2', 'Part 3', 'Part 4'];
/** Linux tells a process' time in hundredths of a second. */
const ticks = 100;

interface Mailbox {
  readonly mailbox: { readonly id: string };
  readonly contacts: readonly { readonly immutableId: string; readonly categories?: readonly string[] }[];
}

async function tokenOf({ connection: { graph } }: Lab): Promise<string> {
  const body = new URLSearchParams({
    ...{ grant_type: 'client_credentials', client_id: graph.clientId, client_secret: graph.clientSecret },
    scope: 'https://graph.microsoft.com/.default',
  });
  const answer = await fetch(`${graph.login}/contoso/oauth2/v2.0/token`, { method: 'POST', body });
  return ((await answer.json()) as { readonly access_token: string }).access_token;
}

/** Everybody's contacts get another job title in Outlook. Answers how many they were. */
async function editAll(lab: Lab, jobTitle: string): Promise<number> {
  const { api } = lab.connection.graph;
  const token = await tokenOf(lab);
  const home = await askSimulator<Mailbox & { readonly mailboxes: readonly Mailbox[] }>(api, 'state');
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    prefer: 'IdType="ImmutableId"',
  };
  const all = [home, ...home.mailboxes].flatMap(({ mailbox, contacts }) =>
    contacts
      .filter(({ categories }) => categories?.includes('Zoho'))
      .map(({ immutableId }) => [mailbox.id, immutableId]),
  );
  for (const [mailbox, contact] of all) {
    const url = `${api}/v1.0/users/${mailbox}/contacts/${encodeURIComponent(String(contact))}`;
    const answer = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ jobTitle }) });
    if (!answer.ok) throw new Error(`PATCH ${url}: ${answer.status} ${await answer.text()}`);
  }
  return all.length;
}

/** Seconds of the processor that a process has had; of a worker that was sent home, none. */
function processorOf(pid: number): number {
  if (!existsSync(`/proc/${pid}`)) return 0;
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
  return (Number(user) + Number(system)) / ticks;
}

/** Seconds in which the machine's cores had something to do, whoever gave it. */
function busy(): number {
  const [, ...all] = readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/) ?? [];
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = all.map(Number);
  return (user + nice + system + irq + softIrq) / ticks;
}

/** The template, published, its parts begun by nobody but us. */
async function published(lab: Lab): Promise<Workflow> {
  const rule = { interval: [{ field: 'cronExpression', expression: '0 0 0 1 1 *' }] };
  const once = Object.fromEntries(parts.map((part) => [part, { rule }]));
  const company = variant(templateOf(lab, 'zohoOutlookCompany'), 'CompanyOnHosts', once);
  await importWorkflow(lab.client, company);
  await publish(lab.client, company.id);
  return company;
}

async function runPart({ client }: Lab, { id }: Workflow, part: string): Promise<void> {
  const done = await waitForExecution(client, await runManually(client, id, part), longest);
  if (done.status !== 'success') throw new Error(failureOf(done) ?? `${part} ended as ${done.status}.`);
}

/** All four parts at the same moment, until the last one has ended. */
async function cleared({ lab, workers }: Hosts, company: Workflow, title: string) {
  const edited = await editAll(lab, title);
  const { graph, zoho } = lab.simulators;
  for (const { limits } of [graph, zoho]) limits.latencyMs = latencyMs;
  const processors = () => [workers.worker1, workers.worker2].map(({ pid }) => processorOf(pid));
  const [since, before, busyBefore] = [Date.now(), processors(), busy()];
  await Promise.all(parts.map((part) => runPart(lab, company, part)));
  const seconds = (Date.now() - since) / 1000;
  for (const { limits } of [graph, zoho]) limits.latencyMs = 0;
  const had = processors().map((now, at) => now - (before[at] ?? 0));
  const arrived = (await crmTitles(lab)).filter((one) => one === title).length;
  if (arrived !== edited) throw new Error(`${arrived} of ${edited} have arrived`);
  return {
    seconds,
    workersProcessor: had.reduce((sum, n) => sum + n, 0) / seconds,
    machine: (busy() - busyBefore) / seconds,
  };
}

async function crmTitles({ connection }: Lab): Promise<readonly unknown[]> {
  const { modules } = await askSimulator<{ modules: Record<string, { Title?: unknown }[]> }>(
    connection.zoho.api,
    'state',
  );
  return (modules.Contacts ?? []).map(({ Title }) => Title);
}

type Cleared = Awaited<ReturnType<typeof cleared>>;

async function several(hosts: Hosts, company: Workflow, how: string): Promise<readonly Cleared[]> {
  const all: Cleared[] = [];
  for (let round = 0; round < rounds; round += 1) {
    all.push(await cleared(hosts, company, `${how} ${round}`));
    console.log(`${how}: ${JSON.stringify(all.at(-1))}`);
    await runRound(hosts.lab, company);
  }
  return all;
}

async function measure(hosts: Hosts): Promise<void> {
  const { lab, workers } = hosts;
  const company = await published(lab);
  for (let round = 0; round < 3; round += 1) await runRound(lab, company);
  const problems = problemsOf(await compareCompany(lab.connection));
  if (problems.length > 0) throw new Error(`Not in step: ${problems.slice(0, 5).join('; ')}`);
  const two = await several(hosts, company, 'two workers');
  const begun = [workers.worker1, workers.worker2].map((worker) => begunBy(worker).length);
  await workers.worker2.stop();
  const one = await several(hosts, company, 'one worker');
  const of = (all: readonly Cleared[], what: keyof Cleared) => median(all.map((each) => each[what]));
  const figures = {
    ...{
      twoSeconds: of(two, 'seconds'),
      oneSeconds: of(one, 'seconds'),
      times: of(one, 'seconds') / of(two, 'seconds'),
    },
    ...{ twoWorkersProcessor: of(two, 'workersProcessor'), oneWorkersProcessor: of(one, 'workersProcessor') },
    ...{ twoMachine: of(two, 'machine'), oneMachine: of(one, 'machine') },
  };
  console.log(`${people} mailboxes, executions begun ${begun.join(' and ')}: ${JSON.stringify(figures)}`);
  keepResult(`${people} mailboxes by two workers and by one`, figures);
}

async function main(): Promise<void> {
  const reason = whyNoHosts();
  if (reason) throw new Error(reason);
  const hosts = await startHosts({ seed: `company:${people}`, tell: console.log });
  try {
    await measure(hosts);
  } finally {
    await hosts.stop();
  }
}

void main();

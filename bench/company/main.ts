import { mapValues } from 'lodash';
import { readUsage, usageBetween } from '../../demo/figures';
import { compareCompany, problemsOf, publishCompany, runRound } from '../../test/e2e/harness/company';
import { startLab, templateOf, type Lab } from '../../test/e2e/harness/lab';
import {
  failureOf,
  importWorkflow,
  publish,
  runManually,
  waitForExecution,
  type Json,
  type Workflow,
} from '../../test/e2e/harness/rest';
import { keepResult, median } from '../keep';

/**
 * A round of a company in which nothing has changed, beside as many sub-workflows of the same shape whose nodes do nothing, in a
 * real n8n: `npm run bench -- --company [people]`.
 */

const people = Number(process.argv[2] ?? 50);
const times = 3;
const longest = 1_800_000;

/** The list of people without asking anybody for them. */
const listed = [
  {
    ...{ id: 'listed', name: 'People', type: 'n8n-nodes-base.set', typeVersion: 3.4, position: [200, 600] },
    parameters: { mode: 'raw', jsonOutput: JSON.stringify({ person: Array.from({ length: people }, (_, n) => n) }) },
  },
  {
    ...{ id: 'each', name: 'Each', type: 'n8n-nodes-base.splitOut', typeVersion: 1, position: [400, 600] },
    parameters: { fieldToSplitOut: 'person' },
  },
];

const isOurs = ({ type }: Json): boolean => String(type).startsWith('n8n-nodes-zoho-outlook');

interface End {
  readonly node: string;
  readonly type: string;
  readonly index: number;
}
type Wires = Readonly<Record<string, { readonly main: readonly (readonly End[])[] }>>;

/** What a node of ours gives out by a later output, one that does nothing gives out by its first. */
const byFirstOutput = (wires: Wires): Wires =>
  mapValues(wires, ({ main }) => ({ main: main.map((ends) => ends.map((end) => ({ ...end, index: 0 }))) }));

const idle = (node: Json): Json => ({
  ...node,
  ...{ type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {}, credentials: undefined },
});

/** The company template with every node of ours put out of work. */
function emptied(shipped: Workflow): Workflow {
  const wires = byFirstOutput(shipped.connections as unknown as Wires);
  const others = shipped.nodes.filter(({ name }) => name !== 'People');
  const nodes = others.map((node) => {
    if (isOurs(node)) return idle(node);
    return { ...node, disabled: /^Part \d/.test(String(node.name)) || node.disabled };
  });
  const connections = {
    ...wires,
    Each: wires.People,
    People: { main: [[{ node: 'Each', type: 'main', index: 0 }]] },
  };
  return { ...shipped, id: 'Empty', nodes: [...nodes, ...listed], connections: connections as unknown as Json };
}

async function secondsOf({ client }: Lab, { id }: Workflow): Promise<number> {
  const began = Date.now();
  const done = await waitForExecution(client, await runManually(client, id, 'Sync Now'), longest);
  if (done.status !== 'success') throw new Error(failureOf(done) ?? `A round ended as ${done.status}.`);
  return (Date.now() - began) / 1000;
}

/** Until everybody is in step, and nothing comes back any more. */
async function settle(lab: Lab, company: Workflow): Promise<void> {
  for (let round = 0; round < 3; round += 1) await runRound(lab, company);
  const problems = problemsOf(await compareCompany(lab.connection));
  if (problems.length > 0) throw new Error(`Not in step: ${problems.slice(0, 5).join('; ')}`);
}

async function measure(lab: Lab): Promise<void> {
  const empty = emptied(templateOf(lab, 'zohoOutlookCompany'));
  await importWorkflow(lab.client, empty);
  await publish(lab.client, empty.id);
  const company = await publishCompany(lab);
  await settle(lab, company);
  const before = await readUsage(lab.connection);
  const [quiet, idle]: [number[], number[]] = [[], []];
  for (let n = 0; n < times; n += 1) {
    quiet.push(await secondsOf(lab, company));
    idle.push(await secondsOf(lab, empty));
  }
  const { requests, zohoCredits } = usageBetween(before, await readUsage(lab.connection));
  const each = (sum: number): number => sum / times;
  const figures = {
    ...{ seconds: median(quiet), emptySeconds: median(idle), times: median(quiet) / median(idle) },
    ...{ toOutlook: each(requests.outlook), toZoho: each(requests.zoho), credits: each(zohoCredits) },
    creditsADay: 4 * 96 * each(zohoCredits),
  };
  console.log(`${people} people, nothing changed: ${JSON.stringify(figures)}`);
  keepResult(`a company of ${people}, nothing changed`, figures);
}

async function main(): Promise<void> {
  const lab = await startLab({ seed: `company:${people}` });
  try {
    await measure(lab);
  } finally {
    await lab.stop();
  }
}

void main();

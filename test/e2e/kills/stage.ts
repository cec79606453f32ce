import type { RunningN8n } from '../harness/n8n';
import { startN8n } from '../harness/n8n';
import type { Finish } from '../harness/cycles';
import { isQuiet, runCycle, runUntilInStep } from '../harness/cycles';
import type { Lab } from '../harness/lab';
import { templateOf } from '../harness/lab';
import type { N8nClient, Workflow } from '../harness/rest';
import { connect, importWorkflow } from '../harness/rest';
import { ownSync } from '../harness/variant';
import { kindNames, shapes } from './records';

/** An n8n with the templates of three kinds over an empty world; the n8n is another one after each kill. */
export interface Stage {
  readonly lab: Lab;
  /** its syncs' names begin so */
  readonly name: string;
  readonly workflows: readonly Workflow[];
  /** the n8n that is running now */
  readonly n8n: () => RunningN8n;
  readonly client: () => N8nClient;
  readonly restart: () => Promise<void>;
}

/** Small batches make many steps; deletions go over, so that both sides are equal in the end. */
const parameters = {
  'Outlook Changes': { batchSize: 25 },
  'Zoho CRM Changes': { batchSize: 25 },
  'Conflict Resolver': { deletes: 'delete' },
};

/** Empties both services and imports the three templates, as syncs that have never run. */
export async function setStage(lab: Lab, name: string): Promise<Stage> {
  const { zoho, graph } = lab.simulators;
  for (const service of [zoho, graph]) service.reset();
  graph.seed({ categories: [{ displayName: 'Zoho' }] });
  const workflows = kindNames.map((kind) =>
    ownSync(templateOf(lab, shapes[kind].template), `${name}${kind}`, parameters),
  );
  for (const workflow of workflows) await importWorkflow(lab.client, workflow);
  let [n8n, client] = [lab.n8n, lab.client];
  const restart = async () => {
    n8n = await startN8n({ home: lab.n8n.home });
    client = await connect(n8n);
  };
  return { lab, name, workflows, n8n: () => n8n, client: () => client, restart };
}

/** All three templates at once, each to its end. */
export const runAll = (stage: Stage): Promise<readonly Finish[]> =>
  Promise.all(stage.workflows.map((workflow) => runCycle(stage.client(), workflow)));

/** All three at once, again and again, until there is nothing left to do. Answers what could not be settled. */
export async function settleAll(stage: Stage): Promise<readonly string[]> {
  const all = stage.workflows.map(async ({ name, ...rest }) => {
    const last = (await runUntilInStep(stage.client(), { name, ...rest }, () => {})).at(-1);
    const open = last
      ? [...last.reviews.map(({ reason }) => reason), ...last.parkedRecords.map((one) => one.message)]
      : [];
    const restless = last && isQuiet(last) ? [] : [`"${name}" does not come to rest: ${JSON.stringify(last?.report)}`];
    return [...restless, ...open.map((what) => `"${name}" left a question: ${what}`)];
  });
  return (await Promise.all(all)).flat();
}

/** How many requests both services have answered since their logs were cleared. */
export const requestCount = ({ lab: { simulators } }: Stage): number =>
  simulators.zoho.log.list().length + simulators.graph.log.list().length;

export function clearLogs({ lab: { simulators } }: Stage): void {
  simulators.zoho.log.clear();
  simulators.graph.log.clear();
}

const reads = /\/(coql|token|\$batch)$/i;

/** Requests that write, among those answered since the logs were cleared. */
export const writesSeen = ({ lab: { simulators } }: Stage): readonly string[] =>
  [simulators.zoho, simulators.graph]
    .flatMap(({ log }) => log.list())
    .filter(({ method, path }) => method !== 'GET' && !reads.test(path))
    .map(({ method, path }) => `${method} ${path}`);

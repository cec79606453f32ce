import { join } from 'node:path';
import { Client } from 'pg';
import type { Credential } from './credentialStore';
import { begunBy } from './crew';
import { installPackage } from './install';
import { startLab, type Lab, type LabOptions } from './lab';
import { newHome, removeHome, startN8n, type RunningN8n } from './n8n';
import { makeNetwork, type Network } from './network';
import { startQueueServices } from './queue';
import { importCredentials, runManually, type Workflow } from './rest';
import { manualTriggerOf } from './templates';
import { until } from './until';

const names = ['main', 'worker1', 'worker2', 'data'] as const;
type Name = (typeof names)[number];
export type WorkerName = Extract<Name, `worker${number}`>;

/** n8n in queue mode on four hosts that have no disk in common: main, two workers, and PostgreSQL with Redis. */
export interface Hosts {
  /** its workflows have their archive in PostgreSQL */
  readonly lab: Lab;
  readonly network: Network<Name>;
  readonly workers: Readonly<Record<WorkerName, RunningN8n>>;
  /** asks the database that all share, by SQL alone */
  readonly ask: (sql: string) => Promise<readonly Record<string, unknown>[]>;
  readonly stop: () => Promise<void>;
}

interface Options extends Omit<LabOptions, 'env' | 'host' | 'outside'> {
  /** By how many ms the clocks of the workers' hosts are wrong. */
  readonly clocks?: Readonly<Record<WorkerName, number>>;
}

const schema = 'zoho_outlook';
const packageRoot = join(__dirname, '..', '..', '..');

const credentialFor = (host: string, port: number): Credential => ({
  ...{ id: 'archiveOnServer1', name: 'Archive (PostgreSQL)', type: 'syncArchiveApi' },
  data: { storage: 'postgres', host, port, database: 'postgres', user: 'n8n', password: 'unused', schema, tls: 'off' },
});

/** Of the nodes that open an archive by themselves; the others follow the cycle. */
const asks = ['syncControl', 'conflictReview'].map((type) => `n8n-nodes-zoho-outlook.${type}`);

/** With the credential where the manual says. */
function inArchive(workflow: Workflow, { id, name, type }: Credential): Workflow {
  const nodes = workflow.nodes.map((node) =>
    asks.includes(String(node.type))
      ? { ...node, credentials: { ...(node.credentials as object), [type]: { id, name } } }
      : node,
  );
  return { ...workflow, nodes };
}

const clockOf = (ahead: number): Record<string, string> =>
  ahead === 0 ? {} : { NODE_OPTIONS: `--require ${join(__dirname, 'clockAhead.cjs')}`, CLOCK_AHEAD: String(ahead) };

type CleanUp = () => unknown;

async function build({ clocks, ...options }: Options, keep: (cleanUp: CleanUp) => void): Promise<Omit<Hosts, 'stop'>> {
  const network = await makeNetwork(names);
  keep(network.remove);
  const { hosts, outside } = network;
  options.tell?.('Starting PostgreSQL and Redis on a host of their own …');
  const { env, stop, postgres } = await startQueueServices(hosts.data);
  keep(stop);
  const lab = await startLab({ ...options, env, host: hosts.main, outside });
  keep(lab.stop);
  const credential = credentialFor(postgres.host, postgres.port);
  await importCredentials(lab.n8n, [credential]);
  const hire = async (worker: WorkerName): Promise<RunningN8n> => {
    options.tell?.(`Starting ${worker} …`);
    const { home, isPrepared } = newHome();
    keep(() => removeHome(home));
    if (!isPrepared) await installPackage(home, packageRoot);
    const own = { ...env, ...clockOf(clocks?.[worker] ?? 0) };
    const one = await startN8n({ home, worker, host: hosts[worker], env: own });
    keep(one.stop);
    return one;
  };
  const workers = { worker1: await hire('worker1'), worker2: await hire('worker2') };
  const ask: Hosts['ask'] = async (sql) => {
    const client = new Client({ ...postgres, user: 'n8n', database: 'postgres', options: `-c search_path=${schema}` });
    await client.connect();
    return client
      .query(sql)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  };
  return { lab: { ...lab, workflows: lab.workflows.map((one) => inArchive(one, credential)) }, network, workers, ask };
}

/** Starts all of it; when a part fails, what was started before it is put away. */
export async function startHosts({ onStop, ...options }: Options): Promise<Hosts> {
  const cleanUps: CleanUp[] = [];
  const stop = async () => {
    for (let work = cleanUps.pop(); work; work = cleanUps.pop()) await work();
  };
  onStop?.(stop);
  try {
    return { ...(await build(options, (cleanUp) => cleanUps.push(cleanUp))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const workerNames: readonly WorkerName[] = ['worker1', 'worker2'];

/** Starts a run by hand and waits until one of its batches is on its way to Outlook, where it is held back for a moment. */
export async function catchWriting(hosts: Hosts, workflow: Workflow): Promise<{ id: string; worker: WorkerName }> {
  const { lab, workers } = hosts;
  const { faults } = lab.simulators.graph;
  faults.add({ kind: 'delay', delayMs: 800, match: { path: '/\\$batch$', body: '"POST"' }, skip: 1 });
  const id = await runManually(lab.client, workflow.id, manualTriggerOf(workflow));
  await until('a batch to be on its way', () => faults.list().length === 0, 90_000);
  const worker = workerNames.find((name) => begunBy(workers[name]).includes(id));
  if (!worker) throw new Error(`No worker began execution ${id}.`);
  return { id, worker };
}

/** As if the two minutes of a lease were over, by the clock that counts. */
export const letLeaseLapse = ({ ask }: Hosts) => ask('update sync set lease_until = lease_until - 120000');

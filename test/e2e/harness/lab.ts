import { join } from 'node:path';
import type { RunningSimulators } from '../../../simulators/start';
import { startSimulators } from '../../../simulators/start';
import type { Connection } from './credentials';
import { applicationCredential, ourCredentials } from './credentials';
import { installPackage } from './install';
import type { RunningN8n } from './n8n';
import type { Host } from './network';
import { newHome, removeHome, startN8n } from './n8n';
import type { N8nClient, Workflow } from './rest';
import { connect, importCredentials, importWorkflow } from './rest';
import { bind, readTemplates } from './templates';

export interface LabOptions {
  /** name of the simulators' world */
  readonly seed: string;
  /** with the application's credential for Microsoft beside that of an account; for a company always */
  readonly bothSignIns?: boolean;
  /** with the editor; off when left out */
  readonly ui?: boolean;
  /** more of n8n's environment */
  readonly env?: Readonly<Record<string, string>>;
  /** the host that n8n runs on, and where from there the simulators are; all on this machine when left out */
  readonly host?: Host;
  readonly outside?: string;
  /** is told what is being done */
  readonly tell?: (text: string) => void;
  /** is given the way to put everything away before anything is there, for Ctrl-C in the middle */
  readonly onStop?: (stop: () => Promise<void>) => void;
}

/** Both simulators, an n8n with our package installed as n8n does it, the credentials and every template. */
export interface Lab {
  readonly connection: Connection;
  /** for what no request can do: faults, tokens, other worlds */
  readonly simulators: RunningSimulators;
  readonly n8n: RunningN8n;
  readonly client: N8nClient;
  readonly workflows: readonly Workflow[];
  /** puts everything away, last first */
  readonly stop: () => Promise<void>;
}

const packageRoot = join(__dirname, '..', '..', '..');

async function importAll(
  n8n: RunningN8n,
  client: N8nClient,
  connection: Connection,
  bothSignIns: boolean,
): Promise<readonly Workflow[]> {
  const own = ourCredentials(connection);
  const credentials = bothSignIns ? [...own, applicationCredential(connection)] : own;
  await importCredentials(n8n, credentials);
  const workflows = readTemplates().map((template) => bind(template, credentials));
  for (const workflow of workflows) await importWorkflow(client, workflow);
  return workflows;
}

async function build(
  { seed, ui, env, host, outside, tell, bothSignIns }: LabOptions,
  keep: (cleanUp: () => unknown) => void,
): Promise<Omit<Lab, 'stop'>> {
  tell?.('Starting the Zoho and Microsoft simulators …');
  const simulators = await startSimulators({ seed, host: outside });
  const { connection } = simulators;
  keep(simulators.stop);
  const { home, isPrepared } = newHome();
  keep(() => removeHome(home));
  if (!isPrepared) {
    tell?.('Installing the package into a new n8n as n8n itself does …');
    await installPackage(home, packageRoot);
  }
  tell?.('Starting n8n …');
  const n8n = await startN8n({ home, ui, env, host });
  keep(n8n.stop);
  tell?.('Importing credentials and templates …');
  const client = await connect(n8n);
  return {
    connection,
    simulators,
    n8n,
    client,
    workflows: await importAll(n8n, client, connection, bothSignIns ?? seed.startsWith('company:')),
  };
}

/** Starts a lab; when a part fails, what was started before it is put away. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const cleanUps: (() => unknown)[] = [];
  const stop = async () => {
    for (let work = cleanUps.pop(); work; work = cleanUps.pop()) await work();
  };
  options.onStop?.(stop);
  try {
    return { ...(await build(options, (cleanUp) => cleanUps.push(cleanUp))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A template among those imported, by its id. */
export function templateOf({ workflows }: Pick<Lab, 'workflows'>, template: string): Workflow {
  const found = workflows.find(({ id }) => id === template);
  if (!found) throw new Error(`workflows/ has no template with the id ${template}.`);
  return found;
}

export const contactsOf = (lab: Pick<Lab, 'workflows'>): Workflow => templateOf(lab, 'zohoOutlookContacts');

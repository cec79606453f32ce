import type { Connection } from '../harness/credentials';
import type { Finish } from '../harness/cycles';
import { isQuiet, runUntilInStep } from '../harness/cycles';
import type { Instance, Window } from '../harness/instances';
import { calDavInstances, linesOf, outlookInstances } from '../harness/instances';
import type { Lab } from '../harness/lab';
import { startLab, templateOf } from '../harness/lab';
import type { RunningRadicale } from '../harness/radicale';
import { startRadicale } from '../harness/radicale';
import type { Credential } from '../harness/credentialStore';
import type { Json, Workflow } from '../harness/rest';
import { importCredentials, importWorkflow } from '../harness/rest';
import { ownSync } from '../harness/variant';
import { plus, today } from '../times/calendar';

export const user = { email: 'hanako.yamada@example.com', password: 'radi cale-7x9q2m' } as const;
const type = 'zohoCrmSyncAppPasswordApi';

/** A real n8n between the Graph simulator and a Radicale. */
export interface CalDavLab {
  readonly lab: Lab;
  readonly radicale: RunningRadicale;
}

/** How the sign-in looks in n8n's store; `url` is the calendar's server. */
export function appPassword(
  id: string,
  connection: Connection,
  url: string,
  secret: string = user.password,
): Credential {
  const { accounts, api } = connection.zoho;
  const hosts = { dataCenter: 'custom', accountsUrl: accounts, apiUrl: api, calDavUrl: url };
  return { id, name: `Zoho calendar (${id})`, type, data: { email: user.email, appPassword: secret, ...hosts } };
}

/** The meetings template for a sync of its own, its nodes of Zoho CRM signed in by an app-specific password. */
function byAppPassword(
  lab: Lab,
  sync: string,
  { id, name }: Pick<Credential, 'id' | 'name'>,
  more: Readonly<Record<string, Json>> = {},
): Workflow {
  const workflow = ownSync(templateOf(lab, 'zohoOutlookEvents'), sync, more);
  const nodes = workflow.nodes.map((node) => {
    if (node.type !== 'n8n-nodes-zoho-outlook.zohoCrmSync') return node;
    const parameters = { ...(node.parameters as Json), authentication: 'appPassword' };
    return { ...node, parameters, credentials: { [type]: { id, name } } };
  });
  return { ...workflow, nodes };
}

export async function startCalDavLab(): Promise<CalDavLab> {
  const radicale = await startRadicale(user);
  try {
    const lab = await startLab({ seed: 'empty', env: { N8N_LOG_LEVEL: 'debug' } });
    return { lab, radicale };
  } catch (error) {
    await radicale.stop();
    throw error;
  }
}

/** The password lies in the file by which it is imported only until n8n has encrypted it. */
export async function addSync(
  { lab }: CalDavLab,
  sync: string,
  credential: Credential,
  more: Readonly<Record<string, Json>> = {},
): Promise<Workflow> {
  await importCredentials(lab.n8n, [credential]);
  const workflow = byAppPassword(lab, sync, credential, more);
  await importWorkflow(lab.client, workflow);
  return workflow;
}

/** Runs until nothing is left to do; answers what each cycle said. */
export async function untilQuiet({ client }: Lab, workflow: Workflow): Promise<readonly Finish[]> {
  const finishes = await runUntilInStep(client, workflow, () => {});
  const last = finishes.at(-1);
  if (!last || !isQuiet(last)) throw new Error(`not in step: ${JSON.stringify(last)}`);
  return finishes;
}

const window: Window = [plus(today, -85), plus(today, 340)];

/** Both calendars as a person sees them, as lines; a mailbox in Tokyo. */
export async function shown({ lab, radicale }: CalDavLab) {
  const outlook: readonly Instance[] = await outlookInstances(lab.connection, window);
  return { outlook: linesOf(outlook), calDav: linesOf(calDavInstances(radicale, window, 'Asia/Tokyo')) };
}

import type { Lab } from './lab';
import { templateOf } from './lab';
import type { Credential } from './credentialStore';
import type { Json, Workflow } from './rest';
import { importCredentials, importWorkflow, publish } from './rest';

/** Who may see the review page of the lab. */
export const visitor = { user: 'sato', password: 'correct horse battery staple' } as const;

const credential: Credential = {
  id: 'reviewDoorBasic1',
  name: 'Review page',
  type: 'httpBasicAuth',
  data: { ...visitor },
};

/** The workflows that the page starts, by the node that starts them. */
export type Runs = Readonly<Partial<Record<'Run Contacts' | 'Run Tasks' | 'Run Meetings', Workflow>>>;

function wired(node: Json, runs: Runs): Json {
  const sync = runs[String(node.name) as keyof Runs];
  if (sync) {
    const workflowId = { __rl: true, mode: 'id', value: sync.id };
    return { ...node, parameters: { ...(node.parameters as Json), workflowId } };
  }
  if (node.name !== 'Conflict Review') return node;
  return { ...node, credentials: { httpBasicAuth: { id: credential.id, name: credential.name } } };
}

type Links = readonly { readonly node: string }[];

/** Sets the review template up as its note says; kinds without a workflow are left out. Answers with the address of the page. */
export async function openDoor(lab: Lab, runs: Runs): Promise<string> {
  const template = templateOf(lab, 'zohoOutlookReview');
  const isUsed = (name: string) => !name.startsWith('Run ') || name in runs;
  const nodes = template.nodes.filter(({ name }) => isUsed(String(name))).map((node) => wired(node, runs));
  const { main } = template.connections['Which Sync?'] as { main: Links[] };
  const used = main.map((links) => links.filter(({ node }) => isUsed(node)));
  const connections = { ...template.connections, 'Which Sync?': { main: used } };
  await importCredentials(lab.n8n, [credential]);
  await importWorkflow(lab.client, { ...template, id: 'reviewDoor', name: 'Review', nodes, connections });
  for (const { id } of Object.values(runs)) await publish(lab.client, id);
  await publish(lab.client, 'reviewDoor');
  return `${lab.n8n.baseUrl}/webhook/conflict-review`;
}

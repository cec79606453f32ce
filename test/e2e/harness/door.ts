import type { Lab } from './lab';
import { templateOf } from './lab';
import type { Credential, Json, Workflow } from './rest';
import { importCredentials, importWorkflow, publish } from './rest';

/** Who may see the review page of the lab. */
export const visitor = { user: 'sato', password: 'correct horse battery staple' } as const;

const credential: Credential = {
  id: 'reviewDoorBasic1',
  name: 'Review page',
  type: 'httpBasicAuth',
  data: { ...visitor },
};

/** The workflow that "Run Contacts" starts; the kinds that nobody chose a workflow for are left out, as the note says. */
function wired(node: Json, syncId: string): Json {
  if (node.name === 'Run Contacts') {
    const workflowId = { __rl: true, mode: 'id', value: syncId };
    return { ...node, parameters: { ...(node.parameters as Json), workflowId } };
  }
  if (node.name !== 'Conflict Review') return node;
  return { ...node, credentials: { httpBasicAuth: { id: credential.id, name: credential.name } } };
}

/** Sets the review template up as its note says, for one sync of contacts. Answers with the address of the page. */
export async function openDoor(lab: Lab, sync: Workflow): Promise<string> {
  const template = templateOf(lab, 'zohoOutlookReview');
  const unused = ['Run Tasks', 'Run Meetings'];
  const nodes = template.nodes.filter(({ name }) => !unused.includes(String(name))).map((node) => wired(node, sync.id));
  const [contacts] = (template.connections['Which Sync?'] as { main: Json[][] }).main;
  const connections = { ...template.connections, 'Which Sync?': { main: [contacts] } };
  await importCredentials(lab.n8n, [credential]);
  await importWorkflow(lab.client, { ...template, id: 'reviewDoor', name: 'Review', nodes, connections });
  await publish(lab.client, sync.id);
  await publish(lab.client, 'reviewDoor');
  return `${lab.n8n.baseUrl}/webhook/conflict-review`;
}

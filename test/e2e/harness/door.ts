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

function wired(node: Json): Json {
  if (node.name !== 'Conflict Review') return node;
  const own = { httpBasicAuth: { id: credential.id, name: credential.name } };
  return { ...node, credentials: { ...(node.credentials as object), ...own } };
}

/** Sets the review template up as its note says, and publishes the syncs' workflows. Answers with the address of the page. */
export async function openDoor(lab: Lab, syncs: readonly Workflow[]): Promise<string> {
  const template = templateOf(lab, 'zohoOutlookReview');
  await importCredentials(lab.n8n, [credential]);
  await importWorkflow(lab.client, { ...template, id: 'reviewDoor', name: 'Review', nodes: template.nodes.map(wired) });
  for (const { id } of syncs) await publish(lab.client, id);
  await publish(lab.client, 'reviewDoor');
  return `${lab.n8n.baseUrl}/webhook/conflict-review`;
}

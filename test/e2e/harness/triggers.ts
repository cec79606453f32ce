import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from './lab';
import { startN8n } from './n8n';
import type { Execution, Json, N8nClient, Workflow } from './rest';
import { connect } from './rest';
import { askSimulator } from './simulators';
import { ownSync } from './variant';

const triggers = ['When Outlook Changes', 'When Zoho CRM Changes'] as const;

/** A template for a sync of its own with its triggers switched on, which keeps what its runs did. */
export function triggered(workflow: Workflow, id: string, names: readonly string[] = triggers): Workflow {
  const own = ownSync(workflow, id);
  const nodes = own.nodes.filter(({ name }) => name !== 'Every 15 Minutes');
  return {
    ...own,
    nodes: nodes.map((node) => (names.includes(String(node.name)) ? { ...node, disabled: false } : node)),
    connections: Object.fromEntries(Object.entries(own.connections).filter(([name]) => name !== 'Every 15 Minutes')),
    settings: { ...own.settings, saveDataSuccessExecution: 'all' },
  };
}

/** All runs of a workflow that have ended, newest first. */
export async function runsOf(client: N8nClient, workflow: string): Promise<readonly Execution[]> {
  const path = `/executions?workflowId=${workflow}&limit=250&includeData=true`;
  const { data } = await client.api<{ data: readonly Execution[] }>('GET', path);
  return data.filter(({ stoppedAt }) => Boolean(stoppedAt));
}

/** Waits until no run has begun or ended for a while; answers how many there have been. */
export async function rest(client: N8nClient, workflow: string, quietMs = 5000): Promise<number> {
  const count = async () => {
    const { data } = await client.api<{ data: readonly Json[] }>('GET', `/executions?workflowId=${workflow}&limit=250`);
    return JSON.stringify(data.map(({ id, status }) => [id, status]));
  };
  for (let before = ''; ;) {
    const now = await count();
    if (now === before) return (JSON.parse(now) as unknown[]).length;
    before = now;
    await sleep(quietMs);
  }
}

export interface Subscription {
  readonly id: string;
  readonly notificationUrl: string;
  readonly clientState: string;
  readonly resource: string;
  readonly expirationDateTime: string;
}

interface GraphPost {
  readonly subscriptions: readonly Subscription[];
  readonly deliveries: readonly { readonly kind: string; readonly status: number; readonly value: readonly Json[] }[];
}

/** Subscriptions as the Graph simulator keeps them, and what it sent. */
export const graphPost = ({ connection }: Lab): Promise<GraphPost> =>
  askSimulator<GraphPost>(connection.graph.api, 'state');

interface ZohoPost {
  readonly channels: readonly { readonly id: string; readonly events: readonly string[]; readonly url: string }[];
}

/** Channels as the Zoho simulator keeps them. */
export const zohoPost = ({ connection }: Lab): Promise<ZohoPost> =>
  askSimulator<ZohoPost>(connection.zoho.api, 'state');

/** Lets every subscription and channel lapse, of which nobody is told. */
export async function lapse({ connection: { graph, zoho } }: Lab): Promise<void> {
  await fetch(`${graph.api}/_simulator/subscriptions`, { method: 'DELETE' });
  await fetch(`${zoho.api}/_simulator/channels`, { method: 'DELETE' });
}

/** Stops n8n as a service manager does, lets something happen, and starts it again at the same address. */
export async function restarted(lab: Lab, meanwhile: () => Promise<void>): Promise<Lab> {
  const { home, port } = lab.n8n;
  await lab.n8n.stop();
  await meanwhile();
  const n8n = await startN8n({ home, port });
  const stop = async () => {
    await n8n.stop();
    await lab.stop();
  };
  return { ...lab, n8n, client: await connect(n8n), stop };
}

/** Calls an address as somebody from outside would. */
export const call = (url: string, body: string, type = 'application/json'): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': type }, body });

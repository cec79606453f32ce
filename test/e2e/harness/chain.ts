import type { Json, Workflow } from './rest';

export interface ChainNode {
  readonly name: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly parameters: Json;
  readonly credentials?: Json;
  readonly executeOnce?: boolean;
}

/** A workflow that runs its nodes one after the other from a manual trigger named Start. */
export function chain(id: string, name: string, steps: readonly ChainNode[]): Workflow {
  const start: ChainNode = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
  const all = [start, ...steps];
  const nodes = all.map((node, index) => ({ ...node, id: `${id}-${index}`, position: [index * 200, 0] }));
  const links = steps.map((node, index) => [
    all[index]?.name,
    { main: [[{ node: node.name, type: 'main', index: 0 }]] },
  ]);
  return { id, name, nodes, connections: Object.fromEntries(links) as Json, settings: { executionOrder: 'v1' } };
}

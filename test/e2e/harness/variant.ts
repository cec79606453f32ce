import type { Json, Workflow } from './rest';

type Parameters = Readonly<Record<string, Json>>;

/** A copy of a workflow under another id, with other parameters for the nodes named. */
export function variant(workflow: Workflow, id: string, parameters: Parameters = {}): Workflow {
  const nodes = workflow.nodes.map((node) => ({
    ...node,
    parameters: { ...(node.parameters as Json), ...parameters[String(node.name)] },
  }));
  return { ...workflow, id, name: `${workflow.name} (${id})`, nodes };
}

function withoutNode(workflow: Workflow, node: string): Workflow {
  const nodes = workflow.nodes.filter(({ name }) => name !== node);
  const connections = Object.fromEntries(
    Object.entries(workflow.connections).flatMap(([from, to]) => {
      if (from === node) return [];
      const outputs = (to as { main: { node: string }[][] }).main;
      return [[from, { main: outputs.map((links) => links.filter((link) => link.node !== node)) }]];
    }),
  );
  return { ...workflow, nodes, connections };
}

/** A copy without one of its nodes. */
export const without = (workflow: Workflow, id: string, node: string): Workflow => ({
  ...withoutNode(workflow, node),
  ...{ id, name: `${workflow.name} (${id})` },
});

/**
 * The same for a sync of its own: it knows nothing of the others' contacts. As it is published it is not checked: whoever counts
 * runs would count one more.
 */
export const ownSync = (workflow: Workflow, id: string, parameters: Parameters = {}): Workflow =>
  withoutNode(
    variant(workflow, id, { ...parameters, 'Start Cycle': { ...parameters['Start Cycle'], sync: id } }),
    'Check First',
  );

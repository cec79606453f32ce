import type { Lab } from './lab';
import { failureOf, importWorkflow, runManually, waitForExecution, type Workflow } from './rest';

const longest = 300_000;

/** What a schedule or a trigger does: the published version runs, not what is in the editor. Waits for its first run alone. */
export async function runPublished({ client }: Pick<Lab, 'client'>, { id }: Pick<Workflow, 'id'>): Promise<void> {
  const call = { source: 'database', workflowId: { __rl: true, mode: 'id', value: id }, options: {} };
  const starter = {
    ...{ id: `${id}Starter`, name: `Starts ${id}`, active: false, settings: {} },
    nodes: [
      { name: 'By Hand', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
      { name: 'Run', type: 'n8n-nodes-base.executeWorkflow', typeVersion: 1.2, position: [200, 0], parameters: call },
    ],
    connections: { 'By Hand': { main: [[{ node: 'Run', type: 'main', index: 0 }]] } },
  };
  await importWorkflow(client, starter as unknown as Workflow);
  const run = await waitForExecution(client, await runManually(client, starter.id, 'By Hand'), longest);
  if (run.status !== 'success') throw new Error(failureOf(run) ?? `The first run ended as ${run.status}.`);
}

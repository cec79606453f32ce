import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newHome, removeHome, startN8n } from './harness/n8n';
import type { Workflow } from './harness/rest';
import { connect, importWorkflow, itemsOf, runManually, waitForExecution } from './harness/rest';

const home = newHome();
after(() => removeHome(home));

const trivial: Workflow = {
  id: 'harnessTrivial01',
  name: 'Trivial',
  nodes: [
    { id: 'a', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
    { id: 'b', name: 'Nothing', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [200, 0], parameters: {} },
  ],
  connections: { Start: { main: [[{ node: 'Nothing', type: 'main', index: 0 }]] } },
  settings: { executionOrder: 'v1' },
};

async function runTrivial(client: Awaited<ReturnType<typeof connect>>): Promise<number> {
  const execution = await waitForExecution(client, await runManually(client, trivial.id, 'Start'));
  assert.equal(execution.status, 'success');
  return itemsOf(execution, 'Nothing').length;
}

test('a real n8n starts, runs a workflow, is killed, and starts again on what it kept', async () => {
  const first = await startN8n({ home });
  try {
    const client = await connect(first);
    await importWorkflow(client, trivial);
    assert.equal(await runTrivial(client), 1);
  } finally {
    await first.killHard();
  }
  const second = await startN8n({ home });
  try {
    assert.equal(await runTrivial(await connect(second)), 1);
  } finally {
    await second.stop();
  }
});

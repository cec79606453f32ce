import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nClient } from '../harness/rest';
import { runManually } from '../harness/rest';
import { manualTriggerOf } from '../harness/templates';
import type { Random } from './random';
import { below } from './random';
import type { Stage } from './stage';
import { clearLogs, requestCount, writesSeen } from './stage';
import type { Wreck } from './traces';
import { hitNode, wreckIn } from './traces';

/** What one kill met. */
export interface Kill {
  readonly at: number;
  /** answered requests between the start of the runs and the kill */
  readonly requests: number;
  /** by workflow, in their order: the node that was cut off; null for a run that had ended */
  readonly nodes: readonly (string | null)[];
  readonly wreck: Wreck;
  /** executions that were cut off */
  readonly cutOff: readonly string[];
}

/** Each answer of both services takes so long, in ms, items of a batch too: as with services that are far away. */
const latency = 20;
const mostStarts = 3;

const startAll = ({ client, workflows }: Stage): Promise<string[]> =>
  Promise.all(workflows.map((workflow) => runManually(client(), workflow.id, manualTriggerOf(workflow))));

async function haveEnded(client: N8nClient, ids: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    ids.map((id) => client.api<{ stoppedAt?: string | null }>('GET', `/executions/${id}`).catch(() => undefined)),
  );
  return found.every((one) => Boolean(one?.stoppedAt));
}

/** Waits for the moment; runs that end before it are started again. Answers the executions under way. */
async function waitFor(stage: Stage, isTime: () => boolean): Promise<readonly string[]> {
  for (let starts = 1; ; starts += 1) {
    const ids = await startAll(stage);
    for (let looks = 1; !isTime(); looks += 1) {
      await sleep(4);
      if (looks % 60 === 0 && (await haveEnded(stage.client(), ids))) break;
    }
    if (isTime() || starts === mostStarts) return ids;
  }
}

/** Two in three kills come after one of the first writes, so that writing is met more often than reading, which takes longer. */
function momentFor(stage: Stage, random: Random, most: number): () => boolean {
  const [isLate, writes, requests] = [random() < 0.67, 1 + below(random, 16), 1 + below(random, most * 0.9)];
  return isLate ? () => writesSeen(stage).length >= writes : () => requestCount(stage) >= requests;
}

/** Starts all three templates and kills n8n somewhere within, and a random while after that; `most`: requests of such a run. */
export async function strike(stage: Stage, random: Random, most: number): Promise<Kill> {
  const { zoho, graph } = stage.lab.simulators;
  const [isTime, pause] = [momentFor(stage, random, most), below(random, 60)];
  clearLogs(stage);
  for (const service of [zoho, graph]) service.faults.add({ kind: 'delay', delayMs: latency, count: Infinity });
  const ids = await waitFor(stage, isTime);
  await sleep(pause);
  const requests = requestCount(stage);
  await stage.n8n().killHard();
  const at = Date.now();
  // what was under way takes effect all the same: the services do not know that nobody listens any more
  await sleep(300);
  for (const service of [zoho, graph]) service.faults.clear();
  const { home } = stage.lab.n8n;
  const nodes = ids.map((id) => hitNode(home, id));
  return {
    at,
    requests,
    nodes,
    wreck: wreckIn(home, stage.name),
    cutOff: ids.filter((_, index) => nodes[index] !== null),
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { forgetSync, openArchive } from '../../archive';
import { archiveFile } from '../../test/e2e/harness/archiveFile';
import { startLab, contactsOf, type Lab } from '../../test/e2e/harness/lab';
import { runPublished } from '../../test/e2e/harness/published';
import { importWorkflow, publish, runManually, waitForExecution } from '../../test/e2e/harness/rest';
import { manualTriggerOf } from '../../test/e2e/harness/templates';
import { until } from '../../test/e2e/harness/until';
import { ownSync } from '../../test/e2e/harness/variant';
import { keepResult, median } from '../keep';
import { halves } from '../load/world';

/**
 * A first load of the published template in a real n8n, which goes on by itself from run to run: `npm run bench -- --published
 * [contacts …]`. Half of them are only in Outlook, half only in the CRM; the simulators are in this process, n8n is in its own.
 */

const longest = 3_600_000;
/** `N8N_HEAP_MIB`: n8n's heap may grow no further. What a process takes that may take all is no measure of what it needs. */
const heap = process.env.N8N_HEAP_MIB;
const limits: Readonly<Record<string, string>> = heap ? { NODE_OPTIONS: `--max-old-space-size=${heap}` } : {};
const mebi = 1024;

/** What a process holds of the machine's memory, in MiB. */
const memoryOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / mebi;

/** Looks every half second, until told to stop; answers what it saw. */
function watchMemory(pid: number): () => readonly number[] {
  const seen: number[] = [];
  const timer = setInterval(() => seen.push(memoryOf(pid)), 500);
  return () => (clearInterval(timer), seen);
}

async function idleOf({ n8n }: Lab): Promise<number> {
  const stop = watchMemory(n8n.pid);
  await sleep(10_000);
  return median(stop());
}

const loaded = ({ simulators: { graph, zoho } }: Lab): readonly number[] => [
  graph.state.contacts.size,
  zoho.state.records.get('Contacts')?.size ?? 0,
];

const asked = ({ simulators: { graph, zoho } }: Lab): number => graph.log.list().length + zoho.log.list().length;

/** All are on both sides, and nobody has asked anything for a while. Answers when the last one asked. */
async function untilLoaded(lab: Lab, size: number): Promise<number> {
  let [count, since] = [0, Date.now()];
  const isOver = (): boolean => {
    if (asked(lab) !== count) [count, since] = [asked(lab), Date.now()];
    return loaded(lab).every((n) => n >= size) && Date.now() - since > 10_000;
  };
  await until(`${size} contacts to be on both sides`, isOver, longest, 250);
  return since;
}

/** Requests by what they are for; those in a batch are told beside the batches. */
function requestsOf({ simulators: { graph, zoho } }: Lab) {
  const count =
    (list: readonly { readonly method: string; readonly path: string; readonly inner?: boolean }[]) =>
    (method: RegExp, path: RegExp, inner = false): number =>
      list.filter((one) => method.test(one.method) && path.test(one.path) && Boolean(one.inner) === inner).length;
  const [outlook, crm] = [count(graph.log.list()), count(zoho.log.list())];
  const refused = [...graph.log.list(), ...zoho.log.list()].filter(({ status }) => status === 429).length;
  return {
    outlookDelta: outlook(/GET/, /delta/),
    outlookLists: outlook(/GET/, /contacts$/),
    outlookReadByIds: outlook(/GET/, /./, true),
    outlookBatches: outlook(/POST/, /\$batch$/),
    outlookWrites: outlook(/POST|PATCH/, /contacts/, true),
    zohoReads: crm(/GET/, /./) + crm(/POST/, /coql$/),
    zohoWrites: crm(/POST|PUT/, /Contacts/),
    refused,
  };
}

async function fill({ simulators: { graph, zoho } }: Lab, size: number): Promise<void> {
  const { graph: mailbox, zoho: crm } = halves(size);
  for (const service of [graph, zoho]) service.reset();
  graph.seed(mailbox as never);
  zoho.seed(crm as never);
  // that took long, and connections have ended meanwhile
  await sleep(1_000);
}

/** A few runs by hand, for another sync, which is forgotten again: then n8n has loaded all that it needs, and is idle as between runs. */
async function warmUp(lab: Lab): Promise<void> {
  await fill(lab, 1_000);
  const workflow = ownSync(contactsOf(lab), 'warm');
  await importWorkflow(lab.client, workflow);
  for (let run = 0; run < 3; run += 1) {
    const done = await runManually(lab.client, workflow.id, manualTriggerOf(workflow));
    await waitForExecution(lab.client, done);
  }
  const archive = await openArchive(archiveFile(lab.n8n.home));
  await forgetSync(archive, 'warm', Date.now());
  await archive.close();
}

async function measure(lab: Lab, size: number): Promise<void> {
  const cold = await idleOf(lab);
  await warmUp(lab);
  await fill(lab, size);
  const workflow = ownSync(contactsOf(lab), `load${size}`);
  await importWorkflow(lab.client, workflow);
  await publish(lab.client, workflow.id);
  const idle = await idleOf(lab);
  const [began, stop] = [Date.now(), watchMemory(lab.n8n.pid)];
  await runPublished(lab, workflow);
  const ended = await untilLoaded(lab, size);
  const memory = stop();
  const figures = {
    ...{
      seconds: (ended - began) / 1000,
      idleMiB: idle,
      newIdleMiB: cold,
      peakMiB: Math.max(...memory),
      endMiB: memory.at(-1) ?? 0,
    },
    aboveIdleMiB: Math.max(...memory) - idle,
    ...requestsOf(lab),
  };
  console.log(`${size} contacts: ${JSON.stringify(figures)}`);
  keepResult(`a first load in n8n, ${size} contacts${heap ? `, heap of ${heap} MiB` : ''}`, figures);
}

async function main(): Promise<void> {
  for (const size of process.argv.slice(2).map(Number)) {
    const lab = await startLab({ seed: 'empty', env: limits });
    try {
      await measure(lab, size);
    } finally {
      await lab.stop();
    }
  }
}

void main();

import assert from 'node:assert/strict';
import type { loadSeed } from '../../../simulators/seeds';
import { outlookContact, zohoContact } from '../../../simulators/seeds/world';
import { letLeaseLapse } from './archiveFile';
import type { Excuse } from './compare';
import { compareContacts } from './compare';
import type { Finish } from './cycles';
import { isQuiet, runUntilInStep } from './cycles';
import type { Lab } from './lab';
import { contactsOf } from './lab';
import type { Execution, Workflow } from './rest';
import { failureOf, importWorkflow, runManually, waitForExecution } from './rest';
import { manualTriggerOf } from './templates';
import { ownSync } from './variant';
import { excusesOf, readWorld } from './world';

/** Runs until nothing is left to do, and hands back what the last cycle said. */
export async function settle(lab: Lab, workflow: Workflow = contactsOf(lab)): Promise<Finish> {
  const last = (await runUntilInStep(lab.client, workflow, () => {})).at(-1);
  assert.ok(last && isQuiet(last), JSON.stringify(last?.report));
  return last;
}

/** As an independent comparison sees it, but for what the run itself reported. Answers how many contacts are in step. */
export async function assertInStep(lab: Lab, last: Finish, more: readonly Excuse[] = []): Promise<number> {
  const { problems, inStep } = compareContacts(await readWorld(lab.connection), [...excusesOf(last), ...more]);
  assert.deepEqual(problems, []);
  return inStep;
}

/** One run, whatever becomes of it. */
export async function runOnce(lab: Lab, workflow: Workflow): Promise<Execution> {
  const id = await runManually(lab.client, workflow.id, manualTriggerOf(workflow));
  return waitForExecution(lab.client, id, 300_000);
}

/** One run that fails; answers with what the user reads, after the failed run's hold on the sync is over. */
export async function runIntoFailure(lab: Lab, workflow: Workflow = contactsOf(lab)): Promise<string> {
  const failure = failureOf(await runOnce(lab, workflow));
  assert.ok(failure, 'this run was to fail');
  letLeaseLapse(lab.n8n.home);
  return failure;
}

/** Another world on both sides, and a sync that has never seen it. */
export async function newWorld(
  lab: Lab,
  sync: string,
  seed: ReturnType<typeof loadSeed>,
  parameters?: Parameters<typeof ownSync>[2],
): Promise<Workflow> {
  const { zoho, graph } = lab.simulators;
  for (const service of [zoho, graph]) service.reset();
  zoho.seed(seed.zoho);
  graph.seed(seed.graph);
  return importOwnSync(lab, sync, parameters);
}

/** The contacts template for a sync that has never run; `parameters` go by the node's name. */
export async function importOwnSync(lab: Lab, sync: string, parameters?: Parameters<typeof ownSync>[2]) {
  const workflow = ownSync(contactsOf(lab), sync, parameters);
  await importWorkflow(lab.client, workflow);
  return workflow;
}

/** `size` people in Outlook alone, and as many others in the CRM alone. */
export function strangers(size: number) {
  const names = Array.from({ length: size }, (_, index) => index);
  const Contacts = names.map((n) => zohoContact(`Crm${n}`, `Person${n}`, `crm${n}@strangers.example`));
  const contacts = names.map((n) => outlookContact(`Mail${n}`, `Person${n}`, [`mail${n}@strangers.example`]));
  return { zoho: { records: { Contacts } }, graph: { categories: [{ displayName: 'Zoho' }], contacts } };
}

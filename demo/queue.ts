import { compareContacts } from '../test/e2e/harness/compare';
import { runUntilInStep } from '../test/e2e/harness/cycles';
import { catchWriting, letLeaseLapse, type Hosts } from '../test/e2e/harness/hosts';
import { failureOf, hintsOf, runManually, waitForExecution } from '../test/e2e/harness/rest';
import { importOwnSync } from '../test/e2e/harness/steps';
import { manualTriggerOf } from '../test/e2e/harness/templates';
import { excusesOf, readWorld } from '../test/e2e/harness/world';
import { writeCalls } from '../test/e2e/harness/writes';
import { progressLine, say, verdict } from './print';

/** What `--json` writes of several hosts. */
export interface QueueFigures {
  readonly inStep: boolean;
  readonly cutOff: string;
  readonly saidEarly: string;
  readonly saidBack: string;
  readonly writesAfterwards: number;
  readonly contacts: number;
}

function showHosts({ network: { hosts }, lab }: Hosts): void {
  for (const [name, { address }] of Object.entries(hosts)) say(`  ${name.padEnd(8)} ${address}`);
  say(`  services ${lab.connection.zoho.api}, ${lab.connection.graph.api} (simulated)\n`);
}

/** One worker is cut off while it writes: the other one waits for the lease, then does the rest; the first may say nothing more. */
export async function syncOnHosts(hosts: Hosts): Promise<QueueFigures> {
  const { lab, network } = hosts;
  const workflow = await importOwnSync(lab, 'hosts', { 'Start Cycle': { whenBusy: 'end' } });
  const count = () => Object.values(writeCalls(lab.simulators)).reduce((sum, n) => sum + n, 0);
  showHosts(hosts);
  say(`Running the workflow "${workflow.name}" …`);
  const { id, worker } = await catchWriting(hosts, workflow);
  await network.hosts[worker].cut();
  say(
    `${worker} is writing, and its cable is pulled: it reaches neither services nor database, and nobody hears of it.`,
  );
  const early = await waitForExecution(
    lab.client,
    await runManually(lab.client, workflow.id, manualTriggerOf(workflow)),
  );
  const saidEarly = hintsOf(early, 'Start Cycle').join(' ');
  say(`A second run, on the other worker, at once: ${saidEarly}`);
  await letLeaseLapse(hosts);
  say('Two minutes later by the clock of the database (moved on here):');
  const finishes = await runUntilInStep(lab.client, workflow, (number, finish) => say(progressLine(number, finish)));
  const before = count();
  await network.hosts[worker].mend();
  say(`The cable of ${worker} is in again.`);
  const saidBack = String(failureOf(await waitForExecution(lab.client, id, 180_000)));
  say(`Its run ends: ${saidBack}`);
  const writesAfterwards = count() - before;
  say(`Requests that write since: ${writesAfterwards}.`);
  const last = finishes.at(-1);
  const comparison = compareContacts(await readWorld(lab.connection), last ? excusesOf(last) : []);
  say(`\n${verdict('contacts', comparison)}`);
  const inStep = comparison.problems.length === 0 && writesAfterwards === 0;
  return { inStep, cutOff: worker, saidEarly, saidBack, writesAfterwards, contacts: comparison.inStep };
}

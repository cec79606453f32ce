import { writeFileSync } from 'node:fs';
import type { Comparison } from '../test/e2e/harness/compare';
import { isQuiet, runUntilInStep } from '../test/e2e/harness/cycles';
import { owner } from '../test/e2e/harness/environment';
import { startHosts } from '../test/e2e/harness/hosts';
import type { Judge } from '../test/e2e/harness/judges';
import { judges } from '../test/e2e/harness/judges';
import type { Lab } from '../test/e2e/harness/lab';
import { contactsOf, startLab, templateOf } from '../test/e2e/harness/lab';
import { whyNoHosts } from '../test/e2e/harness/network';
import { syncCompany } from './company';
import type { Figures, KindFigures, Usage } from './figures';
import { readUsage, sumUp, usageBetween } from './figures';
import { readOptions, type Options } from './options';
import { progressLine, say, table, verdict } from './print';
import { syncOnHosts } from './queue';

/** Puts away whatever is there; set as soon as there is something. */
let putAway = async (): Promise<void> => {};

interface Done {
  readonly kind: string;
  readonly inStep: boolean;
  readonly figures: KindFigures & Usage;
  readonly comparison: Comparison;
}

async function syncKind(lab: Lab, { kind, template, compare }: Judge): Promise<Done> {
  const workflow = templateOf(lab, template);
  say(`Running the workflow "${workflow.name}" until nothing is left to do (figures: Outlook / Zoho CRM) …`);
  const before = await readUsage(lab.connection);
  if (template === judges[0]?.template)
    say('(In your own n8n the first run asks before it writes; here it writes at once.)');
  const finishes = await runUntilInStep(lab.client, workflow, (number, finish) => say(progressLine(number, finish)));
  const usage = usageBetween(before, await readUsage(lab.connection));
  const last = finishes.at(-1);
  const comparison = await compare(lab.connection, finishes);
  const inStep = last !== undefined && isQuiet(last) && comparison.problems.length === 0 && comparison.inStep > 0;
  return { kind, inStep, figures: { ...sumUp(finishes), ...usage }, comparison };
}

/** Every kind in turn, each by its own template. */
async function syncAll(lab: Lab): Promise<Figures> {
  const done: Done[] = [];
  for (const judge of judges) done.push(await syncKind(lab, judge));
  return {
    inStep: done.every(({ inStep }) => inStep),
    kinds: Object.fromEntries(done.map(({ kind, figures }) => [kind, figures])),
    comparison: Object.fromEntries(done.map(({ kind, comparison }) => [kind, comparison])),
  };
}

function showFigures(figures: Figures): void {
  say(`\n${table(figures)}\n`);
  for (const [kind, comparison] of Object.entries(figures.comparison)) say(verdict(kind, comparison));
}

async function shownKinds(lab: Lab): Promise<Figures> {
  const figures = await syncAll(lab);
  showFigures(figures);
  return figures;
}

function showWhere({ n8n, workflows, connection: { zoho, graph } }: Lab): void {
  say(`\nEditor:    ${n8n.baseUrl}/workflow/${contactsOf({ workflows }).id}`);
  say(`Sign in:   ${owner.email}, password ${owner.password}`);
  say(`Zoho CRM:  ${zoho.api}/_simulator/state (all records), ${zoho.api}/_simulator/requests`);
  say(`Outlook:   ${graph.api}/_simulator/state (all records), ${graph.api}/_simulator/requests`);
  say('\nChange something in the simulators or in the workflow, execute it again, and look. Ctrl-C ends the demo.');
}

/** Starts what was asked for, and syncs it. */
async function shown({ company, queue, once }: Options) {
  const seed = company === null ? 'demo' : `company:${company}`;
  const how = { seed, ui: !once, tell: say, onStop: (stop: () => Promise<void>) => void (putAway = stop) };
  if (queue) {
    const reason = whyNoHosts();
    if (reason) throw new Error(reason);
    const hosts = await startHosts(how);
    return { lab: hosts.lab, figures: await syncOnHosts(hosts) };
  }
  const lab = await startLab(how);
  return { lab, figures: company === null ? await shownKinds(lab) : await syncCompany(lab) };
}

async function main(interrupted: Promise<void>): Promise<number> {
  const options = readOptions(process.argv.slice(2), Boolean(process.stdin.isTTY && process.stdout.isTTY));
  const { lab, figures } = await shown(options);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
  if (!options.once) {
    showWhere(lab);
    await interrupted;
  }
  return figures.inStep ? 0 : 1;
}

function fail(error: Error): number {
  say(`\n${error.message}`);
  return 1;
}

/** Ctrl-C in the middle of the work ends it with the usual code; once the editor is open it is the normal way out. */
async function run(): Promise<void> {
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
  const cutShort = interrupted.then(() => new Promise<number>((resolve) => setImmediate(resolve, 130)));
  const code = await Promise.race([main(interrupted).catch(fail), cutShort]);
  await putAway();
  process.exit(code);
}

run().catch((error: Error) => process.exit(fail(error)));

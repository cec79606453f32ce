/** From the packed file to a run in step, in an n8n that is new, in Chromium, by a README alone: what is clicked is what it names. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { startSimulators, type RunningSimulators } from '../../simulators/start';
import { openBrowser, type OpenBrowser } from './harness/browser';
import { inPanel, nodeOnCanvas, part, signIn } from './harness/editor';
import { emptyHome, removeHome, startN8n, type RunningN8n } from './harness/n8n';
import { connect, itemsOf, type Execution, type N8nClient } from './harness/rest';
import {
  addAction,
  choose,
  connectAccount,
  executeFrom,
  fieldOf,
  importByMenu,
  newCredential,
  runBy,
  credentialIn,
  shownBy,
} from './readme/acts';
import { linesOf, stepsOf, templateIn } from './readme/words';

const root = join(__dirname, '..', '..');

interface Desk {
  readonly simulators: RunningSimulators;
  readonly n8n: RunningN8n;
  readonly client: N8nClient;
  readonly browser: OpenBrowser;
}

/** The shell lines of the page, in the home of a person who has nothing but the sources and an n8n. */
function installBy(readme: string, home: string): void {
  const { pack, install } = linesOf(readme);
  assert.equal(pack, 'npm pack');
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', home], { cwd: root });
  const cache = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
  const env = { ...process.env, HOME: home, npm_config_cache: cache };
  execFileSync('bash', ['-ec', install.replace('/path/to/', `${home}/`)], { env, stdio: 'pipe' });
}

/** Hosts of the simulators in the place of a vendor's: the only settings that a README does not name. */
async function fillHosts(
  desk: Desk,
  dialog: Parameters<typeof fieldOf>[0],
  list: string,
  hosts: object,
): Promise<void> {
  await choose(desk.browser.page, dialog, list, 'Custom');
  for (const [label, address] of Object.entries(hosts)) await fieldOf(dialog, label).fill(address);
}

type Names = readonly string[];
const named = (names: Names, count: number): string[] => {
  assert.equal(names.length, count, `names of a step: ${names.join(', ')}`);
  return [...names];
};

async function connectZoho(desk: Desk, names: Names): Promise<string> {
  const { page } = desk.browser;
  const [create, type, redirect, id, secret, list, button] = named(names, 7) as [string, ...string[]];
  const { zoho } = desk.simulators.connection;
  await page.goto(`${desk.n8n.baseUrl}/home/credentials`, { waitUntil: 'load' });
  const dialog = await newCredential(page, create, type ?? '');
  await dialog.locator(`:text("${redirect}")`).first().waitFor();
  await fieldOf(dialog, id ?? '').fill(zoho.clientId);
  await fieldOf(dialog, secret ?? '').fill(zoho.clientSecret);
  await fillHosts(desk, dialog, list ?? '', { 'Accounts URL': zoho.accounts, 'API URL': zoho.api });
  await connectAccount(page, dialog, button ?? '');
  return create;
}

async function connectMicrosoft(desk: Desk, create: string, names: Names): Promise<void> {
  const { page } = desk.browser;
  const [type, id, secret, tenant, button] = named(names, 5) as [string, string, string, string, string];
  const { graph } = desk.simulators.connection;
  const dialog = await newCredential(page, create, type);
  await fieldOf(dialog, id).fill(graph.clientId);
  await fieldOf(dialog, secret).fill(graph.clientSecret);
  assert.equal(await fieldOf(dialog, tenant).inputValue(), 'common');
  await fillHosts(desk, dialog, 'Cloud', { 'Login URL': graph.login, 'Graph URL': graph.api });
  await connectAccount(page, dialog, button);
}

/** Hands back the words of the button that executes. */
async function importAndCheck(desk: Desk, readme: string, names: Names): Promise<string> {
  const { page } = desk.browser;
  const [menu = '', ...rest] = names;
  const [button, trigger, last] = named(rest.slice(-3), 3) as [string, string, string];
  const nodes = named(rest.slice(0, -3), 4);
  await page.goto(`${desk.n8n.baseUrl}/workflow/new`, { waitUntil: 'load' });
  await part(page, 'canvas-plus-button').waitFor();
  await importByMenu(page, menu, join(root, templateIn(readme)));
  for (const node of nodes) await inPanel(page, node, () => credentialIn(page, node));
  await executeFrom(page, desk.client, button, trigger);
  assert.match(await shownBy(page, last), /things checked: 0 fail.+Nothing was written/);
  return button;
}

/** The category is on the contacts of this world; a pilot is set and ended. */
async function sayWhoTakesPart(desk: Desk, names: Names): Promise<void> {
  const { page } = desk.browser;
  const [category, ...rest] = named(names, 3);
  const onCanvas = await Promise.all(rest.map((name) => nodeOnCanvas(page, name).count()));
  const [node = '', field = ''] = onCanvas[0] === 1 ? rest : [...rest].reverse();
  const state = JSON.stringify(desk.simulators.graph.state);
  assert.ok(state.includes(`"${category}"`), 'contacts of the simulated mailbox carry the category');
  await inPanel(page, node, async (panel) => {
    for (const value of ['10', '0']) await fieldOf(panel, field).fill(value);
  });
}

const reportOf = (run: Execution, last: string) =>
  itemsOf(run, last)[0]?.report as {
    readonly pending: number;
    readonly written: number;
    readonly created: Readonly<Record<'outlook' | 'zoho', number>>;
  };

async function letPass(desk: Desk, names: Names): Promise<void> {
  const { page } = desk.browser;
  const [node, action, question, answer, pass, step] = named(names, 6) as [string, string, string, ...string[]];
  const workflow = page.url();
  await page.goto(`${desk.n8n.baseUrl}/workflow/new`, { waitUntil: 'load' });
  const panel = await addAction(page, node, action);
  await part(page, `resource-locator-${question.toLowerCase()}`).locator('[data-test-id="rlc-input"]').click();
  await page.locator('[data-test-id="rlc-item"]:visible', { hasText: 'first run' }).first().click();
  await choose(page, panel, answer ?? '', pass ?? '');
  const run = await runBy(page, desk.client, panel.getByRole('button', { name: step ?? '' }).first());
  assert.equal(itemsOf(run, action).length, 1);
  await page.goto(workflow, { waitUntil: 'load' });
  await nodeOnCanvas(page, 'Finish').waitFor();
}

async function runIt(desk: Desk, names: Names): Promise<void> {
  const { page } = desk.browser;
  const [button, trigger, last, ...rest] = names as [string, string, string, ...string[]];
  const press = () => executeFrom(page, desk.client, button, trigger);
  const asked = reportOf(await press(), last);
  assert.equal(asked.written, 0);
  assert.match(await shownBy(page, last), /answer the question about the plan, then run again/);
  await letPass(desk, rest);
  const done = reportOf(await press(), last);
  assert.ok(done.created.outlook > 0 && done.created.zoho > 0, JSON.stringify(done));
  assert.equal(done.pending, 0);
  assert.equal(reportOf(await press(), last).written, 0);
}

async function follow(readme: string, desk: Desk): Promise<void> {
  const [zoho, microsoft, template, scope, run, ...more] = stepsOf(readme);
  assert.ok(zoho && microsoft && template && scope && run && more.length === 0, 'five steps');
  await signIn(desk.browser.page, desk.n8n.baseUrl);
  const create = await connectZoho(desk, zoho);
  await connectMicrosoft(desk, create, microsoft);
  await importAndCheck(desk, readme, template);
  await sayWhoTakesPart(desk, scope);
  await runIt(desk, run);
  assert.deepEqual(desk.browser.errors, []);
  assert.deepEqual(desk.browser.consoleErrors, []);
}

for (const readme of ['README.md', 'README.ja.md'])
  test(`${readme} alone leads from npm pack to a run in step`, async () => {
    const put: (() => unknown)[] = [];
    try {
      const simulators = await startSimulators({ seed: 'small' });
      put.push(simulators.stop);
      const home = emptyHome();
      put.push(() => removeHome(home));
      installBy(readme, home);
      const n8n = await startN8n({ home, ui: true });
      put.push(n8n.stop);
      const browser = await openBrowser();
      put.push(browser.close);
      await follow(readme, { simulators, n8n, browser, client: await connect(n8n) }).catch(async (error: unknown) => {
        if (process.env.README_SHOT) await browser.page.screenshot({ path: process.env.README_SHOT });
        throw error;
      });
    } finally {
      for (const stop of put.reverse()) await stop();
    }
  });

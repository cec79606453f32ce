/** A person's way: sign in, import the template, connect it, look at the settings, press Execute. In a real Chromium. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type OpenBrowser, openBrowser } from './harness/browser';
import {
  chooseCredential,
  entriesOf,
  executeStep,
  executeUntil,
  importFromFile,
  inPanel,
  labelsIn,
  nodeOnCanvas,
  part,
  signIn,
  waitForExplanation,
} from './harness/editor';
import { chain } from './harness/chain';
import { type Lab, startLab } from './harness/lab';
import { photographCanvas, photographOutput } from './harness/pictures';
import { failureOf, importWorkflow, itemsOf } from './harness/rest';
import { runOnce } from './harness/steps';
import { readTemplates } from './harness/templates';

const file = join(__dirname, '..', '..', 'workflows', 'contacts.json');
let lab: Lab;
let browser: OpenBrowser;

before(async () => {
  lab = await startLab({ seed: 'small', ui: true, bothSignIns: true });
  browser = await openBrowser();
  await signIn(browser.page, lab.n8n.baseUrl);
});

after(async () => {
  await browser?.close();
  await lab?.stop();
});

test('the template imports from its file; n8n knows every node of it', async () => {
  const { page } = browser;
  await importFromFile(page, lab.n8n.baseUrl, file);
  const template = readTemplates().find(({ id }) => id === 'zohoOutlookContacts');
  const names = (template?.nodes ?? []).filter(({ type }) => !String(type).endsWith('stickyNote'));
  for (const { name } of names) {
    const node = nodeOnCanvas(page, String(name));
    assert.equal(await node.count(), 1, `${String(name)} is on the canvas`);
    assert.doesNotMatch((await node.innerText()).replace(String(name), ''), /\?|not installed/i);
  }
  await photographCanvas(page);
});

test('the folders come from the connected mailbox, the default folder first; the settings explain themselves', async () => {
  const { page } = browser;
  await inPanel(page, 'Outlook Changes', async (panel) => {
    await chooseCredential(page, 'outlookSimulator');
    assert.deepEqual((await labelsIn(panel)).slice(0, 8), [
      'Authentication',
      'Resource',
      'Operation',
      'Mailbox',
      'Folder',
      'Whole Folder',
      'Further Category Names or IDs',
      'Batch Size',
    ]);
    assert.equal((await entriesOf(page, 'folder'))[0], 'Contacts (Default Folder)');
    await waitForExplanation(page, 'Batch Size', 'Most records to hand out in one run');
  });
});

test('a credential chosen once is taken by the other node of its side, also where there is an application’s, too', async () => {
  const { page } = browser;
  await inPanel(page, 'Zoho CRM Changes', () => chooseCredential(page, 'zohoCrmSimulator'));
  for (const [node, name] of [
    ['Write to Zoho CRM', 'Zoho CRM (simulated)'],
    ['Write to Outlook', 'Outlook (simulated)'],
  ] as const) {
    const chosen = await inPanel(page, node, () =>
      part(page, 'node-credentials-select').locator('input').first().inputValue(),
    );
    assert.equal(chosen, name, node);
  }
});

test('the rules and the start of a cycle show what can be set', async () => {
  const { page } = browser;
  const rules = await inPanel(page, 'Conflict Resolver', async (panel) => {
    await waitForExplanation(page, 'Conflict Policy', 'Who wins where both sides changed the same field');
    return labelsIn(panel);
  });
  for (const label of ['Direction', 'Conflict Policy', 'Field Overrides', 'Deletes', 'Guards'])
    assert.ok(rules.includes(label), `${label} among ${rules.join(', ')}`);
  const start = await inPanel(page, 'Start Cycle', labelsIn);
  assert.deepEqual(start.slice(0, 4), ['Resource', 'Operation', 'Sync Name', 'Kind']);
});

test('Execute step in the middle of a run leaves a cycle behind; Execute workflow goes on at once', async () => {
  const { page } = browser;
  await executeStep(page, 'Outlook Changes');
  const began = Date.now();
  await executeUntil(page, 'Finish');
  assert.ok(Date.now() - began < 60_000, `it took ${Date.now() - began} ms`);
});

test('the first run writes nothing and asks; let pass, Execute workflow runs it to its end, and Finish shows the report', async () => {
  const { page, errors } = browser;
  await executeUntil(page, 'Finish');
  const asked = await inPanel(page, 'Finish', async () => {
    const output = part(page, 'output-panel');
    await output.locator('[data-test-id="ndv-data-container"]').first().waitFor();
    return output.innerText();
  });
  assert.match(asked, /first run/i);
  const type = 'n8n-nodes-zoho-outlook.syncControl';
  const sync = { __rl: true, mode: 'id', value: 'Contacts' };
  const review = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
  const approve = chain('approveFirstRun1', 'Let it pass', [
    { name: 'List', type, typeVersion: 1, parameters: { resource: 'review', operation: 'list', sync } },
    {
      ...{ name: 'First Run', type: 'n8n-nodes-base.filter', typeVersion: 2.2 },
      parameters: {
        conditions: {
          options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
          combinator: 'and',
          conditions: [
            {
              ...{ id: 'first', leftValue: '={{ $json.topic }}', rightValue: 'refusal' },
              operator: { type: 'string', operation: 'equals' },
            },
          ],
        },
      },
    },
    {
      ...{ name: 'Settle', type, typeVersion: 1 },
      parameters: { resource: 'review', operation: 'settle', sync, review, answer: 'pass' },
    },
  ]);
  await importWorkflow(lab.client, approve);
  const run = await runOnce(lab, approve);
  const answered = itemsOf(run, 'Settle');
  assert.equal(answered.length, 1, JSON.stringify([failureOf(run), itemsOf(run, 'List')]).slice(0, 800));
  await executeUntil(page, 'Finish');
  const shown = await inPanel(page, 'Finish', async () => {
    const output = part(page, 'output-panel');
    await output.locator('[data-test-id="ndv-data-container"]').first().waitFor();
    await photographOutput(page);
    return output.innerText();
  });
  assert.match(shown, /created|updated|in step|linked|found to be the same/i);
  assert.deepEqual(errors, []);
});

import assert from 'node:assert/strict';
import type { Locator, Page } from '../harness/browser';
import { inPanel, nodeOnCanvas, part } from '../harness/editor';
import { until } from '../harness/until';
import { failureOf, waitForExecution, type Execution, type N8nClient } from '../harness/rest';

/** The input below a label, wherever it stands: in a credential or in a node's panel. */
export const fieldOf = (scope: Pick<Page, 'locator'>, label: string): Locator =>
  scope
    .locator(`xpath=.//*[text()[normalize-space()="${label}"]]/ancestor::*[.//input or .//textarea][1]`)
    .locator('input:visible, textarea:visible')
    .first();

/** Opens the list below a label and takes what is called so. */
export async function choose(page: Page, scope: Pick<Page, 'locator'>, label: string, name: string): Promise<void> {
  await fieldOf(scope, label).click();
  await page.locator('.el-select-dropdown__item:visible', { hasText: name }).first().click();
}

/** A new credential, its dialog open. */
export async function newCredential(page: Page, button: string, type: string): Promise<Locator> {
  await page.getByRole('button', { name: button }).first().click();
  await part(page, 'new-credential-type-select').locator('input').first().fill(type);
  await page.locator('[data-test-id="new-credential-type-select-option"]:visible', { hasText: type }).first().click();
  await part(page, 'new-credential-type-button').click();
  return part(page, 'editCredential-modal');
}

/** Presses the button that signs in; the simulator says yes at once, in the window that opens. */
export async function connectAccount(page: Page, dialog: Locator, button: string): Promise<void> {
  await dialog.getByRole('button', { name: button }).first().click();
  await dialog.locator(':text("Account connected")').first().waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
}

/** Opens the menu of a new workflow, goes down the words one by one, and hands over the file at the last. */
export async function importByMenu(page: Page, words: string, file: string): Promise<void> {
  const [dots, ...way] = words.split(' › ');
  assert.equal(dots, '⋯');
  await part(page, 'workflow-menu').first().click();
  for (const word of way.slice(0, -1)) await page.getByRole('menuitem', { name: word }).hover();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: way.at(-1) ?? '' }).click();
  await (await chooser).setFiles(file);
}

/** The credential of an open panel; n8n takes the only one there is a moment after. */
export const credentialIn = (page: Page, node: string): Promise<string> =>
  until(`${node} to have a credential`, async () => {
    const chosen = await part(page, 'node-credentials-select').locator('input').first().inputValue();
    return chosen.includes('account') && chosen;
  });

/** Presses a button and waits until what it started has ended well. */
export async function runBy(page: Page, client: N8nClient, button: Locator): Promise<Execution> {
  const started = page.waitForResponse((response) => /\/rest\/workflows\/[^/]+\/run/.test(response.url()));
  await button.click();
  const { data } = (await (await started).json()) as { data: { executionId: string } };
  const run = await waitForExecution(client, data.executionId);
  assert.equal(failureOf(run), undefined);
  return run;
}

/** The button beside a trigger, which shows as the pointer is there; its words are those of the page. */
export async function executeFrom(page: Page, client: N8nClient, words: string, trigger: string): Promise<Execution> {
  await nodeOnCanvas(page, trigger).hover();
  const button = part(page, `execute-workflow-button-${trigger}`);
  assert.equal((await button.innerText()).trim(), words, 'the words on the button');
  return runBy(page, client, button);
}

/** What a node gave out, as its panel shows it. */
export const shownBy = (page: Page, node: string): Promise<string> =>
  inPanel(page, node, async () => {
    const output = part(page, 'output-panel');
    await output.locator('[data-test-id="ndv-data-container"]').first().waitFor();
    return output.innerText();
  });

/** A new workflow with that action of that node, its panel open. */
export async function addAction(page: Page, node: string, action: string): Promise<Locator> {
  await part(page, 'canvas-plus-button').click();
  await part(page, 'node-creator-search-bar').fill(node);
  await page.locator('[data-test-id="item-iterator-item"]:visible', { hasText: node }).first().click();
  await page.locator('[data-test-id="item-iterator-item"]:visible', { hasText: action }).first().click();
  const panel = part(page, 'ndv');
  await panel.waitFor();
  return panel;
}

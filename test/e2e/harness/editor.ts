import { owner } from './environment';
import type { Locator, Page } from './browser';

/** An element by the id that n8n gives it for its own tests. */
export function part(page: Pick<Page, 'locator'>, id: string): Locator {
  return page.locator(`[data-test-id="${id}"]`);
}

/** A node on the canvas by its name. */
export function nodeOnCanvas(page: Page, name: string): Locator {
  return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

/** Through the sign-in page. */
export async function signIn(page: Page, baseUrl: string): Promise<void> {
  await page.goto(`${baseUrl}/signin`, { waitUntil: 'commit' });
  await page.locator('input[name="emailOrLdapLoginId"]').fill(owner.email);
  await page.locator('input[type="password"]').fill(owner.password);
  await part(page, 'form-submit-button').click();
  await page.waitForURL(/home|workflow/);
}

/** A new workflow, then ⋯ › Import › From file. */
export async function importFromFile(page: Page, baseUrl: string, file: string): Promise<void> {
  await page.goto(`${baseUrl}/workflow/new`, { waitUntil: 'commit' });
  await part(page, 'canvas-plus-button').waitFor();
  await part(page, 'workflow-menu').first().click();
  await part(page, 'workflow-menu-item-import').hover();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: 'From file' }).click();
  await (await chooser).setFiles(file);
  await nodeOnCanvas(page, 'Finish').waitFor();
}

/** Opens a node's panel by double click, as long as `work` takes. */
export async function inPanel<T>(page: Page, name: string, work: (panel: Locator) => Promise<T>): Promise<T> {
  await nodeOnCanvas(page, name).dblclick();
  const panel = part(page, 'ndv');
  await panel.waitFor();
  const result = await work(panel);
  await part(page, 'ndv-close-button').click();
  await panel.waitFor({ state: 'hidden' });
  return result;
}

/** Chooses a credential in an open panel: of the side, which stands first; the archive's is below. */
export async function chooseCredential(page: Page, id: string): Promise<void> {
  await part(page, 'node-credentials-select').first().click();
  await page.locator(`[data-test-id="node-credentials-select-item-${id}"]:visible`).first().click();
}

/** The label of each parameter of an open panel. */
export async function labelsIn(panel: Locator): Promise<readonly string[]> {
  const labels = part(panel, 'node-parameters').first().locator('[data-test-id="input-label"]');
  await labels.first().waitFor();
  return (await labels.allInnerTexts())
    .map((label) => label.trim().split('\n')[0] ?? '')
    .filter((label) => label !== '');
}

/** The entries of a searchable list, opened as a person does. */
export async function entriesOf(page: Page, parameter: string): Promise<readonly string[]> {
  await part(page, `resource-locator-${parameter}`).locator('[data-test-id="rlc-input"]').click();
  const items = part(page, 'rlc-item');
  await items.first().waitFor();
  const entries = await items.allInnerTexts();
  await page.locator('[data-test-id="ndv"] [data-test-id="node-title-container"]').first().click();
  return entries.map((entry) => entry.trim());
}

/** Rests the pointer on the question mark beside a label until an explanation with these words shows. */
export async function waitForExplanation(page: Page, label: string, words: string): Promise<void> {
  const place = part(page, 'ndv').locator('[data-test-id="input-label"]', { hasText: label }).first();
  await place.hover();
  await place.locator('svg').first().hover();
  await page.locator(`text=${words}`).first().waitFor();
}

/** Presses Execute step in a node's panel and waits until something has come out. */
export async function executeStep(page: Page, name: string): Promise<void> {
  await inPanel(page, name, async (panel) => {
    await part(panel, 'node-execute-button').first().click();
    await part(panel, 'output-panel').locator('[data-test-id="ndv-data-container"]').first().waitFor();
  });
}

/** Presses Execute workflow and waits until the node has ended well. */
export async function executeUntil(page: Page, last: string): Promise<void> {
  await part(page, 'execute-workflow-button').first().click();
  await nodeOnCanvas(page, last).locator('[data-test-id="canvas-node-status-success"]').first().waitFor();
}

import { join } from 'node:path';
import type { Page } from './browser';
import { part } from './editor';

const folder = join(__dirname, '..', '..', '..', 'docs');
const wanted = process.env.UPDATE_SCREENSHOTS === '1';

/** What floats over the canvas and is of no use on a picture. */
const hidden = [
  'canvas-controls',
  'canvas-minimap',
  'node-creator-plus-button',
  'command-bar-button',
  'add-sticky-button',
  'toggle-focus-panel-button',
  'instance-ai-canvas-action-button',
].map((id) => `[data-test-id="${id}"]`);
const withoutClutter = `${['.el-notification', ...hidden].join(', ')} { visibility: hidden !important; }`;

/** The tabs above the canvas hang this far into it, in pixels. */
const tabs = 24;

/** With UPDATE_SCREENSHOTS=1 draws the README's picture of the whole workflow anew. */
export async function photographCanvas(page: Page): Promise<void> {
  if (!wanted) return;
  await page.setViewportSize({ width: 1600, height: 680 });
  await page.waitForTimeout(500);
  await part(page, 'canvas-background')
    .first()
    .click({ position: { x: 700, y: 40 }, force: true });
  await part(page, 'zoom-to-fit').click();
  await page.waitForTimeout(1000);
  const style = await page.addStyleTag({ content: withoutClutter });
  const { x, y, width, height } = await part(page, 'canvas-wrapper').boundingBox();
  const clip = { x, y: y + tabs, width, height: height - tabs };
  await page.screenshot({ path: join(folder, 'contacts-workflow.png'), clip });
  await style.evaluate((element) => element.remove());
  await page.setViewportSize({ width: 1600, height: 900 });
}

/** With UPDATE_SCREENSHOTS=1 draws the picture of what Finish says anew. */
export async function photographOutput(page: Page): Promise<void> {
  if (!wanted) return;
  await part(page, 'output-panel').locator('[data-test-id="radio-button-schema"]').click();
  await page.addStyleTag({ content: withoutClutter });
  await page.waitForTimeout(500);
  await part(page, 'output-panel').screenshot({ path: join(folder, 'report.png') });
}

/** With UPDATE_SCREENSHOTS=1 draws a picture of a page of our own anew. */
export async function photographPage(page: Page, name: string): Promise<void> {
  if (wanted) await page.screenshot({ path: join(folder, `${name}.png`) });
}

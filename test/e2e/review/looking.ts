import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { photographPage } from '../harness/pictures';
import { browser, page, address, entry, open, runQueries } from './desk';

/** Who may look, and what there is to see. */
export function lookingTests(): void {
  test('nobody sees anything without signing in', async () => {
    for (const headers of [{}, { authorization: `Basic ${Buffer.from('sato:wrong').toString('base64')}` }]) {
      const answer = await fetch(address, { headers });
      assert.equal(answer.status, 401);
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic/);
      assert.doesNotMatch(await answer.text(), /Bob|Carter/);
    }
    assert.equal((await fetch(address, { method: 'POST', body: new URLSearchParams({ answer: 'zoho' }) })).status, 401);
  });

  test('the page lists what is open, field by field, and can be searched', async () => {
    await open();
    assert.match(await entry('Carter').innerText(), /Head of Sales[\s\S]*Sales Director/);
    assert.match(await entry('Jones').innerText(), /the same e-mail more than once/);
    await open('?text=ian%40twice');
    assert.deepEqual([(await entry('Jones').count()) > 0, await entry('Carter').count()], [true, 0]);
    await open('?topic=conflict');
    assert.equal(await entry('Jones').count(), 0);
  });

  const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
  const run =
    'axe.run(document).then((r) => r.violations.map(({ id, nodes }) => id + ": " + nodes.map((n) => n.html).join(" | ")))';

  const pictured = ['questions', 'rules', 'plans', 'status'];
  const views = ['questions', 'records', 'records&find=Carter', 'runs', 'rules', 'plans', 'status'];

  for (const language of ['en', 'ja'] as const)
    test(`anybody can use it (${language}): no violation found by axe, light or dark, on a desk or a phone`, async () => {
      for (const [place, width, height] of [
        ['desk', 1100, 900],
        ['phone', 390, 800],
      ] as const)
        for (const colorScheme of ['light', 'dark'] as const)
          for (const view of [...views, ...(await runQueries())]) {
            await page.setViewportSize({ width, height });
            await page.emulateMedia({ colorScheme });
            await open(`?lang=${language}&view=${view}`);
            await page.evaluate(axe);
            assert.deepEqual(await page.evaluate(run), [], `${view}, ${colorScheme}, ${place}`);
            assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, view);
            if (colorScheme === 'dark' || !pictured.includes(view)) continue;
            if (place === 'desk') await photographPage(page, `review-${view}-${language}`);
            else if (view === 'questions') await photographPage(page, `review-phone-${language}`);
          }
      await page.setViewportSize({ width: 1100, height: 900 });
      assert.deepEqual(browser.errors, []);
    });
}

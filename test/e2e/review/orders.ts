import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runOnce } from '../harness/steps';
import { until } from '../harness/until';
import { lab, page, people, sync, bob, open, told, atRest, post, outcomeOf } from './desk';

const section = () => page.locator('section[data-sync=reviewContacts]');
const saying = (words: RegExp) =>
  until(`the page to say ${words}`, async () => words.test(await page.locator('.said').innerText()), 60_000, 300);

async function standing(): Promise<void> {
  await open('?view=status&sync=reviewContacts');
  await section().getByRole('button', { name: 'Pause' }).waitFor();
}

/** What a person orders of a sync: it runs, it pauses, a run is undone. */
export function orderTests(): void {
  test('Run now starts the sync, and the page says so once its run is there', async () => {
    await people.editOutlook(bob, { department: 'Ordered' });
    await standing();
    await section().getByRole('button', { name: 'Run now' }).click();
    await told();
    await saying(/has been started|has run to its end/);
    await until('the order to be carried out', async () => (await people.inZoho(bob)).Department === 'Ordered');
    await saying(/has run to its end/);
    await atRest();
  });

  test('Pause and Resume', async () => {
    await standing();
    await section().getByRole('button', { name: 'Pause' }).click();
    await saying(/is paused: no run begins/);
    assert.equal(await section().getByRole('button', { name: 'Run now' }).count(), 0);
    await people.editOutlook(bob, { department: 'While paused' });
    await runOnce(lab, sync);
    assert.equal((await people.inZoho(bob)).Department, 'Ordered');
    await section().getByRole('button', { name: 'Resume' }).click();
    await saying(/its next run catches up/);
    await runOnce(lab, sync);
    assert.equal((await people.inZoho(bob)).Department, 'While paused');
    await atRest();
  });

  test('a run is undone by its button: what it would do is shown first, then it asks once', async () => {
    await people.editOutlook(bob, { department: 'To be undone' });
    await runOnce(lab, sync);
    await open('?view=runs');
    await page.locator('[data-runs] a', { hasText: 'reviewContacts' }).first().click();
    const inN8n = await page.getByRole('link', { name: 'Execution in n8n' }).getAttribute('href');
    assert.match(inN8n ?? '', new RegExp(`/workflow/${sync.id}/executions/\\d+$`));
    await page.getByRole('link', { name: 'Undo this run' }).click();
    await page.locator('summary', { hasText: 'Carter' }).waitFor();
    assert.match(await page.locator('main').innerText(), /Undoing would do this/);
    assert.equal((await people.inZoho(bob)).Department, 'To be undone');
    await page.locator('details.danger summary').click();
    await page.getByRole('button', { name: 'Yes: Undo this run' }).click();
    await told();
    await saying(/This run was undone/);
    assert.equal((await people.inZoho(bob)).Department, 'While paused');
    await page.getByRole('link', { name: 'What was undone' }).click();
    await until('the run that undid it', async () => (await page.locator('main').innerText()).includes('Carter'));
    await atRest();
    assert.equal((await people.inZoho(bob)).Department, 'While paused');
  });

  test('without the word of the page nothing is ordered', async () => {
    for (const answer of ['run', 'pause', 'resume', 'undo'])
      assert.equal(outcomeOf(await post({ answer, sync: 'reviewContacts' })), 'forged');
    await standing();
    assert.equal(await section().getByRole('button', { name: 'Resume' }).count(), 0);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runOnce } from '../harness/steps';
import {
  lab,
  browser,
  page,
  people,
  sync,
  address,
  alice,
  entry,
  open,
  press,
  applied,
  authorization,
  post,
  outcomeOf,
  formOf,
  newConflict,
} from './desk';

/** Forms that are forged, late or full of scripts. */
export function distrustTests(): void {
  test('forged, replayed and foreign forms decide nothing; a look decides nothing', async () => {
    await newConflict(alice);
    const form = await formOf('Baker');
    const before = (await people.inZoho(alice)).Title;
    await fetch(`${address}?answer=outlook&id=${form.id}&seen=${form.seen}&token=${form.token}`, {
      headers: { authorization },
    });
    assert.equal(outcomeOf(await post({ ...form, token: '', answer: 'outlook' })), 'forged');
    assert.equal(outcomeOf(await post({ ...form, token: `${Date.now()}.abc`, answer: 'outlook' })), 'forged');
    assert.equal(outcomeOf(await post({ ...form, answer: 'outlook' }, { origin: 'https://evil.example' })), 'forged');
    assert.equal(outcomeOf(await post({ ...form, answer: '__proto__' })), 'nothingChosen');
    const unfit = await (await post({ ...form, answer: 'pass' })).text();
    assert.match(unfit, /class="said"[^>]*>[^<]*does not fit this review[^<]*Take one side/);
    assert.equal((await people.inZoho(alice)).Title, before);
    assert.equal(await entry('Baker').count(), 1);
  });

  test('two people at once: the first answer stands, the second is told', async () => {
    const form = await formOf('Baker');
    const [one, two] = await Promise.all([post({ ...form, answer: 'outlook' }), post({ ...form, answer: 'zoho' })]);
    assert.deepEqual([outcomeOf(one), outcomeOf(two)].sort(), ['already answered', 'answeredOne']);
    await applied('Baker');
    assert.match(String(outcomeOf(await post({ ...form, answer: 'zoho' }))), /already answered|obsolete/);
  });

  test('an answer to what is no longer so is not taken', async () => {
    await newConflict(alice);
    const form = await formOf('Baker');
    await newConflict(alice);
    assert.equal(outcomeOf(await post({ ...form, answer: 'outlook' })), 'stale');
    await open(`?said=stale&about=${form.id}`);
    assert.match(await page.locator('.said').innerText(), /changed since you looked at it/);
    const newer = await formOf('Baker');
    const title = (await people.inOutlook(alice)).jobTitle;
    await people.editZoho(alice, { Title: title });
    await runOnce(lab, sync);
    assert.equal(outcomeOf(await post({ ...newer, answer: 'zoho' })), 'obsolete');
  });

  test('a script in every field, and a note of 32,000 signs, are only text', async () => {
    const evil = '<script>document.title = "broken"</script><img src=x onerror="document.title=\'broken\'">';
    const long = `${evil}${'very long '.repeat(3100)}`.slice(0, 31_900);
    await people.editOutlook(alice, {
      jobTitle: evil.slice(0, 90),
      personalNotes: long,
      department: '"><svg onload=alert(1)>',
    });
    await people.editZoho(alice, {
      Title: '"\'><b>x',
      Description: `other ${long}`.slice(0, 31_900),
      Department: '&lt;script&gt;',
    });
    await runOnce(lab, sync);
    await open();
    assert.match(await entry('Baker').innerText(), /<script>document\.title/);
    assert.equal(await page.evaluate('document.title'), 'Conflict review');
    assert.equal(await page.evaluate('document.querySelectorAll("img, svg, script").length'), 1);
    await press('Baker', 'Take Outlook');
    await applied('Baker');
    assert.equal(String((await people.inZoho(alice)).Description).length, long.length);
    assert.deepEqual(browser.errors, []);
  });
}

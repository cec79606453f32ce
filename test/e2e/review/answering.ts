import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEqual } from 'lodash';
import { importOwnSync, runOnce } from '../harness/steps';
import { until } from '../harness/until';
import {
  lab,
  page,
  people,
  sync,
  bob,
  alice,
  taro,
  lena,
  entry,
  open,
  told,
  press,
  unfold,
  unfoldMore,
  atRest,
  applied,
  newConflict,
} from './desk';

/** What people answer, and what both sides have of it. */
export function answeringTests(): void {
  test('a field from each side and a typed one: both sides get what was chosen', async () => {
    await people.editOutlook(alice, { jobTitle: 'Buyer in Chief', department: 'North', businessPhones: ['+44 1'] });
    await people.editZoho(alice, { Title: 'Lead Buyer', Department: 'South', Phone: '+44 2' });
    await runOnce(lab, sync);
    await open();
    const form = entry('Baker');
    await unfoldMore('Baker', 'Another value');
    await form.locator('input[name="field.jobTitle"][value=outlook]').check();
    await form.locator('input[name="field.department"][value=zoho]').check();
    await form.locator('input[name="typed.businessPhone"]').fill('+44 20 7946 0999');
    await press('Baker', 'Save the choices above');
    await applied('Baker');
    const [outlook, zoho] = [await people.inOutlook(alice), await people.inZoho(alice)];
    assert.deepEqual(
      [outlook.jobTitle, outlook.department, outlook.businessPhones],
      ['Buyer in Chief', 'South', ['+44 20 7946 0999']],
    );
    assert.deepEqual([zoho.Title, zoho.Department, zoho.Phone], ['Buyer in Chief', 'South', '+44 20 7946 0999']);
  });

  test('a side taken by keyboard alone, from now on: the rule is listed, decides the next time, and can be revoked', async () => {
    await open();
    for (let steps = 0; steps < 30 && !(await entry('Carter').locator('summary:focus').count()); steps += 1)
      await page.keyboard.press('j');
    await entry('Carter').getByRole('checkbox', { name: 'Do this from now on' }).focus();
    await page.keyboard.press('Space');
    await entry('Carter').locator('button.value', { hasText: 'Zoho CRM' }).focus();
    await page.keyboard.press('Enter');
    await told();
    await applied('Carter');
    assert.equal((await people.inOutlook(bob)).jobTitle, 'Sales Director');
    await open('?view=rules');
    const rule = page.locator('li.entry', { hasText: 'Job Title' });
    assert.match(await rule.innerText(), /Job Title changed on both sides: Zoho CRM wins[\s\S]*sato/);
    await people.editOutlook(taro, { jobTitle: '課長' });
    await people.editZoho(taro, { Title: '社長' });
    await atRest();
    assert.equal((await people.inOutlook(taro)).jobTitle, '社長');
    await open('?view=rules');
    await rule.getByRole('button').click();
    await until('the rule to be gone', async () => (await rule.count()) === 0);
  });

  const ian = 'ian@twice.example';

  test('of two namesakes one is joined with the CRM record, the other is never paired with it and gets its own', async () => {
    await open();
    await unfold('Jones');
    await entry('Jones').locator('input[name="join.outlook"]').first().check();
    await entry('Jones').locator('input[name="join.zoho"]').first().check();
    await press('Jones', 'These two are the same');
    await applied('Jones');
    assert.deepEqual(await people.howMany(ian), { outlook: 2, zoho: 1 });
    await open('?topic=ambiguous');
    await press('Jones', 'Never pair these');
    await until('the other to have its own record', async () => (await people.howMany(ian)).zoho === 2, 60_000, 500);
    await open('?view=rules');
    assert.match(await page.locator('main').innerText(), /Never pair these: .*Jones/);
    await atRest();
    await open('?topic=ambiguous');
    assert.equal(await entry('Jones').count(), 0);
  });

  test('a pair can be parted: each side gets its own copy of the other', async () => {
    await newConflict(taro);
    await open();
    await press('山田', 'Keep both as separate records');
    // One run takes the link apart, the next one makes the copies; the page has started one of them by itself.
    const both = async () => {
      await runOnce(lab, sync);
      return isEqual(await people.howMany(taro), { outlook: 2, zoho: 2 });
    };
    await until('each side to have both', both, 60_000, 500);
    await atRest();
    await open();
    assert.equal(await entry('山田').count(), 0);
  });

  test('both may keep their own, answered in Japanese: nobody is asked again until one changes', async () => {
    await newConflict(bob);
    const before = [(await people.inOutlook(bob)).jobTitle, (await people.inZoho(bob)).Title];
    await open('?lang=ja');
    await unfold('Carter');
    assert.match(await entry('Carter').innerText(), /両方で変更されました。どちらを採用しますか: 役職/);
    await press('Carter', '両方そのままにする');
    assert.match(await page.locator('.said').innerText(), /保存しました/);
    await applied('Carter');
    assert.deepEqual([(await people.inOutlook(bob)).jobTitle, (await people.inZoho(bob)).Title], before);
    await atRest();
    await open();
    assert.equal(await entry('Carter').count(), 0);
  });

  test('a preview is a page one can read, and writes nothing', async () => {
    const preview = await importOwnSync(lab, 'reviewContacts2', { 'Conflict Resolver': { preview: true } });
    await runOnce(lab, preview);
    await open('?view=plans');
    const plan = page.locator('section[data-plan=reviewContacts2]');
    assert.match(await plan.innerText(), /for “Only the Previewed Plan”:\s+[0-9a-f]{16,}/);
    await plan.locator('summary').first().click();
    assert.match(await plan.innerText(), /Zoho CRM: (Created|Updated)|Outlook: (Created|Updated)/);
  });

  test('many are answered at once', async () => {
    for (const [email, word] of [
      [lena, 'Lena'],
      [alice, 'Alice'],
    ] as const) {
      await people.editOutlook(email, { jobTitle: `${word} in Outlook` });
      await people.editZoho(email, { Title: `${word} in Zoho` });
    }
    await runOnce(lab, sync);
    await open('?topic=conflict');
    await page.locator('#all').check();
    await page.locator('#bulk').getByRole('button', { name: 'Take Outlook' }).click();
    await told();
    await applied('Baker');
    await applied('Moor');
    assert.deepEqual(
      [(await people.inZoho(alice)).Title, (await people.inZoho(lena)).Title],
      ['Alice in Outlook', 'Lena in Outlook'],
    );
  });

  test('a deletion is asked for, and taken back', async () => {
    await people.deleteInOutlook(lena);
    await runOnce(lab, sync);
    await open();
    await press('Moor', 'Create it in Outlook again');
    await applied('Moor');
    assert.deepEqual(await people.howMany(lena), { outlook: 1, zoho: 1 });
  });
}

/** A person settles what the rules left open, on the page, in a real Chromium; the sync then carries it out in a real n8n. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { isEqual } from 'lodash';
import type { OpenBrowser, Page } from './harness/browser';
import { openBrowser } from './harness/browser';
import type { Finish } from './harness/cycles';
import { isQuiet } from './harness/cycles';
import { openDoor, visitor } from './harness/door';
import type { Lab } from './harness/lab';
import { startLab, templateOf } from './harness/lab';
import type { People } from './harness/people';
import { peopleOf } from './harness/people';
import { photographPage } from './harness/pictures';
import type { Workflow } from './harness/rest';
import { importWorkflow, itemsOf } from './harness/rest';
import { askSimulator, outlookTasks, zohoRecords } from './harness/simulators';
import { importOwnSync, runOnce, settle } from './harness/steps';
import { until } from './harness/until';
import { ownSync } from './harness/variant';

let lab: Lab;
let browser: OpenBrowser;
let page: Page;
let people: People;
let sync: Workflow;
let tasks: Workflow;
let meetings: Workflow;
let address: string;

const bob = 'bob@north.example';
const alice = 'alice@north.example';
const taro = 'taro.yamada@higashi.example';
const lena = 'lena@only-zoho.example';
const ask = { 'Conflict Resolver': { policy: 'ask', deletes: 'ask' } };

async function imported(template: string, id: string): Promise<Workflow> {
  const workflow = ownSync(templateOf(lab, template), id, ask);
  await importWorkflow(lab.client, workflow);
  return workflow;
}

before(async () => {
  lab = await startLab({ seed: 'small' });
  people = peopleOf(lab.connection);
  sync = await importOwnSync(lab, 'reviewContacts', ask);
  tasks = await imported('zohoOutlookTasks', 'reviewTasks');
  meetings = await imported('zohoOutlookEvents', 'reviewMeetings');
  await settle(lab, sync);
  address = await openDoor(lab, { 'Run Contacts': sync, 'Run Tasks': tasks, 'Run Meetings': meetings });
  const httpCredentials = { username: visitor.user, password: visitor.password };
  browser = await openBrowser({ httpCredentials, locale: 'en-GB', viewport: { width: 1100, height: 900 } });
  page = browser.page;
});

after(async () => {
  await browser?.close();
  await lab?.stop();
});

const entry = (label: string) => page.locator('article.entry', { hasText: label }).first();
const open = (query = '') => page.goto(`${address}${query}`, { waitUntil: 'load' });
/** The page answers with what came of it; going elsewhere before would leave the form unsent. */
const told = () => page.locator('.said').waitFor();
const press = async (label: string, button: string) => {
  await entry(label).getByRole('button', { name: button }).click();
  await told();
};

/** The page may have started a run by itself, which another one then leaves alone: until one finds nothing more to do. */
const atRest = () =>
  until(
    'the sync to come to rest',
    async () => {
      const [finish] = itemsOf(await runOnce(lab, sync), 'Finish') as unknown as Finish[];
      return finish !== undefined && isQuiet(finish);
    },
    60_000,
    300,
  );

/** Answers go to the sync by themselves; the page tells when it is done, and both sides have it when the run is over. */
async function applied(label: string): Promise<void> {
  await until(
    `the page to say what became of ${label}`,
    async () => {
      await open();
      const waiting = await page.locator('[data-waiting] li').allInnerTexts();
      const ended = await page.locator('section li').allInnerTexts();
      const isAmong = (lines: readonly string[], word: string) =>
        lines.some((line) => line.includes(label) && line.includes(word));
      return !isAmong(waiting, '') && isAmong(ended, 'applied');
    },
    60_000,
    500,
  );
  await atRest();
  await open();
}

const authorization = `Basic ${Buffer.from(`${visitor.user}:${visitor.password}`).toString('base64')}`;
const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization, ...headers },
    body: new URLSearchParams(fields),
  });
const outcomeOf = (answer: Response): string | null =>
  new URL(answer.headers.get('location') ?? '', address).searchParams.get('said');

/** What a form of the page would send along. */
async function formOf(label: string): Promise<Record<string, string>> {
  await open();
  const value = (name: string) => entry(label).locator(`input[name=${name}]`).first().inputValue();
  return { token: await value('token'), id: await value('id'), seen: await value('seen') };
}

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

for (const language of ['en', 'ja'] as const)
  test(`anybody can use it (${language}): no violation found by axe, light or dark, on a desk or a phone`, async () => {
    for (const colorScheme of ['light', 'dark'] as const)
      for (const view of ['questions', 'rules', 'plans', 'status']) {
        await page.emulateMedia({ colorScheme });
        await open(`?lang=${language}&view=${view}`);
        await page.evaluate(axe);
        assert.deepEqual(await page.evaluate(run), [], `${view}, ${colorScheme}`);
        if (colorScheme === 'light') await photographPage(page, `review-${view}-${language}`);
      }
    await page.setViewportSize({ width: 390, height: 800 });
    await page.emulateMedia({ colorScheme: 'light' });
    await open(`?lang=${language}`);
    await page.evaluate(axe);
    assert.deepEqual(await page.evaluate(run), []);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, 'nothing sticks out');
    await photographPage(page, `review-phone-${language}`);
    await page.setViewportSize({ width: 1100, height: 900 });
    assert.deepEqual(browser.errors, []);
  });

test('a field from each side and a typed one: both sides get what was chosen', async () => {
  await people.editOutlook(alice, { jobTitle: 'Buyer in Chief', department: 'North', businessPhones: ['+44 1'] });
  await people.editZoho(alice, { Title: 'Lead Buyer', Department: 'South', Phone: '+44 2' });
  await runOnce(lab, sync);
  await open();
  const form = entry('Baker');
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
  await page.keyboard.press('j');
  for (let steps = 0; steps < 30 && !(await entry('Carter').locator(':focus').count()); steps += 1)
    await page.keyboard.press('j');
  await entry('Carter').getByRole('checkbox', { name: 'Do this from now on' }).focus();
  await page.keyboard.press('Space');
  await entry('Carter').getByRole('button', { name: 'Take Zoho CRM' }).focus();
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

async function newConflict(email: string): Promise<void> {
  await people.editOutlook(email, { jobTitle: `Outlook ${Date.now()}` });
  await people.editZoho(email, { Title: `Zoho ${Date.now()}` });
  await runOnce(lab, sync);
}

const ian = 'ian@twice.example';

test('of two namesakes one is joined with the CRM record, the other is never paired with it and gets its own', async () => {
  await open();
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
  assert.match(await plan.innerText(), /for “Only This Plan”:\s+[0-9a-f]{16,}/);
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
  assert.match(String(outcomeOf(await post({ ...form, answer: 'zoho' }))), /already answered|moved on/);
});

test('an answer to what is no longer so is not taken', async () => {
  await newConflict(alice);
  const form = await formOf('Baker');
  await newConflict(alice);
  assert.equal(outcomeOf(await post({ ...form, answer: 'outlook' })), 'changed');
  await open(`?said=changed&about=${form.id}`);
  assert.match(await page.locator('.said').innerText(), /changed since you looked at it/);
  const newer = await formOf('Baker');
  const title = (await people.inOutlook(alice)).jobTitle;
  await people.editZoho(alice, { Title: title });
  await runOnce(lab, sync);
  assert.equal(outcomeOf(await post({ ...newer, answer: 'zoho' })), 'moved on');
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

test('a question of a task and one of a meeting are answered on the same page, each by its own workflow', async () => {
  const { graph, zoho } = lab.connection;
  const due = { dueDateTime: { dateTime: '2030-03-04T00:00:00', timeZone: 'Tokyo Standard Time' } };
  const todo = { title: 'Call 九州物産', importance: 'high', categories: ['Zoho'], ...due };
  await askSimulator(graph.api, 'seed', { lists: [{ displayName: 'Tasks', tasks: [todo] }] });
  await askSimulator(zoho.api, 'seed', {
    records: { Tasks: [{ Subject: 'Call 九州物産', Due_Date: '2030-03-04', Priority: 'Low' }] },
  });
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  const at = (time: string) => ({ dateTime: `${day}T${time}:00`, timeZone: 'UTC' });
  const times = { start: at('09:00'), end: at('10:00') };
  const meeting = { subject: 'Fair in Köln', location: { displayName: 'Hall 7' }, categories: ['Zoho'], ...times };
  await askSimulator(graph.api, 'seed', { calendars: [{ name: 'Calendar', events: [meeting] }] });
  const [Start_DateTime, End_DateTime] = [`${day}T09:00:00+00:00`, `${day}T10:00:00+00:00`];
  await askSimulator(zoho.api, 'seed', {
    records: { Events: [{ Event_Title: 'Fair in Köln', Venue: 'Hall 8', Start_DateTime, End_DateTime }] },
  });
  await runOnce(lab, tasks);
  await runOnce(lab, meetings);
  await open();
  await press('九州物産', 'Take Outlook');
  await applied('九州物産');
  const [task] = (await zohoRecords(lab.connection, 'Tasks')).filter(({ Subject }) => Subject === 'Call 九州物産');
  assert.equal(task?.Priority, 'High');
  await open();
  await press('Köln', 'Take Zoho CRM');
  await applied('Köln');
  const headers = { authorization: `Bearer ${graph.accessToken}` };
  const found = await fetch(`${graph.api}/v1.0/me/events?$top=100`, { headers });
  const { value } = (await found.json()) as { value: { subject: string; location: { displayName: string } }[] };
  const places = value.filter(({ subject }) => subject === 'Fair in Köln').map(({ location }) => location.displayName);
  assert.deepEqual(places, ['Hall 8']);
  assert.equal((await outlookTasks(lab.connection)).filter(({ title }) => title === 'Call 九州物産').length, 1);
});

test('a stopped plan says what it would do, and passes once when a person lets it', async () => {
  const before = await people.everybodyInZoho();
  await people.emptyOutlook();
  await runOnce(lab, sync);
  await open('?topic=refusal');
  assert.match(await entry('Stopped plan').innerText(), /gone from Outlook at once/);
  await press('Stopped plan', 'Let this plan pass once');
  await applied('Stopped plan');
  await open('?topic=conflict');
  assert.match(await page.locator('main').innerText(), /deleted in Outlook: delete it in Zoho CRM too\?/);
  assert.equal(await people.everybodyInZoho(), before);
});

import { after, before } from 'node:test';
import type { OpenBrowser, Page } from '../harness/browser';
import { openBrowser } from '../harness/browser';
import type { Finish } from '../harness/cycles';
import { isQuiet } from '../harness/cycles';
import { openDoor, visitor } from '../harness/door';
import type { Lab } from '../harness/lab';
import { startLab, templateOf } from '../harness/lab';
import type { People } from '../harness/people';
import { peopleOf } from '../harness/people';
import type { Workflow } from '../harness/rest';
import { importWorkflow, itemsOf } from '../harness/rest';
import { importOwnSync, runOnce, settle } from '../harness/steps';
import { until } from '../harness/until';
import { ownSync } from '../harness/variant';

export let lab: Lab;
export let browser: OpenBrowser;
export let page: Page;
export let people: People;
export let sync: Workflow;
export let tasks: Workflow;
export let meetings: Workflow;
export let address: string;

export const bob = 'bob@north.example';
export const alice = 'alice@north.example';
export const taro = 'taro.yamada@higashi.example';
export const lena = 'lena@only-zoho.example';
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
  address = await openDoor(lab, [sync, tasks, meetings]);
  const httpCredentials = { username: visitor.user, password: visitor.password };
  browser = await openBrowser({ httpCredentials, locale: 'en-GB', viewport: { width: 1100, height: 900 } });
  page = browser.page;
});

after(async () => {
  await browser?.close();
  await lab?.stop();
});

export const entry = (label: string) => page.locator('article.entry', { hasText: label }).first();
const go = (query: string) => page.goto(`${address}${query}`, { waitUntil: 'load' });
/** While an answer waits the page looks again by itself, and may do so just then. */
export const open = (query = '') => go(query).catch(() => go(query));
/** A run, and what undoing it would do, as the address asks for them. */
export async function runQueries(): Promise<readonly string[]> {
  await open('?view=runs');
  const href = await page.evaluate<string>(`document.querySelector('[data-runs] a')?.getAttribute('href') ?? ''`);
  const query = new URLSearchParams(href);
  const run = `runs&sync=${query.get('sync')}&cycle=${query.get('cycle')}`;
  return [run, `${run}&undo=1`];
}

/** The page answers with what came of it; going elsewhere before would leave the form unsent. */
export const told = () => page.locator('.said').waitFor();
export async function unfold(label: string): Promise<void> {
  const details = entry(label).locator('details[name=question]:not([open])');
  if (await details.count()) await details.locator('summary').first().click();
}

/** Behind *More*, or behind the question that a dangerous answer asks once more. */
export async function unfoldMore(label: string, text: string): Promise<void> {
  await unfold(label);
  for (const kind of ['more', 'danger']) {
    const details = entry(label).locator(`details.${kind}:not([open])`, { hasText: text });
    if (await details.count()) await details.first().locator('summary').first().click();
  }
}

export const press = async (label: string, button: string) => {
  await unfoldMore(label, button);
  await entry(label).getByRole('button', { name: button }).click();
  await told();
};

/** Of one field in question each value is a button. */
export const take = async (label: string, side: 'Outlook' | 'Zoho CRM') => {
  await unfold(label);
  await entry(label).locator('button.value', { hasText: side }).click();
  await told();
};

/** The page may have started a run by itself, which another one then leaves alone: until one finds nothing more to do. */
export const atRest = () =>
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
export async function applied(label: string): Promise<void> {
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

export const authorization = `Basic ${Buffer.from(`${visitor.user}:${visitor.password}`).toString('base64')}`;
export const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization, ...headers },
    body: new URLSearchParams(fields),
  });
export const outcomeOf = (answer: Response): string | null =>
  new URL(answer.headers.get('location') ?? '', address).searchParams.get('said');

/** What a form of the page would send along. */
export async function formOf(label: string): Promise<Record<string, string>> {
  await open();
  const value = (name: string) => entry(label).locator(`input[name=${name}]`).first().inputValue();
  return { token: await value('token'), id: await value('id'), seen: await value('seen') };
}

export async function newConflict(email: string): Promise<void> {
  await people.editOutlook(email, { jobTitle: `Outlook ${Date.now()}` });
  await people.editZoho(email, { Title: `Zoho ${Date.now()}` });
  await runOnce(lab, sync);
}

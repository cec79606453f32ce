import { after, before } from 'node:test';
import type { Lab } from '../harness/lab';
import { contactsOf, startLab } from '../harness/lab';
import type { People } from '../harness/people';
import { peopleOf } from '../harness/people';
import type { Workflow } from '../harness/rest';
import { importWorkflow, itemsOf } from '../harness/rest';
import type { Secret } from '../harness/secrets';
import { graphPost, rest, restarted, runsOf, triggered } from '../harness/triggers';
import { until } from '../harness/until';

export const [OUTLOOK, ZOHO] = ['When Outlook Changes', 'When Zoho CRM Changes'];
export const bob = 'bob@north.example';

export let lab: Lab;
export let people: People;
export let workflow: Workflow;
/** What notifications prove themselves by. */
export let states: readonly Secret[] = [];

before(async () => {
  lab = await startLab({ seed: 'small' });
  people = peopleOf(lab.connection);
  workflow = triggered(contactsOf(lab), 'triggered0000001');
  await importWorkflow(lab.client, workflow);
});

after(() => lab?.stop());

/** What this n8n's triggers were believed by, to be searched for in the end. */
export const keepSecrets = (secrets: readonly Secret[]): void => void (states = secrets);

/** n8n stops as a service manager stops it, something happens, and it starts again at the same address. */
export const restart = async (meanwhile: () => Promise<void>): Promise<void> =>
  void (lab = await restarted(lab, meanwhile));

export const atRest = () => rest(lab.client, workflow.id);
export const runs = () => runsOf(lab.client, workflow.id);

/** What the triggers gave out in runs that came after the first `known`. */
export async function wakeUps(known: number): Promise<readonly Record<string, unknown>[]> {
  const ended = await runs();
  return ended
    .slice(0, ended.length - known)
    .reverse()
    .flatMap((run) => [...itemsOf(run, OUTLOOK), ...itemsOf(run, ZOHO)]);
}

export const inZoho = (value: string) => async () => (await people.inZoho(bob)).Department === value;
export const inOutlook = (value: string) => async () => (await people.inOutlook(bob)).department === value;

export const crossed = (department: string, title: string) => async () =>
  (await inZoho(department)()) && (await people.inOutlook(bob)).jobTitle === title;

/** Milliseconds until something is so. */
export async function timed(what: string, isSo: () => Promise<boolean>, limit = 30_000): Promise<number> {
  const start = Date.now();
  // reading all that a simulator holds is work too, and it is done in this very process
  await until(what, isSo, limit, 400);
  return Date.now() - start;
}

export const address = async (): Promise<string> => (await graphPost(lab)).subscriptions[0]?.notificationUrl ?? '';

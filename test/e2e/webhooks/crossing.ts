import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { failureOf, publish } from '../harness/rest';
import { graphPost, zohoPost } from '../harness/triggers';
import { until } from '../harness/until';
import { bob, lab, people, workflow, keepSecrets, atRest, runs, wakeUps, inZoho, inOutlook, timed } from './house';

/** Edits that are told of, one by one and in bursts. */
export function crossingTests(): void {
  test('publishing subscribes at both sides and starts a first run, which brings them into step', async () => {
    await publish(lab.client, workflow.id);
    await atRest();
    const { subscriptions } = await graphPost(lab);
    assert.deepEqual(
      subscriptions.map(({ resource }) => resource),
      ['/me/contacts'],
    );
    keepSecrets([
      ...subscriptions.map(({ clientState }) => ({ name: 'clientState', value: clientState })),
      ...[...lab.simulators.zoho.state.watch.channels.values()].map(({ token }) => ({
        name: 'token',
        value: `${token}`,
      })),
    ]);
    const { channels } = await zohoPost(lab);
    assert.deepEqual(
      channels.map(({ events }) => events),
      [['Contacts.all']],
    );
    const first = await wakeUps(0);
    assert.deepEqual(
      first.slice(0, 2).map(({ reason }) => reason),
      ['poll', 'poll'],
    );
    assert.deepEqual(
      (await runs()).flatMap((run) => failureOf(run) ?? []),
      [],
    );
  });

  test('an edit in Outlook is in Zoho CRM in less than ten seconds, and then it comes to rest', async () => {
    const known = await atRest();
    await people.editOutlook(bob, { department: 'Field Sales' });
    const took = await timed('the edit to be in Zoho CRM', inZoho('Field Sales'));
    assert.ok(took < 10_000, `${took} ms`);
    const more = (await atRest()) - known;
    // the run itself, and one each for what Outlook and Zoho CRM tell of its own writes
    assert.ok(more >= 1 && more <= 3, `${more} runs`);
    const [first] = await wakeUps(known);
    assert.deepEqual([first?.side, first?.kinds, first?.reason], ['outlook', ['contact'], 'notification']);
  });

  test('an edit in Zoho CRM is in Outlook in less than ten seconds, and then it comes to rest', async () => {
    const known = await atRest();
    await people.editZoho(bob, { Department: 'Inside Sales' });
    const took = await timed('the edit to be in Outlook', inOutlook('Inside Sales'));
    assert.ok(took < 10_000, `${took} ms`);
    const more = (await atRest()) - known;
    assert.ok(more >= 1 && more <= 3, `${more} runs`);
    const [first] = await wakeUps(known);
    assert.deepEqual([first?.side, first?.modules, first?.reason], ['zoho', ['Contacts'], 'notification']);
  });

  test('what changes while a run is at work is not left lying: one more run waits for it', async () => {
    const known = await atRest();
    lab.simulators.zoho.faults.add({ kind: 'delay', delayMs: 6000, match: { method: 'GET', path: '/Contacts$' } });
    await people.editOutlook(bob, { department: 'Sales One' });
    await sleep(4000);
    for (const department of ['Sales Two', 'Sales Three']) {
      await people.editOutlook(bob, { department });
      await sleep(2500);
    }
    await until('the last edit to be in Zoho CRM', inZoho('Sales Three'), 30_000);
    await atRest();
    const ended = (await runs()).slice(0, -known);
    assert.deepEqual(
      ended.flatMap((run) => failureOf(run) ?? []),
      [],
    );
  });

  test('a burst of edits starts a run for many of them', async () => {
    const known = await atRest();
    for (let n = 0; n < 40; n += 1) await people.editOutlook(bob, { department: `Sales ${n}` });
    await until('the last edit to be in Zoho CRM', inZoho('Sales 39'), 30_000);
    const more = (await atRest()) - known;
    assert.ok(more <= 8, `${more} runs`);
  });
}

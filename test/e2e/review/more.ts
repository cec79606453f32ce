import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askSimulator, outlookTasks, zohoRecords } from '../harness/simulators';
import { runOnce } from '../harness/steps';
import { lab, page, people, sync, tasks, meetings, entry, open, press, take, applied } from './desk';

/** Other kinds, and a plan that stopped. */
export function moreTests(): void {
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
    await take('九州物産', 'Outlook');
    await applied('九州物産');
    const [task] = (await zohoRecords(lab.connection, 'Tasks')).filter(({ Subject }) => Subject === 'Call 九州物産');
    assert.equal(task?.Priority, 'High');
    await open();
    await take('Köln', 'Zoho CRM');
    await applied('Köln');
    const headers = { authorization: `Bearer ${graph.accessToken}` };
    const found = await fetch(`${graph.api}/v1.0/me/events?$top=100`, { headers });
    const { value } = (await found.json()) as { value: { subject: string; location: { displayName: string } }[] };
    const places = value
      .filter(({ subject }) => subject === 'Fair in Köln')
      .map(({ location }) => location.displayName);
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
}

/** Times, which hurt people most: the table of ./times, put in on either side, synced by a real n8n, read from the services. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { datesOfRule } from '../sides/time/calendar';
import type { Raw } from './harness/contactRows';
import type { Finish } from './harness/cycles';
import { runCycle } from './harness/cycles';
import type { Lab } from './harness/lab';
import { startLab, templateOf } from './harness/lab';
import { importWorkflow } from './harness/rest';
import { zohoRecords } from './harness/simulators';
import { ownSync } from './harness/variant';
import { plus, weekdayOf, withOffset } from './times/calendar';
import { dueDates, fill, outlookSeries, outlookSpan, titles, zohoSpan } from './times/shown';
import type { TimeWorld } from './times/table';
import { newYork, worlds } from './times/table';

let lab: Lab;

/** The syncs of these tests look after one mailbox in turn, which each is told; that is not about a record. */
const leftRecords = ({ left }: Finish) => left.filter(({ ref }) => ref !== null);

before(async () => {
  lab = await startLab({ seed: 'empty' });
});

after(() => lab?.stop());

/** A first run and a second one, of a sync that has never seen this world. */
async function twice(template: string, sync: string): Promise<readonly [Finish, Finish]> {
  const workflow = ownSync(templateOf(lab, template), sync);
  await importWorkflow(lab.client, workflow);
  return [await runCycle(lab.client, workflow), await runCycle(lab.client, workflow)];
}

function assertQuiet({ report, parkedRecords }: Finish): void {
  assert.deepEqual([report.written, report.pending, parkedRecords], [0, 0, []]);
}

/** Whole days are told in UTC, in whatever zone their user is [seen live: FACTS M81]. */
const daysToldByZoho = (first: string, end: string) => [`${first}T00:00+00:00`, `${plus(end, -1)}T23:59:59+00:00`];

async function meetingsOf({ meetings, wholeDays }: TimeWorld) {
  const rows = [
    ...meetings.map((one) => ({ ...one, outlook: [...one.outlook], only: one.only ?? 'both' })),
    ...wholeDays.map(({ name, outlook }) => ({
      ...{ name, zoho: daysToldByZoho(...outlook), zone: 'UTC', only: 'both' },
      outlook: outlook.map((date) => `${date}T00:00`),
    })),
  ];
  const expected = rows.flatMap(({ name, outlook, zoho, only }) => [
    ...(only === 'zoho' ? [] : [[titles.outlook(name), ...zoho]]),
    ...(only === 'outlook' ? [] : [[titles.zoho(name), ...outlook]]),
  ]);
  const found: string[][] = [];
  for (const { name, zone, only } of rows) {
    const [mine, theirs] = [titles.outlook(name), titles.zoho(name)];
    if (only !== 'zoho') found.push([mine, ...(await zohoSpan(lab, mine))]);
    if (only !== 'outlook') found.push([theirs, ...(await outlookSpan(lab, theirs, zone))]);
  }
  return { found, expected };
}

for (const [index, world] of worlds.entries()) {
  const where = `mailbox in ${world.mailbox[1]}, CRM user in ${world.user}`;

  test(`meetings and whole days, ${where}`, async () => {
    fill(lab, world, {});
    const [first, second] = await twice('zohoOutlookEvents', `timesEvents${index}`);
    const { found, expected } = await meetingsOf(world);
    assert.deepEqual(found, expected);
    assert.deepEqual([first.report.written, first.parkedRecords, leftRecords(first)], [expected.length, [], []]);
    assertQuiet(second);
  });

  test(`due dates, ${where}`, async () => {
    const [first, second] = await twice('zohoOutlookTasks', `timesTasks${index}`);
    const dates = [...world.dueDates].sort();
    for (const name of Object.values(titles).map((title) => title('due'))) {
      const { outlook, zoho } = await dueDates(lab, name, world.mailbox[1]);
      assert.deepEqual(zoho, dates);
      assert.deepEqual(
        outlook,
        dates.map((date) => `${date}T00:00`),
      );
    }
    assert.equal(first.report.written, dates.length * 2);
    assertQuiet(second);
  });
}

const [tokyo, eastern] = worlds as readonly [TimeWorld, TimeWorld];
const hour = '09:00';
const [weekday, begins] = [weekdayOf(plus(newYork.forward, -10)), plus(newYork.forward, -10)];
const dates = [0, 7, 14, 21].map((days) => plus(begins, days));

const weekly = (subject: string) => ({
  ...{ subject, categories: ['Zoho'] },
  start: { dateTime: `${begins}T${hour}:00`, timeZone: 'Eastern Standard Time' },
  end: { dateTime: `${begins}T10:00:00`, timeZone: 'Eastern Standard Time' },
  recurrence: {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: [weekday] },
    range: { type: 'numbered', numberOfOccurrences: 4, startDate: begins },
  },
});

/** A series' rule as Zoho CRM keeps it, without its own word for the first day. */
async function zohoRule(title: string): Promise<string> {
  const [found] = (await zohoRecords(lab.connection, 'Events')).filter(({ Event_Title }) => Event_Title === title);
  return String((found?.Recurring_Activity as Raw | undefined)?.RRULE).replace(/;?DTSTART=[^;]*/, '');
}

test('a weekly series keeps its time of day over the change of the clocks, in both directions', async () => {
  const Recurring_Activity = {
    RRULE: `FREQ=WEEKLY;INTERVAL=1;BYDAY=${weekday.slice(0, 2).toUpperCase()};DTSTART=${begins};COUNT=4`,
  };
  const ofZoho = {
    ...{ Event_Title: 'Weekly from the CRM', Recurring_Activity },
    ...{ Start_DateTime: `${begins}T09:00:00-05:00`, End_DateTime: `${begins}T10:00:00-05:00` },
  };
  fill(lab, { ...eastern, meetings: [], wholeDays: [] }, { events: [weekly('Weekly')], Events: [ofZoho] });
  const [first, second] = await twice('zohoOutlookEvents', 'timesWeekly00001');
  assert.deepEqual([first.report.written, first.parkedRecords, leftRecords(first)], [2, [], []]);

  const range = [plus(begins, -30), plus(begins, 60)] as const;
  const shown = await outlookSeries(lab, 'Weekly from the CRM', 'Eastern Standard Time', range);
  assert.deepEqual(
    shown,
    dates.map((date) => `${date}T${hour}`),
  );

  assert.deepEqual(await zohoSpan(lab, 'Weekly'), [`${begins}T09:00-05:00`, `${begins}T10:00-05:00`]);
  assert.deepEqual(datesOfRule(await zohoRule('Weekly'), `${begins}T${hour}`, eastern.user), dates);
  assert.notEqual(
    withOffset(`${dates[0]}T09:00`, eastern.user).slice(-6),
    withOffset(`${dates[3]}T09:00`, eastern.user).slice(-6),
  );
  assertQuiet(second);
});

const leapDay = {
  ...{ subject: 'Leap day', categories: ['Zoho'] },
  start: { dateTime: '2024-02-29T09:00:00', timeZone: 'Tokyo Standard Time' },
  end: { dateTime: '2024-02-29T10:00:00', timeZone: 'Tokyo Standard Time' },
  recurrence: {
    pattern: { type: 'absoluteYearly', interval: 1, dayOfMonth: 29, month: 2 },
    range: { type: 'noEnd', startDate: '2024-02-29' },
  },
};
const leapYears = {
  ...{
    Event_Title: 'Leap years',
    Recurring_Activity: { RRULE: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;DTSTART=2024-02-29' },
  },
  ...{ Start_DateTime: '2024-02-29T09:00:00+09:00', End_DateTime: '2024-02-29T10:00:00+09:00' },
};

test('29 February: on the 28th of other years, as Outlook has it, it goes over; only in leap years it stays, and is told', async () => {
  fill(lab, { ...tokyo, meetings: [], wholeDays: [] }, { events: [leapDay], Events: [leapYears] });
  const [first, second] = await twice('zohoOutlookEvents', 'timesLeap0000001');
  assert.deepEqual(
    leftRecords(first).map(({ label, reason }) => [label, reason]),
    [['2024-02-29 Leap years', 'It skips the years without a 29 February; Outlook would hold it on the 28th instead.']],
  );
  assert.equal(first.report.written, 1);
  assert.deepEqual(await zohoSpan(lab, 'Leap day'), ['2024-02-29T09:00+09:00', '2024-02-29T10:00+09:00']);
  const days = datesOfRule(await zohoRule('Leap day'), '2024-02-29T09:00', tokyo.user);
  assert.deepEqual(days.slice(0, 5), ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']);
  assertQuiet(second);
});

test('a series of another zone, whose clocks move apart, stays as it is and is told, not flattened', async () => {
  fill(lab, { ...tokyo, meetings: [], wholeDays: [] }, { events: [weekly('Weekly of New York')] });
  const [first, second] = await twice('zohoOutlookEvents', 'timesApart000001');
  const told = JSON.stringify([first.parkedRecords, first.left]);
  assert.match(
    told,
    /keeps to the time zone America\/New_York, Zoho CRM would keep it to Asia\/Tokyo, and they move apart/,
  );
  assert.deepEqual(await zohoRecords(lab.connection, 'Events'), []);
  assert.deepEqual([first.report.written, second.report.written, second.report.pending], [0, 0, 0]);
});

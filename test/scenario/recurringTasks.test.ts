import { startTaskWorld } from '../support/taskWorld';
import { diesAnywhere } from '../support/diesAnywhere';
import type { Raw } from '../support/fixture';
import type { TaskWorld } from '../support/taskWorld';

let world: TaskWorld;
beforeAll(async () => void (world = await startTaskWorld()));
afterAll(async () => await world.stop());

const zone = 'Tokyo Standard Time';
const due = (date: string) => ({ dueDateTime: { dateTime: `${date}T00:00:00`, timeZone: zone } });
const daily = {
  ...{ title: 'Water', ...due('2026-04-01') },
  recurrence: {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'noEnd', startDate: '2026-04-01', recurrenceTimeZone: zone },
  },
};
const rule = { RRULE: 'FREQ=DAILY;INTERVAL=1;DTSTART=2026-04-01;UNTIL=2026-04-03' };
/** Three records, as Zoho makes them of one insert. */
const series = ['2026-04-01', '2026-04-02', '2026-04-03'].map((Due_Date) => ({
  ...{ Subject: 'Report', Status: 'Not Started', Priority: 'Normal', Due_Date, Recurring_Activity: rule },
}));
const strict = { 'Conflict Resolver': { deletes: 'delete' } };
const left = { 'Outlook Changes': { recurringTasks: 'leave' }, 'Zoho CRM Changes': { recurringTasks: 'leave' } };

const inTokyo = ({ dueDateTime }: Raw): string => {
  const { dateTime } = dueDateTime as { dateTime: string };
  return new Date(Date.parse(`${dateTime.slice(0, 19)}Z`) + 9 * 3_600_000).toISOString().slice(0, 10);
};
const inTodo = async (): Promise<readonly string[]> =>
  (await world.todo()).map((task) => `${inTokyo(task)} ${String(task.status)}`).sort();
const inCrm = (): readonly string[] =>
  world
    .crmTasks()
    .map(({ Due_Date, Status }) => `${String(Due_Date)} ${String(Status)}`)
    .sort();

async function untilQuiet(): Promise<void> {
  for (let n = 0; n < 5; n += 1) if ((await world.run(strict)).written === 0) break;
  expect(await world.run(strict)).toMatchObject({ written: 0, pending: 0, reviews: [], parkedRecords: [] });
}

test('set to be left, recurring tasks of both sides stay where they are and are told', async () => {
  world.reset([daily], series);
  const first = await world.run(left);
  expect(first).toMatchObject({ written: 0, pending: 0 });
  expect(first.left.map(({ label }) => label).sort()).toEqual(['Report', 'Report', 'Report', 'Water']);
  expect(await world.run(left)).toMatchObject({ written: 0, left: [] });
  await world.editTodo('Water', { recurrence: null });
  expect(await world.run(left)).toMatchObject({ created: { zoho: 1 } });
  expect(await world.run()).toMatchObject({ created: { outlook: 3, zoho: 0 } });
  expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
});

test('each record of a CRM series is a plain task of its own; the rule stays in the CRM and is told', async () => {
  world.reset([], series);
  const first = await world.run(strict);
  expect(first).toMatchObject({ created: { outlook: 3, zoho: 0 } });
  expect(first.left.map(({ reason }) => reason)).toEqual(
    Array(3).fill(
      expect.stringMatching(/^Recurrence "FREQ=DAILY.*each occurrence a task of its own" stays in Zoho CRM/),
    ),
  );
  await untilQuiet();
  expect((await world.todo()).map(({ recurrence }) => recurrence ?? null)).toEqual([null, null, null]);
  await world.editTodo('Report', { status: 'completed' });
  await world.editCrm('Report', { Status: 'Completed' });
  await untilQuiet();
  expect((await inTodo()).filter((one) => one.endsWith('completed'))).toHaveLength(
    inCrm().filter((one) => one.endsWith('Completed')).length,
  );
  expect([(await inTodo()).length, inCrm().length]).toEqual([3, 3]);
  for (const { Recurring_Activity } of world.crmTasks()) expect(Recurring_Activity).toEqual(rule);
});

describe.each([
  ['the next one is a new task', false],
  ['the task moves on, its completed occurrence is a new task', true],
])('a recurring task of To Do (%s)', (_name, respawnMoves) => {
  beforeEach(async () => {
    world.reset([daily]);
    Object.assign(world.services.graph.limits, { respawnMoves });
    await untilQuiet();
  });
  afterEach(() => void Object.assign(world.services.graph.limits, { respawnMoves: true }));

  test('goes over as its open occurrence, never as a recurring task', async () => {
    expect(inCrm()).toEqual(['2026-04-01 Not Started']);
    expect(world.crmTasks()[0]?.Recurring_Activity ?? null).toBeNull();
  });

  test('completed in To Do three times: one record for each occurrence on both sides', async () => {
    for (let n = 0; n < 3; n += 1) {
      await world.editTodo('Water', { status: 'completed' });
      await untilQuiet();
    }
    expect(inCrm()).toEqual([
      '2026-04-01 Completed',
      '2026-04-02 Completed',
      '2026-04-03 Completed',
      '2026-04-04 Not Started',
    ]);
    expect(await inTodo()).toEqual([
      '2026-04-01 completed',
      '2026-04-02 completed',
      '2026-04-03 completed',
      '2026-04-04 notStarted',
    ]);
    const crm = world.crmTasks();
    for (const task of await world.todo()) {
      const [partner] = crm.filter(({ Due_Date }) => Due_Date === inTokyo(task));
      expect(task.linkedResources).toMatchObject([{ externalId: partner?.id }]);
    }
  });

  test('completed in the CRM three times: the same', async () => {
    for (let n = 0; n < 3; n += 1) {
      await world.editCrm('Water', { Status: 'Completed' });
      await untilQuiet();
    }
    expect(inCrm()).toEqual([
      '2026-04-01 Completed',
      '2026-04-02 Completed',
      '2026-04-03 Completed',
      '2026-04-04 Not Started',
    ]);
    expect(await inTodo()).toEqual([
      '2026-04-01 completed',
      '2026-04-02 completed',
      '2026-04-03 completed',
      '2026-04-04 notStarted',
    ]);
  });

  test('completed on both sides at once, it is completed once', async () => {
    await world.editTodo('Water', { status: 'completed' });
    await world.editCrm('Water', { Status: 'Completed' });
    await untilQuiet();
    expect(inCrm()).toEqual(['2026-04-01 Completed', '2026-04-02 Not Started']);
    expect(await inTodo()).toEqual(['2026-04-01 completed', '2026-04-02 notStarted']);
  });

  test('what the CRM task is about, the next one is about, too', async () => {
    const [who, what] = ['700000000000000001', '700000000000000002'];
    const records = { Contacts: [{ id: who, Last_Name: 'Tanaka' }], Accounts: [{ id: what, Account_Name: 'North' }] };
    world.services.zoho.seed({ records } as never);
    await world.editCrm('Water', { Who_Id: { id: who }, What_Id: { id: what }, $se_module: 'Accounts' });
    await world.editTodo('Water', { status: 'completed' });
    await untilQuiet();
    const about = world.crmTasks().map(({ Who_Id, What_Id }) => [(Who_Id as Raw)?.id, (What_Id as Raw)?.id]);
    expect(about).toEqual([
      [who, what],
      [who, what],
    ]);
  });

  test('put off by hand, it stays the same pair', async () => {
    // The app moves it; only a PATCH makes a second task of it.
    Object.assign(world.services.graph.limits, { todoSplitsRecurring: false });
    await world.editTodo('Water', due('2026-04-09'));
    Object.assign(world.services.graph.limits, { todoSplitsRecurring: true });
    await untilQuiet();
    expect(inCrm()).toEqual(['2026-04-09 Not Started']);
  });

  test('put off in the CRM, it is told why its date stays, and no second task comes of it', async () => {
    await world.editCrm('Water', { Due_Date: '2026-04-09', Priority: 'High' });
    const finished = await world.run(strict);
    for (const { message } of finished.parkedRecords) expect(message).toContain('a second task of it');
    expect(finished.parkedRecords).not.toEqual([]);
    for (let n = 0; n < 2; n += 1) await world.run(strict);
    expect(await inTodo()).toEqual(['2026-04-01 notStarted']);
    expect((await world.todo())[0]?.importance).toBe('high');
    expect(inCrm()).toEqual(['2026-04-09 Not Started']);
    await world.editCrm('Water', { Due_Date: '2026-04-01' });
    await untilQuiet();
    expect(inCrm()).toEqual(['2026-04-01 Not Started']);
  });

  test('deleted in the CRM, the series in To Do is not ended by that', async () => {
    await world.deleteCrm('Water');
    const finished = await world.run(strict);
    expect(await inTodo()).toEqual(['2026-04-01 notStarted']);
    expect(finished.parkedRecords.map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining('end the whole series')]),
    );
  });

  test('killed at any moment around a completion, nothing is multiplied', async () => {
    const prepare = async () => {
      world.reset([daily]);
      Object.assign(world.services.graph.limits, { respawnMoves });
      await world.run(strict);
      await world.editCrm('Water', { Status: 'Completed' });
    };
    const recover = async () => {
      await world.letLeaseLapse();
      await untilQuiet();
    };
    const end = async () => {
      expect(inCrm()).toEqual(['2026-04-01 Completed', '2026-04-02 Not Started']);
      expect(await inTodo()).toEqual(['2026-04-01 completed', '2026-04-02 notStarted']);
    };
    await diesAnywhere({ prepare, run: (life) => world.run(strict, life), recover, end }, 5);
  }, 120_000);
});

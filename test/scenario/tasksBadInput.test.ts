/** Bad input: each is told clearly with what to do, and none stands in the way of the rest. */
import type { TaskWorld } from '../support/taskWorld';
import { startTaskWorld } from '../support/taskWorld';

jest.setTimeout(60_000);

let world: TaskWorld;
beforeAll(async () => void (world = await startTaskWorld()));
afterAll(() => world.stop());

const subjects = () =>
  world
    .crmTasks()
    .map(({ Subject }) => Subject)
    .sort();
const titles = async () => (await world.todo()).map(({ title }) => title).sort();

test('a rule that nobody can read stays where it is, and is told; its task goes like the others', async () => {
  const RRULE = 'FREQ=NOW_AND_THEN;DTSTART=2026-04-01';
  const odd = { Subject: 'Odd', Due_Date: '2026-04-01', Recurring_Activity: { RRULE } };
  world.reset([{ title: 'Fine here' }], [{ Subject: 'Fine there' }, odd]);
  const first = await world.run();
  expect(first).toMatchObject({ written: 3, pending: 0, parkedRecords: [] });
  expect(first.left.map(({ label, reason }) => `${label}: ${reason}`)).toEqual([
    expect.stringMatching(/^Odd: Recurrence "FREQ=NOW_AND_THEN.*stays in Zoho CRM/),
  ]);
  expect(await titles()).toEqual(['Fine here', 'Fine there', 'Odd']);
  expect(world.crmTasks().find(({ Subject }) => Subject === 'Odd')?.Recurring_Activity).toEqual({ RRULE });
  expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
});

test('a task that Zoho CRM has locked waits with its reason; the others go, and it goes when it is free', async () => {
  world.reset([{ title: 'Locked' }, { title: 'Free' }]);
  await world.run();
  const locked = [...(world.services.zoho.state.records.get('Tasks')?.values() ?? [])].find(
    ({ values }) => values.Subject === 'Locked',
  );
  if (locked) locked.locked = true;
  for (const title of ['Locked', 'Free']) await world.editTodo(title, { importance: 'high' });
  const { parkedRecords } = await world.run();
  const told = parkedRecords.map(({ label, message, nextStep }) => `${label}: ${message} ${nextStep}`);
  expect([...new Set(told)]).toEqual([expect.stringMatching(/^Locked: .*locked in Zoho CRM.*\. [A-Z].+/)]);
  const priority = (name: string) => world.crmTasks().find(({ Subject }) => Subject === name)?.Priority;
  expect([priority('Locked'), priority('Free')]).not.toEqual(['High', 'High']);
  expect(priority('Free')).toBe('High');
  if (locked) locked.locked = false;
  await world.editTodo('Locked', { importance: 'low' });
  await world.run();
  expect(priority('Locked')).toBe('Low');
});

test('a mailbox in a zone without a name: told what to choose, nothing is written, and it goes on when that is done', async () => {
  world.reset([{ title: 'Call' }], [{ Subject: 'Write' }]);
  world.services.graph.state.mailbox.timeZone = 'tzone://Microsoft/Custom';
  await expect(world.run()).rejects.toMatchObject({
    message: expect.stringMatching(/time zone/),
    description: expect.stringMatching(/Choose a time zone in Outlook on the web/),
  });
  expect([subjects(), await titles()]).toEqual([['Write'], ['Call']]);
});

test('a task list deleted under us: told what to do, and no task counts as deleted', async () => {
  world.reset([{ title: 'Call' }], [{ Subject: 'Write' }]);
  await world.run();
  await world.deleteList();
  await expect(world.run({ 'Conflict Resolver': { deletes: 'delete' } })).rejects.toMatchObject({
    message: expect.stringMatching(/no longer in Microsoft To Do.*None of its tasks counts as deleted/),
    description: expect.stringMatching(/Choose another Task List|restore the list/),
  });
  expect(subjects()).toEqual(['Call', 'Write']);
});

import { startTaskWorld } from '../support/taskWorld';
import { diesAnywhere } from '../support/diesAnywhere';
import type { Raw } from '../support/fixture';
import type { Settings } from '../support/pipeline';
import type { TaskWorld } from '../support/taskWorld';

let world: TaskWorld;
beforeAll(async () => void (world = await startTaskWorld()));
afterAll(async () => await world.stop());

const ours = { categories: ['Zoho'] };
const due = (date: string) => ({ dueDateTime: { dateTime: `${date}T00:00:00`, timeZone: 'Tokyo Standard Time' } });
const titles = (rows: readonly Raw[]): readonly unknown[] => rows.map(({ title, Subject }) => title ?? Subject).sort();
/** Everything that could delete does; so what is there afterwards was not taken for deleted. */
const strict = { 'Conflict Resolver': { deletes: 'delete' } };

/** The sync of the lists Tasks and Errands; Private is there, too, but not chosen. */
async function settings(...further: readonly string[]) {
  const furtherLists = await Promise.all(further.map((name) => world.listId(name)));
  return { ...strict, 'Outlook Changes': { furtherLists } };
}

async function start(errands: readonly Raw[] = [], tasks: readonly Raw[] = [], inZoho: readonly Raw[] = []) {
  const lists = [{ displayName: 'Errands', tasks: errands }, { displayName: 'Private' }];
  world.reset(tasks, inZoho, { lists });
  const chosen = await settings('Errands');
  await world.run(chosen);
  return chosen;
}

test('several lists are kept in step; new tasks of the CRM go to the first, edits to where the task lies', async () => {
  const chosen = await start(
    [{ title: 'Buy', ...ours, ...due('2026-04-01') }],
    [{ title: 'Call' }],
    [{ Subject: 'Write' }],
  );
  expect(titles(world.crmTasks())).toEqual(['Buy', 'Call', 'Write']);
  expect([titles(await world.todo()), titles(await world.todo('Errands'))]).toEqual([['Call', 'Write'], ['Buy']]);
  await world.editCrm('Buy', { Priority: 'Low', Due_Date: '2026-04-03' });
  await world.editTodo('Buy', { title: 'Buy bread' }, 'Errands');
  expect(await world.run(chosen)).toMatchObject({ updated: { outlook: 1, zoho: 1 }, parkedRecords: [] });
  expect(await world.todo('Errands')).toMatchObject([
    { title: 'Buy bread', importance: 'low', dueDateTime: { dateTime: expect.stringContaining('2026-04-02T15:00') } },
  ]);
  expect(await world.run(chosen)).toMatchObject({ written: 0, pending: 0 });
  expect(world.writes()).toEqual([]);
  // Two lists, what changed and what was deleted in the CRM; one more while no task there shows that queries tell reminders and rules.
  expect(world.requests().length).toBeLessThanOrEqual(5);
});

test('moved between two synced lists, either way, a task stays linked; edits made meanwhile go over', async () => {
  const chosen = await start([{ title: 'Buy', ...ours }], [{ title: 'Call' }]);
  const before = world.crmTasks();
  world.moveTodo('Buy', 'Tasks');
  world.moveTodo('Call', 'Errands');
  await world.editTodo('Call', { importance: 'high' }, 'Errands');
  expect(await world.run(chosen)).toMatchObject({ ambiguous: 0, created: { outlook: 0, zoho: 0 }, pending: 0 });
  expect(await world.run(chosen)).toMatchObject({ written: 0, reviews: [] });
  expect(world.crmTasks().map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  await world.editCrm('Call', { Subject: 'Call Bob' });
  await world.run(chosen);
  expect([titles(await world.todo()), titles(await world.todo('Errands'))]).toEqual([['Buy'], ['Call Bob']]);
  expect(await world.todo('Errands')).toMatchObject([{ importance: 'high' }]);
});

test('moved out of the synced lists it leaves the sync; moved back it is in step again', async () => {
  const chosen = await start([{ title: 'Buy', ...ours, ...due('2026-04-01') }]);
  world.moveTodo('Buy', 'Private');
  expect(await world.run(chosen)).toMatchObject({ written: 0, pending: 0 });
  await world.editCrm('Buy', { Priority: 'Low' });
  expect(await world.run(chosen)).toMatchObject({ written: 0, pending: 0 });
  expect(titles(world.crmTasks())).toEqual(['Buy']);
  expect(titles(await world.todo('Private'))).toEqual(['Buy']);
  world.moveTodo('Buy', 'Errands');
  await world.run(chosen);
  expect(await world.run(chosen)).toMatchObject({ written: 0, reviews: [] });
  expect(titles(world.crmTasks())).toEqual(['Buy']);
  expect(await world.todo('Errands')).toMatchObject([{ title: 'Buy', importance: 'low' }]);
});

test('without a link in To Do, a moved task is known by its subject and date', async () => {
  world.reset([], [], {
    lists: [{ displayName: 'Errands', tasks: [{ title: 'Buy', ...ours, ...due('2026-04-01') }] }],
  });
  const chosen = { ...(await settings('Errands')), 'Conflict Resolver': { deletes: 'delete', direction: 'toZoho' } };
  await world.run(chosen);
  expect((await world.todo('Errands'))[0]?.linkedResources ?? []).toEqual([]);
  world.moveTodo('Buy', 'Tasks');
  for (let n = 0; n < 3; n += 1) await world.run(chosen);
  expect(await world.run(chosen)).toMatchObject({ written: 0, reviews: [] });
  expect(titles(world.crmTasks())).toEqual(['Buy']);
  await world.editTodo('Buy', { importance: 'high' });
  await world.run(chosen);
  expect(world.crmTasks()).toMatchObject([{ Subject: 'Buy', Priority: 'High' }]);
});

test('a task that is really deleted is deleted in the CRM, too, if that is the policy', async () => {
  const chosen = await start([{ title: 'Buy', ...ours }], [{ title: 'Call' }]);
  await world.deleteTodo('Buy', 'Errands');
  expect(await world.run(chosen)).toMatchObject({ deleted: { zoho: 1 } });
  expect(titles(world.crmTasks())).toEqual(['Call']);
});

test('one list deleted under us: told by name with the next step, its tasks stay in the CRM, the other list goes on', async () => {
  const chosen = await start(
    [
      { title: 'Buy', ...ours },
      { title: 'Fetch', ...ours },
    ],
    [{ title: 'Call' }],
  );
  await world.deleteList('Errands');
  await world.editTodo('Call', { importance: 'high' });
  const finished = await world.run(chosen);
  expect(finished).toMatchObject({ updated: { zoho: 1 }, deleted: { zoho: 0 }, pending: 0 });
  expect(finished.left).toMatchObject([
    { label: 'Errands', reason: expect.stringMatching(/"Errands" is no longer .*Further Lists/) },
  ]);
  expect(titles(world.crmTasks())).toEqual(['Buy', 'Call', 'Fetch']);
  const again = await world.run(chosen);
  expect([again.written, again.left.length]).toEqual([0, 1]);
  expect(await world.run(strict)).toMatchObject({ written: 0, left: [] });
  expect(titles(world.crmTasks())).toEqual(['Buy', 'Call', 'Fetch']);
});

test('the list for new tasks deleted under us: each new task waits with the reason, other lists go on', async () => {
  world.reset([{ title: 'Call' }], [], { lists: [{ displayName: 'Errands' }] });
  const taskList = await world.listId('Errands');
  const chosen = { ...strict, 'Outlook Changes': { taskList, furtherLists: [await world.listId()] } };
  await world.run(chosen);
  await world.deleteList('Errands');
  await world.editCrm('Call', { Priority: 'Low' });
  world.services.zoho.seed({ records: { Tasks: [{ Subject: 'Write' }] } } as never);
  const finished = await world.run(chosen);
  expect(finished.parkedRecords).toMatchObject([{ message: expect.stringContaining('no longer in Microsoft To Do') }]);
  expect(await world.todo()).toMatchObject([{ title: 'Call', importance: 'low' }]);
});

test('a list that is no longer chosen leaves the sync, and comes back when chosen again', async () => {
  const chosen = await start([{ title: 'Buy', ...ours }], [{ title: 'Call' }]);
  expect(await world.run(strict)).toMatchObject({ written: 0, pending: 0 });
  await world.editCrm('Buy', { Priority: 'Low' });
  expect(await world.run(strict)).toMatchObject({ written: 0, pending: 0 });
  expect(titles(world.crmTasks())).toEqual(['Buy', 'Call']);
  await world.run(chosen);
  expect(await world.todo('Errands')).toMatchObject([{ title: 'Buy', importance: 'low' }]);
  expect(await world.run(chosen)).toMatchObject({ written: 0, pending: 0 });
  expect(titles(world.crmTasks())).toEqual(['Buy', 'Call']);
});

test('forgotten cursors, other categories: everything is read again, and nothing is written', async () => {
  const chosen = await start([{ title: 'Buy', ...ours }], [{ title: 'Call' }]);
  world.services.graph.faults.add({ match: { path: 'delta' }, kind: 'status', status: 410, times: 1 } as never);
  expect(await world.run(chosen)).toMatchObject({ written: 0, pending: 0 });
  const more = { ...chosen['Outlook Changes'], categories: ['Work'] };
  expect(await world.run({ ...chosen, 'Outlook Changes': more })).toMatchObject({ written: 0, pending: 0 });
  expect(titles(world.crmTasks())).toEqual(['Buy', 'Call']);
});

test('flagged mail stays out, also among further lists', async () => {
  world.reset([{ title: 'Call' }]);
  const flagged = [...world.services.graph.state.lists.values()].find(
    ({ wellknownListName }) => wellknownListName === 'flaggedEmails',
  );
  await expect(world.run({ 'Outlook Changes': { furtherLists: [flagged?.id ?? ''] } })).rejects.toThrow(/flagged mail/);
  expect(world.crmTasks()).toEqual([]);
});

test('killed at any moment while tasks move, it ends the same: nothing doubled, nothing deleted', async () => {
  let chosen: Settings = {};
  const prepare = async () => {
    chosen = await start([{ title: 'Buy', ...ours }], [{ title: 'Call' }, { title: 'Out' }]);
    world.moveTodo('Buy', 'Tasks');
    world.moveTodo('Call', 'Errands');
    world.moveTodo('Out', 'Private');
  };
  const recover = async () => {
    await world.letLeaseLapse();
    await world.untilQuiet(chosen);
  };
  const end = async () => {
    expect(titles(world.crmTasks())).toEqual(['Buy', 'Call', 'Out']);
    expect([titles(await world.todo()), titles(await world.todo('Errands'))]).toEqual([['Buy'], ['Call']]);
  };
  await diesAnywhere({ prepare, run: (life) => world.run(chosen, life), recover, end }, 10);
}, 120_000);

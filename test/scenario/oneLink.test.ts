/** To Do takes one linked resource a task, maybe: then ours is refused beside another app's, and the task is known by its key alone. */
import { startTaskWorld } from '../support/taskWorld';
import type { Raw } from '../support/fixture';
import type { TaskWorld } from '../support/taskWorld';

let world: TaskWorld;
beforeAll(async () => void (world = await startTaskWorld()));
afterAll(async () => await world.stop());
afterEach(() => jest.restoreAllMocks());

const foreign = { applicationName: 'Planner', externalId: 'p1', displayName: 'Plan', webUrl: 'https://plan.example/1' };
const due = { dueDateTime: { dateTime: '2026-04-01T00:00:00', timeZone: 'Tokyo Standard Time' } };
const ours = (title: string, more: Raw = {}): Raw => ({ title, categories: ['Zoho'], ...due, ...more });
const strict = { 'Conflict Resolver': { deletes: 'delete' } };
const subjects = () => world.crmTasks().map(({ Subject }) => Subject);

async function start(tasks: readonly Raw[], inZoho: readonly Raw[] = []) {
  world.reset(tasks, inZoho, { lists: [{ displayName: 'Errands' }] });
  Object.assign(world.services.graph.limits, { oneLinkedResource: true });
  return { ...strict, 'Outlook Changes': { furtherLists: [await world.listId('Errands')] } };
}
const inDays = (days: number): void => {
  const now = Date.parse(new Date().toISOString());
  jest.spyOn(Date, 'now').mockImplementation(() => now + days * 86_400_000);
};

test.each([['our link stays', false] as const, ["another app's link took its place", true] as const])(
  'created in the CRM, the answer of To Do is lost, then moved: nothing twice (%s)',
  async (_name, isReplaced) => {
    const chosen = await start([], [{ Subject: 'Write', Due_Date: '2026-04-01' }]);
    const { graph } = world.services;
    graph.faults.add({ match: { method: 'POST', path: 'tasks$' }, kind: 'dropAfter', count: 1 } as never);
    await expect(world.run(chosen)).rejects.toThrow('504');
    await world.letLeaseLapse();
    const made = [...graph.state.tasks.values()];
    expect(made).toHaveLength(1);
    if (isReplaced) for (const task of made) task.linkedResources = [{ id: 'l1', ...foreign }] as never;
    world.moveTodo('Write', 'Errands');
    for (let n = 0; n < 4; n += 1) await world.run(chosen);
    expect(await world.run(chosen)).toMatchObject({ written: 0, pending: 0, reviews: [] });
    expect(subjects()).toEqual(['Write']);
    expect([...graph.state.tasks.values()].map(({ fields }) => fields.title)).toEqual(['Write']);
    await world.editTodo('Write', { importance: 'high' }, 'Errands');
    await world.run(chosen);
    expect(world.crmTasks()).toMatchObject([{ Priority: 'High' }]);
  },
);

test("a task with another app's link syncs without ours, is told once, and a move of it is followed by its key", async () => {
  const chosen = await start([ours('Buy', { linkedResources: [foreign] }), ours('Call')]);
  const first = await world.run(chosen);
  expect(first).toMatchObject({ created: { zoho: 2 }, pending: 0 });
  expect(first.left).toMatchObject([{ label: 'Buy', reason: expect.stringMatching(/one link.*subject/) }]);
  inDays(2);
  expect(await world.run(chosen)).toMatchObject({ written: 0, left: [] });
  const [before] = world.crmTasks().filter(({ Subject }) => Subject === 'Buy');
  world.moveTodo('Buy', 'Errands');
  await world.run(chosen);
  await world.editTodo('Buy', { importance: 'high' }, 'Errands');
  await world.run(chosen);
  await world.editCrm('Buy', { Description: 'Bread' });
  await world.run(chosen);
  expect(await world.run(chosen)).toMatchObject({ written: 0, pending: 0, reviews: [] });
  expect(subjects().sort()).toEqual(['Buy', 'Call']);
  expect(world.crmTasks()).toContainEqual(expect.objectContaining({ id: before?.id, Priority: 'High' }));
  expect(await world.todo('Errands')).toMatchObject([
    { title: 'Buy', body: { content: 'Bread' }, linkedResources: [{ applicationName: 'Planner' }] },
  ]);
});

test("once the other app's link is gone, ours is made", async () => {
  const chosen = await start([ours('Buy', { linkedResources: [foreign] })]);
  await world.run(chosen);
  for (const task of world.services.graph.state.tasks.values()) task.linkedResources = [];
  inDays(2);
  expect(await world.run(chosen)).toMatchObject({ left: [] });
  expect(await world.todo()).toMatchObject([{ linkedResources: [{ externalId: world.crmTasks()[0]?.id }] }]);
});

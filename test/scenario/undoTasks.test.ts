import { startTaskWorld } from '../support/taskWorld';
import type { Raw } from '../support/fixture';
import type { TaskWorld } from '../support/taskWorld';

jest.setTimeout(60_000);

let world: TaskWorld;
beforeAll(async () => void (world = await startTaskWorld()));
afterAll(async () => await world.stop());

const due = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone: 'Tokyo Standard Time' });
const deleteToo = {
  'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 1000, maxDeletePercent: 100 } },
};

/** What is mapped of every task, exactly as each side has it; ids say nothing. */
async function mapped() {
  const only = (names: readonly string[], all: readonly Raw[]) =>
    all.map((one) => JSON.stringify(names.map((name) => one[name] ?? null))).sort();
  return {
    outlook: only(['title', 'status', 'importance', 'dueDateTime', 'body', 'isReminderOn'], await world.todo()),
    zoho: only(['Subject', 'Due_Date', 'Status', 'Priority', 'Description', 'Remind_At'], world.crmTasks()),
  };
}

test('undoing a cycle of tasks with creates, updates and deletes returns both sides, and undoing that returns again', async () => {
  world.reset(
    [
      { title: 'Edited', dueDateTime: due('2026-04-01'), body: { content: 'a\nb', contentType: 'text' } },
      { title: 'Gone', dueDateTime: due('2026-04-02'), importance: 'high' },
      { title: 'Same', dueDateTime: due('2026-04-03') },
    ],
    [{ Subject: 'Written', Due_Date: '2026-05-02', Status: 'In Progress', Priority: 'Lowest', Description: 'x' }],
  );
  await world.run(deleteToo);
  await world.editTodo('Edited', { status: 'completed', importance: 'low' });
  await world.editCrm('Written', { Status: 'Completed', Description: 'y\nz' });
  await world.deleteTodo('Gone');
  world.services.graph.seed({
    lists: [{ displayName: 'Tasks', tasks: [{ title: 'New', categories: ['Zoho'], dueDateTime: due('2026-06-01') }] }],
  } as never);
  const before = await mapped();
  const report = await world.run(deleteToo);
  expect(report).toMatchObject({
    created: { zoho: 1 },
    updated: { outlook: 1, zoho: 1 },
    deleted: { outlook: 0, zoho: 1 },
  });
  const after = await mapped();
  expect(after).not.toEqual(before);
  expect(await world.undo()).toMatchObject({ left: [] });
  expect(await mapped()).toEqual(before);
  expect(await world.run(deleteToo)).toMatchObject({ written: 0, pending: 0 });
  expect(await mapped()).toEqual(before);
  expect(await world.undo()).toMatchObject({ left: [] });
  expect(await mapped()).toEqual(after);
  expect(await world.run(deleteToo)).toMatchObject({ written: 0, pending: 0 });
});

describe('what went along with a write is undone with it', () => {
  const html = '<html><body><p>Call <b>Sato</b> about</p><ul><li>price</li><li>date</li></ul></body></html>';
  const formatted = { title: 'Call', dueDateTime: due('2026-04-01'), body: { content: html, contentType: 'html' } };
  const task = async () => (await world.todo())[0] as Raw;

  test('the formats of a text that the CRM wrote over', async () => {
    world.reset([formatted], []);
    await world.run();
    const { body } = await task();
    await world.editCrm('Call', { Description: 'Nothing to do' });
    await world.run();
    expect((await task()).body).not.toEqual(body);
    await world.undo();
    expect((await task()).body).toEqual(body);
    expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
  });

  test('the formats and categories of a task that was deleted', async () => {
    world.reset([{ ...formatted, categories: ['Zoho', 'VIP'] }], []);
    await world.run(deleteToo);
    const { body } = await task();
    await world.deleteCrm('Call');
    await world.run(deleteToo);
    expect(await world.todo()).toEqual([]);
    await world.undo();
    expect(await task()).toMatchObject({ body, categories: ['Zoho', 'VIP'] });
    expect(await world.run(deleteToo)).toMatchObject({ written: 0, pending: 0 });
  });
});

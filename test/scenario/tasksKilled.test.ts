/** Tasks, as contacts are: killed before anything that lasts, here or there, it ends the same. */
import type { Killable } from '../support/diesAnywhere';
import { diesAnywhere } from '../support/diesAnywhere';
import type { Raw } from '../support/fixture';
import type { TaskWorld } from '../support/taskWorld';
import { startTaskWorld } from '../support/taskWorld';

let world: TaskWorld;
beforeAll(async () => void (world = await startTaskWorld()));
afterAll(() => world.stop());

const due = (date: string) => ({ dueDateTime: { dateTime: `${date}T00:00:00`, timeZone: 'Tokyo Standard Time' } });
const deleting = { 'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 100, maxDeletePercent: 100 } } };

const run: Killable['run'] = (life) => world.run(deleting, life);
async function recover(): Promise<void> {
  await world.letLeaseLapse();
  await world.untilQuiet(deleting);
}

const shown = async () => {
  const [todo, crm] = [await world.todo(), world.crmTasks()];
  const links = (task: Raw) => JSON.stringify(task.linkedResources ?? []).match(/"externalId":"\d+"/g)?.length ?? 0;
  return {
    outlook: todo.map((task) => `${String(task.title)}, ${String(task.importance)}, links ${links(task)}`).sort(),
    zoho: crm
      .map(
        ({ Subject, Due_Date, Priority }) =>
          `${String(Subject)}, ${String(Due_Date ?? 'undated')}, ${String(Priority)}`,
      )
      .sort(),
  };
};

test('created, changed and completed each way: killed at any moment, it ends as if never killed', async () => {
  const prepare = async () => {
    world.reset([{ title: 'Changes', ...due('2026-04-01') }], [{ Subject: 'Theirs', Due_Date: '2026-04-02' }]);
    await world.run(deleting);
    await world.editTodo('Changes', { importance: 'high' });
    await world.editCrm('Theirs', { Status: 'Completed', Priority: 'Low' });
    world.services.zoho.seed({ records: { Tasks: [{ Subject: 'New there', Due_Date: '2026-05-01' }] } } as never);
    const tasks = [{ title: 'New here', categories: ['Zoho'], ...due('2026-05-02') }];
    world.services.graph.seed({ lists: [{ displayName: 'Tasks', tasks }] } as never);
  };
  const end = async () => {
    const now = await shown();
    expect(now.outlook).toEqual([
      'Changes, high, links 1',
      'New here, normal, links 1',
      'New there, normal, links 1',
      'Theirs, low, links 1',
    ]);
    expect(now.zoho.map((one) => one.split(',')[0])).toEqual(['Changes', 'New here', 'New there', 'Theirs']);
    return now;
  };
  await diesAnywhere({ prepare, run, recover, end }, 20);
}, 300_000);

test('deleted each way, by itself and against an edit: killed at any moment, nothing more and nothing less is gone', async () => {
  const task = (title: string, day: string) => ({ title, ...due(`2026-04-${day}`) });
  const prepare = async () => {
    world.reset(
      [task('Gone here', '01'), task('Gone here, edited there', '02'), task('Gone on both', '03'), task('Stays', '04')],
      [
        { Subject: 'Gone there', Due_Date: '2026-04-05' },
        { Subject: 'Gone there, edited here', Due_Date: '2026-04-06' },
      ],
    );
    await world.run(deleting);
    await world.deleteTodo('Gone here');
    await world.deleteTodo('Gone here, edited there');
    await world.editCrm('Gone here, edited there', { Priority: 'Low' });
    await world.deleteTodo('Gone on both');
    await world.deleteCrm('Gone on both');
    await world.deleteCrm('Gone there');
    await world.deleteCrm('Gone there, edited here');
    await world.editTodo('Gone there, edited here', { importance: 'high' });
  };
  const end = async () => {
    const now = await shown();
    expect(now.outlook).toEqual([
      'Gone here, edited there, low, links 1',
      'Gone there, edited here, high, links 1',
      'Stays, normal, links 1',
    ]);
    expect(now.zoho).toEqual([
      'Gone here, edited there, 2026-04-02, Low',
      'Gone there, edited here, 2026-04-06, High',
      'Stays, 2026-04-04, Normal',
    ]);
    return now;
  };
  await diesAnywhere({ prepare, run, recover, end }, 20);
}, 300_000);

test('a first run, killed at any moment: nothing twice, every task with its link', async () => {
  const prepare = async () =>
    world.reset(
      [{ title: 'Mine', ...due('2026-04-01') }, { title: 'Shared' }],
      [
        { Subject: 'Theirs', Due_Date: '2026-04-02' },
        { Subject: 'Shared', Priority: 'Highest' },
      ],
    );
  const end = async () => {
    const [todo, crm] = [await world.todo(), world.crmTasks()];
    const all = ['Mine', 'Shared', 'Theirs'];
    expect(crm.map(({ Subject }) => Subject).sort()).toEqual(all);
    expect(todo.map(({ title }) => title).sort()).toEqual(all);
    for (const { title, linkedResources } of todo)
      expect(linkedResources).toMatchObject([{ externalId: crm.find(({ Subject }) => Subject === title)?.id }]);
  };
  await diesAnywhere({ prepare, run, recover, end }, 15);
}, 120_000);

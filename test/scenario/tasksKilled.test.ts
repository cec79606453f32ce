/** Tasks, as contacts are: killed before and after every request and every call of the archive, it ends the same. */
import { liveBy } from '../support/mortal';
import { makeStepper } from '../support/stepper';
import type { Raw, TaskWorld } from '../support/taskWorld';
import { startTaskWorld } from '../support/taskWorld';

jest.mock('../../archive', () =>
  jest
    .requireActual<{ mortal: (real: unknown) => unknown }>('../support/mortal')
    .mortal(jest.requireActual('../../archive')),
);

let world: TaskWorld;
beforeAll(async () => void (world = await startTaskWorld()));
afterAll(async () => {
  liveBy(makeStepper());
  await world.stop();
});

const due = (date: string) => ({ dueDateTime: { dateTime: `${date}T00:00:00`, timeZone: 'Tokyo Standard Time' } });
const deleting = { 'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 100, maxDeletePercent: 100 } } };

async function untilQuiet(): Promise<void> {
  for (let n = 0; n < 6; n += 1) {
    const { written, pending } = await world.run(deleting);
    if (written === 0 && pending === 0) return;
  }
  throw new Error('still not quiet after six cycles');
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

/** The run dies at its first moment, then at its second, … until it lives: each time both sides come to the same end. */
async function diesAnywhere(prepare: () => Promise<void>, unkilled: Awaited<ReturnType<typeof shown>>): Promise<void> {
  let fatal = 1;
  for (let lived = false; !lived; fatal += 1) {
    await prepare();
    lived = await world.runAndDie(fatal, deleting, (at) => liveBy(makeStepper(at)));
    await untilQuiet();
    expect([fatal, await shown()]).toEqual([fatal, unkilled]);
  }
  expect(fatal).toBeGreaterThan(40);
}

test('created, changed and completed each way: killed at any moment, it ends as if never killed', async () => {
  const prepare = async () => {
    liveBy(makeStepper());
    await world.reset([{ title: 'Changes', ...due('2026-04-01') }], [{ Subject: 'Theirs', Due_Date: '2026-04-02' }]);
    await world.run(deleting);
    await world.editTodo('Changes', { importance: 'high' });
    await world.editCrm('Theirs', { Status: 'Completed', Priority: 'Low' });
    world.services.zoho.seed({ records: { Tasks: [{ Subject: 'New there', Due_Date: '2026-05-01' }] } } as never);
    const tasks = [{ title: 'New here', categories: ['Zoho'], ...due('2026-05-02') }];
    world.services.graph.seed({ lists: [{ displayName: 'Tasks', tasks }] } as never);
  };
  await prepare();
  await untilQuiet();
  const unkilled = await shown();
  expect(unkilled.outlook).toEqual([
    'Changes, high, links 1',
    'New here, normal, links 1',
    'New there, normal, links 1',
    'Theirs, low, links 1',
  ]);
  expect(unkilled.zoho.map((one) => one.split(',')[0])).toEqual(['Changes', 'New here', 'New there', 'Theirs']);
  await diesAnywhere(prepare, unkilled);
}, 300_000);

test('deleted each way, by itself and against an edit: killed at any moment, nothing more and nothing less is gone', async () => {
  const task = (title: string, day: string) => ({ title, ...due(`2026-04-${day}`) });
  const prepare = async () => {
    liveBy(makeStepper());
    await world.reset(
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
  await prepare();
  await untilQuiet();
  const unkilled = await shown();
  expect(unkilled.outlook).toEqual([
    'Gone here, edited there, low, links 1',
    'Gone there, edited here, high, links 1',
    'Stays, normal, links 1',
  ]);
  expect(unkilled.zoho).toEqual([
    'Gone here, edited there, 2026-04-02, Low',
    'Gone there, edited here, 2026-04-06, High',
    'Stays, 2026-04-04, Normal',
  ]);
  await diesAnywhere(prepare, unkilled);
}, 300_000);

/** Recorded answers about To Do lists and tasks. */
import type { TestWorld } from '../../../../support/sides';
import type { Listed } from '../shape';
import type { GraphCapture, Row } from './ask';
import { ask, firstOf, idOf, read, seedOf, valueOf, withoutHeaders } from './ask';

const LIST = 'Recorded';

async function listPath(world: TestWorld, ...tasks: readonly Row[]): Promise<string> {
  world.graph.seed({ lists: [{ displayName: LIST, tasks: tasks.map(seedOf) }] });
  const lists = valueOf(await read(world, '/me/todo/lists'));
  return `/me/todo/lists/${idOf(lists.find(({ displayName }) => displayName === LIST))}`;
}

async function taskPath(world: TestWorld, recorded: Row): Promise<string> {
  const tasks = `${await listPath(world, recorded)}/tasks`;
  return `${tasks}/${idOf(firstOf(await read(world, tasks)))}`;
}

const oneTask = async (world: TestWorld, recorded: Row): Promise<unknown> =>
  read(world, await taskPath(world, recorded));
const allTasks = async (world: TestWorld, recorded: Row): Promise<unknown> =>
  read(world, `${await listPath(world, ...valueOf(recorded))}/tasks`);

/** Answers before 2024 have the type in each row; later ones have not. */
const OLDER: Listed = {
  'value[].@odata.type: life = #microsoft.graph.todoTask, simulator missing': 'an answer before 2024',
};

/** The first round of a list that holds the recorded tasks. */
const round = (name: string, listed: Listed = OLDER): GraphCapture => ({
  file: `tasksorg-todo-delta-${name}.json`,
  listed,
  own: async (world, recorded) => read(world, `${await listPath(world, ...valueOf(recorded))}/tasks/delta`),
});

/** A page of a round that has more. */
const roundPage: GraphCapture['own'] = async (world, recorded: Row) => {
  const rows = valueOf(recorded);
  const path = `${await listPath(world, ...rows, ...rows)}/tasks/delta`;
  return read(world, path, { prefer: `odata.maxpagesize=${rows.length}` });
};

const MADE_UP = 'a made-up sample: recorded answers have a context and no type';

const TASK: Row = { title: 'T' };

export const TASKS: readonly GraphCapture[] = [
  { file: 'ms365-todo-list-1.json', own: async (world) => read(world, await listPath(world)) },
  {
    file: 'ms365-todo-lists.json',
    own: async (world) => read(world, '/me/todo/lists/delta', { prefer: 'odata.maxpagesize=1' }),
  },
  { file: 'ms365-todo-get-1.json', own: oneTask },
  { file: 'ms365-todo-get-2.json', own: oneTask },
  { file: 'ms365-todo-list-1-tasks.json', own: allTasks },
  { file: 'ms365-todo-list-1-tasks-completed.json', own: allTasks },
  {
    file: 'ms365-todo-get-checklist-item-1.json',
    own: async (world) => {
      const items = `${await taskPath(world, TASK)}/checklistItems`;
      const { body } = await ask(world, 'POST', items, { body: { displayName: 'Step' } });
      return read(world, `${items}/${idOf(body)}`);
    },
  },
  {
    file: 'doc-todo-linkedresources-list.json',
    listed: {
      'value[].@odata.type: life = #microsoft.graph.linkedResource, simulator missing': MADE_UP,
      '@odata.context: life missing, simulator string': MADE_UP,
    },
    own: async (world, recorded) => {
      const { webUrl, applicationName, displayName, externalId } = firstOf(recorded);
      const links = `${await taskPath(world, TASK)}/linkedResources`;
      await ask(world, 'POST', links, { body: { webUrl, applicationName, displayName, externalId } });
      return read(world, links);
    },
  },
  ...['basic-task', 'basic-task-with-due-date', 'completed-task', 'repeat-daily', 'repeat-monthly'].map((name) =>
    round(name),
  ),
  ...['repeat-weekdays', 'repeat-yearly', 'task-with-reminder', 'task-with-subtasks'].map((name) => round(name)),
  round('task-with-completed-subtask', {}),
  { ...round('task-with-description', {}), own: roundPage },
  {
    file: 'pasted-todo-400-recurrence-date.json',
    life: withoutHeaders,
    own: async (world) => {
      const range = { type: 'noEnd', startDate: '2020-11-02' };
      const recurrence = { pattern: { type: 'daily', interval: 1 }, range };
      return withoutHeaders(await ask(world, 'PATCH', await taskPath(world, TASK), { body: { recurrence } }));
    },
  },
  {
    file: 'live-todo-recurrence-only-with-filter.txt',
    // Told in words: which of the two lists has the rule.
    life: () => ({ open: true, all: false }),
    own: async (world) => {
      const due = { dateTime: '2026-06-08T00:00:00', timeZone: 'UTC' };
      const range = { type: 'noEnd', startDate: '2026-06-08' };
      const recurrence = { pattern: { type: 'daily', interval: 1 }, range };
      const tasks = `${await listPath(world, { ...TASK, dueDateTime: due, recurrence })}/tasks?$top=10`;
      const hasRule = async (more: string) => 'recurrence' in firstOf(await read(world, `${tasks}${more}`));
      return { open: await hasRule("&$filter=status ne 'completed'"), all: await hasRule('') };
    },
  },
];

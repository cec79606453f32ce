/** Microsoft To Do as people met it on the live service, where that is not as its documents say. */
import {
  outlookChangeFingerprints,
  readTodoProfile,
  scopeOf,
  taskFeed,
  writeTasks,
  type TaskLinks,
  type TodoProfile,
  type TodoSettings,
} from '../../../sides/outlook';
import { dueIn } from '../../../sides/outlook';
import { toNeutral } from '../../../sides/outlook/task/record';
import type { WriteDone, WriteJob } from '../../../sides/types';
import type { SideRecord } from '../../../sync/model';
import type { Memory, TestWorld } from '../../support/sides';
import { allOf, changeJob, createJob, deleteJob, makeMemory, startWorld } from '../../support/sides';

let world: TestWorld;
let memory: Memory;
let profile: TodoProfile;
let settings: TodoSettings;
const zone = 'Eastern Standard Time';

beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.graph.reset();
  memory = makeMemory();
});

const due = (date: string, timeZone = zone) => ({ dueDateTime: { dateTime: `${date}T00:00:00`, timeZone } });
const recurring = {
  ...{ title: 'Water', ...due('2026-04-01') },
  recurrence: {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'noEnd', startDate: '2026-04-01', recurrenceTimeZone: zone },
  },
};

async function open(tasks: readonly object[], timeZone = zone): Promise<void> {
  const own = tasks.map((task) => ({ categories: ['Zoho'], ...task }));
  const lists = [{ displayName: 'Tasks', tasks: own }, { displayName: 'Second' }, { displayName: 'Third' }];
  world.graph.seed({ mailbox: { timeZone }, lists } as never);
  profile = await readTodoProfile(world.outlook);
  settings = { listId: null, furtherLists: [idOf('Second')], categories: [] };
}
const idOf = (name: string): string =>
  Object.keys(profile.listNames ?? {}).find((id) => profile.listNames?.[id] === name) ?? '';

/** What the archive would tell, had each task a partner in the CRM. */
const links: TaskLinks = {
  linked: async (_by, refs) =>
    [...memory.records.values()]
      .filter(({ ref }) => refs.includes(ref))
      .map((row) => ({
        ref: row.ref,
        crm: `crm-${row.ref}`,
        list: null,
        keys: row.keys,
        fields: row.fields,
        due: dueIn(row.extra),
      })),
  lists: async () => new Map([...memory.records.keys()].map((ref) => [ref, idOf('Tasks')])),
};
const read = (more: object = {}) =>
  memory.read(taskFeed(world.outlook, { profile, settings, cursor: memory.cursor, known: memory.known, ...more }));
const write = (...jobs: readonly WriteJob[]) =>
  allOf(writeTasks(world.outlook, jobs, { scope: scopeOf({ profile, settings }), crmOrigin: null }));
const stored = () => [...world.graph.state.tasks.values()];
const remove = (ref: string) =>
  world.outlook.delete(`/me/todo/lists/${encodeURIComponent(idOf('Tasks'))}/tasks/${ref}`);

describe('a list knows only its own tasks', () => {
  test.each([false, true])('a deleted task is told by every list (as 400: %s)', async (todoGoneIs400) => {
    await open([{ title: 'A' }, { title: 'B' }]);
    world.graph.limits.todoGoneIs400 = todoGoneIs400;
    const [first] = await read();
    await remove(first?.ref ?? '');
    expect(await read()).toMatchObject([{ ref: first?.ref, state: 'deleted' }]);
    expect(await read()).toEqual([]);
  });

  test.each([false, true])('deleting what is gone is no refusal (as 400: %s)', async (todoGoneIs400) => {
    await open([{ title: 'A' }]);
    const [row] = await read();
    world.graph.limits.todoGoneIs400 = todoGoneIs400;
    await remove(row?.ref ?? '');
    expect(await write(deleteJob('outlook', row as SideRecord))).toMatchObject([{ outcome: 'gone' }]);
    expect(await write(changeJob('outlook', row as SideRecord, { subject: 'C' }))).toMatchObject([{ outcome: 'gone' }]);
  });

  test('a reading of all lists from the start does not end at a task that one of them lacks', async () => {
    await open([{ title: 'A' }]);
    world.graph.seed({ lists: [{ displayName: 'Second', tasks: [{ title: 'B', categories: ['Zoho'] }] }] } as never);
    const rows = await read({ links });
    expect(rows).toHaveLength(2);
    await remove(rows[0]?.ref ?? '');
    memory.cursor = null;
    expect((await read()).map(({ state }) => state)).toEqual(['deleted']);
  });
});

describe('a version that changes by itself', () => {
  test('a new task that says what it said is written all the same; one that says something else is not', async () => {
    await open([]);
    const [made] = (await write(createJob('outlook', { subject: 'Own', status: 'notStarted' }))) as [WriteDone];
    const record = { ...made, state: 'live' } as unknown as SideRecord;
    expect(await write(changeJob('outlook', record, { priority: 'high' }))).toMatchObject([
      { outcome: 'done', fields: { priority: 'high', subject: 'Own' } },
    ]);
    stored().forEach((task) => void (task.fields.title = 'Theirs'));
    expect(await write(changeJob('outlook', record, { priority: 'low' }))).toMatchObject([{ outcome: 'stale' }]);
    expect(await write(deleteJob('outlook', record))).toMatchObject([{ outcome: 'stale' }]);
  });
});

describe('a recurring task', () => {
  test('its due date is not written, which would make a second task of it; all else is', async () => {
    await open([recurring]);
    const [row] = await read();
    expect(
      await write(changeJob('outlook', row as SideRecord, { dueDate: '2026-05-01', priority: 'high' })),
    ).toMatchObject([
      { outcome: 'done', fields: { priority: 'high', dueDate: '2026-04-01' }, unfinished: ['dueDate'] },
      { outcome: 'refused', nextStep: expect.any(String) },
    ]);
    expect(await write(changeJob('outlook', row as SideRecord, { dueDate: '2026-05-01' }))).toMatchObject([
      { outcome: 'refused' },
    ]);
    expect(stored()).toHaveLength(1);
  });
});

describe('due dates', () => {
  const date = '2026-10-24';
  const writers = [
    'Hawaiian Standard Time',
    'Eastern Standard Time',
    'UTC',
    'Tokyo Standard Time',
    'Line Islands Standard Time',
  ];
  const mailboxes = [
    'Hawaiian Standard Time',
    'Eastern Standard Time',
    'W. Europe Standard Time',
    'Tokyo Standard Time',
    'New Zealand Standard Time',
  ];

  test.each(writers.flatMap((writer) => mailboxes.map((mailbox) => [writer, mailbox] as const)))(
    'written in %s, read in a mailbox of %s',
    async (writer, mailbox) => {
      await open([{ title: 'T', ...due(date, writer) }], mailbox);
      const far = writer === 'Line Islands Standard Time';
      // From UTC+14 the 24th is the same instant as the 23rd from UTC-10: only a mailbox that lives there can tell.
      expect((await read())[0]?.fields.dueDate).toBe(far ? '2026-10-23' : date);
    },
  );

  test.each(['New Zealand Standard Time', 'Tonga Standard Time', 'Line Islands Standard Time'])(
    'from UTC+12 on the mailbox’s own zone says which day its midnights begin (%s)',
    async (far) => {
      for (const day of ['2026-01-24', '2026-07-24']) {
        world.graph.reset();
        memory = makeMemory();
        await open(
          [
            { title: 'Own', ...due(day, far) },
            { title: 'Bot', ...due(day, 'UTC') },
          ],
          far,
        );
        expect((await read()).map(({ fields }) => fields.dueDate)).toEqual([day, day]);
      }
    },
  );

  test('what we write is read back as the same day, in every zone of the mailbox', async () => {
    for (const timeZone of [...writers, ...mailboxes, 'Samoa Standard Time', 'Lord Howe Standard Time']) {
      world.graph.reset();
      memory = makeMemory();
      await open([{ title: 'T' }], timeZone);
      const [row] = await read();
      const [made] = await write(changeJob('outlook', row as SideRecord, { dueDate: date }));
      expect(made).toMatchObject({ outcome: 'done', fields: { dueDate: date } });
    }
  });

  test('a date nobody touched is no edit, though the mailbox has moved to another zone', async () => {
    await open([{ title: 'T', ...due(date, 'Tonga Standard Time') }], 'Tonga Standard Time');
    const [row] = await read({ links });
    expect(row?.fields.dueDate).toBe(date);
    world.graph.seed({ mailbox: { timeZone: zone } } as never);
    profile = await readTodoProfile(world.outlook);
    const list = encodeURIComponent(idOf('Tasks'));
    await world.outlook.patch(`/me/todo/lists/${list}/tasks/${row?.ref}`, { importance: 'high' });
    expect(await read({ links })).toMatchObject([{ fields: { dueDate: date, priority: 'high' }, keys: row?.keys }]);
  });

  test('a time in a zone without a name stays in Outlook, is told, and ends no run', () => {
    const custom = { dateTime: '2026-10-24T00:00:00', timeZone: 'tzone://Microsoft/Custom' };
    const { fields } = toNeutral(
      { id: 'A', title: 'T', dueDateTime: custom, isReminderOn: true, reminderDateTime: custom },
      zone,
    );
    expect(typeof fields.dueDate).toBe('object');
    expect(typeof fields.reminder).toBe('object');
  });
});

describe('a polling trigger', () => {
  const topics = () => [
    { kind: 'task', list: idOf('Tasks') } as const,
    { kind: 'contact', folder: null } as const,
    { kind: 'event' } as const,
  ];
  const look = () => outlookChangeFingerprints(world.outlook, topics());

  test('sees what was added, changed and deleted, though To Do takes neither $select nor $orderby nor $count', async () => {
    await open([{ title: 'A' }, { title: 'B' }]);
    const texts = [await look(), await look()];
    expect(texts[0]).toEqual(texts[1]);
    const [task] = stored();
    const path = `/me/todo/lists/${encodeURIComponent(idOf('Tasks'))}/tasks`;
    await world.outlook.patch(`${path}/${task?.id}`, { title: 'C' });
    texts.push(await look());
    await remove(task?.id ?? '');
    texts.push(await look());
    await world.outlook.post(path, { title: 'D' });
    texts.push(await look());
    expect(new Set(texts.map(([tasks]) => tasks)).size).toBe(4);
  });

  test('one topic that cannot be asked keeps no other from being heard', async () => {
    await open([{ title: 'A' }]);
    const before = await look();
    world.graph.faults.add({ kind: 'status', status: 400, count: 100, match: { path: '/tasks' } });
    await world.outlook.post('/me/contacts', { givenName: 'New' });
    const [tasks, contacts, events] = await look();
    expect([contacts === before[1], events === before[2]]).toEqual([false, true]);
    expect((await look())[0]).toBe(tasks);
  });
});

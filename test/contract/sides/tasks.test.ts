import { linkToCrmTask } from '../../../sides/outlook/task/crmLinks';
import { toCreate, toPatch } from '../../../sides/outlook/task/record';
import type { WriteDone, WriteJob } from '../../../sides/types';
import {
  chooseTaskList,
  linkTasks,
  readTodoProfile,
  scopeOf,
  taskFeed,
  writeTasks,
  type TodoProfile,
  type TodoSettings,
} from '../../../sides/outlook';
import { changeFeed, makeRelations, readProfile, tasks, writeRecords, type ZohoProfile } from '../../../sides/zoho';
import { kinds } from '../../../sync/kinds';
import type { Fields, SideRecord } from '../../../sync/model';
import type { Memory, TestWorld } from '../../support/sides';
import { allOf, changeJob, createJob, deleteJob, makeMemory, startWorld, untilError } from '../../support/sides';
import { csdl, propertiesOf, undeclared } from '../simulators/graph/csdl';

let world: TestWorld;
let memory: Memory;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.graph.reset();
  world.zoho.reset();
  memory = makeMemory();
});

const zone = 'Tokyo Standard Time';
const settings: TodoSettings = { listId: null, categories: [] };
const whole: Fields = {
  ...{ subject: 'Call', dueDate: '2026-04-01', status: 'waitingOnOthers', priority: 'high' },
  ...{ description: 'One\nTwo', reminder: '2026-04-01T00:30:00.000Z' },
};
const from = { ref: '42', extra: null };
const made = (side: 'outlook' | 'zoho', fields: Fields = whole, intent: string | null = null): WriteJob => {
  const job = createJob(side, fields, intent);
  return { ...job, write: { ...job.write, from } };
};

describe('Microsoft To Do', () => {
  let profile: TodoProfile;
  const seed = (own: readonly object[]) =>
    world.graph.seed({
      mailbox: { timeZone: zone },
      lists: [
        { displayName: 'Tasks', tasks: own.map((task) => ({ categories: ['Zoho'], ...task })) },
        { displayName: 'Other' },
      ],
    } as never);
  const read = (more: object = {}) =>
    memory.read(taskFeed(world.outlook, { profile, settings, cursor: memory.cursor, known: memory.known, ...more }));
  const write = (...jobs: WriteJob[]) =>
    writeTasks(world.outlook, jobs, { scope: scopeOf({ profile, settings }), crmOrigin: 'https://crm.zoho.com' });
  beforeEach(async () => {
    seed([
      { title: 'Old', importance: 'low' },
      { title: 'Not ours', categories: ['Home'] },
    ]);
    profile = await readTodoProfile(world.outlook);
    world.graph.log.clear();
  });

  test('what is written reads the same, with the link to the CRM, also where it gets another version by itself', async () => {
    await read();
    const [done] = (await allOf(write(made('outlook')))) as readonly WriteDone[];
    expect(done).toMatchObject({ outcome: 'done', fields: whole, notes: [], extra: { crm: ['42'] } });
    memory.take({ ...(done as WriteDone), state: 'live' } as unknown as SideRecord);
    const { ref, fields, extra } = done as WriteDone;
    expect(await read()).toMatchObject([{ ref, fields, extra }]);
    expect(await read()).toEqual([]);
  });

  test('only tasks of the category are told with their fields; others by their keys', async () => {
    const rows = await read();
    expect(rows.map(({ state, fields, keys }) => [state, fields.subject, keys.weak])).toEqual([
      ['live', 'Old', 'task:old'],
      ['outside', undefined, 'task:not ours'],
    ]);
  });

  test('a create whose reply was lost is found by the CRM record it was made of', async () => {
    await allOf(write(made('outlook', whole, 'intent-1')));
    const rows = await read({ sent: [{ id: 'intent-1', sourceRef: '42' }] });
    expect(rows.filter(({ mark }) => mark)).toMatchObject([{ mark: 'intent-1', fields: { subject: 'Call' } }]);
  });

  test('each field can be changed and cleared; a changed task is left alone', async () => {
    const old = (await read())[0] as SideRecord;
    const [filled] = (await allOf(write(changeJob('outlook', old, whole)))) as readonly WriteDone[];
    expect(filled?.fields).toMatchObject(whole);
    const stale = await allOf(write(changeJob('outlook', old, { subject: 'Stale' })));
    expect(stale).toMatchObject([{ outcome: 'stale' }]);
    const record = { ...old, version: filled?.version ?? null, extra: filled?.extra ?? null };
    const blank = { dueDate: null, description: null, reminder: null };
    const [cleared] = (await allOf(write(changeJob('outlook', record, blank)))) as readonly WriteDone[];
    expect(cleared?.fields).toMatchObject({ ...blank, subject: 'Call' });
  });

  test('a removed task is confirmed; a deleted list proves nothing and is named', async () => {
    const old = (await read())[0] as SideRecord;
    expect(await allOf(write(deleteJob('outlook', old)))).toMatchObject([{ outcome: 'done' }]);
    expect(await read()).toMatchObject([{ ref: old.ref, state: 'deleted' }]);
    expect(await allOf(write(changeJob('outlook', old, { subject: 'x' })))).toMatchObject([{ outcome: 'gone' }]);
    world.graph.state.lists.delete(scopeOf({ profile, settings }).list);
    await expect(read()).rejects.toMatchObject({ code: 'listNotFound', radius: 'kind' });
    const { told, error } = await untilError(write(changeJob('outlook', old, { subject: 'x' })));
    expect(told).toEqual([]);
    expect(error).toMatchObject({ code: 'listNotFound', nextStep: expect.stringContaining('Task List') });
  });

  test('a forgotten cursor starts over, and nothing counts as deleted by that', async () => {
    await read();
    memory.cursor = { ...(memory.cursor as object), link: '/me/todo/lists/x/tasks/delta' } as never;
    world.graph.faults.add({ match: { path: 'delta' }, kind: 'status', status: 410, times: 1 } as never);
    const rows = await read();
    expect(rows.filter(({ state }) => state === 'deleted')).toEqual([]);
  });

  test('a task gets the link to its CRM record later, too', async () => {
    const old = (await read())[0] as SideRecord;
    const scope = scopeOf({ profile, settings });
    const pairing = { task: old.ref, list: scope.list, crm: '77', title: 'Old' };
    const { rows, failed } = await linkTasks(world.outlook, [pairing], scope, 'https://crm.zoho.com');
    expect(failed).toEqual([]);
    expect(rows).toMatchObject([{ ref: old.ref, extra: { crm: ['77'] }, fields: old.fields }]);
  });

  test('a link is asked for before it is written; one inherited from the task before is changed', async () => {
    const scope = scopeOf({ profile, settings });
    const [old] = (await read()) as readonly SideRecord[];
    const pairing = (crm: string) => ({ task: old?.ref ?? '', list: scope.list, crm, title: 'Old' });
    const link = async (crm: string) => await linkTasks(world.outlook, [pairing(crm)], scope, 'https://crm.zoho.com');
    await link('77');
    world.graph.log.clear();
    await link('77');
    expect(world.graph.log.list().filter(({ method, path }) => method === 'POST' && !/batch/.test(path))).toEqual([]);
    expect((await link('78')).rows).toMatchObject([{ extra: { crm: ['78'] } }]);
    world.graph.faults.add({ match: { path: 'linkedResources' }, kind: 'status', status: 403, count: 9 });
    expect(await link('79')).toMatchObject({
      rows: [],
      failed: [
        {
          why: { code: expect.stringMatching(/Refused$/), args: { scope: expect.stringMatching(/^Tasks.ReadWrite/) } },
        },
      ],
    });
  });

  test('several lists: each with a feed of its own, the first where new tasks go, none twice', async () => {
    const { results } = await chooseTaskList(world.outlook);
    const [first, second] = results.map(({ value }) => value);
    const both = { ...settings, furtherLists: [second ?? '', first ?? '', ' '] };
    expect(scopeOf({ profile, settings: both })).toMatchObject({ list: first, lists: [first, second] });
    world.graph.seed({ lists: [{ displayName: 'Other', tasks: [{ title: 'There', categories: ['Zoho'] }] }] } as never);
    const rows = await read({ settings: both });
    expect(rows.filter(({ state }) => state === 'live').map(({ extra }) => (extra as { list: string }).list)).toEqual([
      first,
      second,
    ]);
    world.graph.log.clear();
    expect(await read({ settings: both })).toEqual([]);
    expect(world.graph.log.list()).toHaveLength(2);
    const gone = { ...both, listId: second ?? '' };
    world.graph.state.lists.delete(second ?? '');
    const [refused, done] = await allOf(
      writeTasks(world.outlook, [made('outlook'), changeJob('outlook', rows[0] as SideRecord, { subject: 'New' })], {
        ...{ scope: scopeOf({ profile, settings: gone }), crmOrigin: null },
      }),
    );
    expect(refused).toMatchObject({ outcome: 'refused', nextStep: expect.stringContaining('Further Lists') });
    expect(done).toMatchObject({ outcome: 'done', fields: { subject: 'New' } });
  });

  test('lists to choose from: the default one first, flagged mail never', async () => {
    const { results } = await chooseTaskList(world.outlook);
    expect(results.map(({ name }) => name)).toEqual(['Tasks', 'Other']);
    const flagged = { ...profile, flaggedMail: 'f' };
    expect(() => scopeOf({ profile: flagged, settings: { ...settings, listId: 'f' } })).toThrow(/flagged mail/);
  });

  test('a missing permission names itself; a custom time zone is refused politely', async () => {
    world.graph.faults.add({ match: { path: 'mailboxSettings' }, kind: 'status', status: 403 } as never);
    await expect(readTodoProfile(world.outlook)).rejects.toMatchObject({
      radius: 'kind',
      nextStep: expect.stringContaining('MailboxSettings'),
    });
    world.graph.reset();
    world.graph.seed({ mailbox: { timeZone: 'tzone://Microsoft/Custom' } } as never);
    await expect(readTodoProfile(world.outlook)).rejects.toMatchObject({ code: 'noTimeZone', radius: 'kind' });
  });
});

describe('tasks of Zoho CRM', () => {
  let profile: ZohoProfile;
  const read = (more: object = {}) =>
    memory.read(
      changeFeed(world.crm, {
        ...{ module: tasks, profile, settings: { module: 'Tasks' as const, scope: 'all' as const } },
        ...{ cursor: memory.cursor, known: memory.known, now: () => world.zoho.clock.now() },
        ...more,
      }),
    );
  const write = (...jobs: WriteJob[]) =>
    writeRecords(world.crm, jobs, { module: tasks, profile, lookups: makeRelations(world.crm) });
  beforeEach(async () => {
    // with a reminder, which proves that queries tell JSON fields
    const Remind_At = { ALARM: 'FREQ=NONE;ACTION=POPUP;TRIGGER=DATE-TIME:2026-03-01T09:00:00+09:00' };
    const old = { Subject: 'Old', Status: 'Completed', Priority: 'Highest', Remind_At };
    world.zoho.seed({ records: { Tasks: [old] } } as never);
    profile = await readProfile(world.crm, tasks);
    world.zoho.log.clear();
  });

  test.each([false, true])(
    'what is written reads the same (queries refuse JSON fields: %s)',
    async (coqlWithoutJson) => {
      Object.assign(world.zoho.limits, { coqlWithoutJson });
      profile = await readProfile(world.crm, tasks);
      expect(profile.jsonInQueries).toBe(!coqlWithoutJson);
      const [done] = (await allOf(write(made('zoho')))) as readonly WriteDone[];
      expect(done).toMatchObject({ outcome: 'done', fields: whole });
      const row = (await read()).find(({ ref }) => ref === done?.ref);
      expect(row).toMatchObject({ version: done?.version, fields: whole, keys: done?.keys });
      Object.assign(world.zoho.limits, { coqlWithoutJson: false });
    },
  );

  test('nothing new costs two requests; a deletion is told', async () => {
    const old = (await read())[0] as SideRecord;
    expect(old.fields).toMatchObject({ subject: 'Old', status: 'completed', priority: 'highest', dueDate: null });
    world.zoho.clock.advance(300_000);
    world.zoho.log.clear();
    await read();
    expect(world.zoho.log.list()).toHaveLength(2);
    await allOf(write(deleteJob('zoho', old)));
    expect((await read()).filter(({ state }) => state === 'deleted')).toMatchObject([{ ref: old.ref }]);
  });

  test('a create whose reply was lost is recognised by what it said', async () => {
    const [done] = (await allOf(write(made('zoho')))) as readonly WriteDone[];
    const rows = await read({ sent: [{ id: 'intent-1', fields: whole }] });
    expect(rows.filter(({ mark }) => mark)).toMatchObject([{ ref: done?.ref, mark: 'intent-1' }]);
  });

  test("a word that is not the org's is never written, and what is not mapped stays", async () => {
    const old = (await read())[0] as SideRecord;
    const [done] = (await allOf(
      write(changeJob('zoho', old, { status: 'someday', subject: 'New' })),
    )) as readonly WriteDone[];
    expect(done).toMatchObject({ outcome: 'done' });
    const [stored] = [...(world.zoho.state.records.get('Tasks')?.values() ?? [])];
    expect(stored?.values).toMatchObject({ Subject: 'New', Status: 'Completed', Priority: 'Highest' });
    expect(world.zoho.state.workflowRuns).toBe(0);
  });

  test('sixty tasks, each the next of one that is about somebody, are about the same', async () => {
    const Contacts = [{ id: '1001', Last_Name: 'Tanaka' }];
    const before = Array.from({ length: 60 }, (_, n) => ({ Subject: `Call ${n}`, Who_Id: { id: '1001' } }));
    world.zoho.seed({ records: { Contacts, Tasks: before } } as never);
    const named = (word: string) =>
      [...(world.zoho.state.records.get('Tasks')?.values() ?? [])].filter(({ values }) =>
        String(values.Subject).startsWith(word),
      );
    const ids = named('Call').map(({ id }) => id);
    const jobs = ids.map((id) => createJob('zoho', { subject: `Next after ${id}` }));
    const next = (job: WriteJob, n: number): WriteJob => ({
      ...job,
      write: { ...job.write, from: { ref: 'x', extra: { crm: [ids[n] ?? ''] } } },
    });
    await allOf(write(...jobs.map(next)));
    const whom = named('Next').map(({ values }) => values.Who_Id);
    expect(whom).toEqual(ids.map(() => expect.objectContaining({ id: '1001' })));
  });

  test('an org that hides the module stops this kind with words', async () => {
    world.zoho.faults.add({ match: { path: 'settings/fields' }, kind: 'status', status: 204 });
    await expect(readProfile(world.crm, tasks)).rejects.toMatchObject({
      radius: 'kind',
      message: expect.stringContaining('Tasks'),
    });
  });
});

const whenAtHand = csdl
  ? describe
  : (_name: string, _tests: () => void) => test('has no metadata at hand', () => expect(csdl).toBeNull());

whenAtHand("what is sent to To Do, against Microsoft's metadata", () => {
  const link = linkToCrmTask('42', 'Call', 'https://crm.zoho.com');

  test('a new task, every patch and a link have nothing that their types lack', () => {
    expect(undeclared('todoTask', toCreate({ fields: whole, extra: null }, zone, link))).toEqual([]);
    expect(
      undeclared('todoTask', toPatch({ fields: { ...whole, reminder: null, dueDate: null }, extra: null }, zone)),
    ).toEqual([]);
    expect(undeclared('linkedResource', link as Record<string, unknown>)).toEqual([]);
  });

  test('all that is read is there, and each status and importance that is sent is one of its words', () => {
    const declared = propertiesOf('todoTask');
    for (const name of ['recurrence', 'linkedResources', 'categories', 'isReminderOn', 'completedDateTime'])
      expect([name, declared.has(name)]).toEqual([name, true]);
    const words = (type: string) =>
      [
        ...(new RegExp(`<EnumType Name="${type}"[^>]*>([\\s\\S]*?)</EnumType>`).exec(csdl ?? '')?.[1] ?? '').matchAll(
          /Name="(\w+)"/g,
        ),
      ].map(([, word]) => word);
    const of = (name: string) => kinds.task.fields.find((field) => field.name === name)?.choices?.outlook ?? [];
    expect([...words('taskStatus')].sort()).toEqual([...of('status')].sort());
    expect([...words('importance')].sort()).toEqual([...of('priority')].sort());
    expect(words('wellknownListName')).toEqual(expect.arrayContaining(['defaultList', 'flaggedEmails']));
  });
});

import type { Done, WriteJob } from '../../../sides/types';
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
import type { Fields, SideRecord } from '../../../sync/model';
import type { Memory, TestWorld } from '../../support/sides';
import { allOf, changeJob, createJob, deleteJob, makeMemory, startWorld, untilError } from '../../support/sides';

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
    writeTasks(world.outlook, jobs, { list: scopeOf({ profile, settings }).list, zone, web: 'https://crm.zoho.com' });
  beforeEach(async () => {
    seed([
      { title: 'Old', importance: 'low' },
      { title: 'Not ours', categories: ['Home'] },
    ]);
    profile = await readTodoProfile(world.outlook);
    world.graph.log.clear();
  });

  test('what is written reads the same, with the link to the CRM, and is no news', async () => {
    await read();
    const [done] = (await allOf(write(made('outlook')))) as readonly Done[];
    expect(done).toMatchObject({ outcome: 'done', fields: whole, notes: [], extra: { crm: ['42'] } });
    memory.take({ ...(done as Done), state: 'live' } as unknown as SideRecord);
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
    const [filled] = (await allOf(write(changeJob('outlook', old, whole)))) as readonly Done[];
    expect(filled?.fields).toMatchObject(whole);
    const stale = await allOf(write(changeJob('outlook', old, { subject: 'Stale' })));
    expect(stale).toMatchObject([{ outcome: 'moved' }]);
    const record = { ...old, version: filled?.version ?? null, extra: filled?.extra ?? null };
    const blank = { dueDate: null, description: null, reminder: null };
    const [cleared] = (await allOf(write(changeJob('outlook', record, blank)))) as readonly Done[];
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
    const pairing = { task: old.ref, crm: '77', title: 'Old' };
    const rows = await linkTasks(world.outlook, [pairing], scopeOf({ profile, settings }), 'https://crm.zoho.com');
    expect(rows).toMatchObject([{ ref: old.ref, extra: { crm: ['77'] }, fields: old.fields }]);
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
    world.zoho.seed({ records: { Tasks: [{ Subject: 'Old', Status: 'Completed', Priority: 'Highest' }] } } as never);
    profile = await readProfile(world.crm, tasks);
    world.zoho.log.clear();
  });

  test.each([false, true])(
    'what is written reads the same (queries refuse JSON fields: %s)',
    async (coqlWithoutJson) => {
      Object.assign(world.zoho.limits, { coqlWithoutJson });
      profile = await readProfile(world.crm, tasks);
      expect(profile.jsonInQueries).toBe(!coqlWithoutJson);
      const [done] = (await allOf(write(made('zoho')))) as readonly Done[];
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
    const [done] = (await allOf(write(made('zoho')))) as readonly Done[];
    const rows = await read({ sent: [{ id: 'intent-1', fields: whole }] });
    expect(rows.filter(({ mark }) => mark)).toMatchObject([{ ref: done?.ref, mark: 'intent-1' }]);
  });

  test("a word that is not the org's is never written, and what is not mapped stays", async () => {
    const old = (await read())[0] as SideRecord;
    const [done] = (await allOf(
      write(changeJob('zoho', old, { status: 'someday', subject: 'New' })),
    )) as readonly Done[];
    expect(done).toMatchObject({ outcome: 'done' });
    const [stored] = [...(world.zoho.state.records.get('Tasks')?.values() ?? [])];
    expect(stored?.values).toMatchObject({ Subject: 'New', Status: 'Completed', Priority: 'Highest' });
    expect(world.zoho.state.workflowRuns).toBe(0);
  });

  test('an org that hides the module stops this kind with words', async () => {
    world.zoho.faults.add({ match: { path: 'settings/fields' }, kind: 'status', status: 204 });
    await expect(readProfile(world.crm, tasks)).rejects.toMatchObject({
      radius: 'kind',
      message: expect.stringContaining('Tasks'),
    });
  });
});

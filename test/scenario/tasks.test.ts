import { startTaskWorld } from '../support/taskWorld';
import type { Raw } from '../support/fixture';
import type { TaskWorld } from '../support/taskWorld';

let world: TaskWorld;
beforeAll(async () => void (world = await startTaskWorld()));
afterAll(async () => await world.stop());

const due = (date: string, timeZone = 'Tokyo Standard Time') => ({ dateTime: `${date}T00:00:00`, timeZone });
const alarm = (iso: string, action = 'EMAIL') => ({ ALARM: `FREQ=NONE;ACTION=${action};TRIGGER=DATE-TIME:${iso}` });
const one = (rows: readonly Raw[], name: string): Raw => {
  const found = rows.filter(({ title, Subject }) => (title ?? Subject) === name);
  expect(found).toHaveLength(1);
  return found[0] as Raw;
};

test('a task goes over with all it says, and a second run writes nothing in at most three requests', async () => {
  const reminderDateTime = { dateTime: '2026-04-01T00:30:00', timeZone: 'UTC' };
  const body = { content: 'Bring the contract.\nAnd a pen.', contentType: 'text' };
  world.reset(
    [{ title: 'Call', dueDateTime: due('2026-04-01'), importance: 'high', isReminderOn: true, reminderDateTime, body }],
    [
      {
        Subject: 'Write',
        Due_Date: '2026-05-02',
        Status: 'In Progress',
        Priority: 'Lowest',
        Description: 'Two\nlines',
      },
      { Subject: 'Remind', Remind_At: alarm('2026-05-01T09:00:00+09:00') },
    ],
  );
  expect(await world.run()).toMatchObject({ created: { outlook: 2, zoho: 1 }, parkedRecords: [], pending: 0 });
  const call = one(world.crmTasks(), 'Call');
  expect(call).toMatchObject({
    ...{ Due_Date: '2026-04-01', Status: 'Not Started', Priority: 'High' },
    Description: 'Bring the contract.\nAnd a pen.',
    Remind_At: { ALARM: 'FREQ=NONE;ACTION=POPUP;TRIGGER=DATE-TIME:2026-04-01T00:30:00+00:00' },
  });
  const todo = await world.todo();
  expect(one(todo, 'Write')).toMatchObject({
    ...{ status: 'inProgress', importance: 'low', categories: ['Zoho'] },
    dueDateTime: { dateTime: expect.stringContaining('2026-05-01T15:00:00'), timeZone: 'UTC' },
    linkedResources: [{ applicationName: 'Zoho CRM', externalId: one(world.crmTasks(), 'Write').id }],
  });
  expect(one(todo, 'Remind')).toMatchObject({
    isReminderOn: true,
    reminderDateTime: { dateTime: expect.stringContaining('2026-05-01T00:00:00') },
  });
  expect(one(todo, 'Call').linkedResources).toMatchObject([
    { externalId: call.id, webUrl: expect.stringMatching(new RegExp(`/crm/tab/Tasks/${String(call.id)}$`)) },
  ]);
  expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
  expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
  expect(world.writes()).toEqual([]);
  expect(world.requests().length).toBeLessThanOrEqual(3);
});

test('what both sides have is paired by subject and due date, an undated one by its subject', async () => {
  world.reset(
    [
      { title: 'Call', dueDateTime: due('2026-04-01') },
      { title: 'call', dueDateTime: due('2026-04-02') },
      { title: 'Some day' },
    ],
    [{ Subject: 'Call', Due_Date: '2026-04-01' }, { Subject: 'some day' }, { Subject: 'Call', Due_Date: '2026-04-03' }],
  );
  expect(await world.run()).toMatchObject({ linked: 2, created: { outlook: 1, zoho: 1 }, ambiguous: 0 });
});

test('a priority that To Do cannot show stays, until somebody changes it there', async () => {
  world.reset([], [{ Subject: 'Urgent', Priority: 'Highest', Status: 'Not Started' }]);
  await world.run();
  await world.editTodo('Urgent', { title: 'Most urgent' });
  await world.run();
  expect(one(world.crmTasks(), 'Most urgent').Priority).toBe('Highest');
  await world.editTodo('Most urgent', { importance: 'low' });
  await world.run();
  expect(one(world.crmTasks(), 'Most urgent').Priority).toBe('Low');
  expect(await world.run()).toMatchObject({ written: 0 });
});

test("a status of the org's own stays where it is, and is told with the reason", async () => {
  const values = ['Not Started', 'Needs Approval', 'Completed'].map((actual_value) => ({ actual_value }));
  world.reset(
    [{ title: 'Wait', status: 'waitingOnOthers' }],
    [{ Subject: 'Approve', Status: 'Needs Approval', Priority: 'Normal' }],
    { seed: { picklists: { Tasks: { Status: values } } } },
  );
  const first = await world.run();
  expect(first.left.map(({ reason }) => reason).sort()).toEqual([
    'Status "Needs Approval" stays in Zoho CRM: Outlook has no such value',
    'Status "waitingOnOthers" stays in Outlook: Zoho CRM has no such value',
  ]);
  expect(one(world.crmTasks(), 'Wait').Status).toBe('Not Started');
  expect(one(await world.todo(), 'Approve').status).toBe('notStarted');
  expect(await world.run()).toMatchObject({ written: 0 });
  await world.editTodo('Approve', { title: 'Approve it' });
  await world.run();
  expect(one(world.crmTasks(), 'Approve it').Status).toBe('Needs Approval');
  await world.editTodo('Approve it', { status: 'completed' });
  await world.run();
  expect(one(world.crmTasks(), 'Approve it')).toMatchObject({ Status: 'Completed', Closed_Time: expect.any(String) });
});

test('what an org no longer offers is read but never given; where it has no word its default is no edit', async () => {
  const values = (...words: readonly (string | Raw)[]) =>
    words.map((word) => (typeof word === 'string' ? { actual_value: word } : word));
  const Status = values('Not Started', 'Completed', { actual_value: 'Deferred', type: 'unused' });
  const Priority = values('High', 'Low');
  world.reset(
    [{ title: 'Later', status: 'deferred', importance: 'normal' }],
    [{ Subject: 'Old', Status: 'Deferred', Priority: 'Low' }],
    { seed: { picklists: { Tasks: { Status, Priority } } } },
  );
  await world.run();
  expect(one(world.crmTasks(), 'Later')).toMatchObject({ Status: 'Not Started', Priority: 'High' });
  expect(one(await world.todo(), 'Old')).toMatchObject({ status: 'deferred', importance: 'low' });
  expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
  expect(one(await world.todo(), 'Later')).toMatchObject({ status: 'deferred', importance: 'normal' });
});

test('an edit of the description goes over once and no further, and what was formatted stays', async () => {
  const content = '<html><body><div>One <b>bold</b> line</div><div>Second</div></body></html>';
  world.reset([{ title: 'Note', body: { content, contentType: 'html' } }]);
  await world.run();
  expect(one(world.crmTasks(), 'Note').Description).toBe('One bold line\nSecond');
  await world.editCrm('Note', { Description: 'One bold line\nSecond, changed' });
  expect(await world.run()).toMatchObject({ updated: { outlook: 1, zoho: 0 } });
  const shown = (one(await world.todo(), 'Note').body as Raw).content;
  expect(shown).toContain('One <b>bold</b> line');
  expect(shown).toContain('Second, changed');
  expect(await world.run()).toMatchObject({ written: 0 });
  await world.editTodo('Note', { body: { content: 'All new', contentType: 'text' } });
  expect(await world.run()).toMatchObject({ updated: { outlook: 0, zoho: 1 } });
  expect(await world.run()).toMatchObject({ written: 0 });
});

test('whom and what a new CRM task is about comes from its linked resource or its category', async () => {
  const Contacts = [
    { id: '700000000000000001', Last_Name: 'Tanaka', First_Name: 'Hanako' },
    { id: '700000000000000006', Last_Name: 'Twice', First_Name: 'Al' },
  ];
  const Accounts = [
    { id: '700000000000000002', Account_Name: 'North' },
    { id: '700000000000000003', Account_Name: 'South' },
    { id: '700000000000000004', Account_Name: 'South' },
    { id: '700000000000000007', Account_Name: 'Al Twice' },
  ];
  const Deals = [{ id: '700000000000000005', Deal_Name: 'Big deal' }];
  const link = (tab: string, id: string) => ({
    ...{ applicationName: 'Zoho CRM', externalId: '1' },
    webUrl: `https://crm.zoho.com/crm/org7/tab/${tab}/${id}`,
  });
  const bare = (externalId: string) => ({ applicationName: 'Zoho CRM', externalId });
  world.reset(
    [
      { title: 'Linked', linkedResources: [link('Contacts', '700000000000000001')] },
      { title: 'Linked deal', linkedResources: [link('Potentials', '700000000000000005')] },
      { title: 'Bare', linkedResources: [bare('700000000000000002')] },
      { title: 'Bare who', linkedResources: [bare('700000000000000001')] },
      { title: 'Gone', linkedResources: [link('Contacts', '799999999999999999')] },
      { title: 'Named', categories: ['Zoho', 'Zoho: North'] },
      { title: 'Plainly', categories: ['Zoho', 'Hanako Tanaka', 'BIG DEAL', 'Red category'] },
      { title: 'Unclear', categories: ['Zoho', 'South'] },
      { title: 'Mixed', categories: ['Zoho', 'Al Twice'] },
      { title: 'Unknown', categories: ['Zoho', 'Zoho: Nobody'] },
    ],
    [],
    { seed: { records: { Contacts, Accounts, Deals } } },
  );
  const first = await world.run();
  const about = (name: string): readonly unknown[] => {
    const { Who_Id, What_Id } = one(world.crmTasks(), name);
    return [Who_Id, What_Id].map((record) => (record as Raw | null | undefined)?.id ?? null);
  };
  const [tanaka, north, deal] = [Contacts[0]?.id, Accounts[0]?.id, Deals[0]?.id];
  expect(about('Linked')).toEqual([tanaka, null]);
  expect(about('Linked deal')).toEqual([null, deal]);
  expect(about('Bare')).toEqual([null, north]);
  expect(about('Bare who')).toEqual([tanaka, null]);
  expect(about('Named')).toEqual([null, north]);
  expect(about('Plainly')).toEqual([tanaka, deal]);
  for (const name of ['Gone', 'Unclear', 'Mixed', 'Unknown']) expect(about(name)).toEqual([null, null]);
  expect(first.left.map(({ label, reason }) => `${label}: ${reason}`).sort()).toEqual([
    'Gone: The CRM record that this task is linked with was not found, so it is about none.',
    'Mixed: Several CRM records are called "Al Twice", so the task is about none of them.',
    'Unclear: Several CRM records are called "South", so the task is about none of them.',
    'Unknown: No contact, account or deal of the CRM is called "Nobody".',
  ]);
  await world.editTodo('Linked', { importance: 'high', categories: ['Zoho', 'North'] });
  await world.run();
  expect(one(world.crmTasks(), 'Linked')).toMatchObject({ Priority: 'High', Who_Id: { id: tanaka } });
  expect(about('Linked')).toEqual([tanaka, null]);
  expect(await world.run()).toMatchObject({ written: 0, left: [] });
});

test('a link to the CRM that cannot be written is told, and tried again later and later, never doubled', async () => {
  world.reset([{ title: 'Call' }], [{ Subject: 'Call' }]);
  const { graph } = world.services;
  const asked = () => world.requests().filter(({ path }) => path.includes('linkedResources')).length;
  const refuse = { match: { method: 'POST', path: 'linkedResources$' }, kind: 'status', status: 403, count: 99 };
  graph.faults.add(refuse);
  const first = await world.run();
  expect(first).toMatchObject({ linked: 1, pending: 0 });
  expect(first.left).toMatchObject([
    { label: 'Call', reason: expect.stringMatching(/no link to its CRM record .*later/) },
  ]);
  const clock = jest.spyOn(Date, 'now');
  const after = async (minutes: number) => {
    const now = Date.parse(new Date().toISOString());
    clock.mockImplementation(() => now + minutes * 60_000);
    return await world.run();
  };
  try {
    expect([await world.run(), asked()]).toMatchObject([{ left: [] }, 0]);
    expect((await after(6)).left).toHaveLength(1);
    expect([await after(12), asked()]).toMatchObject([{ left: [] }, 0]);
    graph.faults.clear();
    expect(await after(30)).toMatchObject({ left: [] });
  } finally {
    clock.mockRestore();
  }
  const [task] = await world.todo();
  expect(task?.linkedResources).toMatchObject([{ externalId: world.crmTasks()[0]?.id }]);
  expect(await world.run()).toMatchObject({ written: 0 });
  expect((await world.todo())[0]?.linkedResources).toHaveLength(1);
});

test('a deletion is kept on the other side, and one without the category leaves the sync', async () => {
  world.reset([{ title: 'Gone' }, { title: 'Left' }, { title: 'Private', categories: [] }]);
  expect(await world.run()).toMatchObject({ created: { zoho: 2 } });
  await world.deleteTodo('Gone');
  await world.editTodo('Left', { categories: [] });
  expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
  expect(world.crmTasks()).toHaveLength(2);
});

test('a list deleted under us is told clearly, and no task counts as deleted', async () => {
  world.reset([{ title: 'Call' }]);
  await world.run();
  await world.deleteList();
  await expect(world.run({ 'Conflict Resolver': { deletes: 'delete' } })).rejects.toThrow(/list/i);
  expect(world.crmTasks()).toHaveLength(1);
});

test('due dates stay the same dates on both sides of the date line', async () => {
  for (const zone of [
    'UTC-11',
    'Hawaiian Standard Time',
    'Tokyo Standard Time',
    'Line Islands Standard Time',
    'Samoa Standard Time',
  ]) {
    world.reset([{ title: 'Out', dueDateTime: due('2026-03-08', zone) }], [{ Subject: 'In', Due_Date: '2028-02-29' }], {
      zone,
    });
    await world.run();
    expect(one(world.crmTasks(), 'Out').Due_Date).toBe('2026-03-08');
    expect(await world.run()).toMatchObject({ written: 0 });
    await world.editTodo('In', { importance: 'high' });
    await world.run();
    expect(one(world.crmTasks(), 'In').Due_Date).toBe('2028-02-29');
  }
});

test('an edited due date and a cleared reminder go over', async () => {
  world.reset([], [{ Subject: 'Move', Due_Date: '2026-04-01', Remind_At: alarm('2026-03-31T09:00:00+09:00') }]);
  await world.run();
  await world.editTodo('Move', { dueDateTime: due('2026-04-09'), isReminderOn: false });
  await world.run();
  expect(one(world.crmTasks(), 'Move')).toMatchObject({ Due_Date: '2026-04-09', Remind_At: null });
  await world.editCrm('Move', { Due_Date: null, Remind_At: alarm('2026-04-01T10:00:00+09:00') });
  await world.run();
  const moved = one(await world.todo(), 'Move');
  expect(moved.dueDateTime ?? null).toBeNull();
  expect(moved.isReminderOn).toBe(true);
  expect(await world.run()).toMatchObject({ written: 0 });
});

test('what the user set wrongly, or may not do, is told clearly', async () => {
  world.reset([{ title: 'Call' }]);
  await expect(world.run({ 'Outlook Changes': { resource: 'contact' } })).rejects.toThrow(/one of the kind task/);
  world.reset([{ title: 'Call' }]);
  world.services.graph.faults.add({ match: { path: 'todo' }, kind: 'status', status: 403 } as never);
  await expect(world.run()).rejects.toThrow(/Tasks.ReadWrite/);
});

test('one way only, nothing at all is written to Outlook, no link either', async () => {
  world.reset([{ title: 'Call' }], [{ Subject: 'Write' }]);
  await world.run({ 'Conflict Resolver': { direction: 'toZoho' } });
  expect(world.crmTasks()).toHaveLength(2);
  expect((await world.todo()).map(({ linkedResources }) => linkedResources ?? [])).toEqual([[]]);
});

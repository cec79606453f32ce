import { graphWorld } from './graph/client';

const { service, start, send, get, round } = graphWorld();
const LISTS = '/me/todo/lists';

beforeAll(start);
beforeEach(() => service.reset());
afterAll(() => service.stop());

const at = (dateTime: string, timeZone: string) => ({ dateTime, timeZone });

async function newList(displayName = 'Work'): Promise<string> {
  const { status, body } = await send('POST', LISTS, { displayName });
  expect([status, body.wellknownListName]).toEqual([201, 'none']);
  return `${LISTS}/${body.id}`;
}

describe('task lists', () => {
  it('has two built-in ones that cannot be renamed or deleted', async () => {
    const { value } = (await get(LISTS)).body;
    expect(value.map((list: { wellknownListName: string }) => list.wellknownListName)).toEqual([
      'defaultList',
      'flaggedEmails',
    ]);
    expect((await send('PATCH', `${LISTS}/${value[0].id}`, { displayName: 'X' })).status).toBe(400);
    expect((await send('DELETE', `${LISTS}/${value[1].id}`)).status).toBe(400);
  });

  it('cuts the list at sixteen without $top and says nothing of more', async () => {
    service.seed({ lists: Array.from({ length: 30 }, (_, n) => ({ displayName: `L${n}` })) });
    const bare = (await get(LISTS)).body;
    expect([bare.value.length, '@odata.nextLink' in bare]).toEqual([16, false]);
    expect((await get(`${LISTS}?$top=100`)).body.value).toHaveLength(32);
    expect((await round(`${LISTS}/delta`)).rows).toHaveLength(32);
    service.limits.todoListsCut = 0;
    expect((await get(LISTS)).body['@odata.nextLink']).toContain('skip=10');
  });

  it('answers 404 for everything below a deleted list, and says so in the delta of the lists', async () => {
    const list = await newList();
    const { link } = await round(`${LISTS}/delta`);
    const tasks = await round(`${list}/tasks/delta`);
    expect((await send('PATCH', list, { displayName: 'Renamed' })).body.displayName).toBe('Renamed');
    expect((await send('DELETE', list)).status).toBe(204);
    for (const path of [list, `${list}/tasks`, `${list}/tasks/delta`, tasks.link])
      expect((await get(path)).body.error.code).toBe('ErrorItemNotFound');
    expect((await send('POST', `${list}/tasks`, { title: 'x' })).status).toBe(404);
    expect((await round(link)).rows).toEqual([expect.objectContaining({ '@removed': { reason: 'deleted' } })]);
  });

  it('refuses an empty name, an unknown property, an id that is none', async () => {
    expect((await send('POST', LISTS, { displayName: '' })).status).toBe(400);
    expect((await send('POST', LISTS, { name: 'x' })).body.error.code).toBe('RequestBodyRead');
    expect((await get(`${LISTS}/nonsense`)).body.error.code).toBe('ErrorInvalidIdMalformed');
  });
});

describe('tasks', () => {
  it('creates, reads, changes and deletes, with a new etag each time and If-Match honoured', async () => {
    const list = await newList();
    const made = await send('POST', `${list}/tasks/`, { title: 'Call', importance: 'high', categories: ['Zoho'] });
    expect([made.status, made.body]).toMatchObject([
      201,
      { title: 'Call', importance: 'high', status: 'notStarted', isReminderOn: false, categories: ['Zoho'] },
    ]);
    expect(Object.keys(made.body).filter((name) => /dueDate|recurrence|linked/.test(name))).toEqual([]);
    const path = `${list}/tasks/${made.body.id}`;
    const patched = await send('PATCH', path, { body: { content: '<p>a</p>', contentType: 'html' } });
    expect(patched.body.body).toEqual({ content: '<p>a</p>', contentType: 'html' });
    const stale = { 'if-match': made.body['@odata.etag'] };
    expect((await send('PATCH', path, { title: 'x' }, stale)).status).toBe(412);
    expect((await send('DELETE', path, undefined, stale)).status).toBe(412);
    expect((await send('PATCH', path, { title: 'x' }, { 'if-match': patched.body['@odata.etag'] })).status).toBe(200);
    expect((await get(`${list}/tasks/?$top=100`)).body.value).toMatchObject([{ title: 'x' }]);
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await get(path)).status).toBe(404);
  });

  it.each([
    ['Hawaiian Standard Time', '2024-10-24T10:00:00.0000000'],
    ['Pacific/Kiritimati', '2024-10-23T10:00:00.0000000'],
    ['Eastern Standard Time', '2024-10-24T04:00:00.0000000'],
    ['UTC', '2024-10-24T00:00:00.0000000'],
  ])('gives a due date of %s back as that midnight in UTC', async (zone, utc) => {
    const list = await newList();
    const body = {
      title: 'x',
      dueDateTime: at('2024-10-24T16:00:00', zone),
      reminderDateTime: at('2024-10-24T16:00:00', 'UTC'),
    };
    expect((await send('POST', `${list}/tasks`, body)).body).toMatchObject({
      dueDateTime: at(utc, 'UTC'),
      reminderDateTime: at('2024-10-24T16:00:00.0000000', 'UTC'),
    });
  });

  it('keeps the time of a due date when told to', async () => {
    service.limits.snapDueDates = false;
    const body = { title: 'x', dueDateTime: at('2024-10-24T16:00:00', 'Eastern Standard Time') };
    const made = await send('POST', `${await newList()}/tasks`, body);
    expect(made.body.dueDateTime.dateTime).toBe('2024-10-24T20:00:00.0000000');
  });

  it('sets the day of completion with the status and takes it away again', async () => {
    const list = await newList();
    service.clock.set('2026-03-05T17:30:00Z');
    const { id } = (await send('POST', `${list}/tasks`, { title: 'x', status: 'completed' })).body;
    const done = (await get(`${list}/tasks/${id}`)).body;
    expect(done.completedDateTime).toEqual(at('2026-03-05T00:00:00.0000000', 'UTC'));
    const open = (await send('PATCH', `${list}/tasks/${id}`, { status: 'waitingOnOthers' })).body;
    expect([open.status, 'completedDateTime' in open]).toEqual(['waitingOnOthers', false]);
  });

  it.each([
    [{ title: 'x', colour: 'red' }, 'RequestBodyRead'],
    [{ title: 'x', status: 'done' }, 'RequestBodyRead'],
    [{ title: 'x', body: null }, 'RequestBodyRead'],
    [{ title: 'x', dueDateTime: at('2024-02-30', 'UTC') }, 'InvalidDateTime'],
    [{ title: 'x', dueDateTime: at('2024-02-20', 'Mars Standard Time') }, 'TimeZoneNotSupportedException'],
    [
      { title: 'x', recurrence: { pattern: { type: 'daily', interval: 1 }, range: { type: 'noEnd' } } },
      'invalidRequest',
    ],
  ])('refuses %j', async (body, code) => {
    const { status, body: reply } = await send('POST', `${await newList()}/tasks`, body);
    expect([status, reply.error.code]).toEqual([400, code]);
  });

  it('leaves the next task behind when a recurring one is completed', async () => {
    service.limits.respawnMoves = false;
    const list = await newList();
    const recurrence = {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: ['thursday'] },
      range: { type: 'noEnd', startDate: '2024-10-24' },
    };
    const body = { title: 'x', dueDateTime: at('2024-10-24T00:00:00', 'Tokyo Standard Time'), recurrence };
    const made = (await send('POST', `${list}/tasks`, body)).body;
    expect(made.recurrence.range).toMatchObject({ endDate: '0001-01-01', numberOfOccurrences: 0 });
    await send('PATCH', `${list}/tasks/${made.id}`, { status: 'completed' });
    const rows = (await get(`${list}/tasks`)).body.value;
    expect(rows).toMatchObject([
      { status: 'completed', dueDateTime: at('2024-10-23T15:00:00.0000000', 'UTC') },
      { status: 'notStarted', dueDateTime: at('2024-10-30T15:00:00.0000000', 'UTC') },
    ]);
    expect(rows[1].id).not.toBe(made.id);
  });

  it('or moves it on, its completed occurrence being a new task', async () => {
    const list = await newList();
    const recurrence = { pattern: { type: 'daily', interval: 2 }, range: { type: 'noEnd', startDate: '2024-10-24' } };
    const linkedResources = [{ externalId: '42' }];
    const body = { title: 'x', dueDateTime: at('2024-10-24T00:00:00', 'UTC'), recurrence, linkedResources };
    const made = (await send('POST', `${list}/tasks`, body)).body;
    const reply = (await send('PATCH', `${list}/tasks/${made.id}`, { status: 'completed' })).body;
    expect(reply).toMatchObject({
      id: made.id,
      status: 'notStarted',
      dueDateTime: at('2024-10-26T00:00:00.0000000', 'UTC'),
    });
    const rows = (await get(`${list}/tasks?$expand=linkedResources`)).body.value;
    expect(rows.map((row: { status: string }) => row.status)).toEqual(['notStarted', 'completed']);
    expect(rows[1]).toMatchObject({ linkedResources: [{ externalId: '42' }], title: 'x' });
    expect(rows[1].recurrence).toBeUndefined();
    service.limits.respawnMoves = false;
  });

  it('filters lists, and refuses to choose, order or count; by a switch it orders them', async () => {
    service.seed({ lists: [{ displayName: 'L', tasks: [{ title: 'b' }, { title: 'a', status: 'completed' }] }] });
    const { id } = (await get(`${LISTS}?$top=9`)).body.value[2];
    const titles = async (query: string) =>
      (await get(`${LISTS}/${id}/tasks?${query}`)).body.value.map((task: { title: string }) => task.title);
    for (const option of ['$orderby=title', '$select=title', '$count=true'])
      expect((await get(`${LISTS}/${id}/tasks?${option}`)).body.error.code).toBe('RequestBroker--ParseUri');
    service.limits.todoRefusesOptions = false;
    expect(await titles('$orderby=title')).toEqual(['a', 'b']);
    expect(await titles("$filter=status ne 'completed' and title eq 'b'")).toEqual(['b']);
    expect((await get(`${LISTS}/${id}/tasks?$filter=foo(1)`)).status).toBe(400);
  });
});

describe('what the service does otherwise than its documents say', () => {
  const recurrence = { pattern: { type: 'daily', interval: 1 }, range: { type: 'noEnd', startDate: '2024-10-24' } };
  const body = { title: 'x', dueDateTime: at('2024-10-24T00:00:00', 'UTC'), recurrence };

  it('says of a task of another list that it is not in this one, but changes it there', async () => {
    const [one, other] = [await newList(), await newList('Other')];
    const { id } = (await send('POST', `${one}/tasks`, { title: 'x' })).body;
    for (const method of ['GET', 'DELETE'])
      expect((await send(method, `${other}/tasks/${id}`)).body.error).toMatchObject({
        ...{ code: 'invalidRequest', innerError: { code: 'ParentFolderDoesNotContainTaskWithGivenId' } },
      });
    expect((await send('PATCH', `${other}/tasks/${id}`, { title: 'y' })).status).toBe(200);
    await send('DELETE', `${one}/tasks/${id}`);
    expect((await get(`${other}/tasks/${id}`)).status).toBe(404);
  });

  it('shows a rule by id, in delta and in a filtered list, not in a plain one; takes no range back', async () => {
    const list = await newList();
    const { id, recurrence: shown } = (await send('POST', `${list}/tasks`, body)).body;
    expect((await get(`${list}/tasks`)).body.value[0]).not.toHaveProperty('recurrence');
    expect((await get(`${list}/tasks?$filter=status ne 'completed'`)).body.value[0]).toHaveProperty('recurrence');
    expect((await get(`${list}/tasks/${id}`)).body).toHaveProperty('recurrence');
    const refused = await send('PATCH', `${list}/tasks/${id}`, { recurrence: shown });
    expect(refused.body.error).toMatchObject({ code: 'invalidRequest', innerError: { code: 'InvalidModel' } });
  });

  it('makes a second open task of a recurring one whose due date is patched', async () => {
    const list = await newList();
    const { id } = (await send('POST', `${list}/tasks`, body)).body;
    await send('PATCH', `${list}/tasks/${id}`, { dueDateTime: at('2024-11-01T00:00:00', 'UTC') });
    const dates = (await get(`${list}/tasks`)).body.value.map((row: { dueDateTime: { dateTime: string } }) =>
      row.dueDateTime.dateTime.slice(0, 10),
    );
    expect(dates).toEqual(['2024-10-24', '2024-11-01']);
  });
});

describe('parts of a task', () => {
  const link = { webUrl: 'https://crm.example/1', applicationName: 'Zoho CRM', displayName: 'Call', externalId: '42' };

  it('takes linked resources inline on create, then by their own path', async () => {
    const list = await newList();
    const made = (await send('POST', `${list}/tasks`, { title: 'x', linkedResources: [link] })).body;
    expect(made.linkedResources).toMatchObject([link]);
    const path = `${list}/tasks/${made.id}`;
    expect((await get(path)).body.linkedResources).toMatchObject([link]);
    expect((await get(`${list}/tasks`)).body.value[0]).not.toHaveProperty('linkedResources');
    expect((await get(`${path}?$expand=linkedResources`)).body.linkedResources).toMatchObject([link]);
    const second = (await send('POST', `${path}/linkedResources`, { ...link, externalId: '43' })).body;
    expect((await get(path)).body['@odata.etag']).not.toBe(made['@odata.etag']);
    await send('PATCH', `${path}/linkedResources/${second.id}`, { displayName: 'New' });
    expect((await get(`${path}/linkedResources`)).body.value[1]).toMatchObject({
      displayName: 'New',
      externalId: '43',
    });
    const query = `$filter=${encodeURIComponent("linkedResources/any(l:l/externalId eq '43')")}`;
    expect((await get(`${list}/tasks?${query}`)).body.value).toHaveLength(1);
    expect((await send('DELETE', `${path}/linkedResources/${second.id}`)).status).toBe(204);
    expect((await get(`${path}/linkedResources/${second.id}`)).status).toBe(404);
  });

  it('has checklists', async () => {
    const list = await newList();
    const path = `${list}/tasks/${(await send('POST', `${list}/tasks`, { title: 'x' })).body.id}/checklistItems`;
    const item = (await send('POST', path, { displayName: 'a' })).body;
    expect((await send('PATCH', `${path}/${item.id}`, { isChecked: true })).body).toHaveProperty('checkedDateTime');
    expect((await send('PATCH', `${path}/${item.id}`, { isChecked: false })).body).not.toHaveProperty(
      'checkedDateTime',
    );
  });
});

describe('delta of tasks', () => {
  it('pages, then tells what changed, and what is gone, a moved task among it', async () => {
    const tasks = Array.from({ length: 5 }, (_, n) => ({ title: `T${n}`, dueDateTime: at('2024-01-01', 'UTC') }));
    service.seed({ lists: [{ displayName: 'A', tasks }, { displayName: 'B' }] });
    const [, , a, b] = (await get(`${LISTS}?$top=9`)).body.value;
    const first = await round(`${LISTS}/${a.id}/tasks/delta`, { prefer: 'odata.maxpagesize=2' });
    expect(first.pages.map((page) => page.length)).toEqual([2, 2, 1]);
    const [one, two] = first.rows;
    await send('PATCH', `${LISTS}/${a.id}/tasks/${one?.id}`, { dueDateTime: null });
    await send('DELETE', `${LISTS}/${a.id}/tasks/${two?.id}`);
    service.seed({ taskMoves: [{ task: 'T4', list: 'B' }] });
    const { rows, link } = await round(first.link);
    expect(rows[0]).not.toHaveProperty('dueDateTime');
    expect(rows.slice(1)).toMatchObject([{ id: two?.id, '@removed': { reason: 'deleted' } }, { '@removed': {} }]);
    expect((await get(`${LISTS}/${b.id}/tasks`)).body.value[0].id).not.toBe(first.rows[4]?.id);
    expect((await round(link)).rows).toEqual([]);
    service.limits.deltaLinkLife = 1;
    service.clock.advance(5000);
    expect((await get(link)).body.error.code).toBe('SyncStateNotFound');
  });
});

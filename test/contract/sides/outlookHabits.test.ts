/** What the live service does otherwise than its documents say, one test for each; with each the sync goes on. */
import { makeGraph } from '../../../clients/graph';
import {
  contactFeed,
  ensureSubscriptions,
  eventFeed,
  mailFeed,
  readTodoProfile,
  taskFeed,
  writeTasks,
  scopeOf,
} from '../../../sides/outlook';
import { sentMail } from '../../../simulators/seeds/mails';
import type { FeedPage } from '../../../sides/types';
import { fakeClock } from '../../clients/support';
import { fetchSend } from '../../support/fetchSend';
import { allOf, changeJob } from '../../support/sides';
import { receiver } from '../simulators/graph/receiver';
import { feed, memory, only, patch, person, seed, standard, stored, world, write } from './outlookContacts';

const calendar = { calendarId: null, categories: [], daysBack: 90, daysAhead: 365, privates: 'full' } as const;
const soon = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
const at = (hour: number, timeZone = 'UTC') => ({ dateTime: `${soon}T${hour}:00:00`, timeZone });
const meeting = { subject: 'M', categories: ['Zoho'], start: at(10), end: at(11) };
const series = (range: object = { type: 'noEnd' }) => ({
  ...meeting,
  subject: 'S',
  recurrence: {
    pattern: { type: 'daily', interval: 1 },
    range: { startDate: soon, recurrenceTimeZone: 'UTC', ...range },
  },
});
const seedEvents = (...events: object[]) => world.graph.seed({ calendars: [{ name: 'Calendar', events }] } as never);
const events = (settings = calendar) =>
  memory.read(eventFeed(world.outlook, { settings, cursor: memory.cursor, known: memory.known }));

describe('a delta token that the service calls badly formed (400, not 410)', () => {
  const bent = () => JSON.parse(JSON.stringify(memory.cursor).replace(/(deltatoken=)[^"]+/g, '$1bent'));
  const read = async (open: (cursor: never) => AsyncIterable<FeedPage>) => {
    expect(await memory.read(open(memory.cursor as never))).toHaveLength(1);
    const rows = await memory.read(open(bent() as never));
    expect(rows.filter(({ state }) => state !== 'live')).toEqual([]);
    expect(await memory.read(open(memory.cursor as never))).toEqual([]);
  };

  test('contacts', async () => {
    seed([person('Ann')]);
    await read((cursor) => contactFeed(world.outlook, { settings: standard, cursor, known: memory.known }));
  });

  test('meetings', async () => {
    seedEvents(meeting);
    await read((cursor) => eventFeed(world.outlook, { settings: calendar, cursor, known: memory.known }));
  });

  test('tasks', async () => {
    world.graph.seed({ lists: [{ displayName: 'Tasks', tasks: [{ title: 'T', categories: ['Zoho'] }] }] } as never);
    const profile = await readTodoProfile(world.outlook);
    const settings = { listId: null, categories: [] };
    await read((cursor) => taskFeed(world.outlook, { profile, settings, cursor, known: memory.known }));
  });

  test('mail', async () => {
    seed([], { mails: [sentMail(0, 'First', { to: ['a@b.example'] })] });
    const settings = { folderId: null, since: '2020-01-01T00:00:00.000Z' };
    await read((cursor) => mailFeed(world.outlook, { settings, cursor, known: memory.known }));
  });

  test('a first request that is refused as 400 is not tried for ever', async () => {
    world.graph.faults.add({ kind: 'status', status: 400, count: 99, match: { path: 'delta' } });
    await expect(feed()).rejects.toMatchObject({ status: 400, radius: 'kind' });
    expect(world.graph.log.list().length).toBeLessThan(5);
  });
});

describe('a busy service', () => {
  const patient = () => {
    const clock = fakeClock();
    const { accessToken, api } = world.connection.graph;
    return { clock, graph: makeGraph(fetchSend(accessToken), { baseUrl: api, clock }) };
  };
  const throttled = {
    error: { code: 'ApplicationThrottled', message: 'Application is over its MailboxConcurrency limit.' },
  };

  test.each([
    ['Retry-After of 1', { 'retry-after': '1' }],
    ['no Retry-After', {}],
  ])('429 without innerError and with %s is waited for, in and out of a batch', async (_name, headers) => {
    seed([person('Ann')]);
    const { graph, clock } = patient();
    for (const path of ['/me/contacts\\?', '/me/contacts/'])
      world.graph.faults.add({
        kind: 'status',
        status: 429,
        headers,
        body: throttled,
        count: 4,
        match: { path },
      } as never);
    const page = await graph.get('/me/contacts', { query: { $top: 1 } });
    const [answer] = await graph.batch([{ method: 'GET', path: `/me/contacts/${page.value[0].id}` }]);
    expect([page.value.length, answer?.status]).toEqual([1, 200]);
    expect(clock.slept.length).toBe(8);
    expect(Math.min(...clock.slept)).toBeGreaterThanOrEqual(500);
  });

  test.each([503, 504])('%i with a JSON body and an empty message is tried again, then told', async (status) => {
    seedEvents(meeting);
    world.graph.faults.add({ kind: 'status', status, count: 2, match: { path: 'delta' } });
    expect(await events()).toHaveLength(1);
    world.graph.faults.add({ kind: 'status', status, count: 99, match: { path: 'delta' } });
    await expect(events()).rejects.toMatchObject({ status, radius: 'side', code: 'UnknownError' });
  });
});

test('a first page may be empty and yet not the last (B38)', async () => {
  seedEvents(meeting);
  expect(world.graph.limits.viewBeginsEmpty).toBe(true);
  expect(await events()).toHaveLength(1);
  expect(await events()).toEqual([]);
});

test('ErrorIrresolvableConflict comes without any If-Match, too: the record waits, and is not lost (B30)', async () => {
  seed([person('Ann')]);
  const row = only(await feed());
  const job = changeJob('outlook', { ...row, version: null }, { jobTitle: 'Boss' });
  world.graph.faults.add({ kind: 'status', status: 412, count: 99, match: { method: 'PATCH' } });
  expect(await write(job)).toMatchObject([{ outcome: 'stale' }]);
  world.graph.faults.clear();
  expect(await write(job)).toMatchObject([{ outcome: 'done' }]);
});

test('Location comes in key form; what was made is known by its body (B22)', async () => {
  const { graph } = world.connection;
  const answer = await fetch(`${graph.api}/v1.0/me/contacts`, {
    ...{ method: 'POST', body: JSON.stringify({ givenName: 'Ann' }) },
    headers: { authorization: `Bearer ${graph.accessToken}`, 'content-type': 'application/json' },
  });
  expect(answer.headers.get('location')).toMatch(/\/v1\.0\/users\('[^']+@[^']+'\)\/contacts\('[^']+'\)$/);
  const [made] = await world.outlook.batch([{ method: 'POST', path: '/me/contacts', body: { givenName: 'Bob' } }]);
  expect(stored().map(({ immutableId }) => immutableId)).toContain(made?.body.id);
});

test('one answer names a zone twice, as IANA does and as Windows does: an instant is the same (M42)', async () => {
  seedEvents(series(), meeting);
  const prefer = 'outlook.timezone="Europe/Berlin"';
  const link = `/me/calendarView/delta?startDateTime=${soon}T00:00:00Z&endDateTime=${soon}T23:59:00Z`;
  const rows = [];
  for await (const page of world.outlook.pages(link, { prefer })) rows.push(...page.value);
  const zones = new Set(rows.map(({ start }) => start.timeZone));
  expect(zones).toEqual(new Set(['Europe/Berlin', 'W. Europe Standard Time']));
  const read = await events();
  expect(new Set(read.map(({ fields }) => fields.start))).toEqual(new Set([`${soon}T10:00:00.000Z`]));
});

test('the range of a task rule is refused, so it is never sent (M60)', async () => {
  const recurrence = { pattern: { type: 'daily', interval: 1 }, range: { type: 'noEnd', startDate: soon } };
  const task = {
    title: 'T',
    categories: ['Zoho'],
    dueDateTime: { dateTime: `${soon}T00:00:00`, timeZone: 'UTC' },
    recurrence,
  };
  world.graph.seed({ lists: [{ displayName: 'Tasks', tasks: [task] }] } as never);
  const profile = await readTodoProfile(world.outlook);
  const settings = { listId: null, categories: [] };
  const row = only(
    await memory.read(taskFeed(world.outlook, { profile, settings, cursor: null, known: memory.known })),
  );
  const path = `/me/todo/lists/${encodeURIComponent(profile.defaultList ?? '')}/tasks/${row.ref}`;
  await expect(world.outlook.patch(path, { recurrence })).rejects.toMatchObject({ status: 400 });
  const change = changeJob('outlook', row, { subject: 'Other', description: 'D', priority: 'high' });
  expect(
    await allOf(writeTasks(world.outlook, [change], { scope: scopeOf({ profile, settings }), crmOrigin: null })),
  ).toMatchObject([{ outcome: 'done', fields: { subject: 'Other' } }]);
});

describe('subscriptions', () => {
  const unavailable = {
    error: {
      code: 'ExtensionError',
      message: 'Operation: Create; Exception: [Status Code: ServiceUnavailable; Reason: …]',
    },
  };

  test('403 over a passing outage is tried again; one that stays is told (M71)', async () => {
    const listener = receiver();
    const url = `${await listener.start()}/hook`;
    world.graph.limits.httpNotifications = true;
    const wanted = [{ topic: { kind: 'event' } as const, url, secret: 'geheim' }];
    const refuse = (count: number) =>
      world.graph.faults.add({
        ...{ kind: 'status', status: 403, body: unavailable, count },
        match: { method: 'POST', path: '/subscriptions' },
      } as never);
    refuse(2);
    expect(await ensureSubscriptions(world.outlook, url, wanted, Date.now())).toBe(true);
    expect(world.graph.state.post.subscriptions.size).toBe(1);
    world.graph.state.post.subscriptions.clear();
    refuse(99);
    await expect(ensureSubscriptions(world.outlook, url, wanted, Date.now())).rejects.toMatchObject({
      code: 'ExtensionError',
      status: 503,
    });
    await listener.stop();
  });
});

test('an occurrence that was cancelled leaves no row: its series is read whole (B13)', async () => {
  seedEvents(series());
  const row = only(await events());
  const [first] = (
    await world.outlook.get(`/me/events/${row.ref}/instances`, {
      query: { startDateTime: `${soon}T00:00:00Z`, endDateTime: `${soon}T23:00:00Z` },
    })
  ).value;
  await world.outlook.delete(`/me/events/${first.id}`);
  expect(only(await events()).fields.exceptDates).toEqual([soon]);
});

test('what was made outside the window comes as removed under an id never seen: it is no news (B14)', async () => {
  seedEvents(meeting);
  await events();
  const far = (hour: number) => ({
    dateTime: `${new Date().getUTCFullYear() + 4}-05-05T${hour}:00:00`,
    timeZone: 'UTC',
  });
  await world.outlook.post('/me/events', { subject: 'Far', categories: ['Zoho'], start: far(10), end: far(11) });
  expect(await events()).toEqual([]);
});

test('dates of a task that are not set are left out, not null (B25)', async () => {
  world.graph.seed({ lists: [{ displayName: 'Tasks', tasks: [{ title: 'T', categories: ['Zoho'] }] }] } as never);
  const profile = await readTodoProfile(world.outlook);
  const [task] = (await world.outlook.get(`/me/todo/lists/${profile.defaultList}/tasks`)).value;
  for (const name of ['dueDateTime', 'completedDateTime', 'reminderDateTime', 'recurrence'])
    expect(task).not.toHaveProperty(name);
  const settings = { listId: null, categories: [] };
  const rows = await memory.read(taskFeed(world.outlook, { profile, settings, cursor: null, known: memory.known }));
  expect(only(rows).fields).toMatchObject({ dueDate: null, reminder: null, recurrence: null });
});

test.each(['0001-01-01', '0000-01-01'])('a rule without an end may say that it ends on %s (B36)', async (endDate) => {
  seedEvents(series());
  for (const { fields } of world.graph.state.events.values())
    Object.assign((fields.recurrence as { range: object }).range, { endDate, numberOfOccurrences: 0 });
  expect(only(await events()).fields.recurrence).toBe('FREQ=DAILY');
});

test.each([null, ''])('a text that is not set is %p: both mean the same, and none is an edit (B3)', async (unset) => {
  seed([person('Ann', { jobTitle: 'x', middleName: 'y' })]);
  await feed();
  const [contact] = stored();
  await patch(contact?.immutableId ?? '', { jobTitle: null, middleName: null });
  Object.assign(contact?.fields ?? {}, { jobTitle: unset, middleName: unset, title: unset, generation: unset });
  expect(only(await feed()).fields.jobTitle).toBeNull();
});

test('a birthday is read back at 11:59Z and stays the day it is (B4)', async () => {
  seed([person('Ann')]);
  const row = only(await feed());
  await write(changeJob('outlook', row, { birthday: '1980-02-29' }));
  expect(String(stored()[0]?.fields.birthday)).toContain('T11:59:00');
  expect(only(await feed()).fields.birthday).toBe('1980-02-29');
});

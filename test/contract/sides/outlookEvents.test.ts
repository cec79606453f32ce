import { eventFeed, mayWrite, writeEvents, type CalendarSettings, type EventWriting } from '../../../sides/outlook';
import type { WriteDone, WriteJob } from '../../../sides/types';
import type { Fields, SideRecord } from '../../../sync/model';
import type { Memory, TestWorld } from '../../support/sides';
import { allOf, changeJob, createJob, deleteJob, makeMemory, startWorld } from '../../support/sides';

jest.setTimeout(60_000);
let world: TestWorld;
let memory: Memory;
const day = 86_400_000;
const standard: CalendarSettings = { calendarId: null, categories: [], daysBack: 90, daysAhead: 365, privates: 'skip' };
const quiet: EventWriting = {
  calendarId: null,
  mayWrite: true,
  mailParticipants: false,
  timeZone: 'Asia/Tokyo',
  privates: 'full',
};

beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.graph.reset();
  memory = makeMemory();
});

const feed = (settings: Partial<CalendarSettings> = {}, now?: () => number) =>
  memory.read(
    eventFeed(world.outlook, {
      settings: { ...standard, ...settings },
      cursor: memory.cursor,
      known: memory.known,
      ...(now && { now }),
    }),
  );
const write = (jobs: readonly WriteJob[], o: Partial<EventWriting> = {}) =>
  allOf(writeEvents(world.outlook, jobs, { ...quiet, ...o }));
const requests = () => world.graph.log.list().filter(({ inner }) => !inner);
const only = (rows: readonly SideRecord[]): SideRecord => {
  expect(rows).toHaveLength(1);
  return rows[0] as SideRecord;
};
const iso = (days: number, hour = 9): string =>
  `${new Date(Date.now() + days * day).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00:00.000Z`;
const at = (time: string, timeZone = 'UTC') => ({ dateTime: time.slice(0, 19), timeZone });
const meeting = (subject: string, more: object = {}) => ({
  ...{ subject, categories: ['Zoho'], start: at(iso(2)), end: at(iso(2, 10)) },
  ...more,
});
const people = (...names: string[]) =>
  names.map((name) => ({ type: 'required', emailAddress: { name, address: `${name}@example.com` } }));
const seed = (events: readonly object[], calendar: object = {}) =>
  world.graph.seed({ calendars: [{ name: 'Calendar', events, ...calendar }] } as never);
const outbox = () => world.graph.outbox;
const stored = () => [...world.graph.state.events.values()];

const whole: Fields = {
  ...{ subject: 'Review', start: iso(3), end: iso(3, 10), isAllDay: false, location: 'Room 1' },
  ...{ description: 'Agenda\nFirst point', participants: null, reminder: 30, recurrence: null },
};

test('every field arrives, is marked by its intent, and the next reading shows what was written', async () => {
  const [made] = (await write([createJob('outlook', whole, 'intent-1')])) as [WriteDone];
  expect(made).toMatchObject({ outcome: 'done', fields: whole });
  expect(stored()[0]?.fields).toMatchObject({ categories: ['Zoho'], transactionId: 'intent-1' });
  const row = only(await feed());
  expect(row).toMatchObject({ ref: made.ref, state: 'live', fields: whole, mark: 'intent-1' });
  expect(row.keys).toEqual(made.keys);
  world.graph.log.clear();
  expect(await feed()).toEqual([]);
  expect(requests()).toHaveLength(1);
});

test('a reminder nobody asked for is not made', async () => {
  const [made] = (await write([createJob('outlook', { ...whole, reminder: null })])) as [WriteDone];
  expect(made.fields.reminder).toBeNull();
});

test('whole days stay the days they are, in any zone', async () => {
  const dates = { start: '2027-03-14', end: '2027-03-16', isAllDay: true };
  for (const timeZone of [
    'Asia/Tokyo',
    'America/New_York',
    'Pacific/Apia',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
  ]) {
    const [made] = (await write([createJob('outlook', { ...whole, ...dates })], { timeZone })) as [WriteDone];
    expect(made.fields).toMatchObject(dates);
  }
});

test('a weekly series keeps to its zone over a change of the clocks', async () => {
  const fields = {
    ...whole,
    start: '2027-03-03T14:00:00.000Z',
    end: '2027-03-03T15:00:00.000Z',
    recurrence: 'FREQ=WEEKLY;BYDAY=WE',
  };
  const [made] = (await write([createJob('outlook', fields)], { timeZone: 'America/New_York' })) as [WriteDone];
  expect(made).toMatchObject({ outcome: 'done', fields });
  expect(stored()[0]?.fields).toMatchObject({ start: { timeZone: 'Eastern Standard Time' } });
  const [moved] = (await write([
    changeJob(
      'outlook',
      { ...only(await feed({ daysAhead: 700 })) },
      {
        start: '2027-03-04T14:00:00.000Z',
        end: '2027-03-04T15:00:00.000Z',
        isAllDay: false,
        recurrence: 'FREQ=WEEKLY;BYDAY=TH',
      },
    ),
  ])) as [WriteDone];
  expect(moved.fields).toMatchObject({ recurrence: 'FREQ=WEEKLY;BYDAY=TH', start: '2027-03-04T14:00:00.000Z' });
});

test('300 meetings with participants are read, and many are created from the CRM: nobody is mailed', async () => {
  seed(
    Array.from({ length: 300 }, (_, n) =>
      meeting(`Meeting ${n}`, {
        attendees: people('ann', 'bob'),
        start: at(iso((n % 200) - 80)),
        end: at(iso((n % 200) - 80, 10)),
      }),
    ),
  );
  expect((await feed()).filter(({ state }) => state === 'live')).toHaveLength(300);
  const jobs = Array.from({ length: 40 }, (_, n) =>
    createJob('outlook', { ...whole, subject: `New ${n}`, participants: ['x@example.com', 'y@example.com'] }, `i${n}`),
  );
  const results = (await write(jobs)) as WriteDone[];
  expect(results.every(({ outcome }) => outcome === 'done')).toBe(true);
  expect(results[0]?.fields.participants).toBeNull();
  expect(results[0]?.notes.join()).toMatch(/Nobody was invited/);
  expect(outbox()).toEqual([]);
});

test('a meeting with participants is neither changed nor deleted; only its reminder may be', async () => {
  seed([meeting('Board', { attendees: people('ann', 'bob') })]);
  const row = only(await feed());
  const results = await write([
    changeJob('outlook', row, { subject: 'Board!' }),
    deleteJob('outlook', row),
    changeJob('outlook', row, { participants: ['c@example.com'] }),
  ]);
  expect(results.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused', 'refused']);
  expect(results.map((one) => ('message' in one ? one.message : '')).join()).toMatch(
    /2 participants.*an update.*a cancellation/s,
  );
  const [reminded] = (await write([changeJob('outlook', row, { reminder: 5 })])) as [WriteDone];
  expect(reminded.fields.reminder).toBe(5);
  expect(outbox()).toEqual([]);
});

test('switched on, people are invited, told and uninvited, and the result says so', async () => {
  const on = { mailParticipants: true };
  const [made] = (await write(
    [createJob('outlook', { ...whole, participants: ['a@example.com', 'b@example.com'] })],
    on,
  )) as [WriteDone];
  expect(made.fields.participants).toEqual(['a@example.com', 'b@example.com']);
  expect(made.notes.join()).toMatch(/2 invitations/);
  expect(outbox()).toHaveLength(2);
  const [gone] = (await write([deleteJob('outlook', { ...only(await feed()) })], on)) as [WriteDone];
  expect(gone.notes.join()).toMatch(/2 cancellations/);
});

test('of a meeting somebody else organises only the own copy may be changed', async () => {
  seed([
    meeting('Theirs', {
      isOrganizer: false,
      organizer: { emailAddress: { name: 'Boss', address: 'boss@example.com' } },
      attendees: people('me'),
    }),
  ]);
  const row = only(await feed());
  const [refused] = await write([changeJob('outlook', row, { subject: 'Mine' })], { mailParticipants: true });
  expect(refused).toMatchObject({ outcome: 'refused', message: expect.stringMatching(/organised by somebody else/) });
  const [done] = await write([changeJob('outlook', row, { reminder: 60 })]);
  expect(done).toMatchObject({ outcome: 'done' });
});

test('a calendar that may only be read refuses each write by itself', async () => {
  seed([meeting('Shared')], { name: 'Team', canEdit: false });
  const calendar = [...world.graph.state.calendars.values()].find(({ name }) => name === 'Team');
  const calendarId = String(calendar?.id);
  expect(await mayWrite(world.outlook, calendarId)).toBe(false);
  expect(await mayWrite(world.outlook, null)).toBe(true);
  const row = only(await feed({ calendarId }));
  const [refused] = await write([changeJob('outlook', row, { subject: 'x' })], { calendarId, mayWrite: false });
  expect(refused).toMatchObject({ outcome: 'refused', message: expect.stringMatching(/only be read/) });
});

test('private events: left out, title only, or whole', async () => {
  seed([
    meeting('Doctor', {
      sensitivity: 'private',
      body: { contentType: 'text', content: 'secret' },
      location: { displayName: 'Clinic' },
    }),
  ]);
  const hidden = only(await feed());
  expect(hidden).toMatchObject({ state: 'outside', keys: { strong: [] } });
  memory = makeMemory();
  const titled = only(await feed({ privates: 'title' }));
  expect(JSON.stringify(titled)).not.toMatch(/secret|Clinic/);
  const [done] = (await write([changeJob('outlook', titled, { description: 'from CRM', subject: 'Doctor 2' })])) as [
    WriteDone,
  ];
  expect(done.fields).toMatchObject({ subject: 'Doctor 2' });
  expect(JSON.stringify(stored()[0]?.fields.body)).toMatch(/secret/);
  memory = makeMemory();
  expect(only(await feed({ privates: 'full' })).fields).toMatchObject({ description: 'secret', location: 'Clinic' });
});

test('the join block of a Teams meeting neither flows nor is lost', async () => {
  const block =
    '<div><span>________________________________________________________________________________</span></div><div><a href="https://teams.microsoft.com/l/meetup-join/19%3ameeting">Join</a></div><div><span>________________________________________________________________________________</span></div>';
  seed([
    meeting('Call', {
      body: { contentType: 'html', content: `<html><body><p>Hello <b>all</b></p><p>Second</p>${block}</body></html>` },
    }),
  ]);
  const row = only(await feed());
  expect(row.fields.description).toBe('Hello all\nSecond');
  const [done] = (await write([changeJob('outlook', row, { description: 'Hello all\nThird' })])) as [WriteDone];
  expect(done.fields.description).toBe('Hello all\nThird');
  expect(JSON.stringify(stored()[0]?.fields.body)).toContain('<b>all</b>');
  expect((stored()[0]?.fields.body as { content: string }).content).toContain(block);
});

test('a cancelled meeting stays, and says so', async () => {
  seed([meeting('Gone', { isCancelled: true })]);
  expect(only(await feed())).toMatchObject({ state: 'live', fields: { cancelled: true } });
});

test('the window rolls: what falls out of it has left the scope, and is not asked for again; a 404 is a deletion', async () => {
  seed([meeting('Old', { start: at(iso(-89)), end: at(iso(-89, 10)) }), meeting('New'), meeting('Dies')]);
  expect(await feed()).toHaveLength(3);
  const dies = stored().find(({ fields }) => fields.subject === 'Dies');
  await world.outlook.delete(`/me/events/${String(dies?.immutableId)}`);
  const later = () => Date.now() + 3 * day;
  const rows = await feed({}, later);
  expect(
    rows
      .filter(({ state }) => state !== 'live')
      .map(({ state }) => state)
      .sort(),
  ).toEqual(['deleted', 'outside']);
  world.graph.log.clear();
  expect((await feed({}, () => Date.now() + 4 * day)).filter(({ state }) => state !== 'live')).toEqual([]);
});

test('one that is deleted while it is ahead of the window is found gone once the window reaches it, and asked for only then', async () => {
  seed([meeting('Far', { start: at(iso(300)), end: at(iso(300, 10)) })]);
  const row = only(await feed());
  const near = (days: number) => feed({ daysAhead: 100 }, () => Date.now() + days * day);
  expect(only(await near(0))).toMatchObject({ state: 'outside', ref: row.ref });
  await world.outlook.delete(`/me/events/${row.ref}`);
  world.graph.log.clear();
  expect(await near(150)).toEqual([]);
  expect(await near(199)).toEqual([]);
  expect(only(await near(201))).toMatchObject({ state: 'deleted', ref: row.ref });
});

test('so is a series whose next meeting is ahead of the window', async () => {
  const startDate = iso(5).slice(0, 10);
  const [, month, dayOfMonth] = startDate.split('-').map(Number);
  const pattern = { type: 'absoluteYearly', interval: 1, month, dayOfMonth };
  const range = { type: 'noEnd', startDate, recurrenceTimeZone: 'UTC' };
  seed([meeting('Yearly', { start: at(iso(5)), end: at(iso(5, 10)), recurrence: { pattern, range } })]);
  const row = only(await feed());
  const near = (days: number) => feed({ daysBack: 0, daysAhead: 100 }, () => Date.now() + days * day);
  expect(only(await near(20))).toMatchObject({ state: 'outside', ref: row.ref });
  await world.outlook.delete(`/me/events/${row.ref}`);
  world.graph.log.clear();
  expect(await near(200)).toEqual([]);
  expect(await near(268)).toEqual([]);
  expect(only(await near(272))).toMatchObject({ state: 'deleted', ref: row.ref });
});

test('an event moved out of the window is reported as removed, and yet no deletion', async () => {
  seed([meeting('Moves')]);
  const row = only(await feed());
  await world.outlook.patch(`/me/events/${row.ref}`, { start: at(iso(800)), end: at(iso(800, 10)) });
  expect(only(await feed())).toMatchObject({ state: 'outside', ref: row.ref });
  await world.outlook.patch(`/me/events/${row.ref}`, { start: at(iso(5)), end: at(iso(5, 10)) });
  expect(only(await feed())).toMatchObject({ state: 'live', ref: row.ref });
});

test('a forgotten cursor starts over without deleting anything', async () => {
  seed([meeting('Stays')]);
  await feed();
  memory.cursor = { ...(memory.cursor as object), link: '/me/calendarView/delta?$deltatoken=unknown' } as never;
  expect((await feed()).filter(({ state }) => state !== 'live')).toEqual([]);
});

test('a create whose reply was lost is found again by its mark, and sending it again makes no second one', async () => {
  const job = createJob('outlook', whole, 'intent-9');
  const [first] = (await write([job])) as [WriteDone];
  const [again] = (await write([job])) as [WriteDone];
  expect(again.ref).toBe(first.ref);
  expect(stored()).toHaveLength(1);
  expect(only(await feed()).mark).toBe('intent-9');
});

test('a meeting changed since the decision is left alone', async () => {
  seed([meeting('Moves')]);
  const row = only(await feed());
  await world.outlook.patch(`/me/events/${row.ref}`, { subject: 'Moved' });
  expect((await write([changeJob('outlook', row, { subject: 'Mine' })]))[0]?.outcome).toBe('stale');
  await world.outlook.delete(`/me/events/${row.ref}`);
  expect((await write([changeJob('outlook', row, { subject: 'Mine' })]))[0]?.outcome).toBe('gone');
});

test('declined meetings: like any other, or left out', async () => {
  seed([meeting('Not me', { responseStatus: { response: 'declined', time: iso(0) } })]);
  expect(only(await feed())).toMatchObject({ state: 'live', fields: { subject: 'Not me' } });
  memory = makeMemory();
  expect(only(await feed({ declined: 'skip' }))).toMatchObject({ state: 'outside', fields: {} });
});

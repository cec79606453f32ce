import { eventFeed, readEventProfile, writeEvents } from '../../../sides/zoho';
import type { WriteDone, WriteJob } from '../../../sides/types';
import type { Fields, SideRecord } from '../../../sync/model';
import type { Memory, TestWorld } from '../../support/sides';
import { allOf, changeJob, createJob, deleteJob, makeMemory, startWorld } from '../../support/sides';

jest.setTimeout(60_000);
let world: TestWorld;
let memory: Memory;

beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.zoho.reset();
  memory = makeMemory();
});

const seed = (Events: readonly object[], more: object = {}) =>
  world.zoho.seed({ records: { Events, ...more } } as never);
const span = { daysBack: 90, daysAhead: 365 };
const feed = async (now?: () => number) => {
  const profile = await readEventProfile(world.crm);
  return memory.read(
    eventFeed(world.crm, {
      ...{ profile, cursor: memory.cursor, known: memory.known, span, ...(now && { now }) },
      settings: { module: 'Events', scope: 'all' },
    }),
  );
};
const write = async (...jobs: WriteJob[]) =>
  allOf(writeEvents(world.crm, jobs, { profile: await readEventProfile(world.crm) }));
const only = (rows: readonly SideRecord[]): SideRecord => {
  expect(rows).toHaveLength(1);
  return rows[0] as SideRecord;
};
const from = (extra: object, job: WriteJob): WriteJob => ({
  ...job,
  write: { ...job.write, from: { ref: 'x', extra: extra as never } },
});
const outbox = () => world.zoho.outbox;

const whole: Fields = {
  ...{ subject: 'Review', start: '2027-01-12T01:00:00.000Z', end: '2027-01-12T02:00:00.000Z', isAllDay: false },
  ...{ location: 'Room 1', description: 'Agenda\nFirst point', participants: ['a@example.com', 'b@example.com'] },
  ...{ reminder: 30, recurrence: null },
};

test('every field arrives, nobody is mailed, and the next reading shows what was written', async () => {
  world.zoho.limits.notifyUnlessRefused = true as never;
  const [made] = (await write(createJob('zoho', whole))) as [WriteDone];
  expect(made).toMatchObject({ outcome: 'done', fields: whole });
  const row = only(await feed());
  expect(row).toMatchObject({ ref: made.ref, version: made.version, state: 'live', fields: whole });
  expect(row.keys).toEqual(made.keys);
  expect(outbox()).toEqual([]);
  world.zoho.log.clear();
});

test.each([0, 1, 2])('whole days stay the days they are, whatever Zoho makes of the end (%i)', async (allDayEnd) => {
  world.zoho.limits.allDayEnd = allDayEnd as never;
  const dates = { start: '2027-03-14', end: '2027-03-16', isAllDay: true };
  const [made] = (await write(createJob('zoho', { ...whole, ...dates }))) as [WriteDone];
  expect(made.fields).toMatchObject(dates);
  expect(only(await feed()).fields).toMatchObject(dates);
});

test('each field can be changed and cleared; participants who are contacts stay contacts', async () => {
  seed(
    [
      {
        Event_Title: 'Old',
        Start_DateTime: whole.start,
        End_DateTime: whole.end,
        Participants: [{ type: 'contact', participant: '1001' }],
      },
    ],
    {
      Contacts: [{ id: '1001', Last_Name: 'Tanaka', Email: 'tanaka@example.com' }],
    },
  );
  const row = only(await feed());
  expect(row.fields.participants).toEqual(['tanaka@example.com']);
  const [done] = (await write(
    changeJob('zoho', row, { participants: ['new@example.com', 'tanaka@example.com'], subject: 'New' }),
  )) as [WriteDone];
  expect('message' in done ? (done as { message: string }).message : '').toBe('');
  expect(done.fields).toMatchObject({ subject: 'New', participants: ['new@example.com', 'tanaka@example.com'] });
  const again = only(await feed());
  expect(again.fields).toMatchObject({ subject: 'New', participants: ['new@example.com', 'tanaka@example.com'] });
  expect(again.extra).toMatchObject({
    participants: [expect.objectContaining({ type: 'contact' }), expect.objectContaining({ type: 'email' })],
  });
  const [cleared] = (await write(
    changeJob('zoho', again, { location: null, description: null, participants: null, reminder: null }),
  )) as [WriteDone];
  expect(cleared.outcome).toBe('done');
  expect(only(await feed()).fields).toMatchObject({
    location: null,
    description: null,
    participants: null,
    reminder: null,
  });
});

test('a series is made with its rule, and its rule is never changed afterwards', async () => {
  const series = { ...whole, recurrence: 'FREQ=WEEKLY;BYDAY=TU;COUNT=4' };
  const [made] = (await write(from({ timeZone: 'Tokyo Standard Time' }, createJob('zoho', series)))) as [WriteDone];
  expect(made.outcome).toBe('done');
  const row = only(await feed());
  expect(row.fields).toMatchObject({ recurrence: 'FREQ=WEEKLY;BYDAY=TU;COUNT=4' });
  const [left] = (await write(changeJob('zoho', row, { recurrence: 'FREQ=DAILY', subject: 'x' }))) as [WriteDone];
  expect(left).toMatchObject({ outcome: 'done', fields: { recurrence: series.recurrence, subject: 'x' } });
  expect(left.unsyncable?.join()).toMatch(/nobody change the repetition/);
});

test('a series of a zone that moves apart from that of the Zoho user is refused, not shifted', async () => {
  const series = {
    ...whole,
    start: '2027-01-12T14:00:00.000Z',
    end: '2027-01-12T15:00:00.000Z',
    recurrence: 'FREQ=WEEKLY;BYDAY=TU',
  };
  const [result] = await write(from({ timeZone: 'Eastern Standard Time' }, createJob('zoho', series)));
  expect(result).toMatchObject({
    outcome: 'refused',
    message: expect.stringMatching(/America\/New_York.*Asia\/Tokyo/),
  });
});

test('where Zoho keeps a series as many records, all but the first are left alone with the reason', async () => {
  world.zoho.limits.eventOccurrences = true as never;
  const series = { ...whole, recurrence: 'FREQ=WEEKLY;BYDAY=TU;COUNT=4' };
  await write(from({ timeZone: 'Asia/Tokyo' }, createJob('zoho', series)));
  const rows = await feed();
  expect(rows).toHaveLength(4);
  expect(rows.filter(({ fields }) => typeof fields.recurrence === 'string')).toHaveLength(1);
});

test('queries that refuse lists are asked without them', async () => {
  world.zoho.limits.coqlWithoutJson = true as never;
  await write(createJob('zoho', whole));
  expect(only(await feed()).fields).toMatchObject(whole);
});

test('an org without the newer venue, and one that insists on it', async () => {
  world.zoho.limits.meetingVenue = false as never;
  expect((await write(createJob('zoho', whole)))[0]?.outcome).toBe('done');
  world.zoho.limits.meetingVenue = true as never;
  world.zoho.limits.meetingVenueMandatory = true as never;
  expect((await write(createJob('zoho', { ...whole, subject: 'Other' })))[0]?.outcome).toBe('done');
});

test('an end before its start, and a rule nobody can read, stand in nobody else’s way', async () => {
  seed([
    { Event_Title: 'Backwards', Start_DateTime: whole.end, End_DateTime: whole.start },
    {
      Event_Title: 'Odd',
      Start_DateTime: whole.start,
      End_DateTime: whole.end,
      Recurring_Activity: { RRULE: 'FREQ=HOURLY;DTSTART=2027-01-12' },
    },
    { Event_Title: 'Good', Start_DateTime: whole.start, End_DateTime: whole.end },
  ]);
  const rows = await feed();
  const by = (name: string) => rows.find(({ fields }) => fields.subject === name)?.fields;
  expect(by('Backwards')?.start).toEqual({ own: expect.stringMatching(/ends before/) });
  expect(by('Odd')?.recurrence).toEqual({ own: expect.any(String) });
  expect(by('Good')).toMatchObject({ start: whole.start });
});

test('a deletion is told, and a deleted event is gone', async () => {
  const [made] = (await write(createJob('zoho', whole))) as [WriteDone];
  const row = only(await feed());
  expect((await write(deleteJob('zoho', row)))[0]?.outcome).toBe('done');
  expect(only(await feed())).toMatchObject({ state: 'deleted', ref: made.ref });
});

test('what lies outside of the window has no part in it, until the window reaches it', async () => {
  const day = 86_400_000;
  const on = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);
  const event = (Event_Title: string, days: number) => ({
    ...{ Event_Title, Start_DateTime: `${on(days)}T09:00:00+00:00`, End_DateTime: `${on(days)}T10:00:00+00:00` },
  });
  seed([
    event('Old', -400),
    event('Soon', 10),
    event('Far', 370),
    { ...event('Series', -400), Recurring_Activity: { RRULE: `FREQ=WEEKLY;DTSTART=${on(-400)}` } },
  ]);
  const states = Object.fromEntries(
    (await feed()).map(({ state, keys }) => [keys.strong[0]?.split('|').at(-1), state]),
  );
  expect(states).toEqual({ old: 'outside', soon: 'live', far: 'outside', series: 'live' });
  const later = await feed(() => Date.now() + 6 * day);
  expect(later.filter(({ state }) => state === 'live').map(({ fields }) => fields.subject)).toContain('Far');
});

const customField = (api_name: string, label = api_name, more: object = {}) =>
  world.zoho.seed({
    modules: [{ api_name: 'Events', fields: [{ api_name, label, data_type: 'text', length: 255, ...more }] }],
  } as never);

test.each([
  ['iCalUId', 'iCalUId', {}, true],
  ['iCalUId1', 'iCalUId', {}, true],
  ['iCalUId__c', 'anything', {}, true],
  ['Outlook_iCal_UID', 'Outlook iCal UID', {}, true],
  ['Field_7', 'Calendar UID', {}, true],
  ['Calendar', 'Calendar', {}, false],
  ['Unicode', 'Unicode', {}, false],
  ['iCalUId', 'iCalUId', { data_type: 'integer' }, false],
  ['iCalUId', 'iCalUId', { readOnly: true }, false],
])('a field for the iCalendar id is known by its name (%s, "%s", %j): %p', async (api_name, label, more, isOne) => {
  customField(api_name, label, more);
  const { uidField, limits } = await readEventProfile(world.crm);
  expect([uidField, limits.uid]).toEqual(isOne ? [api_name, 255] : [null, 0]);
});

test('one meeting seen by two mailboxes is known by its iCalendar id where the org has a field for it', async () => {
  customField('iCalUId');
  const [made] = (await write(createJob('zoho', { ...whole, uid: 'UID-1' }))) as [WriteDone];
  expect(made.keys.strong).toContain('uid:UID-1');
  const row = only(await feed());
  expect(row).toMatchObject({ keys: made.keys, fields: { uid: 'UID-1' } });
  const [other] = (await write(changeJob('zoho', row, { uid: 'UID-2' }))) as [WriteDone];
  expect(other.keys.strong).toContain('uid:UID-2');
  expect(only(await feed()).keys).toEqual(other.keys);
});

const monday = '2027-01-11T01:00:00.000Z';
const series: Fields = {
  ...{ ...whole, start: monday, end: '2027-01-11T02:00:00.000Z' },
  recurrence: 'FREQ=WEEKLY;BYDAY=MO;COUNT=6',
};
const ofTokyo = (fields: Fields) => from({ timeZone: 'Tokyo Standard Time' }, createJob('zoho', fields));

test('the days a series leaves out go with it, and come back as they went', async () => {
  const exceptDates = ['2027-01-18', '2027-02-01'];
  const [made] = (await write(ofTokyo({ ...series, exceptDates }))) as [WriteDone];
  expect(made.fields).toMatchObject({ exceptDates });
  expect(only(await feed()).fields).toMatchObject({ recurrence: series.recurrence, exceptDates });
});

test('whole days of a series are left out as days', async () => {
  const days = { start: '2027-01-11', end: '2027-01-12', isAllDay: true, exceptDates: ['2027-01-18'] };
  await write(ofTokyo({ ...series, ...days }));
  expect(only(await feed()).fields).toMatchObject(days);
});

test.each<[string, Fields, RegExp]>([
  ['a cancelled date', { exceptDates: ['2027-01-18', '2027-01-25'] }, /still shown on 2027-01-25.*Take these days out/],
  ['a date that takes place again', { exceptDates: null }, /not shown on 2027-01-18.*Add a meeting/],
  [
    'another rule, with its times',
    { recurrence: 'FREQ=WEEKLY;BYDAY=TU', start: '2027-01-12T01:00:00.000Z', end: '2027-01-12T02:00:00.000Z' },
    /repetition.*by hand/,
  ],
  [
    'another first day',
    { start: '2027-01-18T01:00:00.000Z', end: '2027-01-18T02:00:00.000Z', isAllDay: false },
    /days of a series.*Move the series/,
  ],
])('of a series that is there, %s is left with the reason; all else is written', async (_what, change, reason) => {
  await write(ofTokyo({ ...series, exceptDates: ['2027-01-18'] }));
  const row = only(await feed());
  const [mixed] = (await write(changeJob('zoho', row, { ...change, subject: 'New' }))) as [WriteDone];
  expect(mixed).toMatchObject({ outcome: 'done', unsyncable: [expect.stringMatching(reason)], fields: { subject: 'New' } });
  expect(mixed).not.toHaveProperty('unsent');
  const after = only(await feed());
  expect(after.fields).toMatchObject({ ...series, exceptDates: ['2027-01-18'], subject: 'New' });
  const [alone] = (await write(changeJob('zoho', after, change))) as [WriteDone];
  expect(alone).toMatchObject({ unsent: true, unsyncable: [expect.stringMatching(reason)] });
});

test('the time of day of a series may change', async () => {
  await write(ofTokyo(series));
  const later = { start: '2027-01-11T03:00:00.000Z', end: '2027-01-11T04:00:00.000Z', isAllDay: false };
  const [done] = (await write(changeJob('zoho', only(await feed()), later))) as [WriteDone];
  expect(done).not.toHaveProperty('unsyncable');
  expect(only(await feed()).fields).toMatchObject({ ...later, recurrence: series.recurrence });
});

test('a series of another zone is told as long as both zones keep their distance until its end', async () => {
  const eastern = (recurrence: string) =>
    from(
      { timeZone: 'Eastern Standard Time' },
      createJob('zoho', { ...series, start: '2027-01-12T00:00:00.000Z', end: '2027-01-12T01:00:00.000Z', recurrence }),
    );
  const outcome = async (rule: string) => (await write(eastern(rule)))[0]?.outcome;
  const zone = { users: [{ time_zone: 'America/Bogota' }] };
  world.zoho.seed(zone as never);
  expect(await outcome('FREQ=WEEKLY;BYDAY=MO;COUNT=6')).toBe('done');
  expect(await outcome('FREQ=WEEKLY;BYDAY=MO;UNTIL=20270301')).toBe('done');
  expect(await outcome('FREQ=WEEKLY;BYDAY=MO;COUNT=12')).toBe('refused');
  expect(await outcome('FREQ=WEEKLY;BYDAY=MO')).toBe('refused');
});

test('a meeting cancelled in the CRM says so, though no query tells it', async () => {
  const times = { Start_DateTime: whole.start, End_DateTime: whole.end };
  const Participants = [{ type: 'email', participant: 'a@example.com', Email: 'a@example.com', invited: true }];
  seed([
    { Event_Title: 'Off', ...times, Participants, $event_cancelled: true },
    { Event_Title: 'On', ...times, Participants },
    { Event_Title: 'Alone', ...times },
  ]);
  const rows = await feed();
  expect(Object.fromEntries(rows.map(({ fields }) => [fields.subject, fields.cancelled]))).toEqual({
    ...{ Off: true, On: null, Alone: null },
  });
});

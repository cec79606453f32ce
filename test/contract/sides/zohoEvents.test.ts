import { inWords } from '../../../reasons';
import { readEventProfile } from '../../../sides/zoho';
import type { WriteDone } from '../../../sides/types';
import { changeJob, createJob, deleteJob } from '../../support/sides';
import { world, seed, feed, write, only, outbox, whole } from './zohoMeetings';

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

test.each(['coqlWithoutJson', 'coqlEmptiesJson'])(
  'queries that do not tell lists are asked without them: %s',
  async (limit) => {
    Object.assign(world.zoho.limits, { [limit]: true });
    await write(createJob('zoho', whole));
    expect(only(await feed()).fields).toMatchObject(whole);
  },
);

test('whole days are told in UTC by an org of another zone, and only their dates count', async () => {
  const days = { ...whole, start: '2027-01-12', end: '2027-01-14', isAllDay: true };
  await write(createJob('zoho', days));
  const { Start_DateTime, End_DateTime } = (
    await world.crm.get('/Events', { query: { fields: 'Start_DateTime,End_DateTime,All_day' } })
  )?.data[0];
  expect([Start_DateTime, End_DateTime]).toEqual(['2027-01-12T00:00:00+00:00', '2027-01-13T23:59:59+00:00']);
  expect(only(await feed()).fields).toMatchObject({ start: '2027-01-12', end: '2027-01-14', isAllDay: true });
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
  expect(inWords(by('Backwards')?.start)).toEqual({ sideOnly: expect.stringMatching(/ends before/) });
  expect(inWords(by('Odd')?.recurrence)).toEqual({ sideOnly: expect.any(String) });
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

test('a series whose next meeting lies beyond the window is awaited, and told once when the window reaches it', async () => {
  const day = 86_400_000;
  const first = new Date(Date.now() - 400 * day).toISOString().slice(0, 10);
  const [, month, date] = first.split('-').map(Number);
  seed([
    {
      ...{ Event_Title: 'Audit', Start_DateTime: `${first}T09:00:00+00:00`, End_DateTime: `${first}T10:00:00+00:00` },
      Recurring_Activity: { RRULE: `FREQ=YEARLY;INTERVAL=3;DTSTART=${first};BYMONTH=${month};BYMONTHDAY=${date}` },
    },
  ]);
  // another one that is changed later, so that the first is no longer among what is read again to be sure
  const audits = async (days: number) =>
    (await feed(() => Date.now() + days * day)).filter(({ keys }) => keys.strong.join().includes('audit'));
  expect(await audits(0)).toMatchObject([{ state: 'outside' }]);
  world.zoho.clock.advance(180_000);
  await write(createJob('zoho', whole));
  expect(await audits(1)).toHaveLength(1);
  expect(await audits(200)).toEqual([]);
  expect(await audits(400)).toMatchObject([{ state: 'live' }]);
  expect(await audits(410)).toEqual([]);
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

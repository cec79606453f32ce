/** Series whose meetings were cancelled or changed one by one, in both directions. */
import type { EventWorld } from '../support/eventWorld';
import { attendees, crmMeeting, date, meeting, participants, startEventWorld } from '../support/eventWorld';
import type { Raw } from '../support/fixture';

jest.setTimeout(180_000);
let world: EventWorld;
beforeAll(async () => void (world = await startEventWorld()));
afterAll(() => world.stop());

const zone = 'Tokyo Standard Time';
/** Every second day from `date(first)` on, at 18:00 in Tokyo. */
const daily = (first: number, more: object = {}): Raw => ({
  recurrence: {
    pattern: { type: 'daily', interval: 2 },
    range: { type: 'numbered', numberOfOccurrences: 6, startDate: date(first), recurrenceTimeZone: zone },
  },
  ...more,
});
const crmDaily = (first: number, EXDATE?: string): Raw => ({
  Recurring_Activity: { RRULE: `FREQ=DAILY;INTERVAL=2;DTSTART=${date(first)};COUNT=6`, ...(EXDATE && { EXDATE }) },
});
const wall = (days: number, time: string) => ({ dateTime: `${date(days)}T${time}:00`, timeZone: zone });
const at = (days: number, from: string, to: string) => ({ start: wall(days, from), end: wall(days, to) });
const stored = (subject: string) =>
  [...world.services.graph.state.events.values()].find(({ fields }) => fields.subject === subject);
const cancelled = (subject: string): readonly string[] => [...(stored(subject)?.cancelled ?? [])].sort();
const edit = (event: string, days: number, what: object) =>
  world.services.graph.seed({ eventEdits: [{ event, date: date(days), ...what }] } as never);
const rule = (title: string): Raw => world.crm(title).Recurring_Activity as Raw;
const quiet = async (): Promise<void> => {
  expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
  expect(world.writes()).toEqual([]);
};
const told = (finished: { left: readonly { reason: string | null }[] }): string =>
  finished.left.map(({ reason }) => reason).join('\n');

test('a series of Outlook goes to the CRM without the days on which it is not, and stays so', async () => {
  const exceptions = [
    { date: date(6), ...at(7, '08:00', '09:00') },
    { date: date(8), subject: 'Series, with cake' },
  ];
  world.reset([meeting('Series', 2, daily(2, { cancelledDates: [date(4)], exceptions }))]);
  const first = await world.run();
  expect(first).toMatchObject({ written: 1, pending: 0, parkedRecords: [] });
  expect(rule('Series')).toEqual({
    RRULE: `FREQ=DAILY;INTERVAL=2;DTSTART=${date(2)};COUNT=6`,
    EXDATE: [date(4), date(6), date(8)].join(','),
  });
  expect(told(first)).toMatch(
    new RegExp(`${date(6)} \\(now ${date(6)} 23:00 UTC\\); ${date(8)} \\(subject changed\\).*stays in Outlook`),
  );
  await quiet();
});

test('later exceptions and another rule are told and left in the CRM; all else of the series keeps flowing', async () => {
  world.reset([meeting('Series', 2, daily(2))]);
  await world.run();
  const before = rule('Series');
  edit('Series', 4, { delete: true });
  edit('Series', 8, { set: { location: { displayName: 'Garden' } } });
  await world.editOutlook('Series', { location: { displayName: 'Room 2' } });
  const second = await world.run();
  expect(second).toMatchObject({ written: 1, pending: 0, parkedRecords: [] });
  expect(told(second)).toMatch(new RegExp(`still shown on ${date(4)}, ${date(8)} in Zoho CRM.*Take these days out`));
  expect(told(second)).toMatch(/location changed.*stays in Outlook/);
  expect([world.crm('Series').Venue, rule('Series')]).toEqual(['Room 2', before]);
  expect(cancelled('Series')).toEqual([date(4)]);
  await quiet();
  const { recurrence } = daily(2) as { recurrence: { pattern: object; range: object } };
  const pattern = { type: 'daily', interval: 3 };
  await world.editOutlook('Series', {
    recurrence: { ...recurrence, pattern },
    body: { contentType: 'text', content: 'Go' },
  });
  const third = await world.run();
  expect(third).toMatchObject({ pending: 0, parkedRecords: [] });
  expect(told(third)).toMatch(/nobody change the repetition/);
  expect([world.crm('Series').Description, rule('Series')]).toEqual(['Go', before]);
  await quiet();
});

test('a series of the CRM that leaves out dates becomes one of Outlook without those meetings', async () => {
  world.reset([], [crmMeeting('CRM series', 3, crmDaily(3, `${date(5)},${date(9)}`))]);
  expect(await world.run()).toMatchObject({ written: 1, pending: 0, parkedRecords: [], left: [] });
  expect(cancelled('CRM series')).toEqual([date(5), date(9)]);
  await quiet();
  await world.editCrm('CRM series', { Venue: 'Room 3' });
  expect(await world.run()).toMatchObject({ written: 1, pending: 0 });
  expect(cancelled('CRM series')).toEqual([date(5), date(9)]);
  await quiet();
});

test('a date the CRM takes out later is cancelled in Outlook; one it puts back stays cancelled, with a word', async () => {
  world.reset([], [crmMeeting('CRM series', 3, crmDaily(3, date(5)))]);
  await world.run();
  const record = [...(world.services.zoho.state.records.get('Events')?.values() ?? [])][0];
  const byHand = async (EXDATE: string | null): Promise<void> => {
    const { RRULE } = rule('CRM series');
    if (record) record.values = { ...record.values, Recurring_Activity: { RRULE, ...(EXDATE && { EXDATE }) } };
    await world.editCrm('CRM series', { Description: EXDATE ?? 'none' });
  };
  await byHand(`${date(5)},${date(7)}`);
  expect(await world.run()).toMatchObject({ written: 1, pending: 0, left: [] });
  expect(cancelled('CRM series')).toEqual([date(5), date(7)]);
  await byHand(date(7));
  const back = await world.run();
  expect(told(back)).toMatch(new RegExp(`${date(5)} stays cancelled in Outlook`));
  expect(cancelled('CRM series')).toEqual([date(5), date(7)]);
  await quiet();
});

test('a moved meeting of a series moves nothing else: neither its own cancellation nor the CRM’s dates come back', async () => {
  world.reset([meeting('Series', 2, daily(2, { exceptions: [{ date: date(6), ...at(7, '08:00', '09:00') }] }))]);
  await world.run();
  await world.editCrm('Series', { Event_Title: 'Renamed', Venue: 'Hall' });
  expect(await world.run()).toMatchObject({ written: 1, pending: 0 });
  expect([cancelled('Renamed'), [...(stored('Renamed')?.exceptions.keys() ?? [])]]).toEqual([[], [date(6)]]);
  await quiet();
});

test('whole days: cancelled ones stay the days they are', async () => {
  const days = (first: number) => ({ isAllDay: true, ...at(first, '00:00', '00:00'), end: wall(first + 1, '00:00') });
  const Events = [
    crmMeeting('CRM days', 3, {
      ...{ All_day: true, Start_DateTime: `${date(3)}T00:00:00+09:00`, End_DateTime: `${date(3)}T23:59:00+09:00` },
      ...crmDaily(3, date(5)),
    }),
  ];
  world.reset([meeting('Days', 2, { ...days(2), ...daily(2, { cancelledDates: [date(4)] }) })], Events);
  expect(await world.run()).toMatchObject({ written: 2, pending: 0, parkedRecords: [], left: [] });
  expect([rule('Days').EXDATE, cancelled('CRM days')]).toEqual([date(4), [date(5)]]);
  await quiet();
});

test('nobody is mailed of meetings taken out of a series, and the reason is told', async () => {
  world.reset([meeting('Board', 2, { ...daily(2), ...attendees('ann', 'bob') })]);
  await world.run();
  const record = [...(world.services.zoho.state.records.get('Events')?.values() ?? [])][0];
  if (record) record.values = { ...record.values, Recurring_Activity: { ...rule('Board'), EXDATE: date(6) } };
  await world.editCrm('Board', { Description: 'x' });
  const { parkedRecords } = await world.run();
  expect(JSON.stringify(parkedRecords)).toMatch(/2 participants/);
  expect([cancelled('Board'), world.outbox()]).toEqual([[], []]);
});

test('a meeting cancelled in the CRM is not cancelled in Outlook, nor created there, and both are told', async () => {
  const off = { $event_cancelled: true };
  world.reset(
    [meeting('Known', 2)],
    [crmMeeting('Known', 2, participants('ann')), crmMeeting('Off', 5, { ...participants('ann'), ...off })],
  );
  const first = await world.run();
  expect(told(first)).toMatch(/cancelled in Zoho CRM, so it is not created/);
  expect(world.inOutlook()).toHaveLength(1);
  const record = [...(world.services.zoho.state.records.get('Events')?.values() ?? [])][0];
  if (record) record.values = { ...record.values, ...off };
  await world.editCrm('Known', { Venue: 'Hall' });
  const second = await world.run();
  expect(told(second)).toMatch(/Cancelled "true" stays in Zoho CRM.*would mail/);
  expect(world.outlook('Known')).toMatchObject({ isCancelled: false, location: { displayName: 'Hall' } });
  expect(world.outbox()).toEqual([]);
  await quiet();
});

test('the iCalendar id goes to the CRM, also of a meeting both had, and of one that came from there', async () => {
  const modules = [
    { api_name: 'Events', fields: [{ api_name: 'iCalUId', label: 'iCalUId', data_type: 'text', length: 255 }] },
  ];
  const Events = [crmMeeting('Both', 3), crmMeeting('From the CRM', 4)];
  world.reset([meeting('From Outlook', 2), meeting('Both', 3)], Events, { zoho: { modules } });
  await world.run();
  await world.run();
  for (const title of ['From Outlook', 'Both', 'From the CRM'])
    expect([title, world.crm(title).iCalUId]).toEqual([title, world.outlook(title).iCalUId]);
  await quiet();
});

test('of somebody else’s meeting the reminder is taken, and the rest of the same edit is told', async () => {
  const theirs = { isOrganizer: false, organizer: { emailAddress: { address: 'boss@example.com' } } };
  world.reset([meeting('Theirs', 2, { ...theirs, ...attendees('me') })]);
  await world.run();
  await world.editCrm('Theirs', { Remind_At: [{ unit: 45, period: 'minutes' }], Venue: 'Elsewhere' });
  const { parkedRecords } = await world.run();
  expect(JSON.stringify(parkedRecords)).toMatch(/organised by somebody else/);
  expect(world.outlook('Theirs')).toMatchObject({ reminderMinutesBeforeStart: 45, isReminderOn: true });
  expect(world.outlook('Theirs').location).not.toMatchObject({ displayName: 'Elsewhere' });
});

test('private ones are skipped, personal ones are not; show-as and sensitivity stay as they are', async () => {
  const sensitivity = (value: string) => ({ sensitivity: value, showAs: 'oof' });
  world.reset(
    ['private', 'confidential', 'personal'].map((one, n) => meeting(one, n + 2, sensitivity(one))),
    [
      crmMeeting('Timed', 6),
      crmMeeting('Days', 7, {
        ...{ All_day: true, Start_DateTime: `${date(7)}T00:00:00+09:00`, End_DateTime: `${date(7)}T23:59:00+09:00` },
      }),
    ],
  );
  await world.run();
  expect(world.inZoho().map(({ Event_Title }) => Event_Title)).toEqual(
    expect.arrayContaining(['Timed', 'Days', 'personal']),
  );
  expect(world.inZoho()).toHaveLength(3);
  await world.editCrm('personal', { Event_Title: 'Personal', Venue: 'Home' });
  await world.run();
  expect(world.outlook('Personal')).toMatchObject({ sensitivity: 'personal', showAs: 'oof' });
  expect([world.outlook('Timed').showAs, world.outlook('Days').showAs]).toEqual(['busy', 'free']);
});

test('a series that the CRM keeps as many records is told once, not of each record after the first', async () => {
  const records = [2, 4, 6, 8].map((day) => crmMeeting('Many', day, crmDaily(2)));
  world.reset([], records);
  const { left } = await world.run();
  expect(left.filter(({ reason }) => /keeps as many/.test(reason ?? ''))).toHaveLength(1);
});

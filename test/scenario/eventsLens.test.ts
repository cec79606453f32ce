/** Where one side shows only part of what the other holds: what people expect of an edit of that part. */
import type { EventWorld } from '../support/eventWorld';
import { attendees, crmMeeting, date, meeting, participants, startEventWorld } from '../support/eventWorld';

jest.setTimeout(120_000);
let world: EventWorld;
beforeAll(async () => void (world = await startEventWorld()));
afterAll(() => world.stop());

async function quiet(): Promise<void> {
  const { written, pending } = await world.run();
  expect([written, pending, world.writes()]).toEqual([0, 0, []]);
}

const nameless = 'tzone://Microsoft/Custom';

describe('zones without a name', () => {
  const stored = (subject: string) =>
    [...world.services.graph.state.events.values()].find(({ fields }) => fields.subject === subject);
  /** As Exchange keeps it when a phone sends rules of its clock, but no name for them. */
  const nameZone = (subject: string): void =>
    void Object.assign(stored(subject)?.fields ?? {}, { originalStartTimeZone: nameless });

  test('a single meeting of such a zone takes the time that the CRM gives it', async () => {
    world.reset([meeting('From a phone', 2)], []);
    nameZone('From a phone');
    await world.run();
    expect(world.crm('From a phone')).toMatchObject({ Start_DateTime: expect.stringContaining(date(2)) });
    await world.editCrm('From a phone', {
      ...{ Start_DateTime: `${date(2)}T11:00:00+00:00`, End_DateTime: `${date(2)}T12:00:00+00:00` },
    });
    expect(await world.run()).toMatchObject({ parked: 0 });
    expect(world.outlook('From a phone').start).toMatchObject({
      dateTime: expect.stringContaining('T20:00:00'),
      timeZone: 'Tokyo Standard Time',
    });
    await quiet();
  });

  test('a series of whole days of such a zone goes over', async () => {
    const range = { type: 'numbered', numberOfOccurrences: 3, startDate: date(2) };
    const midnight = (days: number) => ({ dateTime: `${date(days)}T00:00:00`, timeZone: 'UTC' });
    const days = { isAllDay: true, start: midnight(2), end: midnight(3) };
    world.reset(
      [meeting('Days off', 2, { ...days, recurrence: { pattern: { type: 'daily', interval: 1 }, range } })],
      [],
    );
    nameZone('Days off');
    const { recurrence } = stored('Days off')?.fields as { recurrence: { range: Record<string, unknown> } };
    recurrence.range.recurrenceTimeZone = nameless;
    expect(await world.run()).toMatchObject({ parked: 0, created: { zoho: 1 } });
    expect(world.crm('Days off').Recurring_Activity).toMatchObject({ RRULE: expect.stringContaining('COUNT=3') });
    await quiet();
  });
});

test('one of several places is named otherwise in the CRM: the others keep their address, whose name stays', async () => {
  const hall = { displayName: 'Hall', locationUri: 'https://maps.example/hall', address: { city: 'Bristol' } };
  world.reset([meeting('Review', 3, { locations: [{ displayName: 'Room 1' }, hall] })], []);
  await world.run();
  expect(world.crm('Review')).toMatchObject({ Venue: 'Room 1; Hall' });
  await world.editCrm('Review', { Venue: 'Room 2; Hall' });
  await world.run();
  expect(world.outlook('Review')).toMatchObject({
    location: { displayName: 'Room 2; Hall' },
    locations: [{ displayName: 'Room 2' }, hall],
  });
  await quiet();
  await world.editCrm('Review', { Venue: 'Lobby' });
  await world.run();
  expect(world.outlook('Review').locations).toMatchObject([{ displayName: 'Lobby' }]);
  await quiet();
});

const mailing = { 'Write to Outlook': { mailParticipants: true } };
const people = (count: number) => Array.from({ length: count }, (_, at) => `p${String(at).padStart(2, '0')}`);
const addressesIn = (list: unknown) =>
  ((list ?? []) as { emailAddress?: { address?: string } }[]).map(({ emailAddress }) => emailAddress?.address ?? '');

describe('participants', () => {
  test('one added in the CRM leaves everybody in who cannot be told there: a room, an X.500 name, a name alone, the host', async () => {
    const others = [
      { type: 'resource', emailAddress: { name: 'Room', address: 'room@example.com' } },
      { type: 'required', emailAddress: { name: 'Ada', address: '/o=ExchangeLabs/ou=Group/cn=Recipients/cn=ada' } },
      { type: 'optional', emailAddress: { name: 'The board' } },
      { type: 'required', emailAddress: { name: 'Host', address: 'Host@example.com' } },
    ];
    const all = [...(attendees('ben').attendees as object[]), ...others];
    const organizer = { emailAddress: { name: 'Host', address: 'host@example.com' } };
    world.reset([meeting('Plan', 2, { attendees: all, organizer })], []);
    await world.run(mailing);
    expect(world.crm('Plan').Participants).toMatchObject([{ participant: 'ben@example.com' }]);
    await world.editCrm('Plan', participants('ben', 'cleo'));
    await world.run(mailing);
    expect(addressesIn(world.outlook('Plan').attendees)).toEqual([
      ...['ben@example.com', 'room@example.com', '/o=ExchangeLabs/ou=Group/cn=Recipients/cn=ada', ''],
      ...['Host@example.com', 'cleo@example.com'],
    ]);
    await world.editCrm('Plan', participants('cleo'));
    await world.run(mailing);
    expect(addressesIn(world.outlook('Plan').attendees)).not.toContain('ben@example.com');
    expect(world.outlook('Plan').attendees).toHaveLength(5);
    await quiet();
  });

  test('a 61st participant keeps a new time from nobody, and the report says who is left out', async () => {
    world.reset([meeting('Crowd', 2, attendees(...people(60)))], []);
    expect(await world.run(mailing)).toMatchObject({ created: { zoho: 1 } });
    expect(world.crm('Crowd').Participants).toHaveLength(50);
    await world.editOutlook('Crowd', {
      ...attendees('a-new-one', ...people(60)),
      ...{
        start: { dateTime: `${date(2)}T12:00:00`, timeZone: 'UTC' },
        end: { dateTime: `${date(2)}T13:00:00`, timeZone: 'UTC' },
      },
    });
    const report = await world.run(mailing);
    expect(report).toMatchObject({ parked: 0, written: 1 });
    expect(JSON.stringify(report.left)).toContain('11 more stay in Outlook');
    expect(world.crm('Crowd').Start_DateTime).toContain('T12:00:00');
    expect(world.crm('Crowd').Participants).toHaveLength(50);
    await quiet();
  });

  test('one whom the CRM refuses stays out of it, alone and told; the meeting and all others go over, and later changes, too', async () => {
    const guests = (...names: readonly string[]) => ({
      attendees: names.map((name) => ({ type: 'required', emailAddress: { name, address: `${name}@example.com` } })),
    });
    const inCrm = (title: string) =>
      (world.crm(title).Participants as readonly { participant: string }[]).map(({ participant }) => participant);
    world.reset([meeting('Launch', 2, guests('ann', '田中', 'bob'))], []);
    const report = await world.run();
    expect(report).toMatchObject({ parked: 0, created: { zoho: 1 } });
    expect(JSON.stringify(report.left)).toContain('Launch');
    expect(inCrm('Launch')).toEqual(['ann@example.com', 'bob@example.com']);
    await quiet();
    await world.editOutlook('Launch', { ...guests('ann', '田中', 'bob', 'ü', 'cat'), subject: 'Launch at six' });
    expect(await world.run()).toMatchObject({ parked: 0, updated: { zoho: 1 } });
    expect(inCrm('Launch at six')).toEqual(['ann@example.com', 'bob@example.com', 'cat@example.com']);
    await quiet();
    expect(world.outlook('Launch at six').attendees).toHaveLength(5);
  });

  test('where people without an address fill the CRM’s list, the rest of the meeting still goes over', async () => {
    world.reset([meeting('Full', 2, attendees(...people(49)))], [], {
      zoho: { records: { Leads: [{ Last_Name: 'No Mail' }] } },
    });
    await world.run(mailing);
    const lead = { type: 'lead', participant: String(world.records('Leads')[0]?.id) };
    await world.editCrm('Full', { Participants: [...(participants(...people(49)).Participants as object[]), lead] });
    await world.run(mailing);
    await world.editOutlook('Full', { ...attendees('new1', 'new2', ...people(49)), subject: 'Full house' });
    expect((await world.run(mailing)).parkedRecords).toEqual([]);
    expect(world.crm('Full house').Participants).toHaveLength(50);
    await quiet();
    expect(world.outlook('Full house').attendees).toHaveLength(51);
  });
});

describe('while a person is asked', () => {
  const ask = { 'Conflict Resolver': { policy: 'ask' } };
  const place = (displayName: string) => ({ location: { displayName } });
  const at = (hour: string) => ({ dateTime: `${date(2)}T${hour}:00:00`, timeZone: 'UTC' });

  test('about the place, all else of the meeting goes over, later edits, too', async () => {
    world.reset([meeting('Offsite', 2, place('Hall'))], []);
    await world.run(ask);
    await world.editOutlook('Offsite', { ...place('Hall A'), start: at('12'), end: at('13') });
    await world.editCrm('Offsite', { Venue: 'Hall B', Description: 'Bring shoes' });
    expect((await world.run(ask)).reviews).toHaveLength(1);
    expect(world.crm('Offsite')).toMatchObject({ Venue: 'Hall B', Start_DateTime: expect.stringContaining('T12:00') });
    expect(JSON.stringify(world.outlook('Offsite').body)).toContain('Bring shoes');
    expect(world.outlook('Offsite').location).toMatchObject({ displayName: 'Hall A' });
    await world.editOutlook('Offsite', { subject: 'Offsite in May' });
    expect((await world.run(ask)).reviews).toHaveLength(1);
    expect(world.crm('Offsite in May')).toMatchObject({ Venue: 'Hall B' });
    expect((await world.run(ask)).written).toBe(0);
  });

  test('about the time, start and end wait together, and all else goes over', async () => {
    world.reset([meeting('Offsite', 2, place('Hall'))], []);
    await world.run(ask);
    await world.editOutlook('Offsite', { start: at('12'), end: at('13') });
    const End_DateTime = `${date(2)}T11:30:00+00:00`;
    await world.editCrm('Offsite', { Start_DateTime: `${date(2)}T08:00:00+00:00`, End_DateTime, Venue: 'Hall B' });
    expect((await world.run(ask)).reviews).toHaveLength(1);
    expect(world.outlook('Offsite')).toMatchObject({ location: { displayName: 'Hall B' } });
    expect(JSON.stringify([world.outlook('Offsite').start, world.outlook('Offsite').end])).toMatch(/T12.*T13/);
    expect(Date.parse(String(world.crm('Offsite').End_DateTime))).toBe(Date.parse(End_DateTime));
    expect((await world.run(ask)).written).toBe(0);
  });
});

describe('whole days', () => {
  const days = (from: number, to: number, offset: string) => ({
    ...{
      All_day: true,
      Start_DateTime: `${date(from)}T00:00:00${offset}`,
      End_DateTime: `${date(to)}T23:59:00${offset}`,
    },
  });
  const shown = (subject: string) => {
    const { start, end } = world.outlook(subject) as Record<string, { dateTime: string }>;
    return [start?.dateTime.slice(0, 10), end?.dateTime.slice(0, 10)];
  };

  // Some orgs tell whole days as any other time, in the zone of whoever is signed in.
  test('one day of a colleague who made it in another zone is that one day', async () => {
    world.reset([], [crmMeeting('Trade fair', 4, days(4, 4, '-07:00'))]);
    world.services.zoho.limits.allDayInUtc = false as never;
    await world.run();
    expect(shown('Trade fair')).toEqual([date(4), date(5)]);
    await quiet();
  });

  test.each([true, false])(
    'two days stay two when the user of the CRM moves to another zone (told in UTC: %p)',
    async (inUtc) => {
      world.reset([], [crmMeeting('Days off', 4, days(4, 5, '+09:00'))]);
      world.services.zoho.limits.allDayInUtc = inUtc as never;
      await world.run();
      expect(shown('Days off')).toEqual([date(4), date(6)]);
      const [user] = world.services.zoho.state.users;
      Object.assign(user as object, { time_zone: 'Europe/London' });
      await world.editCrm('Days off', { Description: 'In London now' });
      expect((await world.run()).written).toBe(1);
      expect(shown('Days off')).toEqual([date(4), date(6)]);
      expect(world.outlook('Days off').body).toMatchObject({ content: expect.stringContaining('In London now') });
      await quiet();
    },
  );
});

describe('reminders', () => {
  const remindAt = (title: string) => world.crm(title).Remind_At;
  const rings = (subject: string) => {
    const { isReminderOn, reminderMinutesBeforeStart } = world.outlook(subject);
    return isReminderOn ? reminderMinutesBeforeStart : null;
  };
  const soon = { unit: 15, period: 'minutes' };
  const dayBefore = { unit: 1, period: 'days' };

  test('two in the CRM: switched off in Outlook none rings, and none comes back', async () => {
    world.reset([], [crmMeeting('Call', 2, { Remind_At: [soon, dayBefore] })]);
    await world.run();
    expect(rings('Call')).toBe(15);
    await world.editOutlook('Call', { isReminderOn: false });
    await world.run();
    expect(remindAt('Call')).toEqual([]);
    await quiet();
    expect(rings('Call')).toBeNull();
  });

  test('another time for the first leaves the second', async () => {
    world.reset([], [crmMeeting('Call', 2, { Remind_At: [soon, dayBefore] })]);
    await world.run();
    await world.editOutlook('Call', { isReminderOn: true, reminderMinutesBeforeStart: 30 });
    await world.run();
    expect(remindAt('Call')).toEqual([{ unit: 30, period: 'minutes' }, dayBefore]);
    await quiet();
  });

  test('the day before at nine rings at nine, also when the meeting moves', async () => {
    const atNine = { ...dayBefore, time: '09:00' };
    // 09:00 UTC is 18:00 where the user of the CRM is.
    world.reset([], [crmMeeting('Dinner', 3, { Remind_At: [atNine] })]);
    await world.run();
    expect(rings('Dinner')).toBe(33 * 60);
    await quiet();
    const at = (hour: string) => ({ dateTime: `${date(3)}T${hour}:00:00`, timeZone: 'UTC' });
    await world.editOutlook('Dinner', { start: at('10'), end: at('11') });
    await world.untilQuiet();
    expect([rings('Dinner'), remindAt('Dinner')]).toEqual([34 * 60, [atNine]]);
  });

  test('a day before at 09:00 that is made a day before the start in the CRM is that in Outlook, too', async () => {
    const start = { Start_DateTime: `${date(3)}T09:15:00+09:00`, End_DateTime: `${date(3)}T10:15:00+09:00` };
    world.reset([], [crmMeeting('Trip', 3, { ...start, Remind_At: [{ unit: 1, period: 'days', time: '09:00' }] })]);
    await world.run();
    expect(rings('Trip')).toBe(1455);
    await world.editCrm('Trip', { Remind_At: [{ unit: 1, period: 'days' }] });
    await world.run();
    expect(rings('Trip')).toBe(1440);
    await quiet();
  });

  test('one after the start, which Outlook cannot say, stays beside Outlook’s own', async () => {
    const after = { unit: 0, period: 'days', time: '20.30' };
    world.reset([], [crmMeeting('Trip', 3, { Remind_At: [after] })]);
    await world.run();
    expect(rings('Trip')).toBeNull();
    await world.editOutlook('Trip', { isReminderOn: true, reminderMinutesBeforeStart: 60 });
    await world.run();
    expect(remindAt('Trip')).toEqual([{ unit: 60, period: 'minutes' }, after]);
    await quiet();
    expect(rings('Trip')).toBe(60);
  });
});

test('a meeting cancelled in Norwegian keeps the word that Outlook put before it', async () => {
  world.reset([meeting('Møte', 2)], []);
  await world.run();
  world.services.graph.seed({
    eventEdits: [{ event: 'Møte', set: { isCancelled: true, subject: 'Avlyst: Møte' } }],
  } as never);
  await world.run();
  expect(world.crm('Avlyst: Møte')).toMatchObject({ Event_Title: 'Avlyst: Møte' });
  await quiet();
});

describe('cancelled in Outlook while its title is edited in the CRM, between two runs', () => {
  const cancel = (event: string, subject: string) =>
    world.services.graph.seed({ eventEdits: [{ event, set: { isCancelled: true, subject } }] } as never);
  const titles = () =>
    [world.inOutlook(), world.inZoho()].map((all) => all.map((one) => one.subject ?? one.Event_Title));

  test.each([
    ['Avlyst: Møte', 'Avlyst: Møte i morgen', 'Avlyst: Møte i morgen'],
    ['Canceled: Møte', 'Canceled: Møte i morgen', 'Canceled: Møte i morgen'],
    ['Møte', 'Møte i morgen', 'Cancelled: Møte i morgen'],
  ])('%s: both get the new title, and both say that it is cancelled', async (subject, outlook, crm) => {
    for (const policy of ['zoho', 'outlook', 'ask']) {
      world.reset([meeting('Møte', 2)], []);
      await world.run();
      cancel('Møte', subject);
      await world.editCrm('Møte', { Event_Title: 'Møte i morgen' });
      expect(await world.run({ 'Conflict Resolver': { policy } })).toMatchObject({ reviews: [] });
      expect(titles()).toEqual([[outlook], [crm]]);
      await quiet();
    }
  });

  test('somebody else’s meeting: Outlook’s stays as it is, and the CRM says that it is cancelled', async () => {
    const host = { isOrganizer: false, organizer: { emailAddress: { name: 'Ada', address: 'ada@example.com' } } };
    world.reset([meeting('Møte', 2, host)], []);
    await world.run();
    cancel('Møte', 'Avlyst: Møte');
    await world.editCrm('Møte', { Event_Title: 'Møte i morgen' });
    await world.run();
    expect(titles()).toEqual([['Avlyst: Møte'], ['Avlyst: Møte i morgen']]);
    await quiet();
  });

  test('and with another title typed in Outlook, too, it is a conflict like any other', async () => {
    for (const [policy, expected] of [
      ['zoho', [['Avlyst: Theirs'], ['Avlyst: Theirs']]],
      ['outlook', [['Avlyst: Mine'], ['Avlyst: Mine']]],
    ] as const) {
      world.reset([meeting('Møte', 2)], []);
      await world.run();
      cancel('Møte', 'Avlyst: Mine');
      await world.editCrm('Møte', { Event_Title: 'Theirs' });
      await world.run({ 'Conflict Resolver': { policy } });
      expect(titles()).toEqual(expected);
      await quiet();
    }
  });
});

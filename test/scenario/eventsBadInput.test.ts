/** Bad input: each is told clearly with what to do, and none stands in the way of the rest. */
import type { EventWorld } from '../support/eventWorld';
import { attendees, crmMeeting, date, meeting, startEventWorld } from '../support/eventWorld';
import type { Raw } from '../support/fixture';

jest.setTimeout(60_000);

let world: EventWorld;
beforeAll(async () => void (world = await startEventWorld()));
afterAll(() => world.stop());

interface Bad {
  readonly title: string;
  readonly events?: readonly Raw[];
  readonly Events?: readonly Raw[];
  /** what only the service itself could have done */
  readonly spoil?: () => void;
  /** message and next step, as the report has them */
  readonly says: RegExp;
}

const weekly = (zone: string) => ({
  recurrence: {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'noEnd', startDate: date(3), recurrenceTimeZone: zone },
  },
});
const rule = (RRULE: string) => ({ Recurring_Activity: { RRULE } });
const fieldsOf = (subject: string): Record<string, unknown> => world.outlook(subject) as Record<string, unknown>;

const bads: readonly Bad[] = [
  {
    title: 'end before start in Zoho CRM',
    Events: [crmMeeting('Bad', 3, { End_DateTime: `${date(3)}T08:00:00+00:00` })],
    says: /ends before it starts\. Set its end again in Zoho CRM/,
  },
  {
    title: 'whole days that end before they start in Zoho CRM',
    Events: [crmMeeting('Bad', 3, { All_day: true, End_DateTime: `${date(1)}T08:00:00+00:00` })],
    says: /ends before it starts\. Set its end again in Zoho CRM/,
  },
  {
    title: 'end before start in Outlook',
    events: [meeting('Bad', 3)],
    spoil: () => void (fieldsOf('Bad').end = { dateTime: `${date(3)}T08:00:00.0000000`, timeZone: 'UTC' }),
    says: /ends before it starts\. Set its end again in Outlook/,
  },
  {
    title: 'no start in Zoho CRM',
    Events: [crmMeeting('Bad', 3, { Start_DateTime: null })],
    says: /start or end cannot be read\. Set them again in Zoho CRM/,
  },
  {
    title: 'a series in a zone without a name in Outlook',
    events: [meeting('Bad', 3, weekly('UTC'))],
    spoil: () => {
      const { range } = fieldsOf('Bad').recurrence as { range: Record<string, unknown> };
      range.recurrenceTimeZone = 'tzone://Microsoft/Custom';
    },
    says: /time zone is a custom one without a name\. Choose a named time zone for it in Outlook/,
  },
  {
    title: 'a rule that nobody can read',
    Events: [crmMeeting('Bad', 3, rule(`FREQ=NOW_AND_THEN;DTSTART=${date(3)}`))],
    says: /can(not)? read|can read.*Set it again in Zoho CRM/,
  },
  {
    title: 'a rule that is empty',
    Events: [crmMeeting('Bad', 3, rule(''))],
    says: /repetition in Zoho CRM is not one we can read\. Set it again in Zoho CRM/,
  },
  {
    title: 'a rule that Outlook cannot say',
    Events: [crmMeeting('Bad', 3, rule(`FREQ=HOURLY;INTERVAL=2;DTSTART=${date(3)}`))],
    says: /Outlook/,
  },
];

test.each(bads)(
  '$title: told, left as it is, and the rest goes on',
  async ({ events = [], Events = [], spoil, says }) => {
    world.reset([meeting('Fine here', 2), ...events], [crmMeeting('Fine there', 2), ...Events]);
    spoil?.();
    const first = await world.run();
    const told = [
      ...first.left.map(({ label, reason }) => `${label} ${reason}`),
      ...first.parkedRecords.map(({ label, message, nextStep }) => `${label} ${message} ${nextStep}`),
    ];
    expect(told).toEqual([expect.stringMatching(says)]);
    expect(told[0]).toContain('Bad');
    expect(world.crm('Fine here')).toMatchObject({ Event_Title: 'Fine here' });
    expect(world.outlook('Fine there')).toMatchObject({ subject: 'Fine there' });
    expect(first).toMatchObject({ written: 2, pending: 0 });
    expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
    expect([world.inOutlook().length, world.inZoho().length]).toEqual([2 + events.length, 2 + Events.length]);
  },
);

test('a meeting whose own zone has no name is an instant like any other, and goes over', async () => {
  world.reset([meeting('Custom', 2, { originalStartTimeZone: 'tzone://Microsoft/Custom' })]);
  expect(await world.run()).toMatchObject({ written: 1, parkedRecords: [], left: [] });
  expect(Date.parse(String(world.crm('Custom').Start_DateTime))).toBe(Date.parse(`${date(2)}T09:00:00Z`));
});

test('a mailbox in a zone without a name keeps no meeting back: instants and dates need none', async () => {
  const whole = {
    All_day: true,
    Start_DateTime: `${date(5)}T00:00:00+09:00`,
    End_DateTime: `${date(5)}T23:59:00+09:00`,
  };
  world.reset([meeting('Here', 2)], [crmMeeting('There', 3), crmMeeting('Whole day', 5, whole)]);
  world.services.graph.state.mailbox.timeZone = 'tzone://Microsoft/Custom';
  expect(await world.run()).toMatchObject({ written: 3, parkedRecords: [], left: [] });
  expect(world.outlook('Whole day')).toMatchObject({
    isAllDay: true,
    start: { dateTime: expect.stringContaining(`${date(5)}T00:00`) },
    end: { dateTime: expect.stringContaining(`${date(6)}T00:00`) },
  });
  expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
});

test('a calendar that may only be read: what goes to the CRM goes, what would be written waits with its reason', async () => {
  const calendars = [{ name: 'Calendar', canEdit: false, events: [meeting('Readable', 2)] }];
  world.reset([], [crmMeeting('Unwritable', 2)], { graph: { calendars } });
  const first = await world.run();
  expect(first.parkedRecords).toMatchObject([
    {
      label: expect.stringContaining('Unwritable'),
      message: expect.stringMatching(/may only be read/),
      nextStep: expect.stringMatching(/Choose a calendar of your own.*or sync only towards Zoho CRM/),
    },
  ]);
  expect(world.crm('Readable')).toMatchObject({ Event_Title: 'Readable' });
  expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
  expect(world.inOutlook()).toHaveLength(1);
});

test('of a meeting organised by somebody else only the own reminder may be touched; the rest waits with its reason', async () => {
  const theirs = {
    ...attendees('me', 'ann'),
    ...{ isOrganizer: false, organizer: { emailAddress: { name: 'Boss', address: 'boss@example.com' } } },
  };
  world.reset([meeting('Theirs', 2, theirs), meeting('Remind', 3, theirs), meeting('Mine', 4)]);
  expect(await world.run()).toMatchObject({ written: 3, parkedRecords: [] });
  await world.editCrm('Theirs', { Venue: 'Elsewhere' });
  await world.editCrm('Remind', { Remind_At: [{ unit: 30, period: 'minutes' }] });
  await world.editCrm('Mine', { Venue: 'Here' });
  const { parkedRecords } = await world.run();
  const told = parkedRecords.map(({ label, message, nextStep }) => `${label}: ${message} ${nextStep}`);
  expect([...new Set(told)]).toEqual([
    expect.stringMatching(
      /Theirs: .*organised by somebody else.* Ask its organiser for the change, or undo it in Zoho CRM/,
    ),
  ]);
  expect(world.outlook('Remind')).toMatchObject({ isReminderOn: true, reminderMinutesBeforeStart: 30 });
  expect(world.outlook('Mine').location).toMatchObject({ displayName: 'Here' });
  expect((world.outlook('Theirs').location as Raw | null)?.displayName ?? '').toBe('');
  expect(world.outbox()).toEqual([]);
  expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
});

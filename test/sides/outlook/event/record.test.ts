import { inWords } from '../../../../reasons';
import { toNeutral } from '../../../../sides/outlook/event/record';
import { toCreate, toPatch } from '../../../../sides/outlook/event/patch';
import type { Fields } from '../../../../sync/model';

const time = (dateTime: string, timeZone = 'UTC') => ({ dateTime, timeZone });
const plain = {
  type: 'singleInstance',
  start: time('2027-02-01T09:00:00'),
  end: time('2027-02-01T10:00:00'),
  attendees: [],
};
const fieldsOf = (event: object): Fields => toNeutral({ ...plain, ...event }, 'full').fields;
const series = (pattern: object, zone: string, start: string) => ({
  ...{ type: 'seriesMaster', start: time(start), end: time(start), originalStartTimeZone: zone },
  recurrence: {
    pattern: { interval: 1, ...pattern },
    range: { type: 'noEnd', startDate: start.slice(0, 10), recurrenceTimeZone: zone },
  },
});

test.each([
  ['Tokyo', '2027-02-01T09:00:00', 'Tokyo Standard Time', '2027-02-01T00:00:00.000Z'],
  ['Kolkata', '2027-02-01T09:00:00', 'Asia/Kolkata', '2027-02-01T03:30:00.000Z'],
  ['New York, winter', '2027-03-13T09:00:00', 'Eastern Standard Time', '2027-03-13T14:00:00.000Z'],
  ['New York, summer', '2027-03-14T09:00:00', 'Eastern Standard Time', '2027-03-14T13:00:00.000Z'],
  ['Lord Howe, half an hour', '2027-04-04T09:00:00', 'Lord Howe Standard Time', '2027-04-03T22:30:00.000Z'],
  ['Apia', '2027-02-01T09:00:00', 'Samoa Standard Time', '2027-01-31T20:00:00.000Z'],
  ['UTC+14', '2027-02-01T09:00:00', 'Pacific/Kiritimati', '2027-01-31T19:00:00.000Z'],
  ['UTC-11', '2027-02-01T09:00:00', 'UTC-11', '2027-02-01T20:00:00.000Z'],
])('a start is its instant: %s', (_name, dateTime, zone, instant) => {
  expect(fieldsOf({ start: time(dateTime, zone), end: time('2027-12-01T00:00:00') }).start).toBe(instant);
});

test('29 February every year is the last day of February', () => {
  const leap = series(
    { type: 'absoluteYearly', dayOfMonth: 29, month: 2 },
    'Tokyo Standard Time',
    '2028-02-29T01:00:00',
  );
  expect(fieldsOf(leap).recurrence).toBe('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1');
});

test('the days of a series are those of its own zone', () => {
  const weekly = series({ type: 'weekly', daysOfWeek: ['monday'] }, 'Tokyo Standard Time', '2027-01-31T23:00:00');
  expect(fieldsOf(weekly).recurrence).toBe('FREQ=WEEKLY;BYDAY=MO');
});

test.each([
  [
    'a custom zone',
    series({ type: 'daily' }, 'tzone://Microsoft/Custom', '2027-02-01T09:00:00'),
    'recurrence',
    /custom one/,
  ],
  ['an unknown zone', { start: time('2027-02-01T09:00:00', 'Mars Standard Time') }, 'start', /Mars Standard Time/],
  ['an end before its start', { end: time('2027-01-01T09:00:00') }, 'start', /ends before/],
  ['a pattern nobody knows', series({ type: 'hourly' }, 'UTC', '2027-02-01T09:00:00'), 'recurrence', /hourly/],
])('%s is told with its reason', (_name, event, field, reason) => {
  expect(inWords(fieldsOf(event)[field])).toEqual({ sideOnly: expect.stringMatching(reason) });
});

test('participants are people with an address: no room, no organiser, nobody twice', () => {
  const attendee = (address: string, type = 'required') => ({ type, emailAddress: { address, name: address } });
  const attendees = [
    attendee('B@example.com'),
    attendee('b@example.com'),
    attendee('room@example.com', 'resource'),
    attendee('/O=EX/CN=X'),
    attendee('me@example.com'),
  ];
  const organizer = { emailAddress: { address: 'ME@example.com' } };
  expect(fieldsOf({ attendees, organizer }).participants).toEqual(['b@example.com']);
});

const ground = { before: {}, timeZone: 'Eastern Standard Time', attendees: [], oldBody: null };
const whole: Fields = {
  subject: 'x',
  start: '2027-01-12T14:00:00.000Z',
  end: '2027-01-12T15:00:00.000Z',
  isAllDay: false,
};

test('a patch sends what changed and nothing else', () => {
  expect(toPatch({ location: 'Room' }, { ...ground, after: whole })).toEqual({
    body: { location: { displayName: 'Room' } },
  });
  expect(toPatch({ start: whole.start ?? null }, { ...ground, after: whole })).toEqual({
    body: {
      isAllDay: false,
      start: { dateTime: '2027-01-12T09:00:00.0000000', timeZone: 'Eastern Standard Time' },
      end: { dateTime: '2027-01-12T10:00:00.0000000', timeZone: 'Eastern Standard Time' },
    },
  });
});

test('the hour that comes twice is said in UTC', () => {
  const twice = { ...whole, start: '2027-11-07T06:30:00.000Z', end: '2027-11-07T07:30:00.000Z' };
  expect(toPatch({ start: twice.start }, { ...ground, after: twice })).toMatchObject({
    body: { start: { dateTime: '2027-11-07T06:30:00.0000000', timeZone: 'UTC' } },
  });
});

test('a new event carries its intent, the category, and no reminder of Outlook’s own', () => {
  expect(toCreate(whole, 'intent', { ...ground, after: whole })).toMatchObject({
    body: { transactionId: 'intent', categories: ['Zoho'], isReminderOn: false, subject: 'x' },
  });
});

test('a rule that Outlook cannot say is refused, not flattened', () => {
  const odd = { ...whole, recurrence: 'FREQ=MONTHLY;BYMONTHDAY=1,15' };
  expect(inWords(toCreate(odd, null, { ...ground, after: odd }))).toEqual({ refused: expect.any(String) });
});

test('of an undo, whoever was taken out is invited as they were; somebody new as required', () => {
  const sato = {
    type: 'optional',
    status: { response: 'accepted' },
    emailAddress: { name: 'Sato', address: 'S@x.jp' },
  };
  const undone = { before: { attendees: [sato] }, after: { attendees: [] } };
  const { body } = toPatch({ participants: ['ito@x.jp', 's@x.jp'] }, { ...ground, after: {}, undone }) as {
    body: object;
  };
  expect(body).toEqual({
    attendees: [
      { type: 'required', emailAddress: { name: 'ito@x.jp', address: 'ito@x.jp' } },
      { type: 'optional', emailAddress: { name: 'Sato', address: 'S@x.jp' } },
    ],
  });
});

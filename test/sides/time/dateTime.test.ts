import {
  dueDate,
  graphMidnight,
  graphTime,
  instantOf,
  localDate,
  toIana,
  toWindows,
  zohoDateTime,
} from '../../../sides/time/dateTime';
import { allDayFromGraph, allDayFromZoho, allDayToGraph, allDayToZoho } from '../../../sides/time/wholeDays';

test.each([
  ['Eastern Standard Time', 'America/New_York'],
  ['eastern standard time', 'America/New_York'],
  ['India Standard Time', 'Asia/Calcutta'],
  ['Tokyo Standard Time', 'Asia/Tokyo'],
  ['Lord Howe Standard Time', 'Australia/Lord_Howe'],
  ['Samoa Standard Time', 'Pacific/Apia'],
  ['Line Islands Standard Time', 'Pacific/Kiritimati'],
  ['UTC-11', 'Etc/GMT+11'],
  ['UTC', 'UTC'],
  ['tzone://Microsoft/Utc', 'Etc/UTC'],
  ['Mountain Standard Time (Mexico)', 'America/Mazatlan'],
  ['Central Asia Standard Time', 'Asia/Bishkek'],
  ['Europe/Kyiv', 'Europe/Kyiv'],
  ['Asia/Kolkata', 'Asia/Kolkata'],
  ['Etc/GMT-14', 'Etc/GMT-14'],
  ['Kamchatka Standard Time', 'Asia/Kamchatka'],
  ['Mid-Atlantic Standard Time', 'Etc/GMT+2'],
  ...['PST8PDT', 'EST5EDT', 'CST6CDT', 'MST7MDT', 'GMT0', 'GMT+0', 'GB-Eire', 'NZ-CHAT', 'W-SU'].map((zone) => [
    zone,
    zone,
  ]),
])('%s is %s', (zone, iana) => {
  expect(toIana(zone)).toBe(iana);
});

test.each(['tzone://Microsoft/Custom', 'Customized Time Zone', 'Nowhere/Town', 'UTC+9', '+05:30', '', null, undefined])(
  '%p is no zone we know',
  (zone) => {
    expect([toIana(zone), toWindows(zone)]).toEqual([null, null]);
  },
);

test.each([
  ['America/New_York', 'Eastern Standard Time'],
  ['US/Eastern', 'Eastern Standard Time'],
  ['Asia/Kolkata', 'India Standard Time'],
  ['Europe/Kyiv', 'FLE Standard Time'],
  ['America/Ciudad_Juarez', 'Mountain Standard Time'],
  ['Asia/Almaty', 'West Asia Standard Time'],
  ['Pacific/Pago_Pago', 'UTC-11'],
  ['Pacific/Kanton', 'UTC+13'],
  ['Etc/UTC', 'UTC'],
  ['W. Europe Standard Time', 'W. Europe Standard Time'],
  ['Antarctica/Troll', null],
])('%s is %s to Windows', (iana, windows) => {
  expect(toWindows(iana)).toBe(windows);
});

/** Wall clock times, what they mean, and what Zoho is told. */
const clocks: readonly (readonly [zone: string, wall: string, instant: string, zoho: string])[] = [
  ['Tokyo Standard Time', '2026-03-08T09:00', '2026-03-08T00:00', '2026-03-08T09:00:00+09:00'],
  ['India Standard Time', '2026-03-08T09:00', '2026-03-08T03:30', '2026-03-08T09:00:00+05:30'],
  ['Eastern Standard Time', '2026-03-07T09:00', '2026-03-07T14:00', '2026-03-07T09:00:00-05:00'],
  ['Eastern Standard Time', '2026-03-08T09:00', '2026-03-08T13:00', '2026-03-08T09:00:00-04:00'],
  ['Eastern Standard Time', '2026-10-31T09:00', '2026-10-31T13:00', '2026-10-31T09:00:00-04:00'],
  ['Eastern Standard Time', '2026-11-01T09:00', '2026-11-01T14:00', '2026-11-01T09:00:00-05:00'],
  ['Lord Howe Standard Time', '2026-04-04T09:00', '2026-04-03T22:00', '2026-04-04T09:00:00+11:00'],
  ['Lord Howe Standard Time', '2026-04-05T09:00', '2026-04-04T22:30', '2026-04-05T09:00:00+10:30'],
  ['Lord Howe Standard Time', '2026-10-04T09:00', '2026-10-03T22:00', '2026-10-04T09:00:00+11:00'],
  ['Pacific/Apia', '2026-06-01T09:00', '2026-05-31T20:00', '2026-06-01T09:00:00+13:00'],
  ['Pacific/Kiritimati', '2026-06-01T09:00', '2026-05-31T19:00', '2026-06-01T09:00:00+14:00'],
  ['Pacific/Pago_Pago', '2026-06-01T23:30', '2026-06-02T10:30', '2026-06-01T23:30:00-11:00'],
  ['UTC', '2026-06-01T09:00', '2026-06-01T09:00', '2026-06-01T09:00:00+00:00'],
];

test.each(clocks)('%s %s', (zone, wall, instant, zoho) => {
  const at = `${instant}:00.000Z`;
  const time = { dateTime: `${wall}:00.0000000`, timeZone: zone };
  expect(instantOf(time)).toBe(at);
  expect(graphTime(at, zone)).toEqual(time);
  expect(zohoDateTime(at, toIana(zone) ?? '')).toBe(zoho);
  expect(new Date(zoho).toISOString()).toBe(at);
});

test('a time without a zone is UTC, as Graph has it, and its seventh decimal does no harm', () => {
  expect(instantOf({ dateTime: '2026-05-01T09:00:00.1234567' })).toBe('2026-05-01T09:00:00.123Z');
  expect(instantOf({ dateTime: '2026-05-01T09:00:00', timeZone: '' })).toBe('2026-05-01T09:00:00.000Z');
});

test('a time that summer time skips comes an hour later', () => {
  const skipped = { dateTime: '2026-03-08T02:30:00.0000000', timeZone: 'Eastern Standard Time' };
  expect(instantOf(skipped)).toBe('2026-03-08T07:30:00.000Z');
});

test('the hour that comes twice is its first, and is written in UTC so that nobody has to guess', () => {
  const twice = { dateTime: '2026-11-01T01:30:00.0000000', timeZone: 'Eastern Standard Time' };
  expect(instantOf(twice)).toBe('2026-11-01T05:30:00.000Z');
  for (const at of ['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z']) {
    expect(graphTime(at, twice.timeZone).timeZone).toBe('UTC');
    expect(instantOf(graphTime(at, twice.timeZone))).toBe(at);
    expect(graphTime(at, twice.timeZone, 'series')).toEqual(twice);
  }
});

test('an event that ends at midnight ends on the next date, and is none of whole days', () => {
  const end = instantOf({ dateTime: '2026-03-08T00:00:00.0000000', timeZone: 'Eastern Standard Time' });
  expect(end).toBe('2026-03-08T05:00:00.000Z');
  expect(zohoDateTime(end, 'America/New_York')).toBe('2026-03-08T00:00:00-05:00');
});

test.each([
  ['tzone://Microsoft/Custom', '2026-03-08T00:00:00', /custom one without a name. Choose a named time zone/],
  ['Nowhere/Town', '2026-03-08T00:00:00', /"Nowhere\/Town" is not one we know/],
  ['UTC', 'soon', /"soon" is not a time we can read/],
  ['UTC', '2026-02-30T00:00:00', /not a time we can read/],
])('%s %s is refused in words', (timeZone, dateTime, words) => {
  expect(() => instantOf({ dateTime, timeZone })).toThrow(words);
  expect(() => instantOf({ dateTime, timeZone })).toThrow(RangeError);
});

test.each([
  ['Pacific/Kiritimati', '2024-10-23T10:00:00.0000000', '2024-10-24'],
  ['Pacific/Honolulu', '2024-10-24T10:00:00.0000000', '2024-10-24'],
  ['Pacific/Pago_Pago', '2024-10-24T11:00:00.0000000', '2024-10-24'],
  ['Pacific/Apia', '2024-10-23T11:00:00.0000000', '2024-10-24'],
  ['Tokyo Standard Time', '2024-10-23T15:00:00.0000000', '2024-10-24'],
  ['India Standard Time', '2024-10-23T18:30:00.0000000', '2024-10-24'],
  ['Eastern Standard Time', '2024-10-24T04:00:00.0000000', '2024-10-24'],
  ['Eastern Standard Time', '2024-11-24T05:00:00.0000000', '2024-11-24'],
  ['Australia/Lord_Howe', '2026-04-04T13:00:00.0000000', '2026-04-05'],
  // Midnight does not exist here on 6 September 2026: one reader makes it 01:00, another 23:00 of the evening before.
  ['America/Santiago', '2026-09-06T04:00:00.0000000', '2026-09-06'],
  ['America/Santiago', '2026-09-06T03:00:00.0000000', '2026-09-06'],
  ['Africa/Cairo', '2026-04-23T22:00:00.0000000', '2026-04-24'],
  ['Africa/Cairo', '2026-04-23T21:00:00.0000000', '2026-04-24'],
])('%s: due %s is %s', (zone, dateTime, date) => {
  expect(dueDate({ dateTime, timeZone: 'UTC' }, zone)).toBe(date);
  expect(dueDate(graphMidnight(date, zone), zone)).toBe(date);
});

test('a plain local date is the one on the clock, late in the evening too', () => {
  expect(localDate('2026-06-02T10:30:00Z', 'UTC-11')).toBe('2026-06-01');
  expect(localDate('2026-06-02T10:30:00Z', 'Pacific/Kiritimati')).toBe('2026-06-03');
});

test.each([
  ['one day', '2026-05-01', '2026-05-02', 'Asia/Tokyo', '2026-05-01T00:00:00+09:00', '2026-05-01T23:59:00+09:00'],
  [
    'several days',
    '2026-05-01',
    '2026-05-04',
    'Pacific/Kiritimati',
    '2026-05-01T00:00:00+14:00',
    '2026-05-03T23:59:00+14:00',
  ],
  [
    'summer begins',
    '2026-03-07',
    '2026-03-09',
    'America/New_York',
    '2026-03-07T00:00:00-05:00',
    '2026-03-08T23:59:00-04:00',
  ],
  [
    'summer ends',
    '2026-11-01',
    '2026-11-02',
    'America/New_York',
    '2026-11-01T00:00:00-04:00',
    '2026-11-01T23:59:00-05:00',
  ],
  [
    'half an hour',
    '2026-04-05',
    '2026-04-06',
    'Australia/Lord_Howe',
    '2026-04-05T00:00:00+11:00',
    '2026-04-05T23:59:00+10:30',
  ],
  [
    'no midnight',
    '2026-09-06',
    '2026-09-07',
    'America/Santiago',
    '2026-09-06T01:00:00-03:00',
    '2026-09-06T23:59:00-03:00',
  ],
  [
    '29 February',
    '2028-02-29',
    '2028-03-01',
    'Pacific/Pago_Pago',
    '2028-02-29T00:00:00-11:00',
    '2028-02-29T23:59:00-11:00',
  ],
])('all day, %s: dates on both sides', (_name, start, end, zone, zohoStart, zohoEnd) => {
  const zoho = allDayToZoho({ start, end }, zone);
  expect(zoho).toEqual({ All_day: true, Start_DateTime: zohoStart, End_DateTime: zohoEnd });
  expect(allDayFromZoho(zoho)).toEqual({ start, end });
  const graph = allDayToGraph({ start, end }, zone);
  expect(graph.end).toEqual({ dateTime: `${end}T00:00:00.0000000`, timeZone: zone });
  expect(allDayFromGraph(graph)).toEqual({ start, end });
});

test.each(['2026-05-03T23:59:00+02:00', '2026-05-03T23:59:59+02:00', '2026-05-03T00:00:00+02:00'])(
  'Zoho’s all-day end %s includes the 3rd',
  (End_DateTime) => {
    const span = { Start_DateTime: '2026-05-01T00:00:00+02:00', End_DateTime };
    expect(allDayFromZoho(span)).toEqual({ start: '2026-05-01', end: '2026-05-04' });
  },
);

test('whole days that another user made elsewhere are the same days', () => {
  const span = { Start_DateTime: '2026-04-30T18:00:00-04:00', End_DateTime: '2026-05-01T17:59:00-04:00' };
  expect(allDayFromZoho(span)).toEqual({ start: '2026-05-01', end: '2026-05-02' });
});

test.each([
  ['Tokyo, seen from London', '2026-05-03T15:00:00+00:00', '2026-05-05T14:59:00+00:00', '2026-05-04', '2026-05-06'],
  [
    'Los Angeles, seen from Tokyo',
    '2026-05-04T16:00:00+09:00',
    '2026-05-05T15:59:59+09:00',
    '2026-05-04',
    '2026-05-05',
  ],
  [
    'Auckland in summer, seen from Berlin',
    '2026-01-03T12:00:00+01:00',
    '2026-01-04T11:59:00+01:00',
    '2026-01-04',
    '2026-01-05',
  ],
  ['Honolulu, seen from Tokyo', '2026-05-04T19:00:00+09:00', '2026-05-05T18:59:00+09:00', '2026-05-04', '2026-05-05'],
  ['Kathmandu, seen from Tokyo', '2026-05-04T03:15:00+09:00', '2026-05-05T03:14:00+09:00', '2026-05-04', '2026-05-05'],
  [
    'over the change of the clocks',
    '2026-03-07T14:00:00+09:00',
    '2026-03-09T12:59:00+09:00',
    '2026-03-07',
    '2026-03-09',
  ],
  ['a day told by its hours', '2026-05-04T21:00:00+09:00', '2026-05-04T22:30:00+09:00', '2026-05-04', '2026-05-05'],
])('whole days of %s', (_name, Start_DateTime, End_DateTime, start, end) => {
  expect(allDayFromZoho({ Start_DateTime, End_DateTime })).toEqual({ start, end });
});

test('Graph’s whole days of another zone are the days of that zone', () => {
  const utc = (dateTime: string) => ({ dateTime, timeZone: 'UTC' });
  const of = (start: string, end: string) => allDayFromGraph({ start: utc(start), end: utc(end) });
  expect(of('2026-05-03T22:00:00.0000000', '2026-05-04T22:00:00.0000000')).toEqual({
    start: '2026-05-04',
    end: '2026-05-05',
  });
  expect(of('2026-05-04T04:00:00.0000000', '2026-05-06T04:00:00.0000000')).toEqual({
    start: '2026-05-04',
    end: '2026-05-06',
  });
});

test('Graph’s all-day dates stay whatever zone they are told in; an end before the start is none', () => {
  const event = (start: string, end: string, zone: string) =>
    allDayFromGraph({ start: graphMidnight(start, zone), end: graphMidnight(end, zone) });
  for (const zone of ['UTC', 'Pacific/Kiritimati', 'tzone://Microsoft/Custom']) {
    expect(event('2026-03-08', '2026-03-09', zone)).toEqual({ start: '2026-03-08', end: '2026-03-09' });
  }
  expect(event('2026-03-08', '2026-03-08', 'UTC')).toEqual({ start: '2026-03-08', end: '2026-03-09' });
  expect(event('2026-03-08', '2026-03-07', 'UTC')).toBeNull();
  expect(allDayFromZoho({ Start_DateTime: '2026-05-02T00:00:00Z', End_DateTime: '2026-05-01T00:00:00Z' })).toBeNull();
  expect(allDayFromZoho({ Start_DateTime: 'soon', End_DateTime: 'later' })).toBeNull();
});

import { allDayFromGraph, allDayFromZoho, allDayToGraph, allDayToZoho, graphMidnight } from '../../../sides/time/zones';

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
  expect(allDayFromZoho(zoho, zone)).toEqual({ start, end });
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

test('another user’s offset is read in the host’s zone where that is given', () => {
  const span = { Start_DateTime: '2026-04-30T18:00:00-04:00', End_DateTime: '2026-05-01T17:59:00-04:00' };
  expect(allDayFromZoho(span, 'Europe/Berlin')).toEqual({ start: '2026-05-01', end: '2026-05-02' });
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
  expect(allDayFromZoho({ Start_DateTime: 'soon', End_DateTime: 'later' }, 'UTC')).toBeNull();
});

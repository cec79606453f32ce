import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { inWords, sentence } from '../../../reasons';
import { calendarText } from '../../../sides/caldav/ical';
import { readObject } from '../../../sides/caldav/object';
import { vtimezoneFor } from '../../../sides/caldav/vtimezone';
import { event } from './parts';

const part = (name: string, start: string, from: string, to: string, rule = '') =>
  `BEGIN:${name}\nDTSTART:${start}\nTZOFFSETFROM:${from}\nTZOFFSETTO:${to}\n${rule}\nEND:${name}`;
const definition = (tzid: string, more: string, parts: string) =>
  `BEGIN:VTIMEZONE\nTZID:${tzid}\n${more}\n${parts}\nEND:VTIMEZONE`;
const european = [
  part('STANDARD', '16010101T030000', '+0200', '+0100', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10'),
  part('DAYLIGHT', '16010101T020000', '+0100', '+0200', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3'),
].join('\n');

const zoneOf = (tzid: string, more: string, own = 'Asia/Tokyo') => {
  const found = readObject(event(`DTSTART;TZID="${tzid}":20260706T090000`, more), { zone: own });
  if ('unreadable' in found) throw new Error(sentence(found.unreadable));
  return { zone: (found.extra as { timeZone?: string }).timeZone, start: found.fields.start };
};

describe('names of zones', () => {
  test.each([
    ['an IANA name', 'Europe/Berlin', '', 'Europe/Berlin'],
    ['a Windows name', 'Tokyo Standard Time', '', 'Asia/Tokyo'],
    [
      'a library’s path',
      '/mozilla.org/20050126_1/America/Argentina/Buenos_Aires',
      '',
      'America/Argentina/Buenos_Aires',
    ],
    ['another library’s', '/softwarestudio.org/Olson_20011030_5/Europe/Paris', '', 'Europe/Paris'],
    [
      'what libical calls it',
      'Berlin 1',
      definition('Berlin 1', 'X-LIC-LOCATION:Europe/Vienna', european),
      'Europe/Vienna',
    ],
    ['what it is called besides', 'TZ1', definition('TZ1', 'LOCATION:Europe/Zurich', european), 'Europe/Zurich'],
    [
      'its clocks',
      '(UTC+01:00) Amsterdam, Berlin',
      definition('(UTC+01:00) Amsterdam, Berlin', '', european),
      'Europe/Berlin',
    ],
    [
      'clocks that are always the same',
      'Customized Time Zone',
      definition('Customized Time Zone', '', part('STANDARD', '16010101T000000', '+0530', '+0530')),
      'Asia/Calcutta',
    ],
  ])('%s', (_name, tzid, more, zone) => {
    expect(DateTime.fromISO('2026-07-06', { zone: zoneOf(tzid, more).zone }).offset).toBe(
      DateTime.fromISO('2026-07-06', { zone }).offset,
    );
    expect(zoneOf(tzid, more).start).toBe(
      new Date(DateTime.fromISO('2026-07-06T09:00', { zone }).toMillis()).toISOString(),
    );
  });

  test('of those with the same clocks the user’s own is meant', () => {
    expect(zoneOf('Mine', definition('Mine', '', european), 'Europe/Rome').zone).toBe('Europe/Rome');
  });

  test.each([
    ['no definition', ''],
    ['a definition that is none', 'BEGIN:VTIMEZONE\nTZID:Mine\nEND:VTIMEZONE'],
  ])('nobody knows: %s', (_name, more) => {
    expect(inWords(zoneOf('Mine', more).start)).toEqual({
      sideOnly: expect.stringMatching(/"Mine" is not one we know/),
    });
  });
});

test('a single meeting on clocks that no zone has is at its instant; a series of such clocks is told, not guessed', () => {
  const odd = definition('Phone', '', part('STANDARD', '16010101T000000', '+0017', '+0017'));
  const of = (more: string) => {
    const found = readObject(event(`DTSTART;TZID=Phone:20260706T090000\n${more}`, odd), { zone: 'Asia/Tokyo' });
    return 'unreadable' in found ? found : found.fields;
  };
  expect(of('DTEND;TZID=Phone:20260706T100000')).toMatchObject({
    ...{ start: '2026-07-06T08:43:00.000Z', end: '2026-07-06T09:43:00.000Z', recurrence: null },
  });
  expect(inWords(of('RRULE:FREQ=WEEKLY'))).toMatchObject({
    recurrence: { sideOnly: expect.stringMatching(/"Phone" is not one we know/) },
  });
});

describe('definitions we write', () => {
  test.each([
    ...[
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'America/Sao_Paulo',
      'Asia/Tokyo',
    ],
    ...['Pacific/Chatham', 'Asia/Tehran', 'Europe/Dublin', 'America/Asuncion', 'Pacific/Apia'],
  ])('%s: the clocks go as another program reads them, for twelve years', (zone) => {
    for (const year of [2010, 2025]) {
      const component = ICAL.Component.fromString(calendarText(vtimezoneFor(zone, zone, year)));
      const read = new ICAL.Timezone({ component, tzid: zone });
      for (let at = DateTime.utc(year, 1, 1, 0, 13); at.year < year + 12; at = at.plus({ hours: 217 })) {
        const local = at.setZone(zone);
        // around a change other programs count in more ways than one
        if (local.minus({ hours: 3 }).offset !== local.plus({ hours: 3 }).offset) continue;
        const time = new ICAL.Time({ ...local.toObject(), isDate: false }, ICAL.Timezone.localTimezone);
        expect([local.toISO(), read.utcOffset(time) / 60]).toEqual([local.toISO(), local.offset]);
      }
    }
  });

  test('a steady zone is said by a rule, one without summer time by one line', () => {
    expect(calendarText(vtimezoneFor('Europe/Berlin', 'Europe/Berlin', 2026)).match(/RRULE/g)).toHaveLength(2);
    expect(calendarText(vtimezoneFor('Asia/Tokyo', 'Asia/Tokyo', 2026)).match(/BEGIN:STANDARD/g)).toHaveLength(1);
  });
});

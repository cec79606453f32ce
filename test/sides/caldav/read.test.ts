import { inWords, sentence } from '../../../reasons';
import type { ReadEvent } from '../../../sides/caldav/object';
import { readObject } from '../../../sides/caldav/object';
import { apple, davx5, thunderbird } from './fixtures';
import { event, ics } from './parts';
import { google, outlook, radicale, zoho } from './serverFixtures';

const at = { zone: 'Europe/Berlin', user: 'me@firma.example' };
function read(text: string, where = at): ReadEvent {
  const found = readObject(text, where);
  if ('unreadable' in found) throw new Error(sentence(found.unreadable));
  return found;
}
const fieldsOf = (text: string) => read(text).fields;
const timed = 'DTSTART;TZID=Europe/Berlin:20260302T090000\nDTEND;TZID=Europe/Berlin:20260302T100000';

describe('as people’s programs write it', () => {
  test('Apple Calendar', () => {
    const { fields, aliases, extra, modifiedAt, mark } = read(apple);
    expect(fields).toEqual({
      subject: 'Jour fixe – Müller & Söhne',
      start: '2026-03-02T08:00:00.000Z',
      end: '2026-03-02T09:00:00.000Z',
      isAllDay: false,
      location: 'Marienplatz 1\n80331 München',
      description: null,
      participants: ['hanako@example.jp'],
      reminder: 30,
      cancelled: null,
      recurrence: 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20260601',
      exceptDates: ['2026-03-16'],
      overrides: [{ date: '2026-03-23', start: '2026-03-24T13:30:00.000Z', end: '2026-03-24T14:30:00.000Z' }],
      uid: '5B1C7A5E-7A52-4E39-9B7F-1F0A6F9A2B77',
    });
    expect(aliases).toEqual([fields.uid]);
    expect(extra).toEqual({ timeZone: 'Europe/Berlin', isOrganizer: true, uid: fields.uid });
    expect([modifiedAt, mark]).toEqual(['2026-02-15T08:00:00.000Z', null]);
  });

  test('Thunderbird: a duration, and the one of three alarms that is a reminder', () => {
    expect(fieldsOf(thunderbird)).toMatchObject({
      subject: 'Demo, second try',
      start: '2026-03-06T14:30:00.000Z',
      end: '2026-03-06T15:15:00.000Z',
      description: 'Bring slides',
      reminder: 15,
      recurrence: null,
    });
    expect(read(thunderbird).extra).toMatchObject({ timeZone: 'America/New_York' });
  });

  test('Google: whole days, a cancelled meeting is a day left out', () => {
    expect(fieldsOf(google)).toMatchObject({
      subject: '月末締め 🎌',
      start: '2026-01-30',
      end: '2026-01-31',
      isAllDay: true,
      location: null,
      description: null,
      recurrence: 'FREQ=MONTHLY;BYDAY=-1FR',
      exceptDates: ['2026-04-24', '2026-06-26'],
      overrides: [{ date: '2026-05-29', start: '2026-05-28', end: '2026-05-29' }],
    });
  });

  test('Outlook: Windows zones, somebody else organises', () => {
    expect(read(outlook)).toMatchObject({
      fields: {
        start: '2026-03-03T13:00:00.000Z',
        participants: ['me@firma.example'],
        recurrence: 'FREQ=MONTHLY;BYDAY=1TU;COUNT=6',
        description: 'Agenda folgt.\n',
        reminder: 15,
      },
      extra: { timeZone: 'Europe/Berlin', isOrganizer: false },
    });
  });

  test('Zoho, Radicale, DAVx5', () => {
    expect(read(zoho)).toMatchObject({
      fields: { start: '2026-04-01T05:30:00.000Z', participants: ['priya@customer.example'], reminder: 15 },
      extra: { timeZone: 'Asia/Kolkata', isOrganizer: true },
    });
    expect(fieldsOf(radicale)).toMatchObject({ start: '2026-10-24T21:00:00.000Z', end: '2026-10-25T03:00:00.000Z' });
    expect(fieldsOf(davx5)).toMatchObject({ start: '2026-06-12T06:30:00.000Z', reminder: 1560 });
    expect(read(davx5, { ...at, zone: 'Tokyo Standard Time' }).fields).toMatchObject({
      start: '2026-06-11T23:30:00.000Z',
    });
  });
});

describe('times', () => {
  test.each([
    ['no end at all', 'DTSTART:20260302T080000Z', ['2026-03-02T08:00:00.000Z', '2026-03-02T08:00:00.000Z']],
    ['a day without an end', 'DTSTART;VALUE=DATE:20260302', ['2026-03-02', '2026-03-03']],
    [
      'a day that ends on itself',
      'DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260302',
      ['2026-03-02', '2026-03-03'],
    ],
    ['a date that does not say it is one', 'DTSTART:20260302\nDTEND:20260304', ['2026-03-02', '2026-03-04']],
    ['days as a duration', 'DTSTART;VALUE=DATE:20260302\nDURATION:P1W', ['2026-03-02', '2026-03-09']],
    [
      'a day of duration over the change of the clocks is a day by the calendar',
      'DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:P1D',
      ['2026-03-28T11:00:00.000Z', '2026-03-29T10:00:00.000Z'],
    ],
    [
      '24 hours of duration are 24 hours',
      'DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:PT24H',
      ['2026-03-28T11:00:00.000Z', '2026-03-29T11:00:00.000Z'],
    ],
    [
      'an end in another zone',
      'DTSTART;TZID=Europe/Berlin:20260302T090000\nDTEND;TZID=Asia/Tokyo:20260303T050000',
      ['2026-03-02T08:00:00.000Z', '2026-03-02T20:00:00.000Z'],
    ],
    [
      'the hour that comes twice is its first',
      'DTSTART;TZID=Europe/Berlin:20261025T023000\nDURATION:PT1H',
      ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    ],
    [
      'the hour that is skipped',
      'DTSTART;TZID=Europe/Berlin:20260329T023000\nDURATION:PT1H',
      ['2026-03-29T01:30:00.000Z', '2026-03-29T02:30:00.000Z'],
    ],
    [
      'Exchange’s whole days as midnights of a zone',
      'DTSTART;TZID=Europe/Berlin:20260302T000000\nDTEND;TZID=Europe/Berlin:20260304T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
      ['2026-03-02', '2026-03-04'],
    ],
    [
      'Exchange’s whole day as midnights in UTC of Tokyo',
      'DTSTART:20260301T150000Z\nDTEND:20260302T150000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
      ['2026-03-02', '2026-03-03'],
    ],
    [
      'Exchange’s word does not make whole days of hours',
      'DTSTART:20260302T080000Z\nDTEND:20260302T090000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
      ['2026-03-02T08:00:00.000Z', '2026-03-02T09:00:00.000Z'],
    ],
    [
      'nor its contrary',
      'DTSTART:20260301T230000Z\nDTEND:20260302T230000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:FALSE',
      ['2026-03-01T23:00:00.000Z', '2026-03-02T23:00:00.000Z'],
    ],
  ])('%s', (_name, lines, [start, end]) => {
    expect(fieldsOf(event(lines))).toMatchObject({ start, end });
  });

  test.each([
    ['it ends first', 'DTSTART:20260302T080000Z\nDTEND:20260301T080000Z', /ends before it starts/],
    ['the days end first', 'DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260228', /ends before it starts/],
    ['a negative duration', 'DTSTART:20260302T080000Z\nDURATION:-PT1H', /ends before it starts/],
    ['no start', 'SUMMARY:x', /no start/],
    ['a start that is none', 'DTSTART:20261399T990000Z', /cannot be read/],
    ['an empty start', 'DTSTART:', /cannot be read/],
    ['an end that is none', 'DTSTART:20260302T080000Z\nDTEND:soon', /cannot be read/],
    ['a duration that is none', 'DTSTART:20260302T080000Z\nDURATION:long', /cannot be read/],
    ['a zone nobody knows', 'DTSTART;TZID=Middle Earth:20260302T080000', /time zone "Middle Earth"/],
  ])('a word of its own, with the next step: %s', (_name, lines, own) => {
    expect(inWords(fieldsOf(event(lines)).start)).toEqual({ sideOnly: expect.stringMatching(own) });
  });
});

describe('series', () => {
  const series = (lines: string, more?: string) => fieldsOf(event(`${timed}\n${lines}`, more));
  const changed = (lines: string) => `BEGIN:VEVENT\nUID:u1\nDTSTAMP:20260101T000000Z\n${lines}\nEND:VEVENT`;

  test.each([
    ['several rules', 'RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY', /several rules/],
    ['extra dates', 'RRULE:FREQ=WEEKLY\nRDATE;TZID=Europe/Berlin:20260304T090000', /extra dates/],
    ['extra dates alone', 'RDATE;TZID=Europe/Berlin:20260304T090000,20260305T090000', /extra dates/],
    ['extra spans', 'RDATE;VALUE=PERIOD:20260304T080000Z/PT1H', /extra dates/],
    ['a rule of what is left out', 'RRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY', /second rule/],
    ['several times a day', 'RRULE:FREQ=HOURLY', /several times a day/],
    ['no rule at all', 'RRULE:EVERY MONDAY', /not one we can read/],
    ['a first meeting that is none of its own', 'RRULE:FREQ=WEEKLY;BYDAY=TU', /not on a day of its own series/],
  ])('what Outlook cannot say is a word of its own: %s', (_name, lines, own) => {
    expect(inWords(series(lines).recurrence)).toEqual({ sideOnly: expect.stringMatching(own) });
  });

  test('a first meeting told among the extra dates, too, is no extra date', () => {
    expect(series('RRULE:FREQ=WEEKLY;\nRDATE;TZID=Europe/Berlin:20260302T090000').recurrence).toBe(
      'FREQ=WEEKLY;BYDAY=MO',
    );
  });

  test('what was changed for good from one meeting on', () => {
    const from = 'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260309T090000\nDTSTART:20260309T100000Z';
    expect(inWords(series('RRULE:FREQ=WEEKLY', changed(from)).recurrence)).toEqual({
      sideOnly: expect.stringMatching(/for good/),
    });
  });

  test.each([
    ['in its own zone', 'RECURRENCE-ID;TZID=Europe/Berlin:20260309T090000'],
    ['in another zone', 'RECURRENCE-ID;TZID=Asia/Tokyo:20260309T170000'],
    ['in UTC', 'RECURRENCE-ID:20260309T080000Z'],
    ['as a date', 'RECURRENCE-ID;VALUE=DATE:20260309'],
    ['without a zone', 'RECURRENCE-ID:20260309T090000'],
    ['with a time of day that was', 'RECURRENCE-ID;TZID=Europe/Berlin:20260309T070000'],
  ])('a changed meeting names its day %s', (_name, id) => {
    const { overrides } = series(
      'RRULE:FREQ=WEEKLY',
      changed(`${id}\n${timed.replaceAll('0302', '0310')}\nSUMMARY:Else`),
    );
    expect(overrides).toEqual([
      { date: '2026-03-09', subject: 'Else', start: '2026-03-10T08:00:00.000Z', end: '2026-03-10T09:00:00.000Z' },
    ]);
  });

  test.each([
    ['in its own zone', 'EXDATE;TZID=Europe/Berlin:20260309T090000,20260330T090000', ['2026-03-09', '2026-03-30']],
    ['in UTC, over the change of the clocks', 'EXDATE:20260309T080000Z,20260330T070000Z', ['2026-03-09', '2026-03-30']],
    ['as dates', 'EXDATE;VALUE=DATE:20260309\nEXDATE;VALUE=DATE:20260330', ['2026-03-09', '2026-03-30']],
    ['without a zone', 'EXDATE:20260309T090000', ['2026-03-09']],
    ['at a time at which nothing is', 'EXDATE;TZID=Europe/Berlin:20260309T100000', null],
  ])('days left out %s', (_name, lines, days) => {
    expect(series(`RRULE:FREQ=WEEKLY\n${lines}`).exceptDates).toEqual(days);
  });

  test('only the reminder of a meeting differs', () => {
    const alarm = (minutes: number) => `BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT${minutes}M\nEND:VALARM`;
    const other = changed(`RECURRENCE-ID:20260309T080000Z\n${timed.replaceAll('0302', '0309')}\n${alarm(5)}`);
    expect(series(`RRULE:FREQ=WEEKLY\n${alarm(15)}`, other)).toMatchObject({
      reminder: 15,
      overrides: [{ date: '2026-03-09', reminder: 5 }],
    });
  });

  test('whole days: names with a time of day count by their date, in any zone', () => {
    const days = 'DTSTART;VALUE=DATE:20260302\nRRULE:FREQ=WEEKLY\nEXDATE:20260309T000000Z';
    const moved = 'RECURRENCE-ID;TZID=Asia/Tokyo:20260316T000000\nDTSTART;VALUE=DATE:20260317';
    expect(fieldsOf(event(days, changed(moved)))).toMatchObject({
      exceptDates: ['2026-03-09'],
      overrides: [{ date: '2026-03-16', start: '2026-03-17', end: '2026-03-18' }],
    });
  });

  test('one meeting whose series is elsewhere is a meeting; several cannot be told apart', () => {
    const one = `RECURRENCE-ID:20260309T080000Z\n${timed}`;
    expect(fieldsOf(event(one))).toMatchObject({ recurrence: null, start: '2026-03-02T08:00:00.000Z' });
    const several = event(one, changed(`RECURRENCE-ID:20260316T080000Z\n${timed}`));
    expect(inWords(fieldsOf(several).recurrence)).toEqual({
      sideOnly: expect.stringMatching(/several single meetings/),
    });
  });
});

describe('what is no event that can be read', () => {
  const task = 'BEGIN:VTODO\nUID:t1\nDTSTAMP:20260101T000000Z\nSUMMARY:Task\nEND:VTODO';
  test('a task is none, and nobody misses it; beside an event it is let be', () => {
    const alone = ics(`BEGIN:VCALENDAR\n${task}\nEND:VCALENDAR`);
    expect(inWords(readObject(alone, at))).toEqual({ unreadable: expect.stringMatching(/no event/), notEvent: true });
    expect(fieldsOf(event(timed, task))).toMatchObject({ start: '2026-03-02T08:00:00.000Z' });
  });

  test.each([
    ['nothing', ''],
    ['a page', '<html>Sign in</html>'],
    ['half a text', apple.slice(0, 900)],
    ['parts that cross', ics('BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT')],
    ['two series', event(timed, `BEGIN:VEVENT\nUID:u1\n${timed}\nEND:VEVENT`)],
    ['two events', event(timed, `BEGIN:VEVENT\nUID:u2\n${timed}\nEND:VEVENT`)],
  ])('%s', (_name, text) => {
    expect(inWords(readObject(text, at))).toEqual({ unreadable: expect.any(String) });
  });
});

test('lines end in any way, are folded anywhere, and one that nobody understands harms nobody', () => {
  const text = event(`${timed}\nSUMMARY:Long \nATTENDEE;CN="open:mailto:x@y.example\nnonsense\nX-A;B:c`);
  const loose = text.replace(/\r\n/g, '\n').replace('Lo', 'Lo\n\t').replace('Europe', 'Eur\n ope');
  expect(fieldsOf(`\uFEFF${loose}`)).toEqual(fieldsOf(text));
});

test('a cancelled event says so', () => {
  expect(fieldsOf(event(`${timed}\nSTATUS:CANCELLED`)).cancelled).toBe(true);
});

describe('the reminder', () => {
  const alarm = (lines: string) => `BEGIN:VALARM\n${lines}\nEND:VALARM`;
  const reminder = (lines: string) => fieldsOf(event(`${timed}\n${alarm(lines)}`)).reminder;
  test.each([
    ['at a fixed time', 'ACTION:DISPLAY\nTRIGGER;VALUE=DATE-TIME:20260302T073000Z', 30],
    ['at the start', 'ACTION:AUDIO\nTRIGGER:PT0S', 0],
    ['before the end', 'ACTION:DISPLAY\nTRIGGER;RELATED=END:-PT90M', 30],
    ['a week before', 'ACTION:DISPLAY\nTRIGGER:-P1W', 10_080],
    ['after the start is none', 'ACTION:DISPLAY\nTRIGGER:PT5M', null],
    ['a mail is none', 'ACTION:EMAIL\nTRIGGER:-PT5M', null],
    ['Apple’s word for "none" is none', 'ACTION:NONE\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z', null],
    ['without a trigger', 'ACTION:DISPLAY', null],
  ])('%s', (_name, lines, minutes) => {
    expect(reminder(lines)).toBe(minutes);
  });

  test('an alarm at one fixed time is none of a series', () => {
    const fixed = alarm('ACTION:DISPLAY\nTRIGGER;VALUE=DATE-TIME:20260302T073000Z');
    expect(fieldsOf(event(`${timed}\nRRULE:FREQ=WEEKLY\n${fixed}`)).reminder).toBeNull();
  });
});

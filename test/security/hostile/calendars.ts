import { memoize } from 'lodash';

/** iCalendar texts that somebody may send who means harm: small ones that cost much, and ones larger than any calendar has. */

type Shape = () => string;
type Shapes = Readonly<Record<string, Shape>>;

const observance = (start: string, from: string, to: string, ...more: readonly string[]): string =>
  ['BEGIN:STANDARD', `DTSTART:${start}`, `TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`, ...more, 'END:STANDARD'].join(
    '\n',
  );
export const definition = (tzid: string, ...parts: readonly string[]): string =>
  ['BEGIN:VTIMEZONE', `TZID:${tzid}`, ...parts, 'END:VTIMEZONE'].join('\n');
export const calendar = (lines: string, more = ''): string =>
  `BEGIN:VCALENDAR\nVERSION:2.0\n${more}\nBEGIN:VEVENT\nUID:u1\nDTSTAMP:20260101T000000Z\n${lines}\nEND:VEVENT\nEND:VCALENDAR\n`.replace(
    /\n+/g,
    '\r\n',
  );
const many = (count: number, line: (at: number) => string, between = '\n'): string =>
  Array.from({ length: count }, (_, at) => line(at)).join(between);
const day = memoize((at: number): string =>
  new Date(Date.UTC(2026, 0, 5) + at * 86_400_000).toISOString().slice(0, 10).replace(/-/g, ''),
);

/** A meeting in a zone whose clocks go by this rule, and nothing else is known of it. */
export const withRule = (rule: string, tzid = 'Mine'): string =>
  calendar(
    `DTSTART;TZID=${tzid}:20260706T090000`,
    definition(tzid, observance('16010101T000000', '+0100', '+0200', `RRULE:${rule}`)),
  );
const MARCH = 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU';

/** Rules that no real zone has; most of them keep a library busy for ever, or until the memory is full. */
export const zoneRules: readonly string[] = [
  ...['FREQ=SECONDLY', 'FREQ=MINUTELY', 'FREQ=HOURLY', 'FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=MONTHLY'],
  ...['FREQ=DAILY;INTERVAL=999999999999', 'FREQ=YEARLY;INTERVAL=999999999999;BYMONTH=3;BYDAY=-1SU'],
  ...['FREQ=MONTHLY;INTERVAL=999999999999', 'FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYDAY=1SU', 'FREQ=YEARLY;BYSETPOS=366'],
  ...['FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO', 'FREQ=YEARLY;BYYEARDAY=-366', 'FREQ=YEARLY;BYDAY=366SU'],
  `FREQ=YEARLY;BYMONTH=3;BYHOUR=${many(24, String, ',')};BYMINUTE=${many(60, String, ',')};BYSECOND=${many(60, String, ',')}`,
  ...['FREQ=YEARLY;COUNT=999999999;BYMONTH=3;BYDAY=1SU', 'FREQ=YEARLY;UNTIL=99999999;BYMONTH=3;BYDAY=1SU', 'FREQ'],
];

/** Those that hung n8n, or killed it; the rest of the meeting is as anybody writes it. */
export const zones: Shapes = {
  ...Object.fromEntries(zoneRules.map((rule) => [rule.slice(0, 60), () => withRule(rule)])),
  'a day that no year has': () => withRule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'),
  '900 rules in one zone': () =>
    calendar(
      'DTSTART;TZID=Mine:20260706T090000',
      definition(
        'Mine',
        many(900, () => observance('16010101T000000', '+0100', '+0200', MARCH)),
      ),
    ),
  '50,000 dates in one zone': () =>
    calendar(
      'DTSTART;TZID=Mine:20260706T090000',
      definition('Mine', observance('16010101T000000', '+0100', '+0200', `RDATE:${many(50_000, day, ',')}`)),
    ),
  '1,200 zones': () =>
    calendar(
      `DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY\n${many(1_200, (at) => `EXDATE;TZID=Z${at}:${day(at)}T090000`)}`,
      many(1_200, (at) => definition(`Z${at}`, observance('16010101T000000', '+0100', '+0117'))),
    ),
  'the name of a zone that is a book': () => calendar(`DTSTART;TZID=${'a/'.repeat(500_000)}:20260706T090000`),
  'names of zones that every object has': () =>
    calendar('DTSTART;TZID=constructor:20260706T090000\nDTEND;TZID=__proto__:20260706T100000'),
};

const series = (more: string, start = 'DTSTART:20260105T090000Z'): string =>
  calendar(`${start}\nRRULE:FREQ=DAILY\n${more}`);
const BERLIN = 'DTSTART;TZID=Europe/Berlin:20260105T090000';
const attendee = (at: number): string => `ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:p${at}@x.example`;
const changed = (at: number): string =>
  `END:VEVENT\nBEGIN:VEVENT\nUID:u1\nRECURRENCE-ID:${day(at)}T090000Z\nDTSTART:${day(at)}T100000Z\nSUMMARY:x${at}`;

/** Meetings with more of something than any meeting has. */
export const crowds: Shapes = {
  '50,000 dates left out, a line each': () =>
    series(
      many(50_000, (at) => `EXDATE;TZID=Europe/Berlin:${day(at)}T090000`),
      BERLIN,
    ),
  '50,000 dates left out, in one line': () => series(`EXDATE:${many(50_000, (at) => `${day(at)}T090000Z`, ',')}`),
  '700 dates left out': () =>
    series(`EXDATE;TZID=Europe/Berlin:${many(700, (at) => `${day(at)}T090000`, ',')}`, BERLIN),
  '700 dates left out at another time of day': () =>
    series(`EXDATE;TZID=Europe/Berlin:${many(700, (at) => `${day(at)}T100000`, ',')}`, BERLIN),
  '50,000 extra dates': () => series(many(50_000, (at) => `RDATE:${day(at)}T090000Z`)),
  '50,000 extra dates in one line': () => series(`RDATE:${many(50_000, (at) => `${day(at)}T090000Z`, ',')}`),
  '20,000 attendees': () =>
    calendar(`DTSTART:20260105T090000Z\nORGANIZER:mailto:o@x.example\n${many(20_000, attendee)}`),
  '5,500 attendees': () => calendar(`DTSTART:20260105T090000Z\nORGANIZER:mailto:o@x.example\n${many(5_500, attendee)}`),
  '5,000 changed meetings': () => series(many(5_000, changed)),
  '190 changed meetings': () => series(many(190, changed)),
  '5,600 lines of alarms': () =>
    calendar(
      `DTSTART:20260105T090000Z\n${many(1_400, (at) => `BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:PT${at}M\nEND:VALARM`)}`,
    ),
  'components in components': () =>
    calendar(`DTSTART:20260105T090000Z\n${many(4_000, () => 'BEGIN:X')}\n${many(4_000, () => 'END:X')}`),
  'a line of parameters': () => calendar(`DTSTART:20260105T090000Z\nSUMMARY${many(50_000, (at) => `;P${at}=x`, '')}:x`),
  'a line of quotes': () => calendar(`DTSTART:20260105T090000Z\nX-A;B=${'"a"'.repeat(300_000)}:x`),
  'a text of backslashes': () => calendar(`DTSTART:20260105T090000Z\nDESCRIPTION:${'\\'.repeat(999_999)}`),
  'a line folded at each sign': () => calendar(`DTSTART:20260105T090000Z\nDESCRIPTION:${'a\n '.repeat(300_000)}`),
};

/** A real zone in one of a thousand spellings: whoever keeps something for each name keeps as much as the sender likes. */
export const speltOddly = (which: number): string => {
  const sign = (char: string, at: number) => ((which >> (at % 15)) & 1 ? char.toUpperCase() : char.toLowerCase());
  return calendar(`DTSTART;TZID=${[...'America/Argentina/ComodRivadavia'].map(sign).join('')}:20260706T090000`);
};

/** Times that no calendar keeps. */
export const times: Shapes = {
  'the year 1': () => calendar('DTSTART;VALUE=DATE:00010101\nDTEND;VALUE=DATE:00010103'),
  'the year 0': () => calendar('DTSTART:00000101T000000Z'),
  'the year 9999': () => calendar('DTSTART;VALUE=DATE:99991231\nDURATION:P2D'),
  'the year 9999 of a zone with rules': () =>
    calendar(
      'DTSTART;TZID=Mine:99991231T090000',
      definition('Mine', observance('16010101T000000', '+0100', '+0200', MARCH)),
    ),
  'a day that lasts for ever': () => calendar('DTSTART;VALUE=DATE:20260105\nDURATION:P999999999999W'),
  'an hour that lasts for ever': () => calendar('DTSTART:20260105T090000Z\nDURATION:P999999999999W'),
  'a meeting of 900,000 days, every day': () =>
    calendar('DTSTART;VALUE=DATE:16010101\nDTEND;VALUE=DATE:44000101\nRRULE:FREQ=DAILY'),
  'once in 999999999999 days': () => calendar('DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY;INTERVAL=999999999999'),
  'so many times': () => calendar('DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY;COUNT=9007199254740991'),
  'every second': () => calendar('DTSTART:20260105T090000Z\nRRULE:FREQ=SECONDLY'),
};

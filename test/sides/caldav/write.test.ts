import type { Written } from '../../../sides/caldav/object';
import { readObject, writeObject } from '../../../sides/caldav/object';
import type { Fields, Write } from '../../../sync/model';
import { write } from './arbitrary';
import { all, apple, davx5, event, google, outlook, radicale, thunderbird, zoho } from './fixtures';

const at = {
  ...{ zone: 'Europe/Berlin', intent: 'i1', invite: false, user: 'me@firma.example' },
  now: Date.UTC(2026, 3, 1, 10),
};

const attempt = (ics: string, fields: Fields, where: Partial<typeof at> = {}) =>
  writeObject(write('update', fields), { ...at, ...where, ics });
function update(ics: string, fields: Fields, where: Partial<typeof at> = {}): Written {
  const made = attempt(ics, fields, where);
  if ('refused' in made) throw new Error(made.refused);
  return made;
}
function read(ics: string): Fields {
  const found = readObject(ics, at);
  if ('unreadable' in found) throw new Error(found.unreadable);
  return found.fields;
}
const linesOf = (ics: string): readonly string[] => ics.replace(/\r\n[ \t]/g, '').split('\r\n');
/** Lines that went and lines that came. */
const difference = (before: string, after: string) => ({
  gone: linesOf(before).filter((line) => !linesOf(after).includes(line)),
  fresh: linesOf(after).filter((line) => !linesOf(before).includes(line)),
});
const stamps = ['DTSTAMP:20260401T100000Z', 'LAST-MODIFIED:20260401T100000Z'];
const timed = 'DTSTART;TZID=Europe/Berlin:20260302T090000\nDTEND;TZID=Europe/Berlin:20260302T100000';
const berlinTime = (start: string, end: string) => ({ start, end, isAllDay: false });

describe('nothing unmapped is touched', () => {
  test.each(Object.entries(all))('what says so already stays as it is, to the letter: %s', (_name, ics) => {
    expect(update(ics, read(ics)).ics).toBe(ics);
  });

  test('a new subject: its line and the stamps, also of the meeting that says it again', () => {
    const { gone, fresh } = difference(apple, update(apple, { subject: 'Neu; anders, ja' }).ics);
    expect(gone).toEqual([
      ...['SUMMARY:Jour fixe – Müller & Söhne', 'LAST-MODIFIED:20260214T080000Z', 'DTSTAMP:20260214T080001Z'],
      ...['SUMMARY:Jour fixe – Müller & Söhne', 'LAST-MODIFIED:20260215T080000Z', 'DTSTAMP:20260214T080001Z'],
    ]);
    expect([...new Set(fresh)].sort()).toEqual([...stamps, 'SUMMARY:Neu\\; anders\\, ja'].sort());
  });

  test('a new description leaves no HTML behind that would go on saying the old one', () => {
    expect(difference(thunderbird, update(thunderbird, { description: 'None' }).ics)).toEqual({
      gone: expect.arrayContaining([expect.stringMatching(/^DESCRIPTION;ALTREP=/)]),
      fresh: expect.arrayContaining(['DESCRIPTION:None']),
    });
    expect(update(outlook, { description: null }, { user: '' }).ics).not.toMatch(/X-ALT-DESC|Agenda/);
  });

  test('a new place is not shown on the map of the old one', () => {
    expect(update(apple, { location: 'Hier' }).ics).not.toMatch(/X-APPLE-STRUCTURED-LOCATION/);
    expect(update(apple, { subject: 'x' }).ics).toMatch(/X-APPLE-STRUCTURED-LOCATION/);
  });

  test('a task beside the event, and properties nobody knows, stay', () => {
    const ics = event(`${timed}\nX-A;B="c;d":e\\,f`, 'BEGIN:VTODO\nUID:t\nSUMMARY:T\nEND:VTODO');
    expect(update(ics, { subject: 'x' }).ics).toMatch(/X-A;B="c;d":e\\,f\r\n[\s\S]*BEGIN:VTODO\r\nUID:t\r\nSUMMARY:T/);
  });
});

describe('times', () => {
  test('keep their zone, each its own; a duration that is still true stays', () => {
    const later = update(thunderbird, berlinTime('2026-03-09T13:30:00.000Z', '2026-03-09T14:15:00.000Z')).ics.replace(
      /\r\n /g,
      '',
    );
    expect(later).toMatch(/DTSTART;TZID=\/freeassociation.sourceforge.net\/Tzfile\/America\/New_York:20260309T093/);
    expect(later).toMatch(/DURATION:PT45M/);
    const longer = update(thunderbird, berlinTime('2026-03-06T14:30:00.000Z', '2026-03-06T16:00:00.000Z')).ics.replace(
      /\r\n /g,
      '',
    );
    expect(longer).toMatch(/DTEND;TZID=\/freeassociation.*York:20260306T110000/);
    expect(longer).not.toMatch(/^DURATION/m);
    const flight = event('DTSTART;TZID=Europe/Berlin:20260302T090000\nDTEND;TZID=Asia/Tokyo:20260303T050000');
    const moved = update(flight, berlinTime('2026-03-03T08:00:00.000Z', '2026-03-03T20:00:00.000Z')).ics;
    expect(moved).toMatch(/DTEND;TZID=Asia\/Tokyo:20260304T050000/);
    expect(moved).toMatch(/TZID:Europe\/Berlin[\s\S]*TZID:Asia\/Tokyo/);
  });

  test('on no particular clock they stay so; in UTC, too', () => {
    const times = berlinTime('2026-06-13T06:30:00.000Z', '2026-06-13T07:15:00.000Z');
    expect(update(davx5, times).ics).toMatch(/DTSTART:20260613T083000\r\nDTEND:20260613T091500/);
    const utc = event('DTSTART:20260302T080000Z\nDTEND:20260302T090000Z');
    expect(update(utc, times).ics).toMatch(/DTSTART:20260613T063000Z\r\nDTEND:20260613T071500Z/);
  });

  test('an hour that comes twice is told in UTC', () => {
    const twice = berlinTime('2026-10-25T01:30:00.000Z', '2026-10-25T02:30:00.000Z');
    const { ics } = update(radicale, twice);
    expect(ics).toMatch(/DTSTART:20261025T013000Z/);
    expect(read(ics)).toMatchObject(twice);
  });

  test('whole days become hours, and hours whole days', () => {
    const days = { start: '2026-06-12', end: '2026-06-14', isAllDay: true };
    const { ics } = update(outlook, { ...days, recurrence: null }, { user: '' });
    expect(ics).toMatch(/DTSTART;VALUE=DATE:20260612\r\nDTEND;VALUE=DATE:20260614/);
    expect(ics).toMatch(/X-MICROSOFT-CDO-ALLDAYEVENT:TRUE/);
    expect(read(ics)).toMatchObject(days);
    const back = berlinTime('2026-06-12T06:30:00.000Z', '2026-06-12T07:15:00.000Z');
    const hours = update(ics, back, { user: '' }).ics;
    expect(hours).toMatch(/DTSTART;TZID=Europe\/Berlin:20260612T083000/);
    expect(hours).toMatch(/X-MICROSOFT-CDO-ALLDAYEVENT:FALSE/);
    expect(read(hours)).toMatchObject(back);
  });

  test('an event before its zone is defined gets a definition that reaches back', () => {
    const young = event(
      timed,
      'BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:20260101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE',
    );
    const early = update(young, berlinTime('2019-07-01T08:00:00.000Z', '2019-07-01T09:00:00.000Z')).ics;
    expect(early.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
    expect(early).toMatch(/DTSTART:20180325T020000/);
  });
});

describe('a series', () => {
  test('moved in the day takes its exceptions and its end along', () => {
    const later = berlinTime('2026-03-02T13:00:00.000Z', '2026-03-02T14:00:00.000Z');
    const { ics } = update(apple, later);
    expect(ics).toMatch(/EXDATE;TZID=Europe\/Berlin:20260316T140000/);
    expect(ics).toMatch(/RECURRENCE-ID;TZID=Europe\/Berlin:20260323T140000/);
    expect(ics).toMatch(/RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260601T215959Z/);
    expect(ics.match(/SEQUENCE:3/g)).toHaveLength(2);
    expect(read(ics)).toEqual({ ...read(apple), ...later });
  });

  test('moved to another day without a word about its changed meetings loses them, and says so', () => {
    const tuesday = {
      ...berlinTime('2026-03-03T08:00:00.000Z', '2026-03-03T09:00:00.000Z'),
      recurrence: 'FREQ=WEEKLY;BYDAY=TU',
    };
    const { ics, notes } = update(apple, { ...tuesday, exceptDates: null });
    expect(notes).toEqual([expect.stringMatching(/2026-03-23/)]);
    expect(read(ics)).toMatchObject({ ...tuesday, exceptDates: null, overrides: null });
    expect(ics).not.toMatch(/EXDATE|RECURRENCE-ID/);
    const told = update(apple, {
      ...tuesday,
      exceptDates: ['2026-03-10'],
      overrides: [{ date: '2026-03-17', subject: 'X' }],
    });
    expect(told.notes).toEqual([]);
    expect(read(told.ics)).toMatchObject({
      exceptDates: ['2026-03-10'],
      overrides: [{ date: '2026-03-17', subject: 'X' }],
    });
  });

  test('a rule that ends sooner', () => {
    const recurrence = 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20260504';
    const { ics } = update(apple, { recurrence });
    expect(ics).toMatch(/UNTIL=20260504T215959Z/);
    expect(read(ics)).toEqual({ ...read(apple), recurrence });
  });

  test('what its rule cannot say is refused, with the reason', () => {
    expect(attempt(apple, { recurrence: 'FREQ=WEEKLY;BYDAY=TU' })).toEqual({
      refused: expect.stringMatching(/not on a day of its own series/),
    });
    expect(attempt(apple, { recurrence: 'FREQ=HOURLY' })).toEqual({
      refused: expect.stringMatching(/several times a day/),
    });
    expect(attempt(event(`${timed}\nRRULE:FREQ=HOURLY`), { subject: 'x' })).toEqual({
      refused: expect.stringMatching(/several times/),
    });
    expect(attempt('', { subject: 'x' })).toEqual({ refused: expect.stringMatching(/cannot be read/) });
  });

  test('days left out come and go one by one; the others keep their lines', () => {
    const ics = event(
      `${timed}\nRRULE:FREQ=WEEKLY\nEXDATE;TZID=Europe/Berlin;X-WHY=holiday:20260309T090000,20260316T090000\nEXDATE:20200101T000000Z`,
    );
    const out = update(ics, { exceptDates: ['2026-03-16', '2026-03-30'] }).ics;
    expect(linesOf(out).filter((line) => line.startsWith('EXDATE'))).toEqual([
      'EXDATE;TZID=Europe/Berlin;X-WHY=holiday:20260316T090000',
      'EXDATE:20200101T000000Z',
      'EXDATE;TZID=Europe/Berlin:20260330T090000',
    ]);
    const none = update(out, { exceptDates: null }).ics;
    expect(linesOf(none).filter((line) => line.startsWith('EXDATE'))).toEqual(['EXDATE:20200101T000000Z']);
  });

  test('a meeting that is cancelled by a component of its own stays cancelled, or takes place again', () => {
    expect(
      difference(google, update(google, { exceptDates: ['2026-04-24', '2026-06-26', '2026-07-31'] }).ics).fresh,
    ).toContain('EXDATE;VALUE=DATE:20260731');
    const again = update(google, { exceptDates: ['2026-04-24'] }).ics;
    expect(again).not.toMatch(/STATUS:CANCELLED/);
    expect(read(again)).toMatchObject({ exceptDates: ['2026-04-24'], overrides: read(google).overrides });
    const other = update(google, {
      exceptDates: ['2026-04-24'],
      overrides: [{ date: '2026-06-26', subject: 'Doch' }],
    }).ics;
    expect(read(other)).toMatchObject({
      exceptDates: ['2026-04-24'],
      overrides: [{ date: '2026-06-26', subject: 'Doch' }],
    });
  });

  test('a changed meeting that is cancelled has no component any more, only a day left out', () => {
    const { ics } = update(apple, { exceptDates: ['2026-03-16', '2026-03-23'], overrides: null });
    expect(ics).not.toMatch(/RECURRENCE-ID/);
    expect(read(ics)).toMatchObject({ exceptDates: ['2026-03-16', '2026-03-23'], overrides: null });
  });

  test('a meeting changed for the first time has all that the series has', () => {
    const overrides = [...(read(apple).overrides as Fields[]), { date: '2026-04-06', subject: 'Ostern', reminder: 5 }];
    const { ics } = update(apple, { overrides });
    expect(read(ics)).toEqual({ ...read(apple), overrides });
    const [, , third = ''] = ics.split('BEGIN:VEVENT').slice(1);
    expect(third).toMatch(/RECURRENCE-ID;TZID=Europe\/Berlin:20260406T090000/);
    expect(third.replace(/\r\n /g, '')).toMatch(
      /X-APPLE-STRUCTURED-LOCATION[\s\S]*CN="?Tanaka Hanako[\s\S]*CUTYPE=ROOM/,
    );
    expect(third).not.toMatch(/RRULE|EXDATE/);
    expect(third).toMatch(/TRIGGER:-P1D/);
  });

  test('a meeting that only its reminder tells apart, and one that only an answer tells apart', () => {
    const answered = event(
      `${timed}\nRRULE:FREQ=WEEKLY\nSUMMARY:S`,
      `BEGIN:VEVENT\nUID:u1\nRECURRENCE-ID;TZID=Europe/Berlin:20260309T090000\n${timed.replaceAll('0302', '0309')}\nSUMMARY:S\nX-ANSWER:no\nEND:VEVENT`,
    );
    expect(read(answered).overrides).toBeNull();
    const { ics } = update(answered, { subject: 'T', overrides: [{ date: '2026-03-16', reminder: 10 }] });
    expect(ics.match(/SUMMARY:T/g)).toHaveLength(3);
    expect(ics).toMatch(/X-ANSWER:no/);
    expect(read(ics)).toMatchObject({
      subject: 'T',
      reminder: null,
      overrides: [{ date: '2026-03-16', reminder: 10 }],
    });
  });

  test('becomes a single meeting without a trace of the series; a single one in UTC becomes a series in the user’s zone', () => {
    const { ics } = update(apple, { recurrence: null, exceptDates: null, overrides: null });
    expect(ics).not.toMatch(/RRULE:FREQ=WEEKLY|EXDATE|RECURRENCE-ID/);
    expect(read(ics).recurrence).toBeNull();
    const utc = event('DTSTART:20260302T080000Z\nDTEND:20260302T090000Z');
    const series = update(utc, { recurrence: 'FREQ=WEEKLY;BYDAY=MO' }).ics;
    expect(series).toMatch(/DTSTART;TZID=Europe\/Berlin:20260302T090000/);
    expect(read(series)).toMatchObject({ start: '2026-03-02T08:00:00.000Z', recurrence: 'FREQ=WEEKLY;BYDAY=MO' });
  });

  test('one meeting of a series that is elsewhere may change, but becomes no series', () => {
    const piece = event(`RECURRENCE-ID:20260302T080000Z\n${timed}`);
    expect(update(piece, { subject: 'x' }).ics).toMatch(/RECURRENCE-ID:20260302T080000Z/);
    expect(attempt(piece, { recurrence: 'FREQ=DAILY' })).toEqual({
      refused: expect.stringMatching(/not in this calendar/),
    });
  });
});

describe('reminders', () => {
  const alarms = (ics: string) => ics.match(/TRIGGER[^\r]*/g);
  test('the first that is a reminder changes, all others stay', () => {
    expect(alarms(update(apple, { reminder: 45 }).ics)).toEqual(['TRIGGER:-PT45M', 'TRIGGER:-P1D', 'TRIGGER:-PT45M']);
    expect(alarms(update(davx5, { reminder: 0 }).ics)).toEqual(['TRIGGER:PT10M', 'TRIGGER:PT0M']);
    expect(alarms(update(thunderbird, { reminder: null }).ics)).toEqual([
      'TRIGGER:-PT2H',
      'TRIGGER;VALUE=DATE-TIME:20260306T142800Z',
    ]);
    expect(alarms(update(radicale, { reminder: 100_000 }).ics)).toEqual(['TRIGGER:-PT100000M']);
  });

  test('none is none: no second one comes up in its place', () => {
    const { ics } = update(apple, { reminder: null });
    expect(readObject(ics, { zone: 'Europe/Berlin' })).toMatchObject({ fields: { reminder: null } });
    expect(update(ics, { reminder: null }).ics).toBe(ics);
  });

  test('one at a fixed time goes along when the event moves', () => {
    const fixed = event(`${timed}\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER;VALUE=DATE-TIME:20260302T073000Z\nEND:VALARM`);
    const { ics } = update(fixed, berlinTime('2026-03-03T08:00:00.000Z', '2026-03-03T09:00:00.000Z'));
    expect(alarms(ics)).toEqual(['TRIGGER:-PT30M']);
  });
});

describe('people', () => {
  const attendees = (ics: string) => linesOf(ics).filter((line) => /^(ATTENDEE;.*example$|ORGANIZER)/.test(line));
  test('who is there stays as they are, who is new is not mailed', () => {
    const { ics } = update(zoho, { participants: ['new@x.example', 'priya@customer.example'] });
    expect(attendees(ics)).toEqual([
      'ORGANIZER;CN=me:mailto:me@firma.example',
      'ATTENDEE;CN=priya;PARTSTAT=NEEDS-ACTION:mailto:Priya@Customer.example',
      'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;SCHEDULE-AGENT=CLIENT:mailto:new@x.example',
    ]);
    expect(update(zoho, { participants: ['new@x.example'] }, { invite: true }).ics).not.toMatch(
      /SCHEDULE-AGENT|priya@/i,
    );
  });

  test('rooms, and the organiser among the people, stay', () => {
    const { ics } = update(apple, { participants: null });
    expect(ics.match(/CUTYPE=ROOM/g)).toHaveLength(1);
    expect(linesOf(ics).filter((line) => line.startsWith('ATTENDEE') && line.includes('anna@'))).toHaveLength(1);
    expect(ics).not.toMatch(/Hanako/);
  });

  test('with people a meeting has an organiser, unless that one takes part', () => {
    expect(attendees(update(radicale, { participants: ['a@x.example'] }).ics)[0]).toBe(
      'ORGANIZER:mailto:me@firma.example',
    );
    const own = update(radicale, { participants: ['a@x.example', 'me@firma.example'] }).ics;
    expect(own).not.toMatch(/ORGANIZER/);
    expect(read(own).participants).toEqual(['a@x.example', 'me@firma.example']);
  });

  test('a meeting of somebody else is left as it is, but for the reminder', () => {
    expect(attempt(outlook, { subject: 'x' })).toEqual({ refused: expect.stringMatching(/Ask its organiser/) });
    const { ics, left } = update(outlook, { subject: 'x', reminder: 5 });
    expect(left).toEqual([expect.stringMatching(/organised by somebody else/)]);
    expect(read(ics)).toEqual({ ...read(outlook), reminder: 5 });
    expect(update(outlook, { subject: 'Vertriebsrunde' })).toEqual({ ics: outlook, notes: [], left: [] });
  });
});

describe('a new event', () => {
  const create = (fields: Fields, extra: Fields = {}, more = {}) => {
    const wish: Write = { ...write('create', fields), from: { ref: 'o', extra } };
    const made = writeObject(wish, { ...at, ics: null, ...more });
    if ('refused' in made) throw new Error(made.refused);
    return made.ics;
  };
  const times = berlinTime('2026-05-04T07:00:00.000Z', '2026-05-04T08:00:00.000Z');

  test('the least there can be', () => {
    expect(
      create(
        { ...times, subject: null, location: null, participants: null, recurrence: null, uid: 'x' },
        { timeZone: 'UTC' },
      ),
    ).toBe(
      [
        ...[
          'BEGIN:VCALENDAR',
          'VERSION:2.0',
          'PRODID:-//n8n-nodes-zoho-outlook//Zoho CRM Sync//EN',
          'CALSCALE:GREGORIAN',
        ],
        ...['BEGIN:VEVENT', 'UID:i1', 'DTSTAMP:20260401T100000Z', 'CREATED:20260401T100000Z'],
        ...['LAST-MODIFIED:20260401T100000Z', 'SEQUENCE:0', 'X-ZOHO-OUTLOOK-INTENT:i1', 'TRANSP:OPAQUE'],
        ...['DTSTART:20260504T070000Z', 'DTEND:20260504T080000Z', 'END:VEVENT', 'END:VCALENDAR', ''],
      ].join('\r\n'),
    );
  });

  test('keeps to the zone of the event it is made of, else to the user’s; bears its iCalendar id and our mark', () => {
    const tokyo = create(times, { timeZone: 'Tokyo Standard Time', iCalUId: '0400AB' });
    expect(tokyo).toMatch(/DTSTART;TZID=Asia\/Tokyo:20260504T160000/);
    expect(tokyo).toMatch(/BEGIN:VTIMEZONE\r\nTZID:Asia\/Tokyo/);
    expect(readObject(tokyo, at)).toMatchObject({ aliases: ['0400AB'], mark: 'i1', extra: { timeZone: 'Asia/Tokyo' } });
    expect(create(times, { timeZone: 'Customized Time Zone' })).toMatch(/DTSTART;TZID=Europe\/Berlin:20260504T090000/);
    expect(create(times, { iCalUId: '0400AB' }, { uid: 'other' })).toMatch(/UID:other/);
  });

  test('whole days leave a person free', () => {
    expect(create({ start: '2026-05-04', end: '2026-05-05', isAllDay: true })).toMatch(/TRANSP:TRANSPARENT/);
  });

  test('an event of one side that is no time is refused, and so is one without an id', () => {
    expect(writeObject(write('create', { ...times, start: 'soon' }), { ...at, ics: null })).toEqual({
      refused: expect.any(String),
    });
    expect(writeObject(write('create', times), { ...at, ics: null, intent: null })).toEqual({
      refused: expect.any(String),
    });
  });

  test('no line is longer than 75 octets, none is cut in a character, and no control character gets through', () => {
    const description = `${'会議 😀 '.repeat(4000)}\u0007\u0000ende\r\nneue Zeile`;
    const ics = create({ ...times, description });
    const lines = ics.split('\r\n');
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBe(75);
    expect(lines.every((line) => !line.includes('\uFFFD') && line === Buffer.from(line).toString())).toBe(true);
    expect(read(ics).description).toBe(`${'会議 😀 '.repeat(4000)}ende\nneue Zeile`);
  });
});

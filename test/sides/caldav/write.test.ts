import { inWords, sentence } from '../../../reasons';
import { readObject, writeObject } from '../../../sides/caldav/object';
import type { Fields, Write } from '../../../sync/model';
import { write } from './arbitrary';
import { all, apple, davx5, thunderbird } from './fixtures';
import { event } from './parts';
import { outlook, radicale, zoho } from './serverFixtures';
import { at, attempt, update, read, linesOf, difference, stamps, timed, berlinTime } from './written';

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

  test('hours from midnight to midnight end when they end, also where the flag of whole days has to go', () => {
    const midnight = 'DTSTART;TZID=Europe/Berlin:20260302T000000\nDTEND;TZID=Europe/Berlin:20260303T000000';
    const days = event(`${midnight}\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE`);
    expect(read(days)).toMatchObject({ start: '2026-03-02', end: '2026-03-03', isAllDay: true });
    const aDayLong = berlinTime('2026-06-11T22:00:00.000Z', '2026-06-12T22:00:00.000Z');
    const { ics } = update(days, aDayLong);
    expect(ics).toMatch(/DTEND;TZID=Europe\/Berlin:20260613T000000/);
    expect(read(ics)).toMatchObject(aDayLong);
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
    expect(inWords(attempt(outlook, { subject: 'x' }))).toEqual({
      refused: expect.stringMatching(/Ask its organiser/),
    });
    const { ics, left } = update(outlook, { subject: 'x', reminder: 5 });
    expect(inWords(left)).toEqual([expect.stringMatching(/organised by somebody else/)]);
    expect(read(ics)).toEqual({ ...read(outlook), reminder: 5 });
    expect(update(outlook, { subject: 'Vertriebsrunde' })).toEqual({ ics: outlook, notes: [], left: [] });
  });
});

describe('a new event', () => {
  const create = (fields: Fields, extra: Fields = {}, more = {}) => {
    const wish: Write = { ...write('create', fields), from: { ref: 'o', extra } };
    const made = writeObject(wish, { ...at, ics: null, ...more });
    if ('refused' in made) throw new Error(sentence(made.refused));
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
    expect(inWords(writeObject(write('create', { ...times, start: 'soon' }), { ...at, ics: null }))).toEqual({
      refused: expect.any(String),
    });
    expect(inWords(writeObject(write('create', times), { ...at, ics: null, intent: null }))).toEqual({
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

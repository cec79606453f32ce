import { inWords } from '../../../reasons';
import type { Fields } from '../../../sync/model';
import { apple } from './fixtures';
import { event } from './parts';
import { google } from './serverFixtures';
import { attempt, update, read, linesOf, difference, timed, berlinTime } from './written';

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
    expect(inWords(notes)).toEqual([expect.stringMatching(/2026-03-23/)]);
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
    expect(inWords(attempt(apple, { recurrence: 'FREQ=WEEKLY;BYDAY=TU' }))).toEqual({
      refused: expect.stringMatching(/not on a day of its own series/),
    });
    expect(inWords(attempt(apple, { recurrence: 'FREQ=HOURLY' }))).toEqual({
      refused: expect.stringMatching(/several times a day/),
    });
    expect(inWords(attempt(event(`${timed}\nRRULE:FREQ=HOURLY`), { subject: 'x' }))).toEqual({
      refused: expect.stringMatching(/several times/),
    });
    expect(inWords(attempt('', { subject: 'x' }))).toEqual({ refused: expect.stringMatching(/cannot be read/) });
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
    expect(inWords(attempt(piece, { recurrence: 'FREQ=DAILY' }))).toEqual({
      refused: expect.stringMatching(/not in this calendar/),
    });
  });
});

/**
 * A calendar that anybody may send: 170 bytes of a zone's rules kept n8n busy for ever, or filled its memory, which no code can
 * catch, so that each restart died again. What may hang is read in a process of its own, by the built package.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { isReason, sentence, type ReasonCode } from '../../reasons';
import { readObject, writeObject } from '../../sides/caldav/object';
import { recordOf } from '../../sides/caldav/record';
import { seriesFields } from '../../sides/outlook/event/fields';
import { canonicalRule, fromGraph, fromZoho, MOST_DATES } from '../../sides/time';
import { toIana } from '../../sides/time/dateTime';
import { exceptDatesIn, isSideOnly } from '../../sync/kinds';
import type { Fields, Value } from '../../sync/model';
import { cost } from '../support/cost';
import { calendar, crowds, definition, speltOddly, times, withRule, zoneRules, zones } from './hostile/calendars';

const reader = { zone: 'Asia/Tokyo', user: 'me@x.example' };
const built = join(__dirname, '..', '..', 'dist', 'sides', 'caldav', 'object');
const script = `
  const { readObject } = require(${JSON.stringify(built)});
  let text = '';
  process.stdin.on('data', (part) => (text += part)).on('end', () => {
    const texts = JSON.parse(text);
    const before = process.memoryUsage().rss;
    for (const one of texts) readObject(one, { zone: 'Asia/Tokyo', user: 'me@x.example' });
    process.stdout.write(texts.length + ' ' + Math.round((process.memoryUsage().rss - before) / 1e6));
  });`;

/** How many texts a process with little memory has read, and how many megabytes it has grown by; '' where it did not come to an end. */
async function readByChild(texts: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--max-old-space-size=128', '-e', script], {
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: 50_000,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stdout.on('data', (part) => (said += String(part)));
  child.stdin.on('error', () => undefined).end(JSON.stringify(texts));
  return await new Promise((resolve) => child.on('close', () => resolve(said)));
}

test('no rule of a zone hangs or kills the process that reads it', async () => {
  const texts = Object.values(zones).map((text) => text());
  expect(Number.parseInt(await readByChild(texts))).toBe(texts.length);
});

test('names that strangers make up are not kept: 4,000 spellings of a zone, 4,000 zones that are none', async () => {
  const texts = Array.from({ length: 4_000 }, (_, at) => [
    speltOddly(at),
    withRule('FREQ=DAILY', `${'Nowhere'.repeat(8)}${at}`),
  ]);
  const [read, megabytes] = (await readByChild(texts.flat())).split(' ').map(Number);
  expect(read).toBe(8_000);
  // 170 MB and more where a formatter was kept for each
  expect(megabytes).toBeLessThan(120);
});

test('nor do crowds of dates, people, meetings', async () => {
  const texts = Object.values({ ...crowds, ...times }).map((text) => text());
  expect(Number.parseInt(await readByChild(texts))).toBe(texts.length);
});

function fieldsOf(text: string): Fields | ReasonCode {
  const found = readObject(text, reader);
  return 'unreadable' in found ? found.unreadable.code : found.fields;
}
const codeOf = (value: Value | undefined): string | null =>
  isSideOnly(value) && isReason(value.sideOnly) ? value.sideOnly.code : null;
const startCode = (text: string): string | null => codeOf((fieldsOf(text) as Fields).start);

describe('zones', () => {
  test.each(zoneRules)('%s: the zone is unknown, and why is told', (rule) => {
    expect(startCode(withRule(rule))).toBe('oddZone');
  });

  test.each(zoneRules)('%s in the definition of a zone that we know: nobody reads it', (rule) => {
    expect(fieldsOf(withRule(rule, 'Europe/Berlin'))).toMatchObject({ start: '2026-07-06T07:00:00.000Z' });
    expect(fieldsOf(withRule(rule, 'Tokyo Standard Time'))).toMatchObject({ start: '2026-07-06T00:00:00.000Z' });
  });

  test('a zone with 900 rules or 50,000 dates is unknown', () => {
    expect(startCode(zones['900 rules in one zone']?.() ?? '')).toBe('oddZone');
    expect(startCode(zones['50,000 dates in one zone']?.() ?? '')).toBe('oddZone');
  });

  test('a name that is a book is told by its beginning', () => {
    const start = (fieldsOf(zones['the name of a zone that is a book']?.() ?? '') as Fields).start;
    expect(codeOf(start)).toBe('unknownZone');
    expect(JSON.stringify(start).length).toBeLessThan(300);
  });

  test('names that every object of JavaScript has are names of no zone', () => {
    expect(['constructor', '__proto__', 'toString', 'valueOf'].map((name) => toIana(name))).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(startCode(zones['names of zones that every object has']?.() ?? '')).toBe('unknownZone');
  });

  const year = (from: string, to: string, start: string, rule = '') =>
    `BEGIN:STANDARD\nDTSTART:${start}\nTZOFFSETFROM:${from}\nTZOFFSETTO:${to}\n${rule}\nEND:STANDARD`;
  const inYear = (start: string, ...parts: readonly string[]) =>
    (fieldsOf(calendar(`DTSTART;TZID=Mine:${start}`, definition('Mine', ...parts))) as Fields).start;

  test.each([
    [
      'before its first change the clock of before counts',
      '20260301T120000',
      '2026-03-01T11:43:00.000Z',
      [year('+0017', '+0117', '20260329T020000')],
    ],
    [
      'after it the new one',
      '20260401T120000',
      '2026-04-01T10:43:00.000Z',
      [year('+0017', '+0117', '20260329T020000')],
    ],
    [
      'a rule that ended counts to its end, and its last change for ever',
      '20260706T120000',
      '2026-07-06T10:43:00.000Z',
      [year('+0017', '+0117', '19800406T020000', 'RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=19900401T000000Z')],
    ],
    [
      'a Sunday from the 8th on, as old programs say the second',
      '20260308T030000',
      '2026-03-08T01:43:00.000Z',
      [
        year('+0017', '+0117', '20000312T020000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14'),
        year('+0117', '+0017', '20001105T020000', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU'),
      ],
    ],
    [
      'the day before it',
      '20260307T030000',
      '2026-03-07T02:43:00.000Z',
      [
        year('+0017', '+0117', '20000312T020000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14'),
        year('+0117', '+0017', '20001105T020000', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU'),
      ],
    ],
    [
      'the same day each year',
      '20260402T120000',
      '2026-04-02T10:43:00.000Z',
      [
        year('+0017', '+0117', '20000401T000000', 'RRULE:FREQ=YEARLY'),
        year('+0117', '+0017', '20001001T000000', 'RRULE:FREQ=YEARLY'),
      ],
    ],
    [
      'by dates',
      '20260402T120000',
      '2026-04-02T10:43:00.000Z',
      [
        year('+0017', '+0117', '20250401T000000', 'RDATE:20260401T000000,20270401T000000'),
        year('+0117', '+0017', '20251001T000000', 'RDATE:20261001T000000'),
      ],
    ],
  ] as const)('%s', (_name, start, instant, parts) => {
    expect(inYear(start, ...parts)).toBe(instant);
  });
});

describe('crowds', () => {
  test('more dates than any series has: the series stays, its meeting goes over', () => {
    const name = '50,000 dates left out, in one line';
    expect(codeOf((fieldsOf(crowds[name]?.() ?? '') as Fields).recurrence)).toBe('tooManyDates');
    expect(codeOf((fieldsOf(crowds['50,000 extra dates in one line']?.() ?? '') as Fields).recurrence)).toBe(
      'calendarExtraDates',
    );
  });

  test('as many dates as are read', () => {
    expect(exceptDatesIn(fieldsOf(crowds['700 dates left out']?.() ?? '') as Fields)).toHaveLength(MOST_DATES);
    expect(exceptDatesIn(fieldsOf(crowds['700 dates left out at another time of day']?.() ?? '') as Fields)).toEqual(
      [],
    );
  });

  test('5,500 people are told, and so is who is invited', () => {
    const text = crowds['5,500 attendees']?.() ?? '';
    expect(codeOf((fieldsOf(text) as Fields).participants)).toBe('tooManyPeople');
    const organizes = (user: string) => (readObject(text, { ...reader, user }) as { extra: Value }).extra;
    expect(organizes('p5499@x.example')).toMatchObject({ isOrganizer: false });
    expect(organizes('me@x.example')).toMatchObject({ isOrganizer: true });
  });

  test.each(['50,000 dates left out, a line each', '50,000 extra dates', '20,000 attendees', '5,000 changed meetings'])(
    '%s: is not read, and why is told',
    (name) => {
      expect(fieldsOf(crowds[name]?.() ?? '')).toBe('iCalendarTooLong');
    },
  );
});

describe('series as Graph and Zoho tell them', () => {
  const start = { date: '2026-01-05', time: '09:00', zone: 'UTC' };
  const graph = (pattern: object, range: object) =>
    fromGraph(
      {
        pattern: { type: 'daily', interval: 1, ...pattern },
        range: { type: 'noEnd', startDate: start.date, ...range },
      },
      start,
    );

  test.each([
    ['an interval longer than the age of the world', { interval: 999_999_999_999 }, {}],
    ['more times than there are numbers', {}, { type: 'numbered', numberOfOccurrences: 2 ** 53 }],
    ['a sort of rule that every object has', { type: 'constructor' }, {}],
    ['a sort of end that every object has', {}, { type: '__proto__' }],
    ['an order that every object has', { type: 'relativeMonthly', daysOfWeek: ['monday'], index: 'constructor' }, {}],
  ])('%s is refused', (_name, pattern, range) => {
    expect(graph(pattern, range)).toMatchObject({ refused: { code: 'outlookRuleUnreadable' } });
  });

  test('50,000 days that Zoho leaves out are counted', () => {
    const EXDATE = Array.from({ length: 50_000 }, () => '2026-01-06').join(',');
    expect(fromZoho({ RRULE: 'FREQ=DAILY', EXDATE }, start)).toMatchObject({ refused: { code: 'tooManyDates' } });
    expect(fromZoho({ RRULE: 'FREQ=DAILY', EXDATE: '2026-01-06' }, start)).toMatchObject({ except: ['2026-01-06'] });
  });

  test('and so are 50,000 that Outlook cancelled', () => {
    const cancelledOccurrences = Array.from({ length: 50_000 }, () => 'OID.x.2026-01-06');
    const time = (dateTime: string) => ({ dateTime, timeZone: 'UTC' });
    const recurrence = { pattern: { type: 'daily', interval: 1 }, range: { type: 'noEnd', startDate: '2026-01-05' } };
    const meeting = {
      start: time('2026-01-05T09:00:00'),
      end: time('2026-01-05T10:00:00'),
      type: 'seriesMaster',
      recurrence,
    };
    const said = { start: '2026-01-05T09:00:00.000Z', end: '2026-01-05T10:00:00.000Z', isAllDay: false };
    const read = (more: object) => seriesFields({ ...meeting, ...more }, said, 'full');
    expect(codeOf(read({ cancelledOccurrences }).recurrence)).toBe('tooManyDates');
    expect(read({ cancelledOccurrences: ['OID.x.2026-01-06'] })).toMatchObject({ exceptDates: ['2026-01-06'] });
  });
});

const isKept = (time: string): boolean =>
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d{3}Z)?$/.test(time) &&
  !Number.isNaN(Date.parse(time)) &&
  time >= '1601' &&
  time < '4501';
const window = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };

describe.each(Object.entries({ ...zones, ...crowds, ...times }))('%s', (_name, shape) => {
  let text = '';
  beforeAll(() => void (text = shape()));

  test('is read in less than a second, within what is synced or not', () => {
    expect(cost(() => recordOf({ href: '/a.ics', etag: '1', data: text }, window, reader), 500)).toBeLessThan(1_000);
  });

  test('says nothing that cannot be written', () => {
    const record = recordOf({ href: '/a.ics', etag: '1', data: text }, window, reader);
    if (record.unreadable) return expect(sentence(record.unreadable)).not.toBe('');
    const { start, end, recurrence, exceptDates } = record.fields;
    const said = [start, end].filter((time) => typeof time === 'string');
    expect(said.filter((time) => !isKept(time))).toEqual([]);
    expect(exceptDatesIn({ exceptDates: exceptDates ?? null }).filter((date) => !isKept(date))).toEqual([]);
    if (typeof recurrence === 'string') expect(canonicalRule(recurrence)).toEqual({ rule: recurrence });
    return undefined;
  });

  test('is edited in less than a second, or refused', () => {
    const write = { op: 'update', side: 'zoho', ref: '/a.ics', version: '1', fields: { subject: 'New' } } as never;
    const at = { ics: text, ...reader, intent: null, invite: false, now: 0 };
    expect(cost(() => writeObject(write, at), 700)).toBeLessThan(1_000);
    const made = writeObject(write, at);
    if ('refused' in made) expect(sentence(made.refused)).not.toBe('');
    else expect(fieldsOf(made.ics)).toMatchObject({ subject: 'New' });
  });
});

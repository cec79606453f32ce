import ICAL from 'ical.js';
import fc from 'fast-check';
import { nextMeeting } from '../../../sides/occurrence';
import { isRefused } from '../../../sides/row';
import { readRule } from '../../../sides/time/rrule';
import { seriesDates } from '../../../sides/time/seriesDates';

/** All dates of a rule up to a date, by a library that nobody here wrote. */
function datesBy(rule: string, first: string, to: string): readonly string[] {
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(first));
  const dates: string[] = [];
  for (let next = iterator.next(); next && next.toString() <= to; next = iterator.next()) dates.push(next.toString());
  return dates;
}

function ours(rule: string, first: string, from: string, to: string): readonly string[] {
  const repeat = readRule(rule, { date: first, zone: 'UTC' });
  if (isRefused(repeat)) throw new Error(`refused ${rule}`);
  return [...seriesDates(repeat, first, from, to)];
}

test.each([
  ['FREQ=DAILY;COUNT=3', '2026-01-30', ['2026-01-30', '2026-01-31', '2026-02-01']],
  ['FREQ=WEEKLY;BYDAY=MO,FR;COUNT=3', '2026-01-02', ['2026-01-02', '2026-01-05', '2026-01-09']],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;COUNT=4',
    '2026-01-05',
    ['2026-01-05', '2026-01-18', '2026-01-19', '2026-02-01'],
  ],
  ['FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', '2026-01-31', ['2026-01-31', '2026-02-28', '2026-03-31']],
  ['FREQ=MONTHLY;BYDAY=2TU;COUNT=2', '2026-01-13', ['2026-01-13', '2026-02-10']],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=3', '2027-02-28', ['2027-02-28', '2028-02-29', '2029-02-28']],
  ['FREQ=WEEKLY;BYDAY=WE;UNTIL=20260120', '2026-01-07', ['2026-01-07', '2026-01-14']],
])('%s from %s', (rule, first, dates) => {
  expect(ours(rule, first, first, '2030-01-01')).toEqual(dates);
});

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const pattern = fc.oneof(
  fc.constant('FREQ=DAILY'),
  fc
    .tuple(fc.subarray(days, { minLength: 1 }), fc.constantFrom('MO', 'SU'))
    .map(([some, week]) => `FREQ=WEEKLY;BYDAY=${some.join(',')};WKST=${week}`),
  fc.integer({ min: 1, max: 28 }).map((day) => `FREQ=MONTHLY;BYMONTHDAY=${day}`),
  fc.constant('FREQ=MONTHLY;BYMONTHDAY=-1'),
  fc
    .tuple(fc.constantFrom(1, 2, 4, -1), fc.constantFrom(...days))
    .map(([nth, day]) => `FREQ=MONTHLY;BYDAY=${nth}${day}`),
  fc.constant('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'),
  fc.constant('FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15'),
);
const end = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 1, max: 60 }).map((count) => `;COUNT=${count}`),
  fc.constant(';UNTIL=20270101'),
);

test('the dates in any window are those that another library finds', () => {
  fc.assert(
    fc.property(
      pattern,
      fc.integer({ min: 1, max: 4 }),
      end,
      fc.nat(2000),
      fc.nat(2000),
      (rule, interval, last, back, on) => {
        const whole = `${rule};INTERVAL=${interval}`;
        const near = new Date(Date.UTC(2022, 0, 1) + back * 86_400_000).toISOString().slice(0, 10);
        const [first] = datesBy(`${whole.replace(/;INTERVAL=\d/, '')}`, near, '2031-01-01');
        fc.pre(first !== undefined && first <= '2027-01-01');
        // The library begins some patterns on a day that is none of theirs.
        fc.pre(!isRefused(readRule(`${whole}${last}`, { date: first!, zone: 'UTC' })));
        const from = new Date(Date.UTC(2022, 0, 1) + on * 86_400_000).toISOString().slice(0, 10);
        const all = datesBy(`${whole}${last}`, first!, '2028-06-01');
        expect(ours(`${whole}${last}`, first!, from, '2028-06-01')).toEqual(all.filter((date) => date >= from));
      },
    ),
    { numRuns: 300 },
  );
});

describe('a series goes on', () => {
  const series = (recurrence: string, more: object = {}) => ({
    ...{ start: '2026-01-05T09:00:00Z', end: '2026-01-05T10:00:00Z', isAllDay: false, recurrence },
    ...more,
  });
  const goesOn = (fields: object, from: string) => nextMeeting(fields as never, from, 'Asia/Tokyo') !== null;

  test.each<[string, object, string, boolean]>([
    ['without an end', series('FREQ=DAILY'), '2030-01-01T00:00:00Z', true],
    ['before its last by COUNT', series('FREQ=WEEKLY;BYDAY=MO;COUNT=3'), '2026-01-19T09:30:00Z', true],
    ['no more after its last by COUNT', series('FREQ=WEEKLY;BYDAY=MO;COUNT=3'), '2026-01-19T10:00:00Z', false],
    [
      'no more after its last before UNTIL',
      series('FREQ=WEEKLY;BYDAY=MO;UNTIL=20260124'),
      '2026-01-20T00:00:00Z',
      false,
    ],
    [
      'no more where the rest is left out',
      series('FREQ=DAILY;COUNT=3', { exceptDates: ['2026-01-07'] }),
      '2026-01-07T00:00:00Z',
      false,
    ],
    ['before it begins', series('FREQ=DAILY;COUNT=3'), '2020-01-01T00:00:00Z', true],
    [
      'longer than a day',
      series('FREQ=MONTHLY;BYMONTHDAY=5;COUNT=2', { end: '2026-01-15T10:00:00Z' }),
      '2026-02-14T00:00:00Z',
      true,
    ],
    [
      'whole days',
      { start: '2026-01-05', end: '2026-01-06', isAllDay: true, recurrence: 'FREQ=DAILY;COUNT=2' },
      '2026-01-07T00:00:00Z',
      false,
    ],
    ['a number that no calendar reaches', series('FREQ=DAILY;COUNT=999999999'), '2026-05-01T00:00:00Z', true],
  ])('%s', (_, fields, from, expected) => {
    expect(goesOn(fields, from)).toBe(expected);
  });

  test('one that began long ago costs no more', () => {
    const old = series('FREQ=DAILY', { start: '1700-01-05T09:00:00Z', end: '1700-01-05T10:00:00Z' });
    const begun = performance.now();
    for (let n = 0; n < 100; n += 1) expect(goesOn(old, '2026-01-01T00:00:00Z')).toBe(true);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

import { isEqual } from 'lodash';
import { inWords, sentence } from '../../../reasons';
import {
  type GraphPattern,
  type GraphRange,
  type Start,
  canonicalRule,
  fromGraph,
  toGraph,
  toZoho,
} from '../../../sides/time';
import { datesOfGraph, datesOfRule } from './calendar';

const zone = 'W. Europe Standard Time';
const startOn = (date: string): Start => ({ date, time: '09:00', zone });
/** What Graph answers: numbers and dates it does not use are there all the same. */
const pattern = (given: Partial<GraphPattern>): GraphPattern => ({
  type: 'daily',
  interval: 1,
  month: 0,
  dayOfMonth: 0,
  daysOfWeek: [],
  firstDayOfWeek: 'sunday',
  index: 'first',
  ...given,
});
const range = (given: Partial<GraphRange>): GraphRange => ({
  type: 'noEnd',
  startDate: '2026-01-05',
  endDate: '0001-01-01',
  numberOfOccurrences: 0,
  recurrenceTimeZone: zone,
  ...given,
});
const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const everyDay = ['sunday', ...workdays, 'saturday'];

/** Graph's answer, the first date, and the rule it means. */
const patterns: readonly (readonly [Partial<GraphPattern>, string, string])[] = [
  [{ type: 'daily', interval: 3 }, '2026-01-05', 'FREQ=DAILY;INTERVAL=3'],
  [{ type: 'weekly', daysOfWeek: ['wednesday', 'monday'] }, '2026-01-05', 'FREQ=WEEKLY;BYDAY=MO,WE'],
  [
    { type: 'weekly', interval: 2, daysOfWeek: ['monday', 'wednesday'] },
    '2026-01-05',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE',
  ],
  [
    { type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'monday'] },
    '2026-01-05',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU',
  ],
  [{ type: 'absoluteMonthly', dayOfMonth: 5 }, '2026-01-05', 'FREQ=MONTHLY;BYMONTHDAY=5'],
  [{ type: 'absoluteMonthly', dayOfMonth: 29 }, '2026-01-29', 'FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1'],
  [{ type: 'absoluteMonthly', dayOfMonth: 30 }, '2026-01-30', 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1'],
  [{ type: 'absoluteMonthly', dayOfMonth: 31 }, '2026-02-28', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  [{ type: 'relativeMonthly', daysOfWeek: ['monday'], index: 'second' }, '2026-01-12', 'FREQ=MONTHLY;BYDAY=2MO'],
  [{ type: 'relativeMonthly', daysOfWeek: ['friday'], index: 'last' }, '2026-01-30', 'FREQ=MONTHLY;BYDAY=-1FR'],
  [{ type: 'relativeMonthly', daysOfWeek: workdays }, '2026-01-01', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1'],
  [
    { type: 'relativeMonthly', daysOfWeek: ['saturday', 'sunday'], index: 'last' },
    '2026-01-31',
    'FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-1',
  ],
  [{ type: 'relativeMonthly', daysOfWeek: everyDay, index: 'third' }, '2026-01-03', 'FREQ=MONTHLY;BYMONTHDAY=3'],
  [{ type: 'relativeMonthly', daysOfWeek: everyDay, index: 'last' }, '2026-01-31', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  [{ type: 'absoluteYearly', dayOfMonth: 31, month: 12 }, '2026-12-31', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31'],
  [{ type: 'absoluteYearly', dayOfMonth: 29, month: 2 }, '2028-02-29', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1'],
  [
    { type: 'relativeYearly', daysOfWeek: ['thursday'], index: 'fourth', month: 11 },
    '2026-11-26',
    'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
  ],
  [
    { type: 'relativeYearly', interval: 2, daysOfWeek: workdays, index: 'last', month: 4 },
    '2026-04-30',
    'FREQ=YEARLY;INTERVAL=2;BYMONTH=4;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  ],
];

test.each(patterns)('%j from %s is %s', (given, date, rule) => {
  const start = startOn(date);
  const recurrence = { pattern: pattern(given), range: range({ startDate: date }) };
  expect(fromGraph(recurrence, start)).toEqual({ rule });
  expect(datesOfRule(rule, `${date}T09:00`, 'Europe/Berlin')).toEqual(datesOfGraph(recurrence));
  const sent = toGraph(rule, start);
  if ('refused' in sent) throw new Error(sentence(sent.refused));
  expect(datesOfGraph(sent.recurrence)).toEqual(datesOfGraph(recurrence));
  expect(fromGraph(sent.recurrence, start)).toEqual({ rule });
});

test.each([
  [{ type: 'noEnd' }, 'FREQ=DAILY', { type: 'noEnd' }],
  [{ type: 'endDate', endDate: '2026-12-31' }, 'FREQ=DAILY;UNTIL=20261231', { type: 'endDate', endDate: '2026-12-31' }],
  [{ type: 'endDate' }, 'FREQ=DAILY', { type: 'noEnd' }],
  [{ type: 'numbered', numberOfOccurrences: 4 }, 'FREQ=DAILY;COUNT=4', { type: 'numbered', numberOfOccurrences: 4 }],
])('the range %j is %s', (given, rule, written) => {
  const start = startOn('2026-01-05');
  expect(fromGraph({ pattern: pattern({}), range: range(given) }, start)).toEqual({ rule });
  const wanted = { ...written, startDate: '2026-01-05', recurrenceTimeZone: zone };
  expect(toGraph(rule, start)).toEqual({ recurrence: { pattern: { type: 'daily', interval: 1 }, range: wanted } });
});

test.each([
  ['FREQ=DAILY;UNTIL=20261224', '2026-12-24'],
  ['FREQ=DAILY;UNTIL=20261224T080000Z', '2026-12-24'],
  ['FREQ=DAILY;UNTIL=20261224T075959Z', '2026-12-23'],
  ['FREQ=DAILY;UNTIL=20261223T230000Z', '2026-12-23'],
  ['FREQ=DAILY;UNTIL=20261224T090000', '2026-12-24'],
  ['FREQ=DAILY;UNTIL=2026-12-24', '2026-12-24'],
  ['FREQ=DAILY;UNTIL=2026-12-24T23:59:59+01:00', '2026-12-24'],
])('the last day of %s is read in the zone of the event', (rule, endDate) => {
  expect(toGraph(rule, startOn('2026-01-05'))).toMatchObject({ recurrence: { range: { type: 'endDate', endDate } } });
});

test.each([
  ['2026-01-05', 'FREQ=WEEKLY;BYDAY=WE,MO', 'byday=MO,WE;freq=weekly;interval=1;wkst=SU', true],
  ['2026-01-12', 'RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2', 'FREQ=MONTHLY;BYDAY=2MO', true],
  ['2026-01-12', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2', 'FREQ=MONTHLY;BYDAY=+2MO', true],
  ['2026-01-05', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', true],
  ['2026-01-06', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU', false],
  ['2026-01-05', 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', true],
  ['2026-01-05', 'FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=MO', true],
  ['2026-01-05', 'FREQ=MONTHLY', 'FREQ=MONTHLY;BYMONTHDAY=5', true],
  ['2026-01-05', 'FREQ=YEARLY', 'FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=1', true],
  ['2026-01-05', 'FREQ=DAILY;COUNT=3', 'FREQ=DAILY;COUNT=4', false],
  ['2026-01-05', 'FREQ=HOURLY;COUNT=3', 'COUNT=3;FREQ=HOURLY', true],
  ['2026-01-05', 'FREQ=HOURLY;COUNT=3', 'FREQ=DAILY;COUNT=3', false],
  ['2026-01-05', 'nonsense', 'nonsense', true],
])('from %s, %s and %s: same series %s', (date, a, b, same) => {
  const start = { date, zone: 'UTC' };
  expect(isEqual(canonicalRule(a, start), canonicalRule(b, start))).toBe(same);
});

test.each([
  ['FREQ=MONTHLY;BYMONTHDAY=31', '2026-01-31', /skips the months that have no day 31/],
  ['FREQ=MONTHLY', '2026-01-30', /skips the months that have no day 30/],
  ['FREQ=YEARLY', '2028-02-29', /without a 29 February/],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2028-02-29', /a date that no year has/],
  ['FREQ=MONTHLY;BYDAY=5MO', '2026-01-05', /beyond the fourth/],
  ['FREQ=YEARLY;BYMONTHDAY=10', '2026-01-10', /several dates of the year/],
  ['FREQ=WEEKLY;BYDAY=2MO', '2026-01-05', /by number/],
  ['FREQ=DAILY;INTERVAL=2;BYDAY=MO', '2026-01-05', /only on some days/],
  ['FREQ=WEEKLY;BYDAY=MO;RDATE=20260106', '2026-01-05', /extra dates/],
  ['FREQ=WEEKLY;BYDAY=TU', '2026-01-05', /first event, on 2026-01-05, is not on a day of its own series/],
  ['FREQ=DAILY;UNTIL=20260101', '2026-01-05', /ends before it begins/],
  ['FREQ=DAILY;COUNT=2;UNTIL=20270101', '2026-01-05', /not one we can read/],
  ['FREQ=DAILY;INTERVAL=0', '2026-01-05', /not one we can read/],
  ['FREQ=DAILY;FREQ=WEEKLY', '2026-01-05', /not one we can read/],
  ['FREQ=FORTNIGHTLY', '2026-01-05', /not one we can read/],
  ['FREQ=WEEKLY;BYDAY=XX', '2026-01-05', /not one we can read/],
  ['FREQ=DAILY;UNTIL=soon', '2026-01-05', /not one we can read/],
  ['FREQ=DAILY;BYMOON=FULL', '2026-01-05', /not one we can read/],
  ['', '2026-01-05', /not one we can read/],
])('%s from %s is refused in words', (rule, date, words) => {
  expect(inWords(toGraph(rule, startOn(date)))).toEqual({ refused: expect.stringMatching(words) });
  expect(inWords(toZoho(rule, startOn(date)))).toEqual({ refused: expect.stringMatching(words) });
});

test('a custom zone is refused politely, in the rule and in its start', () => {
  const custom = 'tzone://Microsoft/Custom';
  const refused = { refused: expect.stringMatching(/Choose a named time zone/) };
  expect(inWords(fromGraph({ pattern: pattern({}), range: range({ recurrenceTimeZone: custom }) }, null))).toEqual(
    refused,
  );
  expect(inWords(toGraph('FREQ=DAILY', { date: '2026-01-05', zone: custom }))).toEqual(refused);
});

test.each([
  [{ type: 'hourly' }, {}],
  [{ type: 'weekly' }, {}],
  [{ type: 'absoluteMonthly' }, {}],
  [{ type: 'absoluteYearly', dayOfMonth: 5 }, {}],
  [{ interval: 0 }, {}],
  [{}, { type: 'numbered' }],
  [{}, { type: 'sometimes' }],
])('Graph’s %j with %j is refused', (given, ranged) => {
  const recurrence = { pattern: pattern(given), range: range(ranged) };
  expect(inWords(fromGraph(recurrence, startOn('2026-01-05')))).toEqual({
    refused: expect.stringMatching(/not one we can read/),
  });
});

import { inWords, sentence } from '../../../reasons';
import type { Start } from '../../../sides/time';
import { canonicalRule, fromGraph, fromZoho, toGraph, toZoho } from '../../../sides/time';
import { datesOfGraph, datesOfRule } from './calendar';

const zone = 'America/New_York';
const all = 'SU,MO,TU,WE,TH,FR,SA';
const weekdays = 'MO,TU,WE,TH,FR';
const hours = '9,10,11,12,13,14,15,16';

/** The examples of RFC 5545 section 3.8.5.3 in its order, each with its first date: Graph's type, or why Outlook cannot say it. */
const examples: readonly (readonly [name: string, date: string, rule: string, type: string | RegExp])[] = [
  ['daily for 10', '1997-09-02', 'FREQ=DAILY;COUNT=10', 'daily'],
  ['daily until 24 December', '1997-09-02', 'FREQ=DAILY;UNTIL=19971224T000000Z', 'daily'],
  ['every other day', '1997-09-02', 'FREQ=DAILY;INTERVAL=2', 'daily'],
  ['every 10 days, 5 times', '1997-09-02', 'FREQ=DAILY;INTERVAL=10;COUNT=5', 'daily'],
  [
    'every day in January, yearly',
    '1998-01-01',
    `FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=${all}`,
    /every such weekday/,
  ],
  ['every day in January, daily', '1998-01-01', 'FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1', /some months only/],
  ['weekly for 10', '1997-09-02', 'FREQ=WEEKLY;COUNT=10', 'weekly'],
  ['weekly until 24 December', '1997-09-02', 'FREQ=WEEKLY;UNTIL=19971224T000000Z', 'weekly'],
  ['every other week', '1997-09-02', 'FREQ=WEEKLY;INTERVAL=2;WKST=SU', 'weekly'],
  ['Tuesday and Thursday until', '1997-09-02', 'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH', 'weekly'],
  ['Tuesday and Thursday for 10', '1997-09-02', 'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH', 'weekly'],
  [
    'every other Monday, Wednesday, Friday',
    '1997-09-01',
    'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
    'weekly',
  ],
  ['every other Tuesday and Thursday', '1997-09-02', 'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH', 'weekly'],
  ['first Friday for 10', '1997-09-05', 'FREQ=MONTHLY;COUNT=10;BYDAY=1FR', 'relativeMonthly'],
  ['first Friday until', '1997-09-05', 'FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR', 'relativeMonthly'],
  ['first and last Sunday', '1997-09-07', 'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU', /several days of a month/],
  ['second-to-last Monday', '1997-09-22', 'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO', /from the month’s end/],
  ['third-to-last day', '1997-09-28', 'FREQ=MONTHLY;BYMONTHDAY=-3', /from the month’s end/],
  ['2nd and 15th', '1997-09-02', 'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15', /several days of a month/],
  ['first and last day', '1997-09-30', 'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1', /several days of a month/],
  [
    '10th to 15th every 18 months',
    '1997-09-10',
    'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
    /several days of a month/,
  ],
  ['Tuesdays of every other month', '1997-09-02', 'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU', /every such weekday/],
  ['June and July', '1997-06-10', 'FREQ=YEARLY;COUNT=10;BYMONTH=6,7', /some months only/],
  [
    'January to March of every other year',
    '1997-03-10',
    'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3',
    /some months only/,
  ],
  ['1st, 100th and 200th day', '1997-01-01', 'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200', /days of the year/],
  ['20th Monday of the year', '1997-05-19', 'FREQ=YEARLY;BYDAY=20MO', /over the whole year/],
  ['Monday of week 20', '1997-05-12', 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', /weeks of the year/],
  ['Thursdays in March', '1997-03-13', 'FREQ=YEARLY;BYMONTH=3;BYDAY=TH', /every such weekday/],
  ['Thursdays in summer', '1997-06-05', 'FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8', /some months only/],
  ['Friday the 13th', '1997-09-02', 'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', /Friday the 13th/],
  [
    'Saturday after the first Sunday',
    '1997-09-13',
    'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
    /weekday and a day of the month/,
  ],
  [
    'election day',
    '1996-11-05',
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
    /weekday and a day of the month/,
  ],
  ['third of Tuesday to Thursday', '1997-09-04', 'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', 'relativeMonthly'],
  ['second-to-last weekday', '1997-09-29', `FREQ=MONTHLY;BYDAY=${weekdays};BYSETPOS=-2`, /from the month’s end/],
  ['every 3 hours', '1997-09-02', 'FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z', /several times a day/],
  ['every 15 minutes', '1997-09-02', 'FREQ=MINUTELY;INTERVAL=15;COUNT=6', /several times a day/],
  ['every hour and a half', '1997-09-02', 'FREQ=MINUTELY;INTERVAL=90;COUNT=4', /several times a day/],
  ['every 20 minutes, daily', '1997-09-02', `FREQ=DAILY;BYHOUR=${hours};BYMINUTE=0,20,40`, /times of day/],
  ['every 20 minutes', '1997-09-02', `FREQ=MINUTELY;INTERVAL=20;BYHOUR=${hours}`, /times of day/],
  ['week from Monday', '1997-08-05', 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', 'weekly'],
  ['week from Sunday', '1997-08-05', 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', 'weekly'],
  ['15th and 30th', '2007-01-15', 'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', /several days of a month/],
];

const startOn = (date: string): Start => ({ date, time: '09:00', zone });
const said = examples.flatMap((row) => (typeof row[3] === 'string' ? [[row[0], row[1], row[2], row[3]] as const] : []));
const unsaid = examples.flatMap((row) =>
  typeof row[3] === 'string' ? [] : [[row[0], row[1], row[2], row[3]] as const],
);

test('the table holds every example', () => {
  expect([examples.length, said.length, unsaid.length]).toEqual([42, 16, 26]);
});

test.each(said)('%s goes to Graph and back with the same dates', (_name, date, rule, type) => {
  const start = startOn(date);
  const wanted = datesOfRule(rule, `${date}T09:00`, zone);
  const sent = toGraph(rule, start);
  if ('refused' in sent) throw new Error(sentence(sent.refused));
  expect(sent.recurrence.pattern.type).toBe(type);
  expect(datesOfGraph(sent.recurrence)).toEqual(wanted);
  const back = fromGraph(sent.recurrence, start);
  if ('refused' in back) throw new Error(sentence(back.refused));
  expect(datesOfRule(back.rule, `${date}T09:00`, zone)).toEqual(wanted);
  expect(canonicalRule(back.rule, start)).toEqual(canonicalRule(rule, start));
});

test.each(said)('%s goes to Zoho and back with the same dates', (_name, date, rule) => {
  const start = startOn(date);
  const sent = toZoho(rule, start);
  if ('refused' in sent) throw new Error(sentence(sent.refused));
  const back = fromZoho(sent.recurring, null);
  if ('refused' in back) throw new Error(sentence(back.refused));
  expect(back.startDate).toBe(date);
  expect(datesOfRule(back.rule, `${date}T09:00`, zone)).toEqual(datesOfRule(rule, `${date}T09:00`, zone));
  expect(canonicalRule(back.rule, start)).toEqual(canonicalRule(rule, start));
});

test.each(unsaid)('%s is refused with its reason', (_name, date, rule, reason) => {
  const start = startOn(date);
  expect(inWords(toGraph(rule, start))).toEqual({ refused: expect.stringMatching(reason) });
  expect(inWords(fromZoho({ RRULE: `${rule};DTSTART=${date}` }, start))).toEqual({
    refused: expect.stringMatching(reason),
  });
});

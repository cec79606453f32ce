import fc from 'fast-check';
import { DateTime } from 'luxon';
import { sentence } from '../../../reasons';
import { fromGraph, fromZoho, canonicalRule, toGraph, toZoho } from '../../../sides/time';
import {
  dueDate,
  graphMidnight,
  graphTime,
  instantOf,
  toIana,
  toWindows,
  zohoDateTime,
} from '../../../sides/time/dateTime';
import { steadyInstant, steadyWallTime } from '../../../sides/time/steady';
import { allDayFromGraph, allDayFromZoho, allDayToGraph, allDayToZoho } from '../../../sides/time/wholeDays';
import { datesOfGraph, datesOfRule } from './calendar';

const zones = [...Intl.supportedValuesOf('timeZone'), 'Eastern Standard Time', 'Line Islands Standard Time', 'UTC-11'];
const zone = fc.constantFrom(...zones);
const minute = 60_000;
const from = Date.UTC(2010, 0, 1) / minute;
const to = Date.UTC(2045, 0, 1) / minute;
const instant = fc.integer({ min: from, max: to }).map((at) => new Date(at * minute).toISOString());
const day = fc.integer({ min: Math.ceil(from / 1440), max: Math.floor(to / 1440) });
const isoDay = (at: number) => new Date(at * 1440 * minute).toISOString().slice(0, 10);

test('an instant goes through Graph’s and Zoho’s form unharmed in every zone', () => {
  fc.assert(
    fc.property(instant, zone, (at, name) => {
      expect(instantOf(graphTime(at, name))).toBe(at);
      expect(new Date(zohoDateTime(at, name)).toISOString()).toBe(at);
    }),
    { numRuns: 500 },
  );
});

test('where the clocks are steady, a time is what Luxon says it is', () => {
  const anyTime = fc.oneof(
    instant,
    fc
      .date({ min: new Date('1969-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString()),
    // The days on which clocks change, and those about them.
    fc
      .tuple(fc.integer({ min: 1975, max: 2060 }), fc.constantFrom(2, 3, 8, 9, 10), fc.integer({ min: 0, max: 44_640 }))
      .map(([year, month, minutes]) => new Date(Date.UTC(year, month, 1) + minutes * minute).toISOString()),
  );
  const iana = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  fc.assert(
    fc.property(anyTime, iana, (at, name) => {
      const time = DateTime.fromISO(at, { zone: name });
      const wall = steadyWallTime(at, name);
      const said = time.toISO({ includeOffset: false }) ?? '';
      expect([said, null]).toContain(wall);
      expect([new Date(DateTime.fromISO(said, { zone: name }).toMillis()).toISOString(), null]).toContain(
        steadyInstant(said, name),
      );
      expect(steadyInstant(`${said}0000`, name)).toBe(steadyInstant(said, name));
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  '2026-02-30T09:00:00',
  '2026-01-05T24:00:00',
  '2026-01-05',
  '2026-01-05T09:00:00+09:00',
  '0000-00-00T00:00',
  '',
])('what is no plain time is left to Luxon: %s', (text) => {
  expect(steadyInstant(text, 'Asia/Tokyo')).toBeNull();
  expect(steadyWallTime(text, 'Asia/Tokyo')).toBeNull();
});

test('a due date is never shifted, whatever the zone', () => {
  fc.assert(
    fc.property(day, zone, (at, name) => {
      const utc = { dateTime: instantOf(graphMidnight(isoDay(at), name)).slice(0, 19), timeZone: 'UTC' };
      // Samoa and its neighbours crossed the date line: the day that was left out there is no date anybody can mean.
      fc.pre(isoDay(at) !== '2011-12-30');
      expect(dueDate(utc, name)).toBe(isoDay(at));
    }),
    { numRuns: 500 },
  );
});

test('all-day dates go through both sides unharmed in every zone', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 40 }), zone, (at, days, name) => {
      const dates = { start: isoDay(at), end: isoDay(at + days) };
      fc.pre(dates.start !== '2011-12-30' && dates.end !== '2011-12-31');
      expect(allDayFromGraph(allDayToGraph(dates, name))).toEqual(dates);
      expect(allDayFromZoho(allDayToZoho(dates, name))).toEqual(dates);
    }),
    { numRuns: 300 },
  );
});

test('every zone that has a Windows name keeps its offset under it in the years we sync', () => {
  const offset = (name: string, at: string) => zohoDateTime(at, name).slice(-6);
  const times = ['2026-01-01T12:00:00Z', '2026-07-01T12:00:00Z'];
  const named = zones.filter((name) => toWindows(name));
  expect(named.length).toBeGreaterThan(410);
  const strayed = named.filter((name) => times.some((at) => offset(toWindows(name) ?? '', at) !== offset(name, at)));
  expect(strayed.map((name) => [name, toWindows(name), toIana(toWindows(name))])).toEqual([]);
});

const dayNames = fc
  .subarray(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], { minLength: 1 })
  .map((days) => days.join(','));
const nth = fc.constantFrom(1, 2, 3, 4, -1);
const month = fc.integer({ min: 1, max: 12 });
const monthDay = fc.constantFrom('5', '17', '28', '-1', '28,29;BYSETPOS=-1', '28,29,30;BYSETPOS=-1');
const core = fc.oneof(
  fc.constant('FREQ=DAILY'),
  fc
    .tuple(dayNames, fc.constantFrom('MO', 'SU', 'TH', 'SA'))
    .map(([days, week]) => `FREQ=WEEKLY;BYDAY=${days};WKST=${week}`),
  monthDay.map((days) => `FREQ=MONTHLY;BYMONTHDAY=${days}`),
  fc.tuple(dayNames, nth).map(([days, at]) => `FREQ=MONTHLY;BYDAY=${days};BYSETPOS=${at}`),
  fc.tuple(month, fc.constantFrom(5, 28, -1)).map(([at, date]) => `FREQ=YEARLY;BYMONTH=${at};BYMONTHDAY=${date}`),
  fc.tuple(month, dayNames, nth).map(([at, days, pos]) => `FREQ=YEARLY;BYMONTH=${at};BYDAY=${days};BYSETPOS=${pos}`),
);
const end = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 1, max: 60 }).map((count) => `;COUNT=${count}`),
  fc.integer({ min: 2030, max: 2035 }).map((year) => `;UNTIL=${year}0615`),
);
const rule = fc
  .tuple(core, fc.integer({ min: 1, max: 5 }), end)
  .map(([text, every, last]) => `${text};INTERVAL=${every}${last}`);

test('a rule both sides know has the same dates in all of its forms', () => {
  fc.assert(
    fc.property(rule, day, (text, at) => {
      const first = datesOfRule(
        text.replace(/;(COUNT|UNTIL)=\d+/, '').replace(/INTERVAL=\d/, 'COUNT=1'),
        `${isoDay(17500 + (at % 4000))}T00:00`,
        'UTC',
      )[0];
      fc.pre(first !== undefined && first < '2030-01-01');
      const start = { date: first ?? '', time: '00:00', zone: 'Tokyo Standard Time' };
      const wanted = datesOfRule(text, `${start.date}T00:00`, 'Asia/Tokyo');
      const [graph, zoho] = [toGraph(text, start), toZoho(text, start)];
      if ('refused' in graph) throw new Error(sentence(graph.refused));
      const back = fromGraph(graph.recurrence, start);
      if ('refused' in back) throw new Error(sentence(back.refused));
      expect(datesOfGraph(graph.recurrence)).toEqual(wanted);
      expect(datesOfRule(back.rule, `${start.date}T00:00`, 'Asia/Tokyo')).toEqual(wanted);
      expect(canonicalRule(back.rule, start)).toEqual(back);
      expect(canonicalRule(text, start)).toEqual(back);
      if (!('refused' in zoho)) expect(fromZoho(zoho.recurring, start)).toMatchObject({ rule: back.rule });
    }),
    { numRuns: 100 },
  );
});

test('no text makes the reader throw', () => {
  const part = fc
    .tuple(fc.constantFrom('FREQ', 'BYDAY', 'UNTIL', 'COUNT', 'BYMONTHDAY', 'BYSETPOS'), fc.string())
    .map((pair) => pair.join('='));
  const text = fc.oneof(
    fc.string(),
    fc.array(part).map((parts) => ['FREQ=MONTHLY', ...parts].join(';')),
  );
  fc.assert(
    fc.property(text, (any) => {
      const outcome = canonicalRule(any, { date: '2026-01-05', zone: 'UTC' });
      expect('refused' in outcome ? outcome.refused : outcome.rule).not.toBe('');
    }),
  );
});

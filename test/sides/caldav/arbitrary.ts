import fc from 'fast-check';
import { DateTime } from 'luxon';
import { rrulestr } from 'rrule';
import { canonicalRule } from '../../../sides/time';
import { instantOf, toIana } from '../../../sides/time/dateTime';
import type { Fields, Write } from '../../../sync/model';

const zones = [
  ...['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Auckland'],
  ...[
    'Africa/Casablanca',
    'America/Sao_Paulo',
    'UTC',
    'W. Europe Standard Time',
    'Tokyo Standard Time',
    'Europe/Dublin',
  ],
] as const;
export const zone = fc.constantFrom(...zones);

const text = fc
  .oneof(
    fc.string({ maxLength: 60, unit: 'grapheme' }),
    fc
      .array(fc.constantFrom('会議', '田中', 'a,b', ';', '\\n', '\\', '\n', '😀', ' ', '"x"', ':', '^n', 'ß'), {
        maxLength: 60,
      })
      .map((all) => all.join('')),
  )
  .map((one) => one.replace(/[\u0000-\u0009\u000B-\u001F\u007F\u0085\u2028\u2029\uFEFF]/g, '').trim());
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const words = orNull(text.filter((one) => one !== ''));
const people = fc
  .uniqueArray(fc.constantFrom('a@x.example', 'b@x.example', 'c.d+e@y.example', 'me@firma.example'), { maxLength: 4 })
  .map((all) => (all.length > 0 ? [...all].sort() : null));
const reminder = orNull(fc.oneof(fc.integer({ min: 0, max: 120 }), fc.constantFrom(1440, 10_080, 100_000)));
const model = { subject: words, location: words, description: words, participants: people, reminder };
export const said = fc.record(model);
/** Some of the fields, as a patch has them. */
export const parts: fc.Arbitrary<Fields> = fc.record(model, { requiredKeys: [] });

const day = fc
  .integer({ min: 0, max: 365 * 18 })
  .map((days) => DateTime.utc(2016, 1, 1).plus({ days }).toFormat('yyyy-MM-dd'));
const clock = fc
  .tuple(fc.constantFrom(0, 1, 2, 3, 9, 12, 17, 23), fc.constantFrom(0, 15, 30, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const plus = (date: string, days: number): string => DateTime.fromISO(date).plus({ days }).toFormat('yyyy-MM-dd');

const instant = fc.integer({ min: Date.UTC(2016, 0, 1) / 1000, max: Date.UTC(2034, 0, 1) / 1000 });
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
/** Times of a single meeting: any at all. */
export const once: fc.Arbitrary<Fields> = fc.oneof(
  fc
    .tuple(instant, fc.integer({ min: 0, max: 200_000 }))
    .map(([start, length]) => ({ start: iso(start), end: iso(start + length), isAllDay: false })),
  fc
    .tuple(day, fc.integer({ min: 1, max: 9 }))
    .map(([start, days]) => ({ start, end: plus(start, days), isAllDay: true })),
);

/** Times of a series' first meeting, as a clock of its zone shows them. */
const first = (where: string): fc.Arbitrary<Fields> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(day, clock, clock, fc.integer({ min: 0, max: 1 })).map(([date, from, to, nights]) => {
        const at = (on: string, time: string) => instantOf({ dateTime: `${on}T${time}`, timeZone: where });
        const [start, end] = [at(date, from), at(plus(date, nights), to)];
        return { start, end: end < start ? at(plus(date, 1), to) : end, isAllDay: false };
      }),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(day, fc.integer({ min: 1, max: 3 }))
        .map(([start, days]) => ({ start, end: plus(start, days), isAllDay: true })),
    },
  );

/** The local date of a first meeting. */
export const dateIn = ({ start, isAllDay }: Fields, where: string): string =>
  isAllDay === true
    ? String(start)
    : (DateTime.fromISO(String(start), { zone: toIana(where) ?? 'UTC' }).toISODate() ?? '');

const end = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 2, max: 40 }).map((count) => `;COUNT=${count}`),
  fc.integer({ min: 1, max: 900 }),
);
const pattern = fc.constantFrom(
  ...[
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=3',
    'FREQ=WEEKLY',
    'FREQ=WEEKLY;INTERVAL=2',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU',
  ],
  ...[
    'FREQ=MONTHLY',
    'FREQ=YEARLY',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'FREQ=MONTHLY;BYDAY=1MO',
    'FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1',
  ],
);

function ruleOn(date: string, rule: string, until: string | number): string | null {
  const last = typeof until === 'number' ? `;UNTIL=${plus(date, until).replaceAll('-', '')}` : until;
  const read = canonicalRule(`${rule}${last}`, { date, zone: 'UTC' });
  return 'rule' in read ? read.rule : null;
}

export interface Series {
  readonly fields: Fields;
  readonly zone: string;
  /** The dates of its first meetings, by a library that is none of ours. */
  readonly dates: readonly string[];
}

const MANY = 24;
/** The first dates of a rule, as the library `rrule` counts them. */
const datesOf = (rule: string, date: string): readonly string[] =>
  rrulestr(`RRULE:${rule}`, { dtstart: new Date(`${date}T00:00:00Z`) })
    .all((_date, index) => index < MANY)
    .map((at) => at.toISOString().slice(0, 10));

const change = fc.tuple(orNull(once), orNull(said)).filter(([times, more]) => times !== null || more !== null);

/** A series with days left out and meetings changed. */
export const series: fc.Arbitrary<Series> = zone.chain((where) =>
  fc
    .tuple(
      first(where),
      pattern,
      end,
      said,
      fc.array(fc.nat(MANY - 1), { maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(MANY - 1), change), { maxLength: 3 }),
    )
    .map(([times, rule, until, more, off, changes]): Series | null => {
      const date = dateIn(times, where);
      const recurrence = ruleOn(date, rule, until);
      if (!recurrence) return null;
      const dates = datesOf(recurrence, date);
      const exceptDates = [...new Set(off.flatMap((at) => dates[at] ?? []))].sort();
      const changed = new Map(changes.flatMap(([at, what]) => (dates[at] ? [[dates[at], what] as const] : [])));
      const overrides = [...changed]
        .filter(([on]) => !exceptDates.includes(on))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([on, [moved, words]]) => ({ date: on, ...moved, ...words }));
      const all = {
        exceptDates: exceptDates.length > 0 ? exceptDates : null,
        overrides: overrides.length > 0 ? overrides : null,
      };
      return { fields: { ...more, ...times, recurrence, ...all }, zone: where, dates };
    })
    .filter((one): one is Series => one !== null),
);

export const write = (op: 'create' | 'update', fields: Fields, timeZone = 'UTC'): Write => ({
  ...{ side: 'zoho', op, ref: null, version: null, fields, agreed: { outlook: {}, zoho: {} }, extra: null },
  from: { ref: 'o1', extra: { timeZone } },
});

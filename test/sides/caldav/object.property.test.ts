import fc from 'fast-check';
import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { sentence } from '../../../reasons';
import { readObject, writeObject } from '../../../sides/caldav/object';
import { overrideOf, seriesFieldsOn } from '../../../sides/occurrence';
import { toIana } from '../../../sides/time/dateTime';
import { sameValue } from '../../../sync/compare';
import { kinds, overridesIn, type Override } from '../../../sync/kinds';
import type { Fields } from '../../../sync/model';
import { dateIn, once, parts, said, series, write, zone } from './arbitrary';
import { expanded } from './expand';
import { all } from './fixtures';

const numRuns = Number(process.env.RUNS ?? 60);
fc.configureGlobal({ numRuns });
jest.setTimeout(60_000 + numRuns * 2_000);

const at = { zone: 'Europe/Berlin', intent: 'i1', invite: false, user: 'me@firma.example', now: Date.UTC(2026, 0, 1) };

function create(fields: Fields, timeZone: string): string {
  const made = writeObject(write('create', fields, timeZone), { ...at, ics: null });
  if ('refused' in made) throw new Error(sentence(made.refused));
  return made.ics;
}
function update(ics: string, fields: Fields, user = at.user): string {
  const made = writeObject(write('update', fields), { ...at, user, ics });
  if ('refused' in made) throw new Error(sentence(made.refused));
  return made.ics;
}
function read(ics: string): Fields {
  const found = readObject(ics, at);
  if ('unreadable' in found) throw new Error(sentence(found.unreadable));
  return found.fields;
}

/** The fields in which two differ for the core. */
const differing = (a: Fields, b: Fields): readonly string[] =>
  kinds.event.fields
    .filter(({ name }) => !['uid', 'cancelled'].includes(name))
    .filter(({ name, type }) => !sameValue(type, a[name], b[name]))
    .map(({ name }) => `${name}: ${JSON.stringify(a[name])} ≠ ${JSON.stringify(b[name])}`);

/** A series without what its changed meetings say that is no change at all. */
function meant(fields: Fields, where: string): Fields {
  const zoneName = toIana(where) ?? 'UTC';
  const overrides = overridesIn(fields).flatMap(({ date, ...own }): readonly Override[] => {
    const plain = seriesFieldsOn(fields, date, zoneName);
    const override = overrideOf(date, { ...plain, ...own }, plain);
    return override ? [override] : [];
  });
  return { ...fields, overrides: overrides.length > 0 ? overrides : null };
}

test('what is written is what is read: single meetings', () => {
  fc.assert(
    fc.property(said, once, zone, (words, times, where) => {
      const fields = { ...words, ...times };
      expect(differing(read(create(fields, where)), fields)).toEqual([]);
    }),
  );
});

test('what is written is what is read: series with their exceptions', () => {
  fc.assert(
    fc.property(series, ({ fields, zone: where }) => {
      expect(differing(read(create(fields, where)), meant(fields, where))).toEqual([]);
    }),
  );
});

/** Around the very hour at which clocks change, programs count in more ways than one. */
const isOdd = (fields: Fields, date: string, where: string): boolean => {
  const at = DateTime.fromISO(String(seriesFieldsOn(fields, date, where).start), { zone: where });
  return fields.isAllDay !== true && at.minus({ hours: 3 }).offset !== at.plus({ hours: 3 }).offset;
};

test('another program finds the same meetings in it, at the same times', () => {
  fc.assert(
    fc.property(series, ({ fields, zone: named, dates }) => {
      const where = toIana(named) ?? 'UTC';
      fc.pre(!dates.some((date) => isOdd(fields, date, where)));
      const off = (fields.exceptDates ?? []) as readonly string[];
      const changed = new Map(overridesIn(fields).map((one) => [one.date, one]));
      const takePlace = dates.filter((date) => !off.includes(date));
      const wanted = takePlace.map((date): Fields => ({
        ...seriesFieldsOn(fields, date, where),
        ...changed.get(date),
      }));
      const found = expanded(create(fields, named), wanted.length);
      expect(found.map(({ start }) => start).sort()).toEqual(wanted.map(({ start }) => wall(start)).sort());
    }),
  );
});

const wall = (time: unknown): string => String(time).replace('.000Z', '');

/** Properties that may change when a field does; stamps may with any. */
const owned: Readonly<Record<string, readonly string[]>> = {
  subject: ['summary'],
  location: ['location', 'x-apple-structured-location'],
  description: ['description', 'x-alt-desc'],
  participants: ['attendee', 'organizer'],
  start: ['dtstart', 'dtend', 'duration', 'exdate', 'recurrence-id', 'rrule', 'x-microsoft-cdo-alldayevent'],
  exceptDates: ['exdate'],
  reminder: [],
};
const stamps = ['dtstamp', 'last-modified', 'sequence'];

type Component = InstanceType<typeof ICAL.Component>;
/** What a text says beyond these properties, component by component, whatever their order. */
function rest(text: string, but: readonly string[]): readonly string[] {
  const lines = (one: Component, path: string): readonly string[] => [
    ...one.getAllProperties().flatMap((property) => {
      const isOurs = path.endsWith('vevent') && [...stamps, ...but].includes(property.name);
      return isOurs ? [] : [`${path} ${property.toICALString()}`];
    }),
    ...one.getAllSubcomponents().flatMap((inner) => {
      const isAlarm = inner.name === 'valarm' && but.includes('valarm');
      return isAlarm || inner.name === 'vtimezone' ? [] : lines(inner, `${path}/${inner.name}`);
    }),
  ];
  return [...lines(new ICAL.Component(ICAL.parse(text)), '')].sort();
}

const patch = fc
  .tuple(parts, fc.option(fc.integer({ min: -90, max: 90 }), { nil: null }))
  .filter(([some, minutes]) => Object.keys(some).length > 0 || minutes !== null);

/** Start and end so many minutes later; of whole days so many days. */
function later({ start, end, isAllDay }: Fields, by: number): Fields {
  const moved = (time: unknown) => {
    const at = DateTime.fromISO(String(time), { zone: 'utc' }).plus(isAllDay ? { days: by } : { minutes: by });
    return isAllDay ? at.toFormat('yyyy-MM-dd') : new Date(at.toMillis()).toISOString();
  };
  return { start: moved(start), end: moved(end), isAllDay: isAllDay ?? false };
}

/** A series moves only within its day, for its rule stays what it is; a single event anywhere. */
function patchOf(text: string, before: Fields, some: Fields, minutes: number | null): Fields {
  if (minutes === null) return some;
  if (typeof before.recurrence !== 'string') return { ...some, ...later(before, minutes) };
  const found = readObject(text, at);
  const zoneName = 'extra' in found ? String((found.extra as Fields).timeZone) : 'UTC';
  const moved = later(before, Math.abs(minutes) % 60);
  const stays = before.isAllDay !== true && dateIn(moved, zoneName) === dateIn(before, zoneName);
  return stays ? { ...some, ...moved } : some;
}

const single = fc.tuple(said, once, zone).map(([words, times, where]) => create({ ...words, ...times }, where));
const recurring = series.map(({ fields, zone: where }) => create(fields, where));
const texts = fc.oneof(fc.constantFrom(...Object.values(all)), single, recurring);

test('the end of a series in the hour that comes twice is told by how long it lasts', () => {
  const newYork = { start: '2033-11-06T04:00:00.000Z', end: '2033-11-06T05:59:00.000Z', isAllDay: false };
  const text = create({ ...newYork, subject: 'Night', recurrence: 'FREQ=DAILY;COUNT=3' }, 'America/New_York');
  const end = '2033-11-06T06:00:00.000Z';
  const after = update(text, { ...newYork, end }, '');
  expect(read(after)).toMatchObject({ start: newYork.start, end });
  expect(update(after, { ...newYork, end }, '')).toBe(after);
});

test.each([
  ['days', { start: '2027-12-29', end: '2028-01-07', isAllDay: true }],
  ['a meeting', { start: '2027-12-29T09:00:00.000Z', end: '2027-12-29T10:00:00.000Z', isAllDay: false }],
])('%s moved behind their former end, and to end in the hour that comes twice, are told', (_what, former) => {
  const text = create({ ...former, subject: 'Night' }, 'America/New_York');
  const times = { start: '2033-11-06T04:00:00.000Z', end: '2033-11-06T06:30:00.000Z', isAllDay: false };
  const after = update(text, times, '');
  expect(read(after)).toMatchObject(times);
  expect(update(after, times, '')).toBe(after);
});

test('a patch changes what it says, and nothing else; said again it changes nothing at all', () => {
  fc.assert(
    fc.property(texts, patch, (text, [some, minutes]) => {
      const before = read(text);
      const wanted = patchOf(text, before, some, minutes);
      const after = update(text, wanted, '');
      const names = Object.keys(wanted).flatMap((name) => [
        ...(owned[name] ?? []),
        ...(name === 'reminder' || name === 'start' ? ['valarm'] : []),
      ]);
      expect(rest(after, names)).toEqual(rest(text, names));
      expect(update(after, wanted, '')).toBe(after);
      const host = organizers(text);
      const people = wanted.participants as readonly string[] | null | undefined;
      fc.pre(!people?.some((one) => host.includes(one)));
      expect(differing(read(after), { ...before, ...wanted, overrides: read(after).overrides ?? null })).toEqual([]);
      expect(daysOf(read(after))).toEqual(expect.arrayContaining(ownDays(before, wanted)));
    }),
  );
});

const organizers = (text: string): readonly string[] =>
  [...text.replace(/\r\n /g, '').matchAll(/^ORGANIZER.*mailto:(.*)$/gim)].map(([, address = '']) =>
    address.trim().toLowerCase(),
  );
const daysOf = (fields: Fields): readonly string[] => overridesIn(fields).map(({ date }) => date);
/** Changed meetings whose own times, which a patch of the series never touches, tell them apart. */
const ownDays = (before: Fields, wanted: Fields): readonly string[] =>
  'start' in wanted
    ? []
    : overridesIn(before)
        .filter((one) => 'start' in one)
        .map(({ date }) => date);

const shuffled = (text: string, order: readonly number[]): string => {
  const weigh = (line: string, at: number) => [order[at % order.length] ?? 0, line] as const;
  const block = (lines: readonly string[]) =>
    lines
      .map(weigh)
      .sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1))
      .map(([, line]) => line);
  let out: string[] = [];
  let run: string[] = [];
  for (const line of text.replace(/\r\n[ \t]/g, '').split('\r\n')) {
    if (!/^(BEGIN|END):/.test(line)) run.push(line);
    else [out, run] = [[...out, ...block(run), line], []] as [string[], string[]];
  }
  return `${out.join('\r\n')}\r\n`;
};

test('in what order the properties stand changes nothing', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (text, order) => {
      expect(differing(read(shuffled(text, order)), read(text))).toEqual([]);
    }),
  );
});

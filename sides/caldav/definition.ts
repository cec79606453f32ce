import { groupBy } from 'lodash';
import { DateTime } from 'luxon';
import type { Transition } from './transitions';
import { transitionsIn } from './transitions';
import type { Component } from './tree';
import { innerOf, lineOf, rawOf } from './tree';

/** How far ahead of its first event a zone without a steady rule is spelt out. */
const YEARS_AHEAD = 12;
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const two = (value: number): string => String(value).padStart(2, '0');
const offsetText = (minutes: number): string =>
  `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
const wallText = (wall: DateTime): string => wall.toFormat("yyyy-MM-dd'T'HH:mm:ss");

/** "the last Sunday in March", "the second Sunday in March"; both, where a date could be either. */
function patternsOf({ wall }: Transition): readonly string[] {
  const day = days[wall.weekday - 1] ?? '';
  const isLast = wall.day + 7 > (wall.daysInMonth ?? 31);
  const nth = `FREQ=YEARLY;BYMONTH=${wall.month};BYDAY=${Math.ceil(wall.day / 7)}${day}`;
  return isLast ? [`FREQ=YEARLY;BYMONTH=${wall.month};BYDAY=-1${day}`, nth] : [nth];
}

const kindOf = ({ from, to, wall, isSummer }: Transition): string =>
  [from, to, isSummer, wall.month, wall.toFormat('HH:mm')].join();

const isYearly = (all: readonly Transition[]): boolean =>
  all.every(({ wall }, at) => at === 0 || wall.year === (all[at - 1]?.wall.year ?? 0) + 1);

/** The rule that all of them follow, every year to the last; null where there is none. */
function ruleFor(all: readonly Transition[], lastYear: number): string | null {
  if (all.length < 3 || !isYearly(all) || all.at(-1)?.wall.year !== lastYear) return null;
  const [first] = all;
  const candidates = first ? patternsOf(first) : [];
  return candidates.find((one) => all.every((other) => patternsOf(other).includes(one))) ?? null;
}

type Spelt = { readonly first: Transition; readonly rule: string | null };

/** Programs disagree whether a list of dates (RDATE) includes the first one, so each change without a rule stands by itself. */
const alone = (all: readonly Transition[]): readonly Spelt[] => all.map((first) => ({ first, rule: null }));

/** Changes of one kind: the years that follow a rule up to the end as a rule, those before one by one. */
function spelt(all: readonly Transition[], lastYear: number): readonly Spelt[] {
  for (const [skip, first] of all.entries()) {
    const rule = ruleFor(all.slice(skip), lastYear);
    if (rule) return [...alone(all.slice(0, skip)), { first, rule }];
  }
  return alone(all);
}

const observance = ({ first, rule }: Spelt): Component => ({
  name: first.isSummer ? 'DAYLIGHT' : 'STANDARD',
  lines: [
    lineOf('dtstart', 'date-time', [wallText(first.wall)]),
    lineOf('tzoffsetfrom', 'utc-offset', [offsetText(first.from)]),
    lineOf('tzoffsetto', 'utc-offset', [offsetText(first.to)]),
    lineOf('tzname', 'text', [first.name]),
    ...(rule ? [`RRULE:${rule}`] : []),
  ],
  inner: [],
});

/** What the clocks show when the definition begins. */
function opening(zone: string, year: number): Spelt {
  const at = DateTime.fromISO(`${year}-01-01T00:00:00`, { zone });
  const [from, wall] = [at.offset, DateTime.fromISO(`${year}-01-01T00:00:00`, { zone: 'utc' })];
  const name = at.toFormat('ZZZZ', { locale: 'en-GB' });
  return { first: { at: at.toMillis(), from, to: from, isSummer: at.isInDST, name, wall }, rule: null };
}

function build(zone: string, tzid: string, firstYear: number, lastYear: number): Component {
  const kinds = groupBy(transitionsIn(zone, firstYear, lastYear), kindOf);
  const all = [opening(zone, firstYear), ...Object.values(kinds).flatMap((some) => spelt(some, lastYear))];
  // A name that says it all needs no other; some programs refuse what they do not know.
  const alias = tzid === zone ? [] : [lineOf('x-lic-location', 'unknown', [zone])];
  return { name: 'VTIMEZONE', lines: [lineOf('tzid', 'text', [tzid]), ...alias], inner: all.map(observance) };
}

const built = new Map<string, Component>();

/**
 * The VTIMEZONE of an IANA zone, by the rules this machine knows, for events from the year `first` to the year `last`: from the
 * year before on, and forever where its clocks follow a rule, else for twelve years more.
 */
export function definitionOf(zone: string, tzid: string, first: number, last = first): Component {
  const key = [zone, tzid, first, last].join('|');
  const made = built.get(key) ?? build(zone, tzid, first - 1, last + YEARS_AHEAD);
  built.set(key, made);
  return made;
}

/** The first year of which a definition says something. */
export const begins = (definition: Component): number =>
  Math.min(
    ...['STANDARD', 'DAYLIGHT'].flatMap((name) =>
      innerOf(definition, name).map((part) => Number(rawOf(part, 'dtstart')[0]?.slice(0, 4) ?? '9999')),
    ),
  );

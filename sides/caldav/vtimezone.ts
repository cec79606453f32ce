import { DateTime, IANAZone } from 'luxon';
import { groupBy } from 'lodash';
import { innerOf, propertyLine, rawValues, paramOf, propertiesOf, textOf, type Component } from './ical';
import type { ZoneContext } from './times';

/** A moment at which the clocks of a zone change; offsets in minutes ahead of UTC. `wall`: what the clock showed just before. */
export interface Transition {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly isSummer: boolean;
  readonly name: string;
  readonly wall: DateTime;
}

interface Years {
  readonly first: number;
  readonly last: number;
}

const DAY = 86_400_000;
const offsetAt = (zone: string, at: number): number => IANAZone.create(zone).offset(at);

/** The first minute with the later offset. */
function findChange(zone: string, from: number, to: number): number {
  let [low, high] = [from, to];
  const before = offsetAt(zone, low);
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000;
    if (offsetAt(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function transitionAt(zone: string, at: number): Transition {
  const after = DateTime.fromMillis(at, { zone });
  const from = offsetAt(zone, at - 60_000);
  const wall = DateTime.fromMillis(at, { zone: 'utc' }).plus({ minutes: from });
  return {
    at,
    from,
    to: after.offset,
    isSummer: after.isInDST,
    name: after.toFormat('ZZZZ', { locale: 'en-GB' }),
    wall,
  };
}

/** Clocks that change twice within these days would go unseen; Morocco's month of fasting is the shortest there is. */
const STEP = 5 * DAY;

/** Every change of a zone's clocks in these years, the last one included. */
function transitionsIn(zone: string, firstYear: number, lastYear: number): readonly Transition[] {
  const [from, to] = [Date.UTC(firstYear, 0, 1), Date.UTC(lastYear + 1, 0, 1)];
  const looks = Array.from({ length: Math.ceil((to - from) / STEP) + 1 }, (_, at) => Math.min(from + at * STEP, to));
  const offsets = looks.map((at) => offsetAt(zone, at));
  return looks.flatMap((at, index) => {
    const next = looks[index + 1];
    const changes = next !== undefined && offsets[index] !== offsets[index + 1];
    return changes ? [transitionAt(zone, findChange(zone, at, next))] : [];
  });
}

/** How far ahead of its first event a zone without a steady rule is spelt out. */
const YEARS_AHEAD = 12;
/** Nothing older is planned, no series is longer: a date that lies a thousand years ahead or back is somebody's slip. */
const [FIRST_YEAR, MOST_YEARS] = [1900, 200];
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

const transitionKind = ({ from, to, wall, isSummer }: Transition): string =>
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

type Observance = { readonly first: Transition; readonly rule: string | null };

/** Programs disagree whether a list of dates (RDATE) includes the first one, so each change without a rule stands by itself. */
const oneByOne = (all: readonly Transition[]): readonly Observance[] => all.map((first) => ({ first, rule: null }));

/** Changes of one kind: the years that follow a rule up to the end as a rule, those before one by one. */
function observances(all: readonly Transition[], lastYear: number): readonly Observance[] {
  for (const [skip, first] of all.entries()) {
    const rule = ruleFor(all.slice(skip), lastYear);
    if (rule) return [...oneByOne(all.slice(0, skip)), { first, rule }];
  }
  return oneByOne(all);
}

const observanceComponent = ({ first, rule }: Observance): Component => ({
  name: first.isSummer ? 'DAYLIGHT' : 'STANDARD',
  lines: [
    propertyLine('dtstart', 'date-time', [wallText(first.wall)]),
    propertyLine('tzoffsetfrom', 'utc-offset', [offsetText(first.from)]),
    propertyLine('tzoffsetto', 'utc-offset', [offsetText(first.to)]),
    propertyLine('tzname', 'text', [first.name]),
    ...(rule ? [`RRULE:${rule}`] : []),
  ],
  inner: [],
});

/** What the clocks show when the definition begins. */
function firstObservance(zone: string, year: number): Observance {
  const at = DateTime.fromISO(`${year}-01-01T00:00:00`, { zone });
  const [from, wall] = [at.offset, DateTime.fromISO(`${year}-01-01T00:00:00`, { zone: 'utc' })];
  const name = at.toFormat('ZZZZ', { locale: 'en-GB' });
  return { first: { at: at.toMillis(), from, to: from, isSummer: at.isInDST, name, wall }, rule: null };
}

function buildVtimezone(zone: string, tzid: string, firstYear: number, lastYear: number): Component {
  const kinds = groupBy(transitionsIn(zone, firstYear, lastYear), transitionKind);
  const all = [
    firstObservance(zone, firstYear),
    ...Object.values(kinds).flatMap((some) => observances(some, lastYear)),
  ];
  // A name that says it all needs no other; some programs refuse what they do not know.
  const alias = tzid === zone ? [] : [propertyLine('x-lic-location', 'unknown', [zone])];
  return {
    name: 'VTIMEZONE',
    lines: [propertyLine('tzid', 'text', [tzid]), ...alias],
    inner: all.map(observanceComponent),
  };
}

/** By zones, years, and names that strangers give: the oldest goes. */
const cachedVtimezones = new Map<string, Component>();
const MOST_CACHED = 100;

function remember(key: string, made: Component): Component {
  const [oldest] = cachedVtimezones.keys();
  if (cachedVtimezones.size >= MOST_CACHED && oldest !== undefined) cachedVtimezones.delete(oldest);
  cachedVtimezones.set(key, made);
  return made;
}

/**
 * The VTIMEZONE of an IANA zone, by the rules this machine knows, for events from the year `first` to the year `last`: from the
 * year before on, and forever where its clocks follow a rule, else for twelve years more.
 */
export function vtimezoneFor(zone: string, tzid: string, first: number, last = first): Component {
  const key = [zone, tzid, first, last].join('|');
  const until = Math.min(last, first + MOST_YEARS) + YEARS_AHEAD;
  return cachedVtimezones.get(key) ?? remember(key, buildVtimezone(zone, tzid, first - 1, until));
}

/** The first year of which a definition says something. */
const firstYearOf = (definition: Component): number =>
  Math.min(
    ...['STANDARD', 'DAYLIGHT'].flatMap((name) =>
      innerOf(definition, name).map((part) => Number(rawValues(part, 'dtstart')[0]?.slice(0, 4) ?? '9999')),
    ),
  );

/** Times whose zone a text has to define. */
const timeProperties = ['dtstart', 'dtend', 'recurrence-id', 'exdate', 'rdate'];

/** The zones that events name, each with the years in which it is used. */
function zonesUsed(calendar: Component): ReadonlyMap<string, Years> {
  const used = new Map<string, Years>();
  for (const event of innerOf(calendar, 'VEVENT')) {
    for (const property of timeProperties.flatMap((name) => propertiesOf(event, name))) {
      const tzid = paramOf(property, 'tzid');
      const year = Number(String(property.values[0]).slice(0, 4));
      const { first, last } = used.get(tzid) ?? { first: year, last: year };
      if (tzid && year >= FIRST_YEAR) used.set(tzid, { first: Math.min(first, year), last: Math.max(last, year) });
    }
  }
  return used;
}

/** The calendar with a definition of every zone its events name; one that begins only after its first event is made anew. */
export function withTimezones(calendar: Component, { zoneOf }: ZoneContext): Component {
  const there = new Map(innerOf(calendar, 'VTIMEZONE').map((one) => [textOf(one, 'tzid'), one]));
  const fresh = [...zonesUsed(calendar)].flatMap(([tzid, { first, last }]) => {
    const zone = zoneOf(tzid);
    const known = there.get(tzid);
    return zone && !(known && firstYearOf(known) <= first) ? [vtimezoneFor(zone, tzid, first, last)] : [];
  });
  const names = new Set(fresh.map((one) => textOf(one, 'tzid')));
  const isAnew = (one: Component) => one.name === 'VTIMEZONE' && names.has(textOf(one, 'tzid'));
  const rest = calendar.inner.filter((one) => !isAnew(one));
  return fresh.length === 0 ? calendar : { ...calendar, inner: [...fresh, ...rest] };
}

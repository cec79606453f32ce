import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { reason, type Reason } from '../../reasons';
import { toIana, graphTime, instantOf, unknownZone } from '../time/dateTime';
import { type Component, type Property, innerOf, textOf, calendarText, propertyLine, paramOf } from './ical';

/** The IANA name for a TZID of one iCalendar text; null where nobody can tell. */
export type ZoneOf = (tzid: string) => string | null;

/** Libraries put their own path before the name: `/freeassociation.sourceforge.net/Tzfile/Europe/Berlin`. */
function byName(name: string): string | null {
  const known = toIana(name);
  if (known || !name.includes('/')) return known;
  const parts = name.split('/');
  const tails = [3, 2, 1].filter((length) => length < parts.length).map((length) => parts.slice(-length).join('/'));
  return tails.map((tail) => toIana(tail)).find((zone) => zone !== null) ?? null;
}

/** Where a definition says by itself what it is called elsewhere. */
const aliases = ['x-lic-location', 'tzid-alias-of', 'location', 'x-wr-timezone', 'x-microsoft-cdo-tzname'];

const SAMPLES = 26;
/** Two instants a month over a good year tell zones apart, summer time and all. */
const sampleInstants = (from: number): readonly number[] =>
  Array.from({ length: SAMPLES }, (_, at) => from + Math.round(at * 15.25 * 86_400_000));

/** Minutes by which the definition's clock is ahead at an instant. */
function offsetIn(zone: InstanceType<typeof ICAL.Timezone>, at: number): number {
  const utc = ICAL.Time.fromJSDate(new Date(at), true);
  return utc.convertToZone(zone).utcOffset() / 60;
}
const offsetOf = (zone: string, at: number): number => DateTime.fromMillis(at, { zone }).offset;

const windowsZones = (): readonly string[] =>
  [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))].flatMap((name) => toIana(name) ?? []);
const fixedOffsetZones = (): readonly string[] =>
  Array.from({ length: 27 }, (_, at) => at - 12).map((hours) => `Etc/GMT${hours < 0 ? '+' : '-'}${Math.abs(hours)}`);

const definitionOf = (calendar: Component, tzid: string): Component | undefined =>
  innerOf(calendar, 'VTIMEZONE').find((one) => textOf(one, 'tzid') === tzid);

/** The clocks that a definition spells out. Throws where it spells out none. */
const clocksOf = (definition: Component): InstanceType<typeof ICAL.Timezone> =>
  new ICAL.Timezone({
    component: ICAL.Component.fromString(calendarText(definition)),
    tzid: textOf(definition, 'tzid') ?? '',
  });

/** What a wall clock (`2026-01-05T09:00:00`) of a zone means whose definition is all that is known of it; null where there is none. */
export const instantsOf =
  (calendar: Component) =>
  (tzid: string, wall: string): string | null => {
    const definition = definitionOf(calendar, tzid);
    if (!definition || definition.inner.length === 0) return null;
    try {
      const time = ICAL.Time.fromDateTimeString(wall);
      time.zone = clocksOf(definition);
      return new Date(time.toUnixTime() * 1000).toISOString();
    } catch {
      return null;
    }
  };

/** A zone whose clocks go as the definition says; the user's own where that fits, for many zones share their clocks. */
function byClocks(definition: Component, own: string, from: number): string | null {
  if (definition.inner.length === 0) return null;
  try {
    const zone = clocksOf(definition);
    const offsets = sampleInstants(from).map((at) => [at, offsetIn(zone, at)] as const);
    const fits = (name: string) => offsets.every(([at, offset]) => offsetOf(name, at) === offset);
    return [own, ...windowsZones(), ...fixedOffsetZones()].find((name) => toIana(name) !== null && fits(name)) ?? null;
  } catch {
    return null;
  }
}

function resolveZone(calendar: Component, own: string, from: number, tzid: string): string | null {
  const named = byName(tzid);
  if (named) return named;
  const definition = definitionOf(calendar, tzid);
  if (!definition) return null;
  const sameName = aliases.flatMap((name) => byName(textOf(definition, name) ?? '') ?? []);
  return sameName[0] ?? byClocks(definition, own, from);
}

/**
 * Which zones the names in a text mean: IANA and Windows names as they are; any other by what its VTIMEZONE says it is called, or
 * else by its clocks. `own`: the user's zone; `from`: the year at which the clocks are looked at.
 */
export function zonesOf(calendar: Component, own: string, from: number): ZoneOf {
  const known = new Map<string, string | null>();
  return (tzid) => {
    if (!known.has(tzid)) known.set(tzid, resolveZone(calendar, own, from, tzid));
    return known.get(tzid) ?? null;
  };
}

/** How a time is written: with a zone by its name in the text, in UTC, or on no particular clock (read in the user's zone). */
export type TimeForm =
  | { readonly kind: 'zoned'; readonly tzid: string; readonly zone: string }
  | { readonly kind: 'utc' }
  | { readonly kind: 'floating'; readonly zone: string };

/** A property's time: a calendar date, an instant as ISO in UTC, or why it cannot be read. */
export type ICalTime =
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'instant'; readonly at: string; readonly form: TimeForm }
  | { readonly kind: 'unreadable'; readonly why: Reason };

/** The zone of the user's calendar, and what zone names in the text mean. */
export interface ZoneContext {
  readonly zone: string;
  readonly zoneOf: ZoneOf;
  /** What a time means in a zone that has no name but a definition: enough for a single meeting, which is then told in UTC. */
  readonly instantIn?: (tzid: string, wall: string) => string | null;
}

export const zoneIn = (form: TimeForm): string => (form.kind === 'utc' ? 'UTC' : form.zone);

const UNREADABLE_TIME = reason('timesUnreadable');
const unreadableTime = (why: Reason): ICalTime => ({ kind: 'unreadable', why });

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text).isValid;

function timeFormOf(value: string, tzid: string, { zone, zoneOf }: ZoneContext): TimeForm | null {
  if (value.endsWith('Z')) return { kind: 'utc' };
  if (!tzid) return { kind: 'floating', zone };
  const known = zoneOf(tzid);
  return known === null ? null : { kind: 'zoned', tzid, zone: known };
}

/** One value of a property: RFC 7265's spelling, `2026-01-05` or `2026-01-05T09:00:00`, with a Z for UTC. */
export function readTimeValue(property: Property, value: unknown, clock: ZoneContext): ICalTime {
  const text = String(value);
  const date = text.slice(0, 10);
  // Some write a date where RFC 5545 wants to be told that it is none but a date.
  if (property.type === 'date' || /T:*$/.test(text))
    return isDate(date) ? { kind: 'date', date } : unreadableTime(UNREADABLE_TIME);
  const tzid = paramOf(property, 'tzid');
  const form = timeFormOf(text, tzid, clock);
  if (!form) {
    const at = clock.instantIn?.(tzid, text) ?? null;
    return at === null ? unreadableTime(unknownZone(tzid)) : { kind: 'instant', at, form: { kind: 'utc' } };
  }
  try {
    return { kind: 'instant', at: instantOf({ dateTime: text.replace(/Z$/, ''), timeZone: zoneIn(form) }), form };
  } catch {
    return unreadableTime(UNREADABLE_TIME);
  }
}
export const readTime = (property: Property, clock: ZoneContext): ICalTime =>
  readTimeValue(property, property.values[0], clock);

/** A day (`YYYY-MM-DD`) as a line. */
export const dateLine = (name: string, date: string): string => propertyLine(name, 'date', [date]);

/** An instant as a line. once: UTC in the hour that comes twice, which a zone's clock cannot say; a series keeps its zone. */
export function instantLine(name: string, at: string, form: TimeForm, use: 'once' | 'series'): string {
  const { dateTime, timeZone } = graphTime(at, zoneIn(form), form.kind === 'zoned' ? use : 'series');
  const wall = dateTime.slice(0, 19);
  if (form.kind === 'utc') return propertyLine(name, 'date-time', [`${wall}Z`]);
  if (form.kind === 'floating') return propertyLine(name, 'date-time', [wall]);
  if (timeZone === 'UTC' && toIana(form.zone) !== 'UTC') return propertyLine(name, 'date-time', [`${wall}Z`]);
  return propertyLine(name, 'date-time', [wall], { tzid: form.tzid });
}

/** The form for a zone by its IANA name; UTC needs no definition. */
export const formFor = (zone: string): TimeForm =>
  /^(etc\/)?(utc|uct|zulu|universal)$/i.test(zone) ? { kind: 'utc' } : { kind: 'zoned', tzid: zone, zone };

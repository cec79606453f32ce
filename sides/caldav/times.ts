import { DateTime } from 'luxon';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { reason, type Reason } from '../../reasons';
import { datePart, graphTime, instantOf, oddZone, toIana, unknownZone } from '../time/dateTime';
import { type Clocks, clocksAround, instantOn, offsetAt } from './clocks';
import { type Component, type Property, innerOf, textOf, propertyLine, paramOf } from './ical';

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
const sampleInstants = (year: number): readonly number[] =>
  Array.from({ length: SAMPLES }, (_, at) => Date.UTC(year, 0, 1) + Math.round(at * 15.25 * 86_400_000));

const offsetOf = (zone: string, at: number): number => DateTime.fromMillis(at, { zone }).offset;

const windowsZones = (): readonly string[] =>
  [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))].flatMap((name) => toIana(name) ?? []);
const fixedOffsetZones = (): readonly string[] =>
  Array.from({ length: 27 }, (_, at) => at - 12).map((hours) => `Etc/GMT${hours < 0 ? '+' : '-'}${Math.abs(hours)}`);

/** A zone whose clocks go like these; the user's own where that fits, for many zones share their clocks. */
function byClocks(clocks: Clocks, own: string, year: number): string | null {
  const offsets = sampleInstants(year).map((at) => [at, offsetAt(clocks, at)] as const);
  const fits = (name: string) => offsets.every(([at, offset]) => offsetOf(name, at) === offset);
  return [own, ...windowsZones(), ...fixedOffsetZones()].find((name) => toIana(name) !== null && fits(name)) ?? null;
}

/** What a name that is no zone's stands for; `why`: why its definition says nothing. */
interface DefinedZone {
  readonly zone: string | null;
  readonly definition: Component | null;
  readonly why: Reason;
}

function defined(definition: Component | undefined, own: string, year: number, tzid: string): DefinedZone {
  const why = unknownZone(tzid);
  if (!definition || definition.inner.length === 0) return { zone: null, definition: null, why };
  const [sameName] = aliases.flatMap((name) => byName(textOf(definition, name) ?? '') ?? []);
  if (sameName) return { zone: sameName, definition, why };
  const clocks = clocksAround(definition, year);
  if (!clocks) return { zone: null, definition: null, why: oddZone(tzid) };
  return { zone: byClocks(clocks, own, year), definition, why };
}

/** Meetings name two zones, seldom three: whoever names more of their own making is not followed. */
const MOST_OWN_ZONES = 10;

/**
 * Which zones the names in a text mean: IANA and Windows names as they are, whatever a VTIMEZONE says of them; any other by what its
 * VTIMEZONE says it is called, or else by its clocks. `own`: the user's zone; `year`: in which the clocks are looked at.
 */
export function zonesOf(calendar: Component, own: string, year: number): Omit<ZoneContext, 'zone'> {
  const known = new Map<string, DefinedZone>();
  const definitions = new Map(innerOf(calendar, 'VTIMEZONE').map((one) => [textOf(one, 'tzid') ?? '', one]));
  const lookUp = (tzid: string): DefinedZone => {
    const found =
      known.get(tzid) ?? defined(known.size < MOST_OWN_ZONES ? definitions.get(tzid) : undefined, own, year, tzid);
    if (known.size < MOST_OWN_ZONES) known.set(tzid, found);
    return found;
  };
  return {
    zoneOf: (tzid) => byName(tzid) ?? lookUp(tzid).zone,
    whyUnknown: (tzid) => lookUp(tzid).why,
    instantIn(tzid, wall) {
      const at = Date.parse(`${wall}Z`);
      const { definition } = lookUp(tzid);
      const clocks = definition && !Number.isNaN(at) ? clocksAround(definition, new Date(at).getUTCFullYear()) : null;
      return clocks && new Date(instantOn(clocks, at)).toISOString();
    },
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
  readonly whyUnknown?: (tzid: string) => Reason;
}

export const zoneIn = (form: TimeForm): string => (form.kind === 'utc' ? 'UTC' : form.zone);

const UNREADABLE_TIME = reason('timesUnreadable');
const unreadableTime = (why: Reason): ICalTime => ({ kind: 'unreadable', why });

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
    return datePart(date) ? { kind: 'date', date } : unreadableTime(UNREADABLE_TIME);
  const tzid = paramOf(property, 'tzid');
  const form = timeFormOf(text, tzid, clock);
  if (!form) {
    const at = clock.instantIn?.(tzid, text) ?? null;
    if (at !== null) return { kind: 'instant', at, form: { kind: 'utc' } };
    return unreadableTime((clock.whyUnknown ?? unknownZone)(tzid));
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

import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { toIana } from '../time/zones';
import type { Component } from './tree';
import { innerOf, textOf, treeText } from './tree';

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

const LOOKS = 26;
/** Two instants a month over a good year tell zones apart, summer time and all. */
const looks = (from: number): readonly number[] =>
  Array.from({ length: LOOKS }, (_, at) => from + Math.round(at * 15.25 * 86_400_000));

/** Minutes by which the definition's clock is ahead at an instant. */
function offsetIn(zone: InstanceType<typeof ICAL.Timezone>, at: number): number {
  const utc = ICAL.Time.fromJSDate(new Date(at), true);
  return utc.convertToZone(zone).utcOffset() / 60;
}
const offsetOf = (zone: string, at: number): number => DateTime.fromMillis(at, { zone }).offset;

const primary = (): readonly string[] =>
  [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))].flatMap((name) => toIana(name) ?? []);
const fixed = (): readonly string[] =>
  Array.from({ length: 27 }, (_, at) => at - 12).map((hours) => `Etc/GMT${hours < 0 ? '+' : '-'}${Math.abs(hours)}`);

/** A zone whose clocks go as the definition says; the user's own where that fits, for many zones share their clocks. */
function byClocks(definition: Component, own: string, from: number): string | null {
  if (definition.inner.length === 0) return null;
  try {
    const component = ICAL.Component.fromString(treeText(definition));
    const zone = new ICAL.Timezone({ component, tzid: textOf(definition, 'tzid') ?? '' });
    const offsets = looks(from).map((at) => [at, offsetIn(zone, at)] as const);
    const fits = (name: string) => offsets.every(([at, offset]) => offsetOf(name, at) === offset);
    return [own, ...primary(), ...fixed()].find((name) => toIana(name) !== null && fits(name)) ?? null;
  } catch {
    return null;
  }
}

function read(calendar: Component, own: string, from: number, tzid: string): string | null {
  const named = byName(tzid);
  if (named) return named;
  const definition = innerOf(calendar, 'VTIMEZONE').find((one) => textOf(one, 'tzid') === tzid);
  if (!definition) return null;
  const told = aliases.flatMap((name) => byName(textOf(definition, name) ?? '') ?? []);
  return told[0] ?? byClocks(definition, own, from);
}

/**
 * Which zones the names in a text mean: IANA and Windows names as they are; any other by what its VTIMEZONE says it is called, or
 * else by its clocks. `own`: the user's zone; `from`: the year at which the clocks are looked at.
 */
export function zonesOf(calendar: Component, own: string, from: number): ZoneOf {
  const known = new Map<string, string | null>();
  return (tzid) => {
    if (!known.has(tzid)) known.set(tzid, read(calendar, own, from, tzid));
    return known.get(tzid) ?? null;
  };
}

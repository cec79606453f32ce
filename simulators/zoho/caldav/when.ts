import { DateTime, Duration, IANAZone } from 'luxon';
import { dayNumber, dayText, endsSometime, occurrenceDays } from '../recurrence';
import type { Component, Property } from './components';
import { all, first, itemsOf, valueOf } from './components';

/** From, and up to; milliseconds, open ends infinite. */
export type Range = readonly [from: number, to: number];

interface Places {
  /** For times without a zone. */
  readonly floating: string;
  /** By the name in the object: the zone it says it stands for. */
  readonly named: ReadonlyMap<string, string>;
}

const isZone = (name: string): boolean => IANAZone.isValidZone(name);

function placesOf(calendar: Component, floating: string): Places {
  const zones = calendar.components.filter(({ name }) => name === 'VTIMEZONE');
  const named = zones.map((zone): [string, string] => {
    const wanted = [valueOf(zone, 'TZID'), valueOf(zone, 'X-LIC-LOCATION')].find(isZone);
    return [valueOf(zone, 'TZID'), wanted ?? floating];
  });
  return { floating, named: new Map(named) };
}

function zoneOf({ params, value }: Property, places: Places): string {
  if (value.endsWith('Z')) return 'UTC';
  const name = params.TZID ?? '';
  return isZone(name) ? name : (places.named.get(name) ?? places.floating);
}

const isDay = (text: string): boolean => /^\d{8}$/.test(text);

function timeOf(property: Property, places: Places): DateTime {
  const format = isDay(property.value) ? 'yyyyMMdd' : "yyyyMMdd'T'HHmmss";
  return DateTime.fromFormat(property.value.replace(/Z$/, ''), format, { zone: zoneOf(property, places) });
}

function lengthOf(item: Component, start: DateTime, places: Places): number {
  const [end, duration] = [first(item, 'DTEND'), valueOf(item, 'DURATION')];
  if (end) return timeOf(end, places).toMillis() - start.toMillis();
  if (duration) return Duration.fromISO(duration).toMillis();
  return isDay(valueOf(item, 'DTSTART')) ? 86_400_000 : 0;
}

/** Something without length counts at its moment (RFC 4791, 9.9). */
const overlaps = (start: number, length: number, [from, to]: Range): boolean =>
  length === 0 ? from <= start && start < to : from < start + length && start < to;

const MOST = 20_000;

/** The days on which a series begins a meeting, up to the end of what is looked at; null when its rule is beyond us. */
function daysOf(item: Component, start: DateTime, to: number): readonly number[] | null {
  const rule = valueOf(item, 'RRULE').toUpperCase();
  const farthest = Number.isFinite(to) ? to : start.toMillis() + 3_650 * 86_400_000;
  const last = dayText(Math.floor(farthest / 86_400_000) + 2);
  const bounded = endsSometime(rule) ? rule : `${rule};UNTIL=${last}`;
  return occurrenceDays(bounded, dayNumber(start.toISODate() ?? '') ?? 0, '', MOST);
}

const keysOf = (properties: readonly Property[]): readonly string[] =>
  properties.flatMap(({ value }) => value.split(','));

/** Whether any meeting of a series lies in the range; one that has times of its own is looked at by itself. */
function seriesOverlaps(item: Component, moved: readonly string[], range: Range, places: Places): boolean {
  const property = first(item, 'DTSTART');
  if (!property) return false;
  const start = timeOf(property, places);
  const length = lengthOf(item, start, places);
  const days = daysOf(item, start, range[1]);
  if (!days) return true;
  const out = new Set([...keysOf(all(item, 'EXDATE')), ...moved].map((text) => text.replace(/Z$/, '')));
  const dates = days.map((day) =>
    DateTime.fromISO(`${dayText(day)}T${start.toFormat('HH:mm:ss')}`, { zone: start.zone }),
  );
  const added = all(item, 'RDATE').map((one) => timeOf(one, places));
  return [...dates, ...added]
    .filter((date) => !out.has(date.toFormat('yyyyMMdd')) && !out.has(date.toFormat("yyyyMMdd'T'HHmmss")))
    .some((date) => overlaps(date.toMillis(), length, range));
}

function singleOverlaps(item: Component, range: Range, places: Places): boolean {
  const property = first(item, 'DTSTART');
  if (!property) return false;
  const start = timeOf(property, places);
  return overlaps(start.toMillis(), lengthOf(item, start, places), range);
}

/** Whether a calendar object has anything within the range, its recurrences counted; `zone` is for floating times. */
export function isWithin(calendar: Component, kind: string, range: Range, zone: string): boolean {
  const places = placesOf(calendar, zone);
  const items = itemsOf(calendar).filter(({ name }) => name === kind);
  const moved = keysOf(items.flatMap((item) => all(item, 'RECURRENCE-ID')));
  return items.some((item) =>
    valueOf(item, 'RRULE') || first(item, 'RDATE')
      ? seriesOverlaps(item, moved, range, places)
      : singleOverlaps(item, range, places),
  );
}

/** A moment as CalDAV writes it in a range; the open end when there is none. Null when it is no UTC time. */
export function rangeEnd(text: string | undefined, open: number): number | null {
  if (text === undefined) return open;
  if (!/^\d{8}T\d{6}Z$/.test(text)) return null;
  return DateTime.fromFormat(text, "yyyyMMdd'T'HHmmss'Z'", { zone: 'utc' }).toMillis();
}

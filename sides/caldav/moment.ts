import { DateTime } from 'luxon';
import { localDate, graphTime, instantOf, toIana, unknownZone } from '../time/zones';
import type { Property } from './tree';
import { lineOf, paramOf } from './tree';
import type { ZoneOf } from './zones';

/** How a time is written: with a zone by its name in the text, in UTC, or on no particular clock (read in the user's zone). */
export type Form =
  | { readonly kind: 'zoned'; readonly tzid: string; readonly zone: string }
  | { readonly kind: 'utc' }
  | { readonly kind: 'floating'; readonly zone: string };

/** A property's time: a calendar date, an instant as ISO in UTC, or why it cannot be read. */
export type Moment =
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'instant'; readonly at: string; readonly form: Form }
  | { readonly kind: 'unreadable'; readonly why: string };

/** The zone of the user's calendar, and what zone names in the text mean. */
export interface Clock {
  readonly zone: string;
  readonly zoneOf: ZoneOf;
}

export const zoneIn = (form: Form): string => (form.kind === 'utc' ? 'UTC' : form.zone);

const UNREADABLE = 'Its start or end cannot be read. Set them again in Zoho CRM';
const unreadable = (why: string): Moment => ({ kind: 'unreadable', why });

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text).isValid;

function formOf(value: string, tzid: string, { zone, zoneOf }: Clock): Form | null {
  if (value.endsWith('Z')) return { kind: 'utc' };
  if (!tzid) return { kind: 'floating', zone };
  const known = zoneOf(tzid);
  return known === null ? null : { kind: 'zoned', tzid, zone: known };
}

/** One value of a property: RFC 7265's spelling, `2026-01-05` or `2026-01-05T09:00:00`, with a Z for UTC. */
export function momentIn(property: Property, value: unknown, clock: Clock): Moment {
  const text = String(value);
  const date = text.slice(0, 10);
  // Some write a date where RFC 5545 wants to be told that it is none but a date.
  if (property.type === 'date' || /T:*$/.test(text))
    return isDate(date) ? { kind: 'date', date } : unreadable(UNREADABLE);
  const tzid = paramOf(property, 'tzid');
  const form = formOf(text, tzid, clock);
  if (!form) return unreadable(unknownZone(tzid));
  try {
    return { kind: 'instant', at: instantOf({ dateTime: text.replace(/Z$/, ''), timeZone: zoneIn(form) }), form };
  } catch {
    return unreadable(UNREADABLE);
  }
}
export const momentOf = (property: Property, clock: Clock): Moment => momentIn(property, property.values[0], clock);

/** A day (`YYYY-MM-DD`) as a line. */
export const dateLine = (name: string, date: string): string => lineOf(name, 'date', [date]);

/**
 * An instant as a line, in the form given. once: in the hour that comes twice when summer time ends a zone's clock would mean its
 * first, so UTC is written; a series keeps its zone even so.
 */
export function instantLine(name: string, at: string, form: Form, use: 'once' | 'series'): string {
  const { dateTime, timeZone } = graphTime(at, zoneIn(form), form.kind === 'zoned' ? use : 'series');
  const wall = dateTime.slice(0, 19);
  if (form.kind === 'utc') return lineOf(name, 'date-time', [`${wall}Z`]);
  if (form.kind === 'floating') return lineOf(name, 'date-time', [wall]);
  if (timeZone === 'UTC' && toIana(form.zone) !== 'UTC') return lineOf(name, 'date-time', [`${wall}Z`]);
  return lineOf(name, 'date-time', [wall], { tzid: form.tzid });
}

/** The form for a zone by its IANA name; UTC needs no definition. */
export const formFor = (zone: string): Form =>
  /^(etc\/)?(utc|uct|zulu|universal)$/i.test(zone) ? { kind: 'utc' } : { kind: 'zoned', tzid: zone, zone };

/** The day a property names, in a zone: dates are themselves; null where it cannot be read. */
export function dayOf(moment: Moment, zone: string): string | null {
  if (moment.kind === 'unreadable') return null;
  return moment.kind === 'date' ? moment.date : localDate(moment.at, zone);
}

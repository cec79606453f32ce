import type { Fields, Neutral, Value } from '../../sync/model';
import type { Place, Places } from './fields';
import { SECONDARY_EMAIL } from './fields';

/** A record as Zoho's JSON has it. */
export type ZohoRecord = Readonly<Record<string, unknown>>;
/** Ids found for the names of look-ups: neutral field → id. A field without an id is left out of the write. */
export type Found = Readonly<Record<string, string | undefined>>;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const nameOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null ? text((value as { name?: unknown }).name) : text(value);

const read: Readonly<Record<Place['kind'], (value: unknown) => string | null>> = {
  plain: text,
  account: nameOf,
  contact: nameOf,
};

/** A Zoho contact in neutral form. Fields the org lacks are not there; the second address is an alias. */
export function toNeutral(record: ZohoRecord, places: Places): Neutral {
  const fields = Object.entries(places).map(([name, { api, kind }]) => [name, read[kind](record[api])] as const);
  const second = text(record[SECONDARY_EMAIL]);
  return { fields: Object.fromEntries(fields), aliases: second ? [second] : [], extra: { secondaryEmail: second } };
}

/** The aliases a record was seen with, out of its `extra`. */
export function aliasesOf(extra: Value): readonly string[] {
  const second = text((extra as { secondaryEmail?: unknown } | null)?.secondaryEmail);
  return second ? [second] : [];
}

/** Lines end with \n alone: Zoho counts \r as a character and shows it. */
const plainValue = (value: Value): Value => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n') || null : value);

function entryOf(name: string, value: Value, place: Place, found: Found): readonly [string, unknown][] {
  if (place.kind === 'plain') return [[place.api, plainValue(value)]];
  const id = found[name];
  return id ? [[place.api, { id }]] : [];
}

/**
 * A neutral patch as Zoho's JSON. Blank is null. A look-up goes by the id in `found` and never as a blank: a company or a
 * manager that was not found, or is ambiguous, is left as it is.
 */
export function toVendor(fields: Fields, places: Places, found: Found): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([name, value]) => {
    const place = places[name];
    return place ? entryOf(name, value, place, found) : [];
  });
  return Object.fromEntries(entries);
}

/** The fields to ask Zoho for. */
export const selectOf = (places: Places, hasSecondaryEmail: boolean): readonly string[] => [
  ...Object.values(places).map(({ api }) => api),
  ...(hasSecondaryEmail ? [SECONDARY_EMAIL] : []),
  'Owner',
  'Modified_Time',
];

import { isOwn, own } from '../../sync/kinds';
import type { Fields, Value } from '../../sync/model';
import { alarmOf, readAlarm } from './alarm';
import type { Place, Places } from './fields';
import { wordFor } from './fields';

/** A record as Zoho's JSON has it. */
export type ZohoRecord = Readonly<Record<string, unknown>>;
/** Ids found for the names of look-ups: neutral field → id. A field without an id is left out of the write. */
export type Found = Readonly<Record<string, string | undefined>>;

export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const nameOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null ? text((value as { name?: unknown }).name) : text(value);

/** A word this org made up itself stays its own. */
export function readChoice(value: unknown, { words = {} }: Place): Value {
  const word = text(value);
  return word === null ? null : (words[word] ?? own(word));
}

/** The rule by which a record recurs. */
export const ruleIn = (value: unknown): string | null =>
  text((value as { RRULE?: unknown } | null | undefined)?.RRULE) ?? text(value);

const ruleOf = (value: unknown): Value => {
  const rule = ruleIn(value);
  return rule === null ? null : own(rule);
};

type Read = (value: unknown, place: Place) => Value;
const read: Readonly<Record<Place['kind'], Read>> = {
  plain: text,
  account: nameOf,
  contact: nameOf,
  choice: readChoice,
  alarm: readAlarm,
  rule: ruleOf,
};

/** The neutral fields of a record; those the org lacks are not there. */
export const fieldsIn = (record: ZohoRecord, places: Places): Fields =>
  Object.fromEntries(Object.entries(places).map(([name, place]) => [name, read[place.kind](record[place.api], place)]));

/** Lines end with \n alone: Zoho counts \r as a character and shows it. */
const plainValue = (value: Value): Value => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n') || null : value);

/** The org's word; a value it has none for is left out rather than made up, for Zoho would store it. */
function choiceEntry(value: Value, place: Place): readonly [string, unknown][] {
  if (value === null || value === '') return [[place.api, null]];
  const word = wordFor(place, value);
  return word === undefined ? [] : [[place.api, word]];
}

type Put = (value: Value, place: Place, id: string | undefined, extra: Value) => readonly [string, unknown][];
const byId: Put = (_value, { api }, id) => (id ? [[api, { id }]] : []);
const put: Readonly<Record<Place['kind'], Put>> = {
  plain: (value, { api }) => [[api, plainValue(value)]],
  account: byId,
  contact: byId,
  choice: choiceEntry,
  alarm: (value, { api }, _id, extra) => [[api, alarmOf(value, extra)]],
  rule: () => [],
};

/**
 * A neutral patch as Zoho's JSON. Blank is null. A look-up goes by the id in `found` and never as a blank: a company or a
 * manager that was not found, or is ambiguous, is left as it is. `extra`: the record's own, as it was read.
 */
export function toVendor(fields: Fields, places: Places, found: Found, extra: Value = null): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([name, value]) => {
    const place = places[name];
    return place && !isOwn(value) ? put[place.kind](value, place, found[name], extra) : [];
  });
  return Object.fromEntries(entries);
}

/** Is the field's value what was sent, or the name of another record? */
export const isLookup = (place: Place | undefined): boolean => place?.kind === 'account' || place?.kind === 'contact';

/** The look-ups among these fields that an undoing has to blank again, which no edit ever does. */
export const blankedLookups = (fields: Fields, places: Places): Readonly<Record<string, null>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const place = places[name];
      return place && isLookup(place) && (value === null || value === '') ? [[place.api, null]] : [];
    }),
  );

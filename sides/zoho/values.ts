import { sideOnly, isSideOnly } from '../../sync/kinds';
import { sendableAddress } from '../../sync/compare';
import type { Value, Fields } from '../../sync/model';
import { ApiError } from '../../clients/errors';
import { readObject, readString, readStringOrNull } from '../row';

/**
 * Where a neutral field lives in a Zoho record: a plain value, a look-up that shows another record's name, a choice with the
 * org's `picklist` (its word → the neutral one), a task's reminder, or the rule by which it recurs.
 */
export interface FieldMapping {
  readonly api: string;
  readonly kind: 'plain' | 'account' | 'contact' | 'choice' | 'alarm' | 'rule';
  readonly picklist?: Readonly<Record<string, string>>;
  /** Words of `picklist` that are only read, for the org offers them no more. */
  readonly unusedValues?: readonly string[];
  /** What Zoho wants spelt in its own way. */
  readonly spelling?: 'phone' | 'email';
  /** The org's word that a new record gets where none is sent. */
  readonly defaultValue?: string;
}

/** A Zoho time, in whatever offset, as ISO in UTC; null for none. Zoho's offset follows the user's zone and changes with summer time. */
export function isoOf(time: unknown): string | null {
  const at = typeof time === 'string' ? Date.parse(time) : NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** For Zoho's headers and queries: whole seconds and a numeric offset; `Z` is not documented there. */
export const toZohoTime = (iso: string | number): string => `${new Date(iso).toISOString().slice(0, 19)}+00:00`;

export const minusMs = (iso: string, ms: number): string => new Date(Date.parse(iso) - ms).toISOString();

/** A text as COQL wants it. */
export const quoted = (text: string): string => `'${text.replace(/'/g, "''")}'`;

/** `a in ('x','y')`; Zoho takes at most 100 values. */
export const inList = (column: string, values: readonly string[]): string =>
  `${column} in (${values.map(quoted).join(',')})`;

/** Zoho does not take the query as it is written: a column that no query may name, say. */
export const isRefusedQuery = (error: unknown): boolean => error instanceof ApiError && error.code === 'INVALID_QUERY';

/** Most values of one in-list (v8 docs: "COQL limitations"). */
export const MAX_IN_LIST = 100;

/** A task's reminder (v8 docs: "Remind_At"): an instant; in a series, days before each of its records instead. */
const SINGLE_ALARM = /^FREQ=NONE;ACTION=([A-Z]+);TRIGGER=DATE-TIME:(\S+)$/i;

const alarmText = (value: unknown): string => readString(typeof value === 'object' ? readObject(value).ALARM : value);

/** The reminder as ISO instant; what is no single instant stays Zoho's own. */
export function readAlarm(value: unknown): Value {
  const alarm = alarmText(value);
  if (!alarm) return null;
  return isoOf(SINGLE_ALARM.exec(alarm)?.[2]) ?? sideOnly(alarm);
}

/** How Zoho reminds: kept, whatever becomes of the time. */
export const alarmAction = (value: unknown): string | null => /ACTION=([A-Z]+)/i.exec(alarmText(value))?.[1] ?? null;

/** The reminder for Zoho. A new one pops up; nobody is mailed who did not ask for it. */
export function toAlarm(value: Value, extra: Value): { readonly ALARM: string } | null {
  if (typeof value !== 'string' || !value) return null;
  const kept = (extra as { alarm?: unknown } | null)?.alarm;
  const action = typeof kept === 'string' ? kept : 'POPUP';
  return { ALARM: `FREQ=NONE;ACTION=${action};TRIGGER=DATE-TIME:${toZohoTime(value)}` };
}

/** A record as Zoho's JSON has it. */
export type ZohoRecord = Readonly<Record<string, unknown>>;

/** Ids found for the names of look-ups: neutral field → id. A field without an id is left out of the write. */
export type FoundIds = Readonly<Record<string, string | undefined>>;

/** The name of the record or user that a look-up shows. */
export const lookupName = (value: unknown): string | null =>
  readStringOrNull(typeof value === 'object' ? readObject(value).name : value);

/** A word this org made up itself stays its own. */
export function readPicklist(value: unknown, { picklist = {} }: FieldMapping): Value {
  const word = readStringOrNull(value);
  return word === null ? null : (picklist[word] ?? sideOnly(word));
}

/** The rule by which a record recurs. */
export const rruleIn = (value: unknown): string | null =>
  readStringOrNull(typeof value === 'object' ? readObject(value).RRULE : value);

const readRule = (value: unknown): Value => {
  const rule = rruleIn(value);
  return rule === null ? null : sideOnly(rule);
};

type FieldReader = (value: unknown, place: FieldMapping) => Value;
const fieldReaders: Readonly<Record<FieldMapping['kind'], FieldReader>> = {
  plain: readStringOrNull,
  account: lookupName,
  contact: lookupName,
  choice: readPicklist,
  alarm: readAlarm,
  rule: readRule,
};

/** The neutral fields of a record; those the org lacks are not there. */
export const fieldsIn = (record: ZohoRecord, places: FieldMap): Fields =>
  Object.fromEntries(
    Object.entries(places).map(([name, place]) => [name, fieldReaders[place.kind](record[place.api], place)]),
  );

/** Lines end with \n alone: Zoho counts \r as a character and shows it. */
const plainValue = (value: Value): Value => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n') || null : value);

/** A number as Zoho takes it (v8 docs: field type "phone"): `030/123456`, `(0)`, `tel:` and double blanks are refused. */
export const phoneValue = (value: Value): Value =>
  typeof value === 'string'
    ? value
        .normalize('NFKC')
        .replace(/\p{Cf}/gu, '')
        .replace(/^\s*tel:/i, '')
        .replace(/[\u2010-\u2015\u2212]/g, '-')
        .replace(/[/\s]+/g, ' ')
        .replace(/ ?- ?/g, '-')
        .trim() || null
    : value;

/** The address alone, without what people, programs and phones put around it; what is none goes as it is. */
const emailValue = (value: Value): Value =>
  typeof value === 'string' ? (sendableAddress(value) ?? value.trim()) || null : value;

const spellings = { phone: phoneValue, email: emailValue };

/** The org's word; a value it has none for is left out rather than made up, for Zoho would store it. */
function picklistEntry(value: Value, place: FieldMapping): readonly [string, unknown][] {
  if (value === null || value === '') return [[place.api, null]];
  const word = picklistValueFor(place, value);
  return word === undefined ? [] : [[place.api, word]];
}

type FieldWriter = (
  value: Value,
  place: FieldMapping,
  id: string | undefined,
  extra: Value,
) => readonly [string, unknown][];
const byId: FieldWriter = (_value, { api }, id) => (id ? [[api, { id }]] : []);
const fieldWriters: Readonly<Record<FieldMapping['kind'], FieldWriter>> = {
  plain: (value, { api, spelling }) => [[api, spelling ? spellings[spelling](value) : plainValue(value)]],
  account: byId,
  contact: byId,
  choice: picklistEntry,
  alarm: (value, { api }, _id, extra) => [[api, toAlarm(value, extra)]],
  rule: () => [],
};

/**
 * A neutral patch as Zoho's JSON. Blank is null. A look-up goes by the id in `found` and never as a blank: a company or a
 * manager that was not found, or is ambiguous, is left as it is. `extra`: the record's own, as it was read.
 */
export function toPatch(
  fields: Fields,
  places: FieldMap,
  found: FoundIds,
  extra: Value = null,
): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([name, value]) => {
    const place = places[name];
    return place && !isSideOnly(value) ? fieldWriters[place.kind](value, place, found[name], extra) : [];
  });
  return Object.fromEntries(entries);
}

/** Is the field's value what was sent, or the name of another record? */
export const isLookup = (place: FieldMapping | undefined): boolean =>
  place?.kind === 'account' || place?.kind === 'contact';

/** The look-ups among these fields that an undoing has to blank again, which no edit ever does. */
export const blankedLookups = (fields: Fields, places: FieldMap): Readonly<Record<string, null>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const place = places[name];
      return place && isLookup(place) && (value === null || value === '') ? [[place.api, null]] : [];
    }),
  );
export type FieldMap = Readonly<Record<string, FieldMapping>>;

/** The org's word for a neutral value; undefined where it has none to offer. */
export const picklistValueFor = (
  { picklist = {}, unusedValues = [] }: FieldMapping,
  value: unknown,
): string | undefined => Object.keys(picklist).find((word) => picklist[word] === value && !unusedValues.includes(word));

/** Where people open records: the CRM's pages have the domain of the data centre, the API its own (accounts.zoho.… ↔ crm.zoho.…). */
const crmOrigins: readonly (readonly [RegExp, string])[] = [
  [/^(www|sandbox|developer)\.zohoapis\.(.+)$/, 'https://crm.zoho.$2'],
  [/^(www|sandbox|developer)\.zohoapis\.ca$/, 'https://crm.zohocloud.ca'],
];

/** Origin of the CRM's pages for an API domain. One that is none of Zoho's (a proxy, a simulator) is its own. */
export function crmOriginOf(apiDomain: string): string {
  if (!URL.canParse(apiDomain)) return 'https://crm.zoho.com';
  const { host, origin } = new URL(apiDomain);
  const found = crmOrigins.toReversed().find(([pattern]) => pattern.test(host));
  return found ? host.replace(found[0], found[1]) : origin;
}

/** Where a record of the CRM is opened; `web`: the origin of its pages. */
export const recordLink = (web: string, module: string, ref: string): string =>
  `${web}/crm/tab/${module}/${encodeURIComponent(ref)}`;

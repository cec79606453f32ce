import type { ZohoFailure } from './errors';
import { failure } from './errors';
import type { DataType, FieldMeta } from './fieldMeta';
import type { ModuleMeta } from './modules';
import { actualValue, referenceValue } from './fieldMeta';
import { findRecord } from './render';
import type { Values } from './record';
import type { World } from './state';
import { userOf } from './state';
import { instant, isDate, zohoTime } from './times';
import { fieldMap, fieldsNow } from './world';

const isText = (value: unknown): boolean => typeof value === 'string';
const matching = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
const isWhole = (value: unknown): boolean => Number.isInteger(value) || matching(/^-?\d+$/)(value);
const isNumber = (value: unknown): boolean => typeof value === 'number' || matching(/^-?\d+(\.\d+)?$/)(value);
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Zoho's own expression (v8 docs: "phone"), letter by letter, so that it needs no backtracking. */
const PHONE =
  /^\+?(?![.-])(?:[.-]? ?[\da-z]| ?\((?![.-])(?:[ .-]?[\da-z])+\)(?!\.)(?:[ -](?=[\da-z]))?)+(?:,*;?[\da-z])*[#;]?$/i;

/** Whether a value has the form its type asks for. Unknown picklist values are stored as they come, as Zoho does. */
const FORMS: Record<DataType, (value: unknown) => boolean> = {
  text: isText,
  textarea: isText,
  picklist: isText,
  website: isText,
  email: matching(/^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i),
  phone: matching(PHONE),
  multiselectpicklist: Array.isArray,
  date: isDate,
  datetime: (value) => instant(value) !== null,
  boolean: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
  integer: isWhole,
  bigint: isWhole,
  double: isNumber,
  currency: isNumber,
  lookup: (value) => lookupId(value) !== null,
  ownerlookup: (value) => lookupId(value) !== null,
  profileimage: isText,
  jsonobject: isObject,
  jsonarray: Array.isArray,
};

/** Lookups come as `{id}`; a bare string of digits, as old clients send it, is taken too. */
function lookupId(value: unknown): string | null {
  const id = isObject(value) ? (value as { id?: unknown }).id : value;
  return typeof id === 'string' && /^\d+$/.test(id) ? id : null;
}

const EXPECTED: Partial<Record<DataType, string>> = {
  lookup: 'jsonobject',
  ownerlookup: 'jsonobject',
  textarea: 'text',
};

interface Spot {
  readonly world: World;
  readonly field: FieldMeta;
  readonly value: unknown;
  readonly details: Values;
}

/** A lookup by name, say. */
const withoutId = ({ field, value, details }: Spot): ZohoFailure | null =>
  field.data_type === 'lookup' && isObject(value) && !(value as { id?: unknown }).id
    ? failure('MANDATORY_NOT_FOUND', { api_name: 'id', json_path: `${String(details.json_path)}.id` })
    : null;

/** Of a telephone number Zoho names no path. */
const wrongForm = ({ field, value, details }: Spot): ZohoFailure | null => {
  if (FORMS[field.data_type](value)) return null;
  const length = field.data_type === 'date' ? { maximum_length: field.length } : {};
  const expected_data_type = EXPECTED[field.data_type] ?? field.data_type;
  const spot = field.data_type === 'phone' ? { api_name: field.api_name } : details;
  return failure('INVALID_DATA', { expected_data_type, ...length, ...spot });
};

const DECIMALS = 2;
const tooPrecise = ({ field, value, details }: Spot): ZohoFailure | null =>
  field.data_type === 'currency' && (String(value).split('.')[1] ?? '').length > DECIMALS
    ? failure('INVALID_DATA', { api_name: field.api_name, maximum_decimal_place: DECIMALS, ...details })
    : null;

const LIMITED = new Set<DataType>(['text', 'textarea', 'email', 'phone', 'website', 'picklist', 'integer', 'bigint']);

/** Zoho counts characters, not bytes. */
const tooLong = ({ field, value, details }: Spot): ZohoFailure | null =>
  LIMITED.has(field.data_type) && [...String(value)].length > field.length
    ? failure('INVALID_DATA', { maximum_length: field.length, ...details })
    : null;

function exists(world: World, field: FieldMeta, id: string): boolean {
  if (field.data_type === 'ownerlookup') return userOf(world.state, id)?.status === 'active';
  if (field.lookup && field.lookup !== 'se_module') return findRecord(world, field.lookup, id) !== undefined;
  return [...world.state.records.keys()].some((module) => findRecord(world, module, id) !== undefined);
}

function danglingLookup({ world, field, value, details }: Spot): ZohoFailure | null {
  if (field.data_type !== 'lookup' && field.data_type !== 'ownerlookup') return null;
  const id = lookupId(value);
  return id && exists(world, field, id) ? null : failure('INVALID_DATA', details, 'the id given seems to be invalid');
}

/** Picklists take any text, as Zoho's do, unless the org keeps its lists closed. */
function strangeChoice({ world, field, value, details }: Spot): ZohoFailure | null {
  if (world.limits.strictPicklists !== true || field.data_type !== 'picklist' || !field.values) return null;
  const supported_values = field.values.map(actualValue);
  const known = supported_values.includes(String(value));
  return known ? null : failure('INVALID_DATA', { supported_values, ...details });
}

const CHECKS = [withoutId, wrongForm, tooPrecise, tooLong, strangeChoice, danglingLookup];

function firstWrong(spot: Spot): ZohoFailure | null {
  for (const check of CHECKS) {
    const found = check(spot);
    if (found) return found;
  }
  return null;
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

const isLookup = ({ data_type }: FieldMeta): boolean => data_type === 'lookup' || data_type === 'ownerlookup';

/** Lookups as `{id}`, times as instants in whole seconds. */
function stored(field: FieldMeta, value: unknown): unknown {
  const id = isLookup(field) ? lookupId(value) : null;
  if (id) return { id };
  const at = field.data_type === 'datetime' ? instant(value) : null;
  return at === null ? value : zohoTime(at, 'UTC');
}

/** Fields that a write may name though no metadata tells of them. */
const UNLISTED = ['se_module', 'id', 'Send_Notification_Email', 'send_notification'];

/** One name that the module does not know refuses the whole record; whether that holds everywhere is not known. */
export function unknownField(world: World, module: ModuleMeta, given: Values, index: number): ZohoFailure | null {
  if (world.limits.refuseUnknownFields !== true) return null;
  const fields = fieldMap(world, module);
  const name = Object.keys(given).find((one) => !one.startsWith('$') && !UNLISTED.includes(one) && !fields.has(one));
  if (name === undefined) return null;
  const details = { api_name: name, json_path: `$.data[${index}].${name}` };
  return failure('INVALID_DATA', details, 'the field api name given seems to be invalid');
}

/** Keeps what the module knows and a caller may set, in stored form. */
export function writable(world: World, module: ModuleMeta, sent: Values, how: 'insert' | 'update'): Values {
  const fields = fieldMap(world, module);
  const kept = Object.entries(sent).flatMap(([name, value]): [string, unknown][] => {
    const field = fields.get(name);
    if (!field || field.readOnly || (how === 'update' && field.apiUpdate === false)) return [];
    return [[name, isEmpty(value) ? null : stored(field, value)]];
  });
  return Object.fromEntries(kept);
}

/** The first choice takes the place of a default that an administrator took out of the list. */
function defaultOf({ defaultValue, values }: FieldMeta): unknown {
  const choice = values?.find((one) => referenceValue(one) === defaultValue) ?? values?.[0];
  return choice === undefined ? defaultValue : actualValue(choice);
}

/** A new record with the org's defaults in the fields that were left out; `null` is not left out. */
export function withDefaults(world: World, module: ModuleMeta, sent: Values): Values {
  const filled = fieldsNow(world, module).filter(
    (field) =>
      field.defaultValue !== undefined &&
      !(field.api_name in sent) &&
      !(field.onlyWith && world.limits.meetingVenueMandatory === true),
  );
  return { ...Object.fromEntries(filled.map((field) => [field.api_name, defaultOf(field)])), ...sent };
}

/** Whether Zoho refuses or ignores a field that cannot be updated by API is not known: the limit decides. */
export function updateRefusal(world: World, module: ModuleMeta, given: Values, index: number): ZohoFailure | null {
  if (world.limits.refuseRecurrenceUpdate !== true) return null;
  const fixed = fieldsNow(world, module).find((field) => field.apiUpdate === false && field.api_name in given);
  if (!fixed) return null;
  return failure('INVALID_DATA', { api_name: fixed.api_name, json_path: `$.data[${index}].${fixed.api_name}` });
}

/** What the layout asks for is looked at when a record is made (then all of it was sent) or that field is written. */
function missing(world: World, module: ModuleMeta, { sent, after, index }: Written): ZohoFailure | null {
  const asks = ({ mandatory, layoutMandatory, api_name }: FieldMeta): boolean =>
    mandatory === true || (layoutMandatory === true && (sent === after || api_name in sent));
  const field = fieldsNow(world, module).find((one) => asks(one) && isEmpty(after[one.api_name]));
  if (!field) return null;
  return failure('MANDATORY_NOT_FOUND', { api_name: field.api_name, json_path: `$.data[${index}].${field.api_name}` });
}

export interface Written {
  /** What the caller sent, known keys only. */
  readonly sent: Values;
  /** The record as it would be afterwards. */
  readonly after: Values;
  /** Place in the request's `data`. */
  readonly index: number;
}

/** The first thing wrong with a record about to be written, in Zoho's words; null when it is fine. */
export function refusal(world: World, module: ModuleMeta, written: Written): ZohoFailure | null {
  const { sent, index } = written;
  const gap = missing(world, module, written);
  if (gap) return gap;
  for (const [name, value] of Object.entries(sent)) {
    const field = fieldMap(world, module).get(name);
    const details = { api_name: name, json_path: `$.data[${index}].${name}` };
    const wrong = field && value !== null ? firstWrong({ world, field, value, details }) : null;
    if (wrong) return wrong;
  }
  return null;
}

import { badRequest, graphError } from './errors';
import type { Field } from './contactFields';
import { CONTACT_FIELDS, READ_ONLY } from './contactFields';
import { readMarks } from './extendedProperties';
import type { ExtendedProperty } from './shapes';

export interface Rules {
  /** Dates come back as 11:59 UTC, the way Outlook's own clients store a birthday; false means midnight. */
  readonly birthdayAtNoon: boolean;
  /** Addresses Exchange thinks invalid are missing on read-back [GH docs#2186]. */
  readonly dropBadEmails: boolean;
  /** Longest text accepted; 0 for no limit (Microsoft documents none). */
  readonly maxTextLength: number;
}

export interface ContactBody {
  readonly fields: Record<string, unknown>;
  readonly marks: readonly ExtendedProperty[];
  readonly extensions: readonly Record<string, unknown>[];
}

type Read = (name: string, value: unknown, rules: Rules) => unknown;

const wrongType = (name: string, type: string): Error =>
  badRequest(`Cannot convert a value of property '${name}' to target type '${type}'.`, 'RequestBodyRead');

function checkCount(name: string, values: readonly unknown[]): void {
  const max = CONTACT_FIELDS[name]?.max ?? Infinity;
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  if (values.length <= max) return;
  const message = `The multi value property ${title} has ${values.length} entries, that exceeds the max allowed value of ${max}`;
  throw graphError(400, 'ErrorInvalidProperty', message);
}

const readText: Read = (name, value, { maxTextLength }) => {
  if (value === null || value === '') return name === 'personalNotes' ? '' : null;
  if (typeof value !== 'string') throw wrongType(name, 'Edm.String');
  if (maxTextLength && name !== 'personalNotes' && value.length > maxTextLength)
    throw graphError(
      400,
      'ErrorInvalidProperty',
      `The value of property '${name}' exceeds ${maxTextLength} characters.`,
    );
  return value;
};

const readList: Read = (name, value) => {
  if (value === null) return [];
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string'))
    throw wrongType(name, 'Collection(Edm.String)');
  checkCount(name, value);
  return name === 'categories' ? [...new Set(value)] : value.filter((entry) => entry !== '');
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readParts(name: string, value: unknown, allowed: readonly string[], type: string): Record<string, string> {
  if (!isObject(value)) throw wrongType(name, type);
  const parts = Object.entries(value).filter(([key]) => !key.startsWith('@'));
  for (const [key, part] of parts) {
    if (!allowed.includes(key)) throw unknownProperty(key, type);
    if (part !== null && typeof part !== 'string') throw wrongType(`${name}/${key}`, 'Edm.String');
  }
  return Object.fromEntries(parts.filter(([, part]) => part)) as Record<string, string>;
}

const ADDRESS_PARTS = ['street', 'city', 'state', 'countryOrRegion', 'postalCode'];
const readAddress: Read = (name, value) =>
  value === null ? {} : readParts(name, value, ADDRESS_PARTS, 'microsoft.graph.physicalAddress');

const readEmails: Read = (name, value, { dropBadEmails }) => {
  if (value === null) return [];
  if (!Array.isArray(value)) throw wrongType(name, 'Collection(microsoft.graph.emailAddress)');
  checkCount(name, value);
  return value
    .map((entry) => readParts(name, entry, ['name', 'address'], 'microsoft.graph.emailAddress'))
    .filter((entry) => !dropBadEmails || /^[^\s@,;]+@[^\s@,;]+$/.test(entry.address ?? ''))
    .map((entry) => ({ name: entry.name ?? entry.address, address: entry.address }));
};

const readInstant: Read = (name, value, { birthdayAtNoon }) => {
  if (value === null || value === '') return null;
  const date = typeof value === 'string' ? /^(\d{4}-\d\d-\d\d)(T.*)?$/.exec(value) : null;
  const at = date?.[2]
    ? Date.parse(/Z|[+-]\d\d:\d\d$/.test(date[2]) ? `${value}` : `${value}Z`)
    : Date.parse(`${date?.[1]}`);
  if (Number.isNaN(at)) throw wrongType(name, 'Edm.DateTimeOffset');
  const iso = new Date(at).toISOString().replace('.000Z', 'Z');
  return birthdayAtNoon && iso.endsWith('T00:00:00Z') ? iso.replace('T00:00', 'T11:59') : iso;
};

const READ: Record<Field['kind'], Read> = {
  text: readText,
  list: readList,
  emails: readEmails,
  address: readAddress,
  instant: readInstant,
};

const unknownProperty = (name: string, type = 'microsoft.graph.contact'): Error =>
  badRequest(
    `The property '${name}' does not exist on type '${type}'. Make sure to only use property names that are defined by the type.`,
    'RequestBodyRead',
  );

const isIgnored = (name: string): boolean =>
  name.startsWith('@odata.') || READ_ONLY.some((readOnly) => readOnly === name);

/** Checks the body of a POST or PATCH and brings it into the stored form. Throws the 400 the service would answer. */
export function readContactBody(body: unknown, rules: Rules): ContactBody {
  if (!isObject(body)) throw badRequest('Empty Payload. JSON content expected.', 'RequestBodyRead');
  const { singleValueExtendedProperties = [], extensions = [], ...rest } = body;
  const named = Object.entries(rest).filter(([name]) => !isIgnored(name));
  const fields = named.map(([name, value]) => {
    const field = CONTACT_FIELDS[name];
    if (!field) throw unknownProperty(name);
    return [name, READ[field.kind](name, value, rules)];
  });
  const marks = readMarks(singleValueExtendedProperties);
  return { fields: Object.fromEntries(fields), marks, extensions: extensions as Record<string, unknown>[] };
}

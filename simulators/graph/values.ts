import { DateTime } from 'luxon';
import { badRequest, graphError } from './errors';
import type { ZonedTime } from './model';
import { ianaOf } from './timeZones';
import type { Row } from './shapes';

/** Checks one property of a body and brings it into the stored form; throws the 400 the service would answer. */
export type Read = (name: string, value: unknown) => unknown;

export const wrongType = (name: string, type: string): Error =>
  badRequest(`Cannot convert a value of property '${name}' to target type '${type}'.`, 'RequestBodyRead');

const unknownProperty = (name: string, type: string): Error =>
  badRequest(
    `The property '${name}' does not exist on type 'microsoft.graph.${type}'. Make sure to only use property names that are defined by the type.`,
    'RequestBodyRead',
  );

export const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text: Read = (name, value) => {
  if (value === null || typeof value === 'string') return value;
  throw wrongType(name, 'Edm.String');
};

export const flag: Read = (name, value) => {
  if (typeof value === 'boolean') return value;
  throw wrongType(name, 'Edm.Boolean');
};

export const wholeNumber: Read = (name, value) => {
  if (Number.isInteger(value)) return value;
  throw wrongType(name, 'Edm.Int32');
};

export const oneOf =
  (type: string, ...values: string[]): Read =>
  (name, value) => {
    if (typeof value === 'string' && values.includes(value)) return value;
    throw badRequest(
      `Requested value '${String(value)}' was not found. (${name}: microsoft.graph.${type})`,
      'RequestBodyRead',
    );
  };

export const texts: Read = (name, value) => {
  if (value === null) return [];
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return [...new Set(value)];
  throw wrongType(name, 'Collection(Edm.String)');
};

/** The known parts of a complex value, each read by its own reader; an unknown part is refused. */
export function readParts(type: string, value: unknown, readers: Readonly<Record<string, Read>>, name: string): Row {
  if (!isObject(value)) throw wrongType(name, `microsoft.graph.${type}`);
  const parts = Object.entries(value).filter(([key]) => !key.startsWith('@'));
  return Object.fromEntries(
    parts.map(([key, part]) => {
      const read = readers[key];
      if (!read) throw unknownProperty(key, type);
      return [key, read(`${name}/${key}`, part)];
    }),
  );
}

const BODY = { content: text, contentType: oneOf('bodyType', 'text', 'html') };

/** An itemBody; the text type when none is named. Null is refused [field: io-msgraph 0.4.4]. */
export const itemBody: Read = (name, value) => {
  const { content = '', contentType = 'text' } = readParts('itemBody', value, BODY, name);
  return { contentType, content: content ?? '' };
};

const FORM = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?)?(Z|[+-]\d\d:\d\d)?$/;

export const graphTime = (time: DateTime): string => time.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'0000'");

/** The wall-clock time of a dateTimeTimeZone in its own zone. */
export const momentOf = ({ dateTime, timeZone }: ZonedTime): DateTime =>
  DateTime.fromISO(dateTime.slice(0, 23), { zone: ianaOf(timeZone) ?? 'UTC' });

const badZone = (zone: unknown): Error =>
  graphError(
    400,
    'TimeZoneNotSupportedException',
    `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${String(zone)}'.`,
  );

/** The IANA name of a zone that a request names; 400 for one the service does not know. */
export function knownZone(zone: unknown): string {
  const iana = ianaOf(zone);
  if (iana === null) throw badZone(zone);
  return iana;
}

function readMoment(name: string, dateTime: unknown, zone: string): DateTime {
  const form = typeof dateTime === 'string' ? FORM.exec(dateTime) : null;
  // An offset fixes the instant; the zone then only says how to show it.
  const moment = form ? DateTime.fromISO(String(dateTime), { zone }) : DateTime.invalid('form');
  if (moment.isValid) return moment;
  throw badRequest(
    `The value '${String(dateTime)}' of ${name}/dateTime is not a valid date and time.`,
    'InvalidDateTime',
  );
}

/** A dateTimeTimeZone, kept with the zone's name as it was written; UTC when none is [docs: dateTimeTimeZone]. */
export const zonedTime: Read = (name, value) => {
  if (value === null) return null;
  const { dateTime, timeZone } = readParts('dateTimeTimeZone', value, { dateTime: text, timeZone: text }, name);
  const zone = timeZone ?? 'UTC';
  const moment = readMoment(name, dateTime, knownZone(zone));
  return { dateTime: graphTime(moment), timeZone: zone } as ZonedTime;
};

/** The reading of all properties of a body by a table; own properties of the server are passed over. */
export function readBody(
  type: string,
  body: unknown,
  readers: Readonly<Record<string, Read>>,
  readOnly: readonly string[],
): Row {
  if (!isObject(body)) throw badRequest('Empty Payload. JSON content expected.', 'RequestBodyRead');
  const named = Object.entries(body).filter(([name]) => !name.startsWith('@') && !readOnly.includes(name));
  return Object.fromEntries(
    named.map(([name, value]) => {
      const read = readers[name];
      if (!read) throw unknownProperty(name, type);
      return [name, read(name, value)];
    }),
  );
}

export const only = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));

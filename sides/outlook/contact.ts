import type { Neutral, Value } from '../../sync/model';
import type { Names } from './displayName';
import type { Place } from './fields';
import { places } from './fields';

/** A contact as Graph's v1.0 JSON has it. */
export type GraphContact = Readonly<Record<string, unknown>>;

export type Email = { readonly name?: string; readonly address?: string };
export type ExtendedProperty = { readonly id: string; readonly value: string };

const parts = ['street', 'city', 'state', 'postalCode', 'countryOrRegion'] as const;
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const orNull = (value: unknown): string | null => text(value) || null;
export const list = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? value : []);
export const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

const addresses = (contact: GraphContact): readonly Email[] =>
  list<Email>(contact.emailAddresses).filter((email) => text(email.address).trim());

/** Type and GUID of an id do not care about case, and a reply may spell them its own way. */
export function extendedValue(contact: GraphContact, id: string): string | null {
  const found = list<ExtendedProperty>(contact.singleValueExtendedProperties).find(
    (property) => text(property.id).toLowerCase() === id.toLowerCase(),
  );
  return orNull(found?.value);
}

/** A birthday is an instant in Graph; its calendar date is that of the UTC reading, whatever the time of day. */
function calendarDate(value: unknown): string | null {
  const at = Date.parse(text(value));
  return Number.isNaN(at) ? null : new Date(at).toISOString().slice(0, 10);
}

function read(contact: GraphContact, place: Place): string | null {
  if (place.kind === 'text') return orNull(contact[place.property]);
  if (place.kind === 'address') return orNull(object(contact[place.property])[place.part]);
  if (place.kind === 'extended') return extendedValue(contact, place.id);
  if (place.kind === 'date') return calendarDate(contact[place.property]);
  if (place.property === 'emailAddresses') return orNull(addresses(contact)[0]?.address);
  return orNull(list<string>(contact[place.property]).find((entry) => text(entry).trim()));
}

export const addressOf = (value: unknown): Record<string, Value> =>
  Object.fromEntries(parts.map((part) => [part, text(object(value)[part])]));

export const namesOf = (contact: GraphContact): Names => ({
  givenName: text(contact.givenName),
  middleName: text(contact.middleName),
  surname: text(contact.surname),
});

/** What a patch must send again as a whole, because Graph replaces collections and makes up display names. */
function extraOf(contact: GraphContact): Value {
  const emails = addresses(contact).map(({ name, address }) => ({ name: text(name), address: text(address) }));
  return {
    emailAddresses: emails,
    businessPhones: [...list<string>(contact.businessPhones)],
    homePhones: [...list<string>(contact.homePhones)],
    businessAddress: addressOf(contact.businessAddress),
    otherAddress: addressOf(contact.otherAddress),
    categories: [...list<string>(contact.categories)],
    displayName: text(contact.displayName),
    ...namesOf(contact),
  };
}

/** A Graph contact in neutral form. Its second and third e-mail addresses become aliases: they match, but do not flow. */
export function toNeutral(contact: GraphContact): Neutral {
  const fields = Object.entries(places).map(([name, place]) => [name, read(contact, place)] as const);
  const aliases = addresses(contact)
    .slice(1)
    .map((email) => text(email.address));
  return { fields: Object.fromEntries(fields), aliases, extra: extraOf(contact) };
}

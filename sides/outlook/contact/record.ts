import { mapValues } from 'lodash';
import { kinds } from '../../../sync/kinds';
import { vendorNames } from '../../../sync/kinds/contact';
import { type NeutralRecord, type SideRecord, type Value, asString, asArray, asObject } from '../../../sync/model';
import { deletedRecord, hasCategory, versionOf, modifiedOf } from '../record';

/** What is synced: one folder, and in it the contacts with one of the categories. */
export interface ContactScope {
  /** Null until it is known (the default folder of a mailbox without contacts). */
  readonly folder: string | null;
  readonly categories: readonly string[];
}

const collections = ['emailAddresses', 'businessPhones', 'homePhones'];

/** Where a neutral field lives in a Graph contact; of a collection, its first entry. */
export type FieldMapping =
  | { readonly kind: 'text' | 'first' | 'date'; readonly property: string }
  | { readonly kind: 'address'; readonly property: string; readonly part: string }
  | { readonly kind: 'extended'; readonly id: string };

function mappingOf(name: string): FieldMapping {
  if (name.startsWith('String ')) return { kind: 'extended', id: name };
  const [property = '', part] = name.split('/');
  if (part) return { kind: 'address', property, part };
  if (collections.includes(property)) return { kind: 'first', property };
  return { kind: property === 'birthday' ? 'date' : 'text', property };
}

/** Every field of a contact on Outlook's side. */
export const fieldMap: Readonly<Record<string, FieldMapping>> = mapValues(vendorNames, ({ outlook }) =>
  mappingOf(outlook),
);

/** Our own mark: the intent that created the contact. One fixed name, since each name counts against the mailbox's quota. */
export const INTENT_PROPERTY = 'String {8b6f3a52-6c0e-4f0b-9a3d-5f1e7c2d9b40} Name ZohoOutlookIntent';

const extendedIds = Object.values(fieldMap).flatMap((place) => (place.kind === 'extended' ? [place.id] : []));

const plainProperties = Object.values(fieldMap).flatMap((place) => (place.kind === 'extended' ? [] : [place.property]));

/** `$select` of a whole contact: what we map, and what is needed to patch it without harm. */
export const SELECT = [
  ...new Set([
    'id',
    'parentFolderId',
    'lastModifiedDateTime',
    'categories',
    'displayName',
    'fileAs',
    'middleName',
    ...plainProperties,
  ]),
].join(',');

/** `$expand` of the extended properties we map, and of our mark. */
export const EXPAND = `singleValueExtendedProperties($filter=${[...extendedIds, INTENT_PROPERTY].map((id) => `id eq '${id}'`).join(' or ')})`;

/** The fields that a reply to a POST or PATCH does not show, because it cannot be expanded. */
export const notInReplies: readonly string[] = Object.entries(fieldMap).flatMap(([name, place]) =>
  place.kind === 'extended' ? [name] : [],
);

/** A contact as Graph's v1.0 JSON has it. */
export type GraphContact = Readonly<Record<string, unknown>>;

export type Email = { readonly name?: string; readonly address?: string };
export type ExtendedProperty = { readonly id: string; readonly value: string };

const addressParts = ['street', 'city', 'state', 'postalCode', 'countryOrRegion'] as const;
const stringOrNull = (value: unknown): string | null => asString(value) || null;
const addresses = (contact: GraphContact): readonly Email[] =>
  asArray<Email>(contact.emailAddresses).filter((email) => asString(email.address).trim());

/** Type and GUID of an id do not care about case, and a reply may spell them its own way. */
function extendedValue(contact: GraphContact, id: string): string | null {
  const found = asArray<ExtendedProperty>(contact.singleValueExtendedProperties).find(
    (property) => asString(property.id).toLowerCase() === id.toLowerCase(),
  );
  return stringOrNull(found?.value);
}

/** A birthday is an instant in Graph; its calendar date is that of the UTC reading, whatever the time of day. */
function calendarDate(value: unknown): string | null {
  const at = Date.parse(asString(value));
  return Number.isNaN(at) ? null : new Date(at).toISOString().slice(0, 10);
}

function readField(contact: GraphContact, place: FieldMapping): string | null {
  if (place.kind === 'text') return stringOrNull(contact[place.property]);
  if (place.kind === 'address') return stringOrNull(asObject(contact[place.property])[place.part]);
  if (place.kind === 'extended') return extendedValue(contact, place.id);
  if (place.kind === 'date') return calendarDate(contact[place.property]);
  if (place.property === 'emailAddresses') return stringOrNull(addresses(contact)[0]?.address);
  return stringOrNull(asArray<string>(contact[place.property]).find((entry) => asString(entry).trim()));
}

export const addressOf = (value: unknown): Record<string, Value> =>
  Object.fromEntries(addressParts.map((part) => [part, asString(asObject(value)[part])]));

/** The parts of a person's name as Graph calls them. */
export interface NameParts {
  readonly givenName: string;
  readonly middleName: string;
  readonly surname: string;
}

export const namesOf = (contact: GraphContact): NameParts => ({
  givenName: asString(contact.givenName),
  middleName: asString(contact.middleName),
  surname: asString(contact.surname),
});

/** What a patch must send again as a whole, because Graph replaces collections and makes up display names. */
function extraOf(contact: GraphContact): Value {
  const emails = addresses(contact).map(({ name, address }) => ({ name: asString(name), address: asString(address) }));
  return {
    emailAddresses: emails,
    businessPhones: [...asArray<string>(contact.businessPhones)],
    homePhones: [...asArray<string>(contact.homePhones)],
    businessAddress: addressOf(contact.businessAddress),
    otherAddress: addressOf(contact.otherAddress),
    categories: [...asArray<string>(contact.categories)],
    displayName: asString(contact.displayName),
    fileAs: asString(contact.fileAs),
    ...namesOf(contact),
  };
}

/** A Graph contact in neutral form. Its second and third e-mail addresses become aliases: they match, but do not flow. */
export function toNeutral(contact: GraphContact): NeutralRecord {
  const fields = Object.entries(fieldMap).map(([name, place]) => [name, readField(contact, place)] as const);
  const aliases = addresses(contact)
    .slice(1)
    .map((email) => asString(email.address));
  return { fields: Object.fromEntries(fields), aliases, extra: extraOf(contact) };
}

export const isIn = (contact: GraphContact, { folder, categories }: ContactScope): boolean =>
  (folder === null || !contact.parentFolderId || contact.parentFolderId === folder) && hasCategory(contact, categories);

/** A contact that exists but is not synced: known by its keys only. No version, so it is looked at again whenever it shows up. */
export function outsideRecord(contact: GraphContact): SideRecord {
  const keys = kinds.contact.keys(toNeutral(contact));
  return { ...deletedRecord(String(contact.id)), state: 'outside', keys };
}

/** A contact read in full, as the core knows it, wherever it lies. */
export function liveRecord(contact: GraphContact): SideRecord {
  const neutral = toNeutral(contact);
  return {
    ref: String(contact.id),
    version: versionOf(contact),
    modifiedAt: modifiedOf(contact),
    state: 'live',
    fields: neutral.fields,
    keys: kinds.contact.keys(neutral),
    extra: neutral.extra,
    mark: extendedValue(contact, INTENT_PROPERTY),
  };
}
/** The same, as far as it is synced. */
export const recordOf = (contact: GraphContact, scope: ContactScope): SideRecord =>
  isIn(contact, scope) ? liveRecord(contact) : outsideRecord(contact);

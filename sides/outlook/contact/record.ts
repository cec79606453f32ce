import { isEmpty, mapValues, omitBy, partition } from 'lodash';
import { reason } from '../../../reasons';
import { fold } from '../../../sync/compare';
import { isBlank, kinds, sideOnly } from '../../../sync/kinds';
import { vendorNames } from '../../../sync/kinds/contact';
import {
  asString,
  type Fields,
  type NeutralRecord,
  type SideRecord,
  type Value,
  deletedRecord,
} from '../../../sync/model';
import { readArray, readInstant, readObject, readString, member, readRow, readStringOrNull } from '../../row';
import { hasCategory, versionOf, modifiedOf, type Categories } from '../record';

/** What is synced: one folder, and in it the contacts with one of the categories, or all. */
export interface ContactScope {
  /** Null until it is known (the default folder of a mailbox without contacts). */
  readonly folder: string | null;
  readonly categories: Categories;
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

/** What a whole contact tells: what we map, and what is needed to patch it without harm. */
const PROPERTIES = [
  ...[
    'id',
    'parentFolderId',
    'lastModifiedDateTime',
    'categories',
    'displayName',
    'fileAs',
    'middleName',
    'title',
    'generation',
  ],
  ...new Set(plainProperties),
];
export const SELECT = PROPERTIES.join(',');

/** `$expand` of the extended properties we map, and of our mark. */
export const EXPAND = `singleValueExtendedProperties($filter=${[...extendedIds, INTENT_PROPERTY].map((id) => `id eq '${id}'`).join(' or ')})`;

/** `$expand` of our mark alone. */
export const EXPAND_MARK = `singleValueExtendedProperties($filter=id eq '${INTENT_PROPERTY}')`;

/** The fields that a reply to a POST or PATCH does not show, because it cannot be expanded. */
export const notInReplies: readonly string[] = Object.entries(fieldMap).flatMap(([name, place]) =>
  place.kind === 'extended' ? [name] : [],
);

/** A contact as Graph's v1.0 JSON has it. */
export type GraphContact = Readonly<Record<string, unknown>>;

export type Email = { readonly name?: string; readonly address?: string };
export type ExtendedProperty = { readonly id: string; readonly value: string };

const addressParts = ['street', 'city', 'state', 'postalCode', 'countryOrRegion'] as const;

/** Those that a mail can be sent to come first: Exchange's own names (`/o=…`) stand before them where a colleague became a contact. */
function addresses(contact: GraphContact): readonly Email[] {
  const all = readArray<Email>(contact.emailAddresses).filter((email) => readString(member(email, 'address')).trim());
  return partition(all, ({ address }) => asString(address).includes('@')).flat();
}

/** Type and GUID of an id do not care about case, and a reply may spell them its own way. */
function extendedValue(contact: GraphContact, id: string): string | null {
  const found = readArray<ExtendedProperty>(contact.singleValueExtendedProperties).find(
    (property) => readString(property.id).toLowerCase() === id.toLowerCase(),
  );
  return readStringOrNull(found?.value);
}

/** What Exchange and its clients keep where there is no date at all. */
const NO_DATE = /^(0001|4501)-/;
/** Phones keep a birthday without its year in this one. */
const NO_YEAR = /^1604-/;

/** The day of an instant: of the midnight of whoever wrote it, whatever their zone; else of UTC. */
function dayOf(instant: string): string {
  const isMidnight = /:[03]0:00\.000Z$/.test(instant);
  return isMidnight ? new Date(Date.parse(instant) + 12 * 3_600_000).toISOString().slice(0, 10) : instant.slice(0, 10);
}

/** A birthday is an instant in Graph: 11:59 in UTC from Outlook's own clients and by the API [seen live: allodia], or a midnight. */
function birthdayIn(value: unknown): Value {
  const day = dayOf(readInstant(value) ?? '');
  if (day === '' || NO_DATE.test(day)) return null;
  return NO_YEAR.test(day) ? sideOnly(reason('yearUnknown', { day: day.slice(5) })) : day;
}

function readField(contact: GraphContact, place: FieldMapping): Value {
  if (place.kind === 'text') return readStringOrNull(contact[place.property]);
  if (place.kind === 'address') return readStringOrNull(readObject(contact[place.property])[place.part]);
  if (place.kind === 'extended') return extendedValue(contact, place.id);
  if (place.kind === 'date') return birthdayIn(contact[place.property]);
  if (place.property === 'emailAddresses') return readStringOrNull(addresses(contact)[0]?.address);
  return readStringOrNull(readArray<string>(contact[place.property]).find((entry) => readString(entry).trim()));
}

export const addressOf = (value: unknown): Record<string, Value> =>
  Object.fromEntries(addressParts.map((part) => [part, readString(readObject(value)[part])]));

/** The parts of a person's name as Graph calls them. */
export interface NameParts {
  readonly givenName: string;
  readonly middleName: string;
  readonly surname: string;
  readonly title: string;
  readonly generation: string;
}

export const namesOf = (contact: GraphContact): NameParts => ({
  givenName: readString(contact.givenName),
  middleName: readString(contact.middleName),
  surname: readString(contact.surname),
  title: readString(contact.title),
  generation: readString(contact.generation),
});

/** Without what is blank: an archive keeps this of every contact. */
const filledIn = (parts: object): Record<string, Value> => omitBy(parts, isEmpty) as Record<string, Value>;

/** What a patch must send again as a whole, because Graph replaces collections and makes up display names. */
function extraOf(contact: GraphContact): Value {
  const emails = addresses(contact).map(({ name, address }) => ({
    name: readString(name),
    address: readString(address),
  }));
  return {
    emailAddresses: emails,
    businessPhones: [...readArray<string>(contact.businessPhones)],
    homePhones: [...readArray<string>(contact.homePhones)],
    ...filledIn({
      businessAddress: filledIn(addressOf(contact.businessAddress)),
      otherAddress: filledIn(addressOf(contact.otherAddress)),
      ...namesOf(contact),
    }),
    categories: [...readArray<string>(contact.categories)],
    displayName: readString(contact.displayName),
    fileAs: readString(contact.fileAs),
  };
}

/** Who has no name is known by what Outlook shows; it stands in for a name and never is one. */
function withDisplayName(fields: Fields, contact: GraphContact): Fields {
  const displayName = readString(contact.displayName);
  const said = [fields.companyName, fields.email, null].map((value) => fold(asString(value)));
  const isNamed = !isBlank(fields.firstName) || !isBlank(fields.lastName);
  return isNamed || said.includes(fold(displayName)) ? fields : { ...fields, displayName };
}

/** A Graph contact in neutral form. Its second and third e-mail addresses become aliases: they match, but do not flow. */
export function toNeutral(contact: GraphContact): NeutralRecord {
  const fields = Object.entries(fieldMap).map(([name, place]) => [name, readField(contact, place)] as const);
  const aliases = addresses(contact)
    .slice(1)
    .map((email) => readString(email.address));
  return { fields: withDisplayName(Object.fromEntries(fields), contact), aliases, extra: extraOf(contact) };
}

export const isIn = (contact: GraphContact, { folder, categories }: ContactScope): boolean =>
  (folder === null || [folder, ''].includes(readString(contact.parentFolderId))) && hasCategory(contact, categories);

const placeOf = ({ id }: GraphContact) => ({ side: 'outlook' as const, ref: String(id) });

function outsideFields(contact: GraphContact): SideRecord {
  const keys = kinds.contact.keys(toNeutral(contact));
  return { ...deletedRecord(String(contact.id)), state: 'outside', keys };
}

/** A contact that exists but is not synced: known by its keys only. No version, so it is looked at again whenever it shows up. */
export const outsideRecord = (contact: GraphContact): SideRecord => readRow(contact, placeOf(contact), outsideFields);

function liveFields(contact: GraphContact): SideRecord {
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

const readWhole = (contact: GraphContact, read: (contact: GraphContact) => SideRecord): SideRecord =>
  readRow(contact, { ...placeOf(contact), always: PROPERTIES }, read);

/** A contact read in full, as the core knows it, wherever it lies. */
export const liveRecord = (contact: GraphContact): SideRecord => readWhole(contact, liveFields);

/** The same, as far as it is synced. */
export const recordOf = (contact: GraphContact, scope: ContactScope): SideRecord =>
  readWhole(contact, (whole) => (isIn(whole, scope) ? liveFields(whole) : outsideFields(whole)));

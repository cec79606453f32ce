/** Where a neutral field lives in a Graph contact. */
export type Place =
  | { readonly kind: 'text'; readonly property: string }
  | { readonly kind: 'first'; readonly property: 'emailAddresses' | 'businessPhones' | 'homePhones' }
  | { readonly kind: 'address'; readonly property: 'businessAddress' | 'otherAddress'; readonly part: string }
  | { readonly kind: 'extended'; readonly id: string }
  | { readonly kind: 'date'; readonly property: 'birthday' };

const text = (property: string): Place => ({ kind: 'text', property });
const first = (property: 'emailAddresses' | 'businessPhones' | 'homePhones'): Place => ({ kind: 'first', property });
const business = (part: string): Place => ({ kind: 'address', property: 'businessAddress', part });
const otherAddress = (part: string): Place => ({ kind: 'address', property: 'otherAddress', part });
const extended = (id: string): Place => ({ kind: 'extended', id });

/**
 * The 26 rows on Outlook's side. Fax, other phone and assistant's phone are no properties of a v1.0 contact; they are
 * reached by their MAPI tags (PidTagBusinessFaxNumber, PidTagOtherTelephoneNumber, PidTagAssistantTelephoneNumber).
 */
export const places: Readonly<Record<string, Place>> = {
  firstName: text('givenName'),
  lastName: text('surname'),
  email: first('emailAddresses'),
  jobTitle: text('jobTitle'),
  companyName: text('companyName'),
  department: text('department'),
  businessPhone: first('businessPhones'),
  homePhone: first('homePhones'),
  otherPhone: extended('String 0x3A1F'),
  businessFax: extended('String 0x3A24'),
  mobilePhone: text('mobilePhone'),
  assistantName: text('assistantName'),
  assistantPhone: extended('String 0x3A2E'),
  managerName: text('manager'),
  businessStreet: business('street'),
  businessCity: business('city'),
  businessState: business('state'),
  businessPostalCode: business('postalCode'),
  businessCountry: business('countryOrRegion'),
  otherStreet: otherAddress('street'),
  otherCity: otherAddress('city'),
  otherState: otherAddress('state'),
  otherPostalCode: otherAddress('postalCode'),
  otherCountry: otherAddress('countryOrRegion'),
  notes: text('personalNotes'),
  birthday: { kind: 'date', property: 'birthday' },
};

/** Our own mark: the intent that created the contact. One fixed name, since each name counts against the mailbox's quota. */
export const MARK = 'String {8b6f3a52-6c0e-4f0b-9a3d-5f1e7c2d9b40} Name ZohoOutlookIntent';

/** The category the plug-in put on everything it synced; always among the synced ones. */
export const ZOHO = 'Zoho';

const extendedIds = Object.values(places).flatMap((place) => (place.kind === 'extended' ? [place.id] : []));

const propertiesOf = Object.values(places).flatMap((place) => (place.kind === 'extended' ? [] : [place.property]));

/** `$select` of a whole contact: what we map, and what is needed to patch it without harm. */
export const SELECT = [
  ...new Set([
    'id',
    'parentFolderId',
    'lastModifiedDateTime',
    'categories',
    'displayName',
    'middleName',
    ...propertiesOf,
  ]),
].join(',');

/** `$expand` of the extended properties we map, and of our mark. */
export const EXPAND = `singleValueExtendedProperties($filter=${[...extendedIds, MARK].map((id) => `id eq '${id}'`).join(' or ')})`;

/** The fields that a reply to a POST or PATCH does not show, because it cannot be expanded. */
export const unseenInReplies: readonly string[] = Object.entries(places).flatMap(([name, place]) =>
  place.kind === 'extended' ? [name] : [],
);

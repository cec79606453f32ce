/** How a property of a contact is written and what an empty one looks like in a reply. */
export interface Field {
  readonly kind: 'text' | 'list' | 'emails' | 'address' | 'instant';
  readonly max?: number;
}

const text: Field = { kind: 'text' };
const list = (max = Infinity): Field => ({ kind: 'list', max });
const address: Field = { kind: 'address' };

/** Writable properties of microsoft.graph.contact v1.0, in the order of real replies. Limits: GH docs#15276. */
export const CONTACT_FIELDS: Readonly<Record<string, Field>> = {
  categories: list(),
  birthday: { kind: 'instant' },
  fileAs: text,
  displayName: text,
  givenName: text,
  initials: text,
  middleName: text,
  nickName: text,
  surname: text,
  title: text,
  yomiGivenName: text,
  yomiSurname: text,
  yomiCompanyName: text,
  generation: text,
  imAddresses: list(),
  jobTitle: text,
  companyName: text,
  department: text,
  officeLocation: text,
  profession: text,
  businessHomePage: text,
  assistantName: text,
  manager: text,
  homePhones: list(2),
  mobilePhone: text,
  businessPhones: list(2),
  spouseName: text,
  personalNotes: text,
  children: list(),
  emailAddresses: { kind: 'emails', max: 3 },
  homeAddress: address,
  businessAddress: address,
  otherAddress: address,
};

/** Server's own properties: in every reply, and silently ignored in a body. */
export const READ_ONLY = ['id', 'createdDateTime', 'lastModifiedDateTime', 'changeKey', 'parentFolderId'] as const;

export const CONTACT_PROPERTIES: readonly string[] = [...READ_ONLY, ...Object.keys(CONTACT_FIELDS)];

/** In the metadata but not in the documents; a body may not set them here, a $select may name them. */
export const NAVIGATION = [
  ...['primaryEmailAddress', 'secondaryEmailAddress', 'tertiaryEmailAddress'],
  'singleValueExtendedProperties',
  'multiValueExtendedProperties',
  'extensions',
  'photo',
];

const EMPTY: Record<Field['kind'], () => unknown> = {
  text: () => null,
  list: () => [],
  emails: () => [],
  address: () => ({}),
  instant: () => null,
};

export function emptyContact(): Record<string, unknown> {
  const empty = Object.entries(CONTACT_FIELDS).map(([name, field]) => [name, EMPTY[field.kind]()]);
  return { ...Object.fromEntries(empty), personalNotes: '' };
}

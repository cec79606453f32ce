/**
 * The plug-in's 26 contact rows over the vendors' raw records, written down a second time on purpose:
 * the comparison that judges the sync must not share its mapping.
 */
export type Raw = Readonly<Record<string, unknown>>;

export interface Row {
  readonly name: string;
  readonly outlook: (contact: Raw) => string;
  readonly zoho: (contact: Raw) => string;
  /** Zoho's greatest length in characters */
  readonly length: number;
  readonly as: 'text' | 'email' | 'phone' | 'date' | 'lookup';
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const first = (value: unknown): string => (Array.isArray(value) ? text(value[0]) : '');
const part = (value: unknown, name: string): string => text((value as Raw | null | undefined)?.[name]);

/** Graph shows fax, other and assistant phone only as MAPI properties; ids differ in case and leading zeros. */
function property(contact: Raw, tag: string): string {
  const list = (contact.singleValueExtendedProperties ?? []) as readonly { id: string; value: string }[];
  const wanted = `string 0x${tag}`;
  return list.find(({ id }) => id.toLowerCase().replace(/0x0+/, '0x') === wanted)?.value ?? '';
}

const plain = (name: string, from: string, to: string, length: number, as: Row['as'] = 'text'): Row => ({
  name,
  outlook: (contact) => text(contact[from]),
  zoho: (contact) => text(contact[to]),
  length,
  as,
});

const lookup = (name: string, from: string, to: string, length: number): Row => ({
  ...plain(name, from, to, length, 'lookup'),
  zoho: (contact) => part(contact[to], 'name') || text(contact[to]),
});

const listed = (name: string, from: string, to: string, length: number): Row => ({
  ...plain(name, from, to, length, 'phone'),
  outlook: (contact) => first(contact[from]),
});

const extended = (name: string, tag: string, to: string): Row => ({
  ...plain(name, '', to, 30, 'phone'),
  outlook: (contact) => property(contact, tag),
});

function address(name: string, from: string, to: string): Row[] {
  const rows: readonly (readonly [string, string, string, number])[] = [
    ['street', 'street', 'Street', 250],
    ['city', 'city', 'City', 30],
    ['state', 'state', 'State', 30],
    ['postal code', 'postalCode', 'Zip', 30],
    ['country', 'countryOrRegion', 'Country', 30],
  ];
  return rows.map(([label, key, suffix, length]) => ({
    ...plain(`${name} ${label}`, '', `${to}_${suffix}`, length),
    outlook: (contact) => part(contact[from], key),
  }));
}

export const rows: readonly Row[] = [
  plain('first name', 'givenName', 'First_Name', 40),
  plain('last name', 'surname', 'Last_Name', 80),
  { ...plain('e-mail', '', 'Email', 100, 'email'), outlook: (contact) => outlookEmails(contact)[0] ?? '' },
  plain('job title', 'jobTitle', 'Title', 100),
  lookup('company', 'companyName', 'Account_Name', 200),
  plain('department', 'department', 'Department', 50),
  listed('business phone', 'businessPhones', 'Phone', 50),
  listed('home phone', 'homePhones', 'Home_Phone', 30),
  extended('other phone', '3a1f', 'Other_Phone'),
  extended('business fax', '3a24', 'Fax'),
  plain('mobile phone', 'mobilePhone', 'Mobile', 30, 'phone'),
  plain('assistant', 'assistantName', 'Assistant', 50),
  extended('assistant phone', '3a2e', 'Asst_Phone'),
  lookup('manager', 'manager', 'Reporting_To', 50),
  ...address('business', 'businessAddress', 'Mailing'),
  ...address('other', 'otherAddress', 'Other'),
  plain('notes', 'personalNotes', 'Description', 32000),
  plain('birthday', 'birthday', 'Date_of_Birth', 10, 'date'),
];

/** One spelling for what counts as the same: case, full and half width, spaces. */
export const fold = (value: string): string => value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

export function outlookEmails(contact: Raw): string[] {
  const list = (contact.emailAddresses ?? []) as readonly { address?: string | null }[];
  return list.map(({ address }) => address ?? '').filter((found) => found !== '');
}

export function zohoEmails(contact: Raw): string[] {
  return [text(contact.Email), text(contact.Secondary_Email)].filter((found) => found !== '');
}

const tidy = (value: string): string => value.replace(/\r\n?/g, '\n').trim();

/** Zoho can only hold the beginning of a value that is too long for it; a few characters' play for cut surrogates and spaces. */
function isCutFrom(long: string, short: string, length: number): boolean {
  return long.length > length && short.length <= length && short.length > length - 4 && long.startsWith(short);
}

const comparable: Readonly<Record<Row['as'], (value: string) => string>> = {
  text: tidy,
  email: fold,
  phone: (value) => fold(value).replace(/[^\d+#*a-z]/g, ''),
  date: (value) => value.slice(0, 10),
  lookup: fold,
};

/** Whether a row says the same on both sides, as far as Zoho's length lets it. */
export function agrees(row: Row, outlook: Raw, zoho: Raw): boolean {
  const [left, right] = [row.outlook(outlook), row.zoho(zoho)];
  const shape = comparable[row.as];
  if (shape(left) === shape(right)) return true;
  return isCutFrom(tidy(left), tidy(right), row.length);
}

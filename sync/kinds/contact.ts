import { fold } from '../compare';
import type { Fields, Keys, NeutralRecord, Value } from '../model';
import type { Field, Kind } from './kind';
import { isBlank } from './kind';

/** The plug-in's 26 rows, with Zoho's default lengths (help page of the Recruit edition, the only complete table). */
const fields: readonly Field[] = [
  { name: 'firstName', label: 'First Name', type: 'text', zohoMaxLength: 40 },
  { name: 'lastName', label: 'Last Name', type: 'text', zohoMaxLength: 80, neverBlank: true },
  { name: 'email', label: 'Email 1', type: 'email', zohoMaxLength: 100 },
  { name: 'jobTitle', label: 'Job Title', type: 'text', zohoMaxLength: 100 },
  { name: 'companyName', label: 'Company Name', type: 'text', zohoMaxLength: 200, neverBlank: true },
  { name: 'department', label: 'Department', type: 'text', zohoMaxLength: 50 },
  { name: 'businessPhone', label: 'Business Phone', type: 'phone', zohoMaxLength: 50 },
  { name: 'homePhone', label: 'Home Phone', type: 'phone', zohoMaxLength: 30 },
  { name: 'otherPhone', label: 'Other Phone', type: 'phone', zohoMaxLength: 30 },
  { name: 'businessFax', label: 'Business Fax', type: 'phone', zohoMaxLength: 30 },
  { name: 'mobilePhone', label: 'Mobile Phone', type: 'phone', zohoMaxLength: 30 },
  { name: 'assistantName', label: 'Assistant Name', type: 'text', zohoMaxLength: 50 },
  { name: 'assistantPhone', label: 'Assistant Phone', type: 'phone', zohoMaxLength: 30 },
  { name: 'managerName', label: 'Manager Name', type: 'text', zohoMaxLength: 50, neverBlank: true },
  { name: 'businessStreet', label: 'Business Street', type: 'multiline', zohoMaxLength: 250 },
  { name: 'businessCity', label: 'Business City', type: 'text', zohoMaxLength: 30 },
  { name: 'businessState', label: 'Business State', type: 'text', zohoMaxLength: 30 },
  { name: 'businessPostalCode', label: 'Business Postal Code', type: 'text', zohoMaxLength: 30 },
  { name: 'businessCountry', label: 'Business Country', type: 'text', zohoMaxLength: 30 },
  { name: 'otherStreet', label: 'Other Street', type: 'multiline', zohoMaxLength: 250 },
  { name: 'otherCity', label: 'Other City', type: 'text', zohoMaxLength: 30 },
  { name: 'otherState', label: 'Other State', type: 'text', zohoMaxLength: 30 },
  { name: 'otherPostalCode', label: 'Other Postal Code', type: 'text', zohoMaxLength: 30 },
  { name: 'otherCountry', label: 'Other Country', type: 'text', zohoMaxLength: 30 },
  { name: 'notes', label: 'Notes', type: 'multiline', zohoMaxLength: 32000 },
  { name: 'birthday', label: 'Birthday', type: 'date' },
];

const textOrEmpty = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** E-mail first; the name counts only where one of the two has no e-mail, and only if it is a whole name. */
function keys({ fields: f, aliases }: Pick<NeutralRecord, 'fields' | 'aliases'>): Keys {
  const emails = [textOrEmpty(f.email), ...aliases]
    .map((address) => fold(address))
    .filter((address) => address.includes('@'));
  const [last, first] = [fold(textOrEmpty(f.lastName)), fold(textOrEmpty(f.firstName))];
  return {
    strong: [...new Set(emails)].map((address) => `e-mail:${address}`),
    weak: last && first ? `name:${last}|${first}` : null,
  };
}

const label = (f: Fields): string =>
  [textOrEmpty(f.lastName), textOrEmpty(f.firstName)].filter(Boolean).join(' ') ||
  textOrEmpty(f.companyName) ||
  textOrEmpty(f.email) ||
  'contact without a name';

/** Zoho refuses a contact without a last name; people who have only one name, or none, still have to get there. */
function forZoho(f: Fields): Fields {
  if (!isBlank(f.lastName)) return f;
  if (!isBlank(f.firstName)) return { ...f, lastName: f.firstName ?? null, firstName: null };
  return { ...f, lastName: [f.companyName, f.email].find((value) => !isBlank(value)) ?? null };
}

const keyNames = { strong: 'e-mail', weak: 'name' };

export const contact: Kind = { name: 'contact', fields, keys, label, forZoho, keyNames };

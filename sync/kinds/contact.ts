import { fold } from '../likeness';
import type { Fields, Keys, Neutral, Value } from '../model';
import type { Field, Kind } from './kind';
import { isBlank } from './kind';

/** The plug-in's 26 rows, with Zoho's default lengths (help page of the Recruit edition, the only complete table). */
const fields: readonly Field[] = [
  { name: 'firstName', label: 'First Name', like: 'text', zohoLimit: 40 },
  { name: 'lastName', label: 'Last Name', like: 'text', zohoLimit: 80, neverBlank: true },
  { name: 'email', label: 'Email 1', like: 'email', zohoLimit: 100 },
  { name: 'jobTitle', label: 'Job Title', like: 'text', zohoLimit: 100 },
  { name: 'companyName', label: 'Company Name', like: 'text', zohoLimit: 200, neverBlank: true },
  { name: 'department', label: 'Department', like: 'text', zohoLimit: 50 },
  { name: 'businessPhone', label: 'Business Phone', like: 'phone', zohoLimit: 50 },
  { name: 'homePhone', label: 'Home Phone', like: 'phone', zohoLimit: 30 },
  { name: 'otherPhone', label: 'Other Phone', like: 'phone', zohoLimit: 30 },
  { name: 'businessFax', label: 'Business Fax', like: 'phone', zohoLimit: 30 },
  { name: 'mobilePhone', label: 'Mobile Phone', like: 'phone', zohoLimit: 30 },
  { name: 'assistantName', label: 'Assistant Name', like: 'text', zohoLimit: 50 },
  { name: 'assistantPhone', label: 'Assistant Phone', like: 'phone', zohoLimit: 30 },
  { name: 'managerName', label: 'Manager Name', like: 'text', zohoLimit: 50, neverBlank: true },
  { name: 'businessStreet', label: 'Business Street', like: 'multiline', zohoLimit: 250 },
  { name: 'businessCity', label: 'Business City', like: 'text', zohoLimit: 30 },
  { name: 'businessState', label: 'Business State', like: 'text', zohoLimit: 30 },
  { name: 'businessPostalCode', label: 'Business Postal Code', like: 'text', zohoLimit: 30 },
  { name: 'businessCountry', label: 'Business Country', like: 'text', zohoLimit: 30 },
  { name: 'otherStreet', label: 'Other Street', like: 'multiline', zohoLimit: 250 },
  { name: 'otherCity', label: 'Other City', like: 'text', zohoLimit: 30 },
  { name: 'otherState', label: 'Other State', like: 'text', zohoLimit: 30 },
  { name: 'otherPostalCode', label: 'Other Postal Code', like: 'text', zohoLimit: 30 },
  { name: 'otherCountry', label: 'Other Country', like: 'text', zohoLimit: 30 },
  { name: 'notes', label: 'Notes', like: 'multiline', zohoLimit: 32000 },
  { name: 'birthday', label: 'Birthday', like: 'date' },
];

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** E-mail first; the name counts only where one of the two has no e-mail, and only if it is a whole name. */
function keys({ fields: f, aliases }: Pick<Neutral, 'fields' | 'aliases'>): Keys {
  const emails = [text(f.email), ...aliases].map((address) => fold(address)).filter((address) => address.includes('@'));
  const [last, first] = [fold(text(f.lastName)), fold(text(f.firstName))];
  return {
    strong: [...new Set(emails)].map((address) => `e-mail:${address}`),
    weak: last && first ? `name:${last}|${first}` : null,
  };
}

const label = (f: Fields): string =>
  [text(f.lastName), text(f.firstName)].filter(Boolean).join(' ') ||
  text(f.companyName) ||
  text(f.email) ||
  'contact without a name';

/** Zoho refuses a contact without a last name; people who have only one name, or none, still have to get there. */
function forZoho(f: Fields): Fields {
  if (!isBlank(f.lastName)) return f;
  if (!isBlank(f.firstName)) return { ...f, lastName: f.firstName ?? null, firstName: null };
  return { ...f, lastName: [f.companyName, f.email].find((value) => !isBlank(value)) ?? null };
}

const words = { strong: 'e-mail', weak: 'name' };

export const contact: Kind = { name: 'contact', fields, keys, label, forZoho, words };

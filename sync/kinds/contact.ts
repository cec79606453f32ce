import { addressKey, fold, sameValue } from '../compare';
import { type BySide, type Fields, type Keys, type NeutralRecord, type Value, asString } from '../model';
import { contradictingFirstNames } from './firstNames';
import { isBlank, type Field, type Kind } from './kind';

/** The plug-in's 26 rows, with Zoho's default lengths (help page of the Recruit edition, the only complete table). */
const fields: readonly Field[] = [
  { name: 'firstName', label: { en: 'First Name', ja: '名' }, type: 'text', zohoMaxLength: 40 },
  { name: 'lastName', label: { en: 'Last Name', ja: '姓' }, type: 'text', zohoMaxLength: 80, neverBlank: true },
  { name: 'email', label: { en: 'Email 1', ja: 'メール 1' }, type: 'email', zohoMaxLength: 100 },
  { name: 'jobTitle', label: { en: 'Job Title', ja: '役職' }, type: 'text', zohoMaxLength: 100 },
  {
    name: 'companyName',
    label: { en: 'Company Name', ja: '会社名' },
    type: 'text',
    zohoMaxLength: 200,
    neverBlank: true,
  },
  { name: 'department', label: { en: 'Department', ja: '部署' }, type: 'text', zohoMaxLength: 50 },
  { name: 'businessPhone', label: { en: 'Business Phone', ja: '会社電話' }, type: 'phone', zohoMaxLength: 50 },
  { name: 'homePhone', label: { en: 'Home Phone', ja: '自宅電話' }, type: 'phone', zohoMaxLength: 30 },
  { name: 'otherPhone', label: { en: 'Other Phone', ja: 'その他の電話' }, type: 'phone', zohoMaxLength: 30 },
  { name: 'businessFax', label: { en: 'Business Fax', ja: '会社 FAX' }, type: 'phone', zohoMaxLength: 30 },
  { name: 'mobilePhone', label: { en: 'Mobile Phone', ja: '携帯電話' }, type: 'phone', zohoMaxLength: 30 },
  { name: 'assistantName', label: { en: 'Assistant Name', ja: '秘書の名前' }, type: 'text', zohoMaxLength: 50 },
  { name: 'assistantPhone', label: { en: 'Assistant Phone', ja: '秘書の電話' }, type: 'phone', zohoMaxLength: 30 },
  {
    name: 'managerName',
    label: { en: 'Manager Name', ja: '上司の名前' },
    type: 'text',
    zohoMaxLength: 50,
    neverBlank: true,
  },
  { name: 'businessStreet', label: { en: 'Business Street', ja: '会社 番地' }, type: 'multiline', zohoMaxLength: 250 },
  { name: 'businessCity', label: { en: 'Business City', ja: '会社 市区町村' }, type: 'text', zohoMaxLength: 30 },
  { name: 'businessState', label: { en: 'Business State', ja: '会社 都道府県' }, type: 'text', zohoMaxLength: 30 },
  {
    name: 'businessPostalCode',
    label: { en: 'Business Postal Code', ja: '会社 郵便番号' },
    type: 'text',
    zohoMaxLength: 30,
  },
  { name: 'businessCountry', label: { en: 'Business Country', ja: '会社 国' }, type: 'text', zohoMaxLength: 30 },
  { name: 'otherStreet', label: { en: 'Other Street', ja: 'その他 番地' }, type: 'multiline', zohoMaxLength: 250 },
  { name: 'otherCity', label: { en: 'Other City', ja: 'その他 市区町村' }, type: 'text', zohoMaxLength: 30 },
  { name: 'otherState', label: { en: 'Other State', ja: 'その他 都道府県' }, type: 'text', zohoMaxLength: 30 },
  {
    name: 'otherPostalCode',
    label: { en: 'Other Postal Code', ja: 'その他 郵便番号' },
    type: 'text',
    zohoMaxLength: 30,
  },
  { name: 'otherCountry', label: { en: 'Other Country', ja: 'その他 国' }, type: 'text', zohoMaxLength: 30 },
  { name: 'notes', label: { en: 'Notes', ja: 'メモ' }, type: 'multiline', zohoMaxLength: 32000 },
  { name: 'birthday', label: { en: 'Birthday', ja: '誕生日' }, type: 'date' },
];

/**
 * What the vendors call the fields: data for the sides, which the core never looks at. Outlook: a property of a Graph contact, a
 * part of one, or the id of an extended property: fax, other phone and assistant's phone are no properties of a v1.0 contact, but
 * can be reached by their MAPI tags (PidTagBusinessFaxNumber, PidTagOtherTelephoneNumber, PidTagAssistantTelephoneNumber). Zoho:
 * an API name of the module Contacts; an org that lacks it goes without.
 */
export const vendorNames: Readonly<Record<string, BySide<string>>> = {
  firstName: { outlook: 'givenName', zoho: 'First_Name' },
  lastName: { outlook: 'surname', zoho: 'Last_Name' },
  email: { outlook: 'emailAddresses', zoho: 'Email' },
  jobTitle: { outlook: 'jobTitle', zoho: 'Title' },
  companyName: { outlook: 'companyName', zoho: 'Account_Name' },
  department: { outlook: 'department', zoho: 'Department' },
  businessPhone: { outlook: 'businessPhones', zoho: 'Phone' },
  homePhone: { outlook: 'homePhones', zoho: 'Home_Phone' },
  otherPhone: { outlook: 'String 0x3A1F', zoho: 'Other_Phone' },
  businessFax: { outlook: 'String 0x3A24', zoho: 'Fax' },
  mobilePhone: { outlook: 'mobilePhone', zoho: 'Mobile' },
  assistantName: { outlook: 'assistantName', zoho: 'Assistant' },
  assistantPhone: { outlook: 'String 0x3A2E', zoho: 'Asst_Phone' },
  managerName: { outlook: 'manager', zoho: 'Reporting_To' },
  businessStreet: { outlook: 'businessAddress/street', zoho: 'Mailing_Street' },
  businessCity: { outlook: 'businessAddress/city', zoho: 'Mailing_City' },
  businessState: { outlook: 'businessAddress/state', zoho: 'Mailing_State' },
  businessPostalCode: { outlook: 'businessAddress/postalCode', zoho: 'Mailing_Zip' },
  businessCountry: { outlook: 'businessAddress/countryOrRegion', zoho: 'Mailing_Country' },
  otherStreet: { outlook: 'otherAddress/street', zoho: 'Other_Street' },
  otherCity: { outlook: 'otherAddress/city', zoho: 'Other_City' },
  otherState: { outlook: 'otherAddress/state', zoho: 'Other_State' },
  otherPostalCode: { outlook: 'otherAddress/postalCode', zoho: 'Other_Zip' },
  otherCountry: { outlook: 'otherAddress/countryOrRegion', zoho: 'Other_Country' },
  notes: { outlook: 'personalNotes', zoho: 'Description' },
  birthday: { outlook: 'birthday', zoho: 'Date_of_Birth' },
};

const NAMELESS = 'contact without a name';

/** Where names are written in these, the family's comes first. */
const familyFirst = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function nameOf({ firstName, lastName }: Fields): string {
  const [first, last] = [asString(firstName), asString(lastName)];
  return (familyFirst.test(last + first) ? [last, first] : [first, last]).filter(Boolean).join(' ');
}

const label = (f: Fields): string =>
  nameOf(f) || asString(f.displayName) || asString(f.companyName) || asString(f.email) || NAMELESS;

/** Zoho refuses a contact without a last name; people who have only one name, or none, still have to get there. */
function forZoho(f: Fields): Fields {
  if (!isBlank(f.lastName)) return f;
  if (!isBlank(f.firstName)) return { ...f, lastName: f.firstName ?? null, firstName: null };
  return { ...f, lastName: [f.displayName, f.companyName, f.email].find((value) => !isBlank(value)) ?? null };
}

/** As much of a name as every org holds, so that one that was cut short is still known. */
const nameKey = (name: Value | undefined): string => fold(asString(name)).slice(0, 60).trimEnd();

function emailKeys(email: Value | undefined): readonly string[] {
  const address = addressKey(asString(email));
  return address.includes('@') ? [`e-mail:${address}`] : [];
}

/**
 * E-mail first; the name counts only where one of the two has no e-mail. Both as the CRM holds them, which puts something into a
 * last name that is missing: so half a name, or what stands in for one, counts where neither has more.
 */
function keys({ fields: f, aliases }: Pick<NeutralRecord, 'fields' | 'aliases'>): Keys {
  const strong = aliases.length === 0 ? emailKeys(f.email) : [...new Set([f.email, ...aliases].flatMap(emailKeys))];
  const held = forZoho(f);
  const [last, first] = [nameKey(held.lastName) || NAMELESS, nameKey(held.firstName)];
  if (last && first) return { strong, weak: `name:${last}|${first}` };
  if (strong.length > 0) return { strong, weak: null };
  return { strong, weak: `half a name:${last}`, isHalf: true };
}

/** What tells people of one name apart. */
const detailFields = fields.filter(
  ({ name, type }) => type === 'phone' || name === 'companyName' || name === 'birthday',
);

/** Zoho's one name goes where Outlook keeps its one name, whole if Zoho had to cut it; what only stands in for a name is none. */
function forOutlook(zoho: Fields, own: Fields, told: Fields): Fields {
  if (!isBlank(own.lastName)) return zoho;
  const isAsTold = sameValue('text', zoho.lastName, told.lastName ?? NAMELESS);
  const lastName = isAsTold ? (own.firstName ?? null) : (zoho.lastName ?? null);
  if (isBlank(own.firstName) || !isBlank(zoho.firstName)) return { ...zoho, lastName };
  return { ...zoho, firstName: lastName, lastName: null };
}

/** Without a last name in Outlook, another name or value is in its place in Zoho. */
const joined = (outlook: Fields): readonly string[] => (isBlank(outlook.lastName) ? ['firstName', 'lastName'] : []);

const keyNames = { strong: { en: 'e-mail', ja: 'メールアドレス' }, weak: { en: 'name', ja: '氏名' } };

const alongside = {
  outlook: [
    ...['emailAddresses', 'businessPhones', 'homePhones', 'displayName', 'fileAs'],
    ...['title', 'middleName', 'generation', 'categories'],
  ],
  zoho: ['secondaryEmail'],
};

export const contact: Kind = {
  ...{ name: 'contact', fields, keys, label, forZoho, forOutlook, joined, keyNames, detailFields },
  contradicts: contradictingFirstNames,
  alongside,
  defaults: { zoho: { lastName: NAMELESS } },
};

import type { FieldMap, FieldMapping, ZohoRecord } from '../values';
import { kinds } from '../../../sync/kinds';
import { fold } from '../../../sync/compare';
import type { NeutralRecord, Value } from '../../../sync/model';
import { SECONDARY_EMAIL } from '../module';
import type { Module } from '../module';
import { fieldsIn } from '../values';
import { stringOrNull } from '../../json';
import type { ZohoClient } from '../../../clients/zoho';
import type { FeedPage, WriteResult, WriteJob } from '../../types';
import type { ZohoFeed } from '../feed';
import { changeFeed } from '../feed';
import type { ZohoWriting } from '../write';
import { writeRecords } from '../write';

const plain = (api: string): FieldMapping => ({ api, kind: 'plain' });

/** The 26 rows on Zoho's side, by the API names of the Contacts module. The manager is added by `managerPlaces`. */
const contactFields: Readonly<Record<string, FieldMapping>> = {
  firstName: plain('First_Name'),
  lastName: plain('Last_Name'),
  email: plain('Email'),
  jobTitle: plain('Title'),
  companyName: { api: 'Account_Name', kind: 'account' },
  department: plain('Department'),
  businessPhone: plain('Phone'),
  homePhone: plain('Home_Phone'),
  otherPhone: plain('Other_Phone'),
  businessFax: plain('Fax'),
  mobilePhone: plain('Mobile'),
  assistantName: plain('Assistant'),
  assistantPhone: plain('Asst_Phone'),
  businessStreet: plain('Mailing_Street'),
  businessCity: plain('Mailing_City'),
  businessState: plain('Mailing_State'),
  businessPostalCode: plain('Mailing_Zip'),
  businessCountry: plain('Mailing_Country'),
  otherStreet: plain('Other_Street'),
  otherCity: plain('Other_City'),
  otherState: plain('Other_State'),
  otherPostalCode: plain('Other_Zip'),
  otherCountry: plain('Other_Country'),
  notes: plain('Description'),
  birthday: plain('Date_of_Birth'),
};

/** Newer orgs have a look-up to another contact, older ones a text; some have neither. The first that exists counts. */
const managerFields: readonly FieldMapping[] = [{ api: 'Reporting_To', kind: 'contact' }, plain('Reports_To')];

/** The rows an org really has. `has`: does this API name exist there, and may the user write it? */
export function fieldMapOf(has: (api: string) => boolean): FieldMap {
  const manager = managerFields.find((place) => has(place.api));
  const all = manager ? { ...contactFields, managerName: manager } : contactFields;
  return Object.fromEntries(Object.entries(all).filter(([, place]) => has(place.api)));
}

/** Every field name of the plan, whether or not an org has it. */
export const neutralNames: readonly string[] = [...Object.keys(contactFields), 'managerName'];

/** `changeFeed` for contacts. */
export const contactFeed = (zoho: ZohoClient, feed: Omit<ZohoFeed, 'module'>): AsyncGenerator<FeedPage> =>
  changeFeed(zoho, { ...feed, module: contacts });

/** `writeRecords` for contacts. */
export const writeContacts = (
  zoho: ZohoClient,
  jobs: readonly WriteJob[],
  o: Omit<ZohoWriting, 'module'>,
): AsyncGenerator<WriteResult> => writeRecords(zoho, jobs, { ...o, module: contacts });

export { toPatch } from '../values';

/** A Zoho contact in neutral form. Fields the org lacks are not there; the second address is an alias. */
export function toNeutral(record: ZohoRecord, places: FieldMap): NeutralRecord {
  const second = stringOrNull(record[SECONDARY_EMAIL]);
  return { fields: fieldsIn(record, places), aliases: second ? [second] : [], extra: { secondaryEmail: second } };
}

/** The aliases a record was seen with, out of its `extra`. */
function aliasesOf(extra: Value): readonly string[] {
  const second = stringOrNull((extra as { secondaryEmail?: unknown } | null)?.secondaryEmail);
  return second ? [second] : [];
}

export const contacts: Module = {
  name: 'Contacts',
  kind: kinds.contact,
  fieldMapOf: (has) => fieldMapOf(has),
  columns: ({ hasSecondaryEmail }) => (hasSecondaryEmail ? [SECONDARY_EMAIL] : []),
  toNeutral,
  aliasesOf,
  extraAfter: ({ write }) => (write.op === 'create' ? { secondaryEmail: null } : write.extra),
  roughKey: ({ lastName, email }) => `${fold(String(lastName ?? ''))}|${fold(String(email ?? ''))}`,
};

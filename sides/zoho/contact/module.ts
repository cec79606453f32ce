import { kinds } from '../../../sync/kinds';
import { vendorNames } from '../../../sync/kinds/contact';
import { fold } from '../../../sync/compare';
import { type NeutralRecord, type Value, stringOrNull } from '../../../sync/model';
import { SECONDARY_EMAIL, type Module } from '../module';
import { fieldsIn, type FieldMap, type FieldMapping, type ZohoRecord } from '../values';
import type { ZohoClient } from '../../../clients/zoho';
import type { FeedPage, WriteResult, WriteJob } from '../../types';
import { changeFeed, type ZohoFeed } from '../feed';
import { writeRecords, type ZohoWriting } from '../write';

/** Look-ups are written by id. */
const lookups: Readonly<Record<string, FieldMapping['kind']>> = { Account_Name: 'account', Reporting_To: 'contact' };

const phones = new Set(kinds.contact.fields.filter(({ type }) => type === 'phone').map(({ name }) => name));

/** Older orgs have a text where newer ones have a look-up to another contact; some have neither. */
const olderNames: Readonly<Record<string, string>> = { Reporting_To: 'Reports_To' };

/** The rows an org really has. `has`: does this API name exist there, and may the user write it? */
export function fieldMapOf(has: (api: string) => boolean): FieldMap {
  const rows = Object.entries(vendorNames).flatMap(([name, { zoho }]) => {
    const api = [zoho, olderNames[zoho] ?? zoho].find(has);
    return api
      ? [[name, { api, kind: lookups[api] ?? 'plain', ...(phones.has(name) && { isPhone: true }) }] as const]
      : [];
  });
  return Object.fromEntries(rows);
}

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

/** A query may tell look-ups by their ids alone (v7 docs: samples of "COQL"); lists tell the names. */
const isNameless = (record: ZohoRecord): boolean =>
  Object.keys(lookups).some((api) => {
    const value = record[api] as { id?: unknown; name?: unknown } | null | undefined;
    return Boolean(value?.id) && value?.name === undefined;
  });

export const contacts: Module = {
  name: 'Contacts',
  kind: kinds.contact,
  fieldMapOf: (has) => fieldMapOf(has),
  columns: ({ hasSecondaryEmail }) => (hasSecondaryEmail ? [SECONDARY_EMAIL] : []),
  toNeutral,
  aliasesOf,
  readById: { columns: Object.keys(lookups), of: isNameless },
  extraAfter: ({ write }) => (write.op === 'create' ? { secondaryEmail: null } : write.extra),
  roughKey: ({ lastName, email }) => `${fold(String(lastName ?? ''))}|${fold(String(email ?? ''))}`,
};

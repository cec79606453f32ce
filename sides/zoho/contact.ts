import { kinds } from '../../sync/kinds';
import { fold } from '../../sync/likeness';
import type { Neutral, Value } from '../../sync/model';
import { placesIn, SECONDARY_EMAIL } from './fields';
import type { Places } from './fields';
import type { Module } from './module';
import type { ZohoRecord } from './values';
import { fieldsIn, text } from './values';

export { toVendor, type Found, type ZohoRecord } from './values';

/** A Zoho contact in neutral form. Fields the org lacks are not there; the second address is an alias. */
export function toNeutral(record: ZohoRecord, places: Places): Neutral {
  const second = text(record[SECONDARY_EMAIL]);
  return { fields: fieldsIn(record, places), aliases: second ? [second] : [], extra: { secondaryEmail: second } };
}

/** The aliases a record was seen with, out of its `extra`. */
export function aliasesOf(extra: Value): readonly string[] {
  const second = text((extra as { secondaryEmail?: unknown } | null)?.secondaryEmail);
  return second ? [second] : [];
}

export const contacts: Module = {
  name: 'Contacts',
  kind: kinds.contact,
  places: (has) => placesIn(has),
  columns: ({ hasSecondaryEmail }) => (hasSecondaryEmail ? [SECONDARY_EMAIL] : []),
  toNeutral,
  aliasesOf,
  extraAfter: ({ write }) => (write.op === 'create' ? { secondaryEmail: null } : write.extra),
  roughly: ({ lastName, email }) => `${fold(String(lastName ?? ''))}|${fold(String(email ?? ''))}`,
};

import { kinds } from '../../sync/kinds';
import type { Keys, SideRecord } from '../../sync/model';
import type { GraphContact } from './contact';
import { extendedValue, toNeutral } from './contact';
import { MARK, ZOHO } from './fields';

/** What is synced: one folder, and in it the contacts with one of the categories. */
export interface Scope {
  /** Null until it is known (the default folder of a mailbox without contacts). */
  readonly folder: string | null;
  readonly categories: readonly string[];
}

const folded = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/** The categories that are synced; *Zoho* always is. Outlook does not tell names apart by case. */
export const withZoho = (categories: readonly string[]): readonly string[] => [
  ...new Map([ZOHO, ...categories].filter(Boolean).map((name) => [folded(name), name])).values(),
];

export function hasCategory(contact: GraphContact, wanted: readonly string[]): boolean {
  const names = Array.isArray(contact.categories) ? contact.categories.map((name) => folded(String(name))) : [];
  return wanted.some((name) => names.includes(folded(name)));
}

export const isIn = (contact: GraphContact, { folder, categories }: Scope): boolean =>
  (folder === null || !contact.parentFolderId || contact.parentFolderId === folder) && hasCategory(contact, categories);

export const versionOf = (contact: GraphContact): string | null =>
  typeof contact['@odata.etag'] === 'string' ? contact['@odata.etag'] : null;

export const modifiedOf = (contact: GraphContact): string | null =>
  typeof contact.lastModifiedDateTime === 'string' ? new Date(contact.lastModifiedDateTime).toISOString() : null;

const nothing: Keys = { strong: [], weak: null };

/** A contact that exists but is not synced: known by its keys only. No version, so it is looked at again whenever it shows up. */
export function outsideRecord(contact: GraphContact): SideRecord {
  const keys = kinds.contact.keys(toNeutral(contact));
  return { ...deletedRecord(String(contact.id)), state: 'outside', keys };
}

export const deletedRecord = (ref: string): SideRecord => ({
  ref,
  version: null,
  modifiedAt: null,
  state: 'deleted',
  fields: {},
  keys: nothing,
  extra: null,
});

/** A contact read in full, as the core knows it. */
export function recordOf(contact: GraphContact, scope: Scope): SideRecord {
  if (!isIn(contact, scope)) return outsideRecord(contact);
  const neutral = toNeutral(contact);
  return {
    ref: String(contact.id),
    version: versionOf(contact),
    modifiedAt: modifiedOf(contact),
    state: 'live',
    fields: neutral.fields,
    keys: kinds.contact.keys(neutral),
    extra: neutral.extra,
    mark: extendedValue(contact, MARK),
  };
}

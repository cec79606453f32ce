import type { Keys, SideRecord } from '../../sync/model';

/** Any item of a mailbox, as far as all kinds are alike. */
type GraphItem = Readonly<Record<string, unknown>>;

const foldCategory = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/** The categories that are synced; *Zoho* always is. Outlook does not tell names apart by case. */
export const syncedCategories = (categories: readonly string[]): readonly string[] => [
  ...new Map([ZOHO_CATEGORY, ...categories].filter(Boolean).map((name) => [foldCategory(name), name])).values(),
];

export function hasCategory(contact: GraphItem, wanted: readonly string[]): boolean {
  const names = Array.isArray(contact.categories) ? contact.categories.map((name) => foldCategory(String(name))) : [];
  return wanted.some((name) => names.includes(foldCategory(name)));
}

export const versionOf = (contact: GraphItem): string | null =>
  typeof contact['@odata.etag'] === 'string' ? contact['@odata.etag'] : null;

export function modifiedOf({ lastModifiedDateTime: time }: GraphItem): string | null {
  const at = typeof time === 'string' ? Date.parse(time) : NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

const noKeys: Keys = { strong: [], weak: null };

export const deletedRecord = (ref: string): SideRecord => ({
  ref,
  version: null,
  modifiedAt: null,
  state: 'deleted',
  fields: {},
  keys: noKeys,
  extra: null,
});

/** The category the plug-in put on everything it synced; always among the synced ones. */
export const ZOHO_CATEGORY = 'Zoho';

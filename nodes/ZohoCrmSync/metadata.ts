import { ApiError } from '../../clients/errors';
import type { ZohoClient } from '../../clients/zoho';
import { UsageError } from '../../engine/errors';
import { type Writability, writableBy } from '../../sides/zoho';

/** A field as Zoho's metadata describes it (v8 docs: "Fields metadata"). */
export interface FieldMeta {
  readonly api_name: string;
  readonly field_label?: string;
  readonly data_type?: string;
  readonly system_mandatory?: boolean;
  readonly pick_list_values?: readonly { readonly display_value?: string; readonly actual_value: string }[];
  /** By a create or by an update: one operation of the node is enough to be offered. */
  readonly writable: boolean;
}

type RawField = Omit<FieldMeta, 'writable'> & Writability;

/** The request has the module in its query only, so the client cannot name it. */
function unknownModule(module: string, error: unknown): never {
  if (!(error instanceof ApiError) || error.code !== 'INVALID_MODULE') throw error;
  throw new UsageError(`Zoho CRM knows no module ${module}, or it is hidden from this user.`, error.nextStep);
}

export async function readFields(zoho: ZohoClient, module: string): Promise<readonly FieldMeta[]> {
  const reply = await zoho
    .get('/settings/fields', { query: { module } })
    .catch((error: unknown) => unknownModule(module, error));
  return ((reply?.fields ?? []) as readonly RawField[]).map((raw) => ({
    ...raw,
    writable: writableBy(raw).length > 0,
  }));
}

/** Most fields of one list or query (v8 docs: "Get records"). */
const MOST_FIELDS = 50;
/** What a query cannot select. */
const unreadable = [
  'subform',
  'fileupload',
  'imageupload',
  'profileimage',
  'consent_lookup',
  'multiselectlookup',
  'multiuserlookup',
];

/** What is read of a record: the fields the user chose, else the module's first fifty. */
export async function fieldsToRead(
  zoho: ZohoClient,
  module: string,
  chosen: readonly string[],
): Promise<readonly string[]> {
  if (chosen.length > 0) return chosen.slice(0, MOST_FIELDS);
  const fields = await readFields(zoho, module);
  return fields
    .filter(({ data_type }) => !unreadable.includes(data_type ?? ''))
    .map(({ api_name }) => api_name)
    .slice(0, MOST_FIELDS);
}

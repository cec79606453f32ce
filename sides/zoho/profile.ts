import { reason } from '../../reasons';
import { ApiError } from '../../clients/errors';
import type { ZohoClient } from '../../clients/zoho';
import type { Limits } from '../../sync/model';
import { contacts } from './contact/module';
import { SECONDARY_EMAIL, isWritable, type FieldMeta, type Module, type ZohoProfile } from './module';
import { ownershipFacts, readOwnership, type Ownership } from './owner';
import { isRefusedQuery, picklistValueFor, type FieldMap, type FieldMapping } from './values';

/** The length of these says nothing about the value they show. */
const typesWithoutLength = new Set(['date', 'datetime', 'lookup', 'jsonobject', 'jsonarray', 'ALARM', 'RRULE']);

const lengthOf = (meta: FieldMeta | undefined): number | null => {
  const counts = meta && typeof meta.length === 'number' && meta.length > 0;
  return counts && !typesWithoutLength.has(meta.data_type ?? '') ? meta.length : null;
};

function limitOf(place: FieldMapping | undefined, byName: ReadonlyMap<string, FieldMeta>): Limits[string] | null {
  if (!place) return 0;
  if (!place.picklist) return lengthOf(byName.get(place.api));
  return [...new Set(Object.values(place.picklist))].filter((value) => picklistValueFor(place, value) !== undefined);
}

/** Limits by neutral field out of the module's metadata; a field without a stated length is left to the kind's constants. */
function fieldLimits({ kind }: Module, places: FieldMap, byName: ReadonlyMap<string, FieldMeta>): Limits {
  const limits = kind.fields.map(({ name }) => [name, limitOf(places[name], byName)] as const);
  return Object.fromEntries(limits.filter((entry): entry is readonly [string, Limits[string]] => entry[1] !== null));
}

/** Pure part: what the answers of fields, users and org say. */
export function profileFrom(
  fields: readonly FieldMeta[],
  ownership: Ownership,
  org: Record<string, unknown>,
  module: Module = contacts,
): ZohoProfile {
  const byName = new Map(fields.map((meta) => [meta.api_name, meta]));
  const fieldMap = module.fieldMapOf((api) => byName.has(api) && isWritable(byName.get(api) as FieldMeta), byName);
  return {
    account: String(org.zgid ?? org.id ?? ''),
    orgName: String(org.company_name ?? ''),
    ...ownershipFacts(ownership),
    fieldMap,
    hasSecondaryEmail: byName.has(SECONDARY_EMAIL),
    limits: fieldLimits(module, fieldMap, byName),
  };
}

const isFilled = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/**
 * Whether queries tell JSON fields is not documented: they may refuse them, or show them empty, which would count as removed. So
 * they are believed where one of the records changed last shows something there.
 */
async function jsonInQueries(zoho: ZohoClient, { name, jsonColumns = [] }: Module): Promise<boolean> {
  const select = `select ${jsonColumns.join(', ')} from ${name} where id is not null order by Modified_Time desc limit 200`;
  try {
    for await (const page of zoho.coql(select))
      if (page.data.some((row) => jsonColumns.some((api) => isFilled(row[api])))) return true;
    return false;
  } catch (error) {
    if (isRefusedQuery(error)) return false;
    throw error;
  }
}

const profileIncomplete = (what: 'fieldsNotTold' | 'userNotTold' | 'orgNotTold', { name }: Module): ApiError =>
  new ApiError({
    ...{ side: 'zoho', status: null, code: 'profileIncomplete', radius: 'kind' },
    reason: reason(what, { module: name }),
  });

/**
 * Reads the org's profile: three requests, one more for another owner than who signed in, to be kept for a day. Needs
 * settings.fields, users and org READ. Throws ApiError.
 */
export async function readProfile(zoho: ZohoClient, module: Module = contacts, owner = ''): Promise<ZohoProfile> {
  const [fields, users, org] = await Promise.all([
    zoho.get('/settings/fields', { query: { module: module.name } }),
    readOwnership(zoho, owner),
    zoho.get('/org'),
  ]);
  // Without the list every field would seem to be missing, and nothing would ever be synced.
  if (!fields?.fields?.length) throw profileIncomplete('fieldsNotTold', module);
  if (!users) throw profileIncomplete('userNotTold', module);
  if (!org?.org?.[0]) throw profileIncomplete('orgNotTold', module);
  const profile = profileFrom(fields.fields, users, org.org[0], module);
  return module.jsonColumns ? { ...profile, jsonInQueries: await jsonInQueries(zoho, module) } : profile;
}

import { ApiError } from '../../clients/errors';
import type { ZohoClient } from '../../clients/zoho';
import type { Limits } from '../../sync/model';
import { contacts } from './contact';
import type { Place, Places } from './fields';
import { SECONDARY_EMAIL, wordFor } from './fields';
import type { FieldMeta } from './metadata';
import { isWritable } from './metadata';
import type { Module } from './module';

/** What must be known of an org and its user before a module can be read and written. Plain JSON: it is kept in the archive. */
export type ZohoProfile = {
  /** Identity of the org; a credential of another org must not meet this archive. */
  readonly account: string;
  readonly orgName: string;
  readonly userId: string;
  /** IANA name. */
  readonly timeZone: string | null;
  /** Neutral field → where it lives in this org; fields that are missing or read-only are not there. */
  readonly places: Places;
  readonly hasSecondaryEmail: boolean;
  /** Longest value by neutral field, or the words of a choice; 0 for a field this org cannot hold, so that it is never taken for cleared. */
  readonly limits: Limits;
  /** False where queries refuse the module's JSON fields, so that they have to be read apart. */
  readonly jsonInQueries?: boolean;
};

/** The length of these says nothing about the value they show. */
const shownOtherwise = new Set(['date', 'datetime', 'lookup', 'jsonobject', 'jsonarray', 'ALARM', 'RRULE']);

const lengthOf = (meta: FieldMeta | undefined): number | null => {
  const counts = meta && typeof meta.length === 'number' && meta.length > 0;
  return counts && !shownOtherwise.has(meta.data_type ?? '') ? meta.length : null;
};

function limitOf(place: Place | undefined, byName: ReadonlyMap<string, FieldMeta>): Limits[string] | null {
  if (!place) return 0;
  if (!place.words) return lengthOf(byName.get(place.api));
  return [...new Set(Object.values(place.words))].filter((value) => wordFor(place, value) !== undefined);
}

/** Limits by neutral field out of the module's metadata; a field without a stated length is left to the kind's constants. */
function limitsOf({ kind }: Module, places: Places, byName: ReadonlyMap<string, FieldMeta>): Limits {
  const limits = kind.fields.map(({ name }) => [name, limitOf(places[name], byName)] as const);
  return Object.fromEntries(limits.filter((entry): entry is readonly [string, Limits[string]] => entry[1] !== null));
}

/** Pure part: what the answers of fields, users and org say. */
export function profileFrom(
  fields: readonly FieldMeta[],
  user: Record<string, unknown>,
  org: Record<string, unknown>,
  module: Module = contacts,
): ZohoProfile {
  const byName = new Map(fields.map((meta) => [meta.api_name, meta]));
  const places = module.places((api) => byName.has(api) && isWritable(byName.get(api) as FieldMeta), byName);
  return {
    account: String(org.zgid ?? org.id ?? ''),
    orgName: String(org.company_name ?? ''),
    userId: String(user.id ?? ''),
    timeZone: typeof user.time_zone === 'string' ? user.time_zone : null,
    places,
    hasSecondaryEmail: byName.has(SECONDARY_EMAIL),
    limits: limitsOf(module, places, byName),
  };
}

/** Whether queries may select JSON fields is not documented; one small query tells. */
async function jsonInQueries(zoho: ZohoClient, { name, jsonColumns = [] }: Module): Promise<boolean> {
  try {
    for await (const page of zoho.coql(`select ${jsonColumns.join(', ')} from ${name} where id is not null limit 1`))
      if (page.data) break;
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'INVALID_QUERY') return false;
    throw error;
  }
}

const missing = (what: string, { name }: Module): ApiError =>
  new ApiError({
    side: 'zoho',
    status: null,
    code: 'profileIncomplete',
    radius: 'kind',
    message: `Zoho CRM told nothing about ${what}.`,
    nextStep: `Check that the Zoho user of the credential may see the module ${name} and its fields, then run again.`,
  });

/** Reads the org's profile: three requests, to be kept for a day. Needs settings.fields, users and org READ. Throws ApiError. */
export async function readProfile(zoho: ZohoClient, module: Module = contacts): Promise<ZohoProfile> {
  const [fields, users, org] = await Promise.all([
    zoho.get('/settings/fields', { query: { module: module.name } }),
    zoho.get('/users', { query: { type: 'CurrentUser' } }),
    zoho.get('/org'),
  ]);
  // Without the list every field would seem to be missing, and nothing would ever be synced.
  if (!fields?.fields?.length) throw missing(`the fields of the module ${module.name}`, module);
  if (!users?.users?.[0]?.id) throw missing('the user of the credential', module);
  if (!org?.org?.[0]) throw missing('the organisation', module);
  const profile = profileFrom(fields.fields, users.users[0], org.org[0], module);
  return module.jsonColumns ? { ...profile, jsonInQueries: await jsonInQueries(zoho, module) } : profile;
}

import { ApiError } from '../../clients/errors';
import type { ZohoClient } from '../../clients/zoho';
import type { Limits } from '../../sync/model';
import type { Places } from './fields';
import { neutralNames, placesIn, SECONDARY_EMAIL } from './fields';

/** What must be known of an org and its user before contacts can be read and written. Plain JSON: it is kept in the archive. */
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
  /** Longest value by neutral field; 0 for a field this org cannot hold, so that it is never taken for cleared. */
  readonly limits: Limits;
};

interface Meta {
  readonly api_name: string;
  readonly length?: number;
  readonly data_type?: string;
  readonly read_only?: boolean;
  readonly field_read_only?: boolean;
  readonly operation_type?: { readonly api_create?: boolean; readonly api_update?: boolean };
}

const isWritable = ({ read_only, field_read_only, operation_type }: Meta): boolean =>
  !read_only && !field_read_only && operation_type?.api_create !== false && operation_type?.api_update !== false;

/** A look-up's own length says nothing about the name it shows. */
const lengthOf = (meta: Meta | undefined): number | null => {
  const counts = meta && typeof meta.length === 'number' && meta.length > 0;
  return counts && meta.data_type !== 'date' && meta.data_type !== 'lookup' ? meta.length : null;
};

/** Limits by neutral field out of the module's metadata; a field without a stated length is left to the kind's constants. */
function limitsOf(places: Places, byName: ReadonlyMap<string, Meta>): Limits {
  const limits = neutralNames.map((name) => {
    const place = places[name];
    return [name, place ? lengthOf(byName.get(place.api)) : 0] as const;
  });
  return Object.fromEntries(limits.filter((entry): entry is readonly [string, number] => entry[1] !== null));
}

/** Pure part: what the answers of fields, users and org say. */
export function profileFrom(
  fields: readonly Meta[],
  user: Record<string, unknown>,
  org: Record<string, unknown>,
): ZohoProfile {
  const byName = new Map(fields.map((meta) => [meta.api_name, meta]));
  const places = placesIn((api) => byName.has(api) && isWritable(byName.get(api) as Meta));
  return {
    account: String(org.zgid ?? org.id ?? ''),
    orgName: String(org.company_name ?? ''),
    userId: String(user.id ?? ''),
    timeZone: typeof user.time_zone === 'string' ? user.time_zone : null,
    places,
    hasSecondaryEmail: byName.has(SECONDARY_EMAIL),
    limits: limitsOf(places, byName),
  };
}

const missing = (what: string): ApiError =>
  new ApiError({
    side: 'zoho',
    status: null,
    code: 'profileIncomplete',
    radius: 'kind',
    message: `Zoho CRM told nothing about ${what}.`,
    nextStep: 'Check that the Zoho user of the credential may see the module Contacts and its fields, then run again.',
  });

/** Reads the org's profile: three requests, to be kept for a day. Needs settings.fields, users and org READ. Throws ApiError. */
export async function readProfile(zoho: ZohoClient): Promise<ZohoProfile> {
  const [fields, users, org] = await Promise.all([
    zoho.get('/settings/fields', { query: { module: 'Contacts' } }),
    zoho.get('/users', { query: { type: 'CurrentUser' } }),
    zoho.get('/org'),
  ]);
  // Without the list every field would seem to be missing, and nothing would ever be synced.
  if (!fields?.fields?.length) throw missing('the fields of the module Contacts');
  if (!users?.users?.[0]?.id) throw missing('the user of the credential');
  if (!org?.org?.[0]) throw missing('the organisation');
  return profileFrom(fields.fields, users.users[0], org.org[0]);
}

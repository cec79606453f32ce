import {
  crmOriginOf,
  putRecords,
  readByIds,
  readWholeRecords,
  restOfRecords,
  tellOf,
  type Module,
  type ZohoProfile,
} from '../../sides/zoho';
import type { ReviewRecord } from '../../sync/review/review';
import { requireProfile, type AccountOf } from '../account';
import type { SideRun } from '../cycle';
import type { WholeRecords, ZohoAccess } from './kind';

/** What a module of the CRM tells of records in question. */
export async function tellIn<P extends ZohoProfile>(
  { run, records }: { readonly run: SideRun; readonly records: readonly ReviewRecord[] },
  { zoho, apiDomain }: Pick<ZohoAccess, 'zoho' | 'apiDomain'>,
  account: AccountOf<P, unknown>,
  moduleOf: (profile: P) => Module,
) {
  const { profile } = await requireProfile(run, account);
  return tellOf(await zoho(), records, { module: moduleOf(profile), profile, web: crmOriginOf(await apiDomain()) });
}

/** Records of a module of the CRM whole, wherever they lie. */
export function wholeOf<P extends ZohoProfile>(
  zoho: ZohoAccess['zoho'],
  account: AccountOf<P, unknown>,
  moduleOf: (profile: P) => Module,
): WholeRecords {
  const profileOf = async (run: SideRun) => (await requireProfile(run, account)).profile;
  const nameOf = async (run: SideRun) => moduleOf(await profileOf(run)).name;
  return {
    read: async (run, records) => {
      const refs = records.map(({ ref }) => ref);
      return readWholeRecords(await zoho(), await nameOf(run), refs);
    },
    find: async (run, refs) => {
      const profile = await profileOf(run);
      return readByIds(await zoho(), refs, { profile, module: moduleOf(profile), settings: { scope: 'all' } });
    },
    rest: async (run) => {
      const synced = Object.values((await profileOf(run)).fieldMap).map(({ api }) => api);
      return restOfRecords(await zoho(), await nameOf(run), synced);
    },
    put: async (run, rests) => putRecords(await zoho(run), await nameOf(run), rests),
  };
}

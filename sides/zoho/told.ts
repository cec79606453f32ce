import type { ZohoClient } from '../../clients/zoho';
import { stringOrNull } from '../../sync/model';
import type { ReviewRecord, Told } from '../../sync/review/review';
import { readOrNull } from '../row';
import type { Module, ModuleName, ZohoProfile } from './module';
import { isoOf, lookupName, recordLink, type ZohoRecord } from './values';

/** What a record is called by. */
const nameColumns: Readonly<Record<ModuleName, readonly string[]>> = {
  Contacts: ['First_Name', 'Last_Name', 'Email'],
  Tasks: ['Subject'],
  Events: ['Event_Title'],
};

/** Lists tell a user by name as well (v8 docs: "Get records"), which a query need not do. */
const nameIn = (value: unknown): string | null => readOrNull(() => lookupName(value));

function nameOf(row: ZohoRecord, { kind, toNeutral }: Module, { fieldMap }: ZohoProfile): string | null {
  return readOrNull(() => stringOrNull(kind.label(toNeutral(row, fieldMap).fields)));
}

/**
 * Whose these records are, who changed them last, and where to open them (`web`: the origin of the CRM's pages), 100 a request; one
 * that is gone, or not shown to this user, is missing. Throws ApiError.
 */
export async function tellOf(
  zoho: ZohoClient,
  records: readonly ReviewRecord[],
  o: { readonly module: Module; readonly profile: ZohoProfile; readonly web: string },
): Promise<ReadonlyMap<string, Told>> {
  const { module, profile, web } = o;
  const columns = [...nameColumns[module.name], 'Owner', 'Modified_By', 'Modified_Time'];
  const refs = records.map(({ ref }) => ref);
  const rows = await zoho.byIds(module.name, refs, columns);
  const toldOf = (row: ZohoRecord): Told => ({
    version: isoOf(row.Modified_Time),
    name: nameOf(row, module, profile),
    owner: nameIn(row.Owner),
    by: nameIn(row.Modified_By),
    link: recordLink(web, module.name, String(row.id)),
  });
  return new Map(rows.map((row) => [String(row.id), toldOf(row)]));
}

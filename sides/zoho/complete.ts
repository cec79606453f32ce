import { chunk } from 'lodash';
import type { ZohoClient } from '../../clients/zoho';
import type { Module } from './module';
import type { ZohoProfile } from './profile';
import type { ZohoRecord } from './values';

/** Most ids of one list request. */
const AT_ONCE = 100;

/** The rows with columns that are read by id, 100 a request. */
async function withColumns(
  zoho: ZohoClient,
  { name }: Module,
  rows: readonly ZohoRecord[],
  columns: readonly string[],
): Promise<ReadonlyMap<string, ZohoRecord>> {
  const found = new Map<string, ZohoRecord>();
  for (const some of chunk(rows, AT_ONCE)) {
    const ids = some.map(({ id }) => String(id)).join(',');
    for await (const page of zoho.list(name, { ids, fields: columns.join(',') }))
      page.data.forEach((row) => found.set(String(row.id), row));
  }
  return found;
}

const joined = (rows: readonly ZohoRecord[], found: ReadonlyMap<string, ZohoRecord>): readonly ZohoRecord[] =>
  rows.map((row) => ({ ...row, ...found.get(String(row.id)) }));

/** Adds to the rows of a query what it could not select. */
export const completing =
  (zoho: ZohoClient, module: Module, { jsonInQueries }: ZohoProfile) =>
  async (rows: readonly ZohoRecord[]): Promise<readonly ZohoRecord[]> => {
    const { jsonColumns = [], apart } = module;
    const lacking = jsonInQueries === false ? rows : [];
    const whole = joined(rows, await withColumns(zoho, module, lacking, jsonColumns));
    const some = apart ? whole.filter(apart.of) : [];
    return joined(whole, await withColumns(zoho, module, some, apart?.columns ?? []));
  };

import { chunk } from 'lodash';
import type { ZohoClient } from '../../clients/zoho';
import type { Module } from './module';
import type { ZohoProfile } from './profile';
import type { ZohoRecord } from './values';

/** Most ids of one list request. */
const AT_ONCE = 100;

async function apart(zoho: ZohoClient, { name, jsonColumns = [] }: Module, rows: readonly ZohoRecord[]) {
  const found = new Map<string, ZohoRecord>();
  for (const some of chunk(rows, AT_ONCE)) {
    const ids = some.map(({ id }) => String(id)).join(',');
    for await (const page of zoho.list(name, { ids, fields: jsonColumns.join(',') }))
      page.data.forEach((row) => found.set(String(row.id), row));
  }
  return found;
}

/** Adds to the rows of a query what it could not select. */
export const completing =
  (zoho: ZohoClient, module: Module, { jsonInQueries }: ZohoProfile) =>
  async (rows: readonly ZohoRecord[]): Promise<readonly ZohoRecord[]> => {
    if (jsonInQueries !== false || rows.length === 0) return rows;
    const found = await apart(zoho, module, rows);
    return rows.map((row) => ({ ...row, ...found.get(String(row.id)) }));
  };

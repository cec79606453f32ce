import { zohoPath, type ZohoClient } from '../../clients/zoho';

/**
 * A text per module that differs as soon as a record there was added, changed or deleted: two requests each, one credit a
 * request. Only for asking whether a look is worth while; what changed is told by the feeds.
 */
export async function glanceAtZoho(zoho: ZohoClient, modules: readonly string[]): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const module of modules) {
    const at = zohoPath`/${module}`;
    const newest = { fields: 'id,Modified_Time', sort_by: 'Modified_Time', sort_order: 'desc', per_page: 1 };
    const [page, count] = [await zoho.get(at, { query: newest }), await zoho.get(`${at}/actions/count`)];
    texts.push(JSON.stringify([count?.count ?? null, page?.data?.[0] ?? null]));
  }
  return texts;
}

import type { ZohoClient, ZohoResult } from '../../clients/zoho';
import { MAX_IN_LIST, inList } from './values';

/** A series that Zoho made one record an occurrence: the first stands for it, though nothing says it is listed first. */
export async function asFirstOccurrence(zoho: ZohoClient, module: string, item: ZohoResult): Promise<ZohoResult> {
  if (!item.occurrences) return item;
  const ids = inList('id', item.occurrences.slice(0, MAX_IN_LIST));
  const order = module === 'Events' ? 'Start_DateTime' : 'Due_Date';
  for await (const { data } of zoho.coql(
    `select Modified_Time from ${module} where ${ids} order by ${order} asc limit 1`,
  ))
    if (data[0]) return { ...item, id: String(data[0].id), modifiedAt: String(data[0].Modified_Time) };
  return item;
}

import type { Json } from '../http';
import type { ZohoPage } from './client';
import { pageOf } from './patience';

/** Most rows of one call (v8 docs: "COQL limitations"); costs three credits, as 200 cost one. */
const maxLimit = 2000;

export interface CoqlQuery {
  /** Up to and with ORDER BY, without LIMIT. A WHERE clause is required by Zoho. */
  readonly select: string;
  /** Rows a page, at most 2000. */
  readonly limit?: number;
  /**
   * Keyset: the query for what comes after this last row. Without it pages are cut by OFFSET, which skips or repeats rows
   * when records change meanwhile and ends at 100,000.
   */
  readonly after?: (lastRow: Json) => string;
}

type Ask = (select: string) => Promise<Json>;

const limited = (select: string, limit: number, offset: number): string =>
  offset === 0 ? `${select} limit ${limit}` : `${select} limit ${limit} offset ${offset}`;

/** A text alone is a query with its own LIMIT: one page. */
export function makeCoql(ask: Ask) {
  return async function* coql(query: CoqlQuery | string): AsyncGenerator<ZohoPage> {
    const read = async (text: string): Promise<ZohoPage> => (await pageOf(() => ask(text), '/crm/v8/coql')).page;
    if (typeof query === 'string') return yield await read(query);
    const limit = Math.min(query.limit ?? maxLimit, maxLimit);
    let { select } = query;
    let offset = 0;
    for (let more = true; more;) {
      const page = await read(limited(select, limit, offset));
      yield page;
      more = page.more;
      if (query.after && more) select = query.after(page.data.at(-1));
      else offset += page.data.length;
    }
  };
}

import type { Headers, Json } from '../http';
import type { ZohoPage } from './client';
import { zohoPath } from './path';
import { pageOf } from './patience';

export type ZohoQuery = Readonly<Record<string, string | number | boolean | null | undefined>>;

type Get = (path: string, options: { readonly query?: ZohoQuery; readonly headers?: Headers }) => Promise<Json | null>;

/** By token where Zoho gives one: page numbers end at record 2000 (v8 docs: "page_token"). */
const nextOf = (reply: Json | null, page: number): ZohoQuery => {
  const token: unknown = reply?.info?.next_page_token;
  return typeof token === 'string' ? { page_token: token } : { page: page + 1 };
};

const sinceHeader = (since: string | null | undefined): Headers => (since ? { 'If-Modified-Since': since } : {});

/** The lists that come in numbered pages. */
export function makeLists(get: Get) {
  async function* pages(path: string, query: ZohoQuery, since?: string | null): AsyncGenerator<ZohoPage> {
    let where: ZohoQuery = {};
    for (let page = 1, more = true; more; page += 1) {
      const options = { query: { per_page: 200, ...query, ...where }, headers: sinceHeader(since) };
      const { page: found, reply } = await pageOf(() => get(path, options), path);
      yield found;
      more = found.more;
      where = nextOf(reply, page);
    }
  }
  return {
    list: (module: string, query: ZohoQuery, since?: string | null) => pages(zohoPath`/${module}`, query, since),
    deleted: (module: string, since?: string | null) => pages(zohoPath`/${module}/deleted`, { type: 'all' }, since),
  };
}

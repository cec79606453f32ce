import { chunk } from 'lodash';
import { ApiError } from '../errors';
import type { Json, Headers } from '../http';
import { brokenZohoReply } from './errors';
import { zohoPath } from '../urls';

const mostTries = 3;

/** One page of records. */
export interface ZohoPage {
  readonly data: readonly Json[];
  readonly more: boolean;
}

const asPage = (reply: Json | null): ZohoPage => ({
  data: reply?.data ?? [],
  more: reply?.info?.more_records === true,
});

/**
 * A page, and the reply it is from. One without rows that says there are more is asked for again: going on behind it, or ending
 * with it, would lose what it should have held, and a record that is not met looks like a new one of the other side. An empty list
 * is no list at all but 204 or 304 (v8 docs: "Get records"). Throws ApiError where it stays so.
 */
async function readPage(ask: () => Promise<Json | null>, url: string) {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const reply = await ask();
    const page = asPage(reply);
    if (page.data.length > 0 || !page.more) return { page, reply };
  }
  throw brokenZohoReply({ method: 'GET', url }, 200);
}

export type ZohoQuery = Readonly<Record<string, string | number | boolean | null | undefined>>;

type Get = (path: string, options: { readonly query?: ZohoQuery; readonly headers?: Headers }) => Promise<Json | null>;

/** By token where Zoho gives one: page numbers end at record 2000 (v8 docs: "page_token"). */
const nextPage = (reply: Json | null, page: number): ZohoQuery => {
  const token: unknown = reply?.info?.next_page_token;
  return typeof token === 'string' ? { page_token: token } : { page: page + 1 };
};

const sinceHeader = (since: string | null | undefined): Headers => (since ? { 'If-Modified-Since': since } : {});

/** Of ids in an address: a list over 1,024 characters may be refused. */
export const mostIds = 50;

const isTooLong = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 414 || ['LIMIT_EXCEEDED', 'INVALID_DATA'].includes(error.code));

/** Refused as a whole: nothing was done, so halves of it may go. */
async function inHalves<T>(ids: readonly string[], ask: AskIds<T>): Promise<readonly T[]> {
  try {
    return await ask(ids);
  } catch (error) {
    if (ids.length < 2 || !isTooLong(error)) throw error;
    const middle = Math.ceil(ids.length / 2);
    return [...(await inHalves(ids.slice(0, middle), ask)), ...(await inHalves(ids.slice(middle), ask))];
  }
}

type AskIds<T> = (ids: readonly string[]) => Promise<readonly T[]>;

/** What is answered to each of the ids, of which an address holds only some. Throws ApiError. */
export async function askByIds<T>(ids: readonly string[], ask: AskIds<T>): Promise<readonly T[]> {
  const answers: T[] = [];
  for (const some of chunk(ids, mostIds)) answers.push(...(await inHalves(some, ask)));
  return answers;
}

/** Pages by number end at record 2000, and tombstones have no tokens (v8 docs: "Get deleted records"). */
const mostPages = 10;

/** The lists that come in numbered pages. */
export function makeLists(get: Get) {
  /** Says in the end whether there were more than `most` pages. */
  async function* pages(
    path: string,
    query: ZohoQuery,
    since?: string | null,
    most = Infinity,
  ): AsyncGenerator<ZohoPage, boolean> {
    let where: ZohoQuery = {};
    for (let page = 1, more = true; more; page += 1) {
      if (page > most) return true;
      const options = { query: { per_page: 200, ...query, ...where }, headers: sinceHeader(since) };
      const { page: found, reply } = await readPage(() => get(path, options), path);
      yield found;
      more = found.more;
      where = nextPage(reply, page);
    }
    return false;
  }
  /**
   * The newest come first, and no time bounds them from above. Where there are more than can be paged, both sorts are read apart,
   * which reaches twice as far; an empty last page with `more` says that there are still more, which cannot be reached.
   */
  async function* tombstones(module: string, since?: string | null): AsyncGenerator<ZohoPage> {
    const path = zohoPath`/${module}/deleted`;
    const isCut = yield* pages(path, { type: 'all' }, since, mostPages);
    if (!isCut) return;
    let more = false;
    for (const type of ['recycle', 'permanent']) more = (yield* pages(path, { type }, since, mostPages)) || more;
    if (more) yield { data: [], more };
  }
  const byIds = (module: string, ids: readonly string[], fields: readonly string[]) =>
    askByIds(ids, async (some) => {
      const rows: Json[] = [];
      const query = { ids: some.join(','), fields: fields.join(',') };
      for await (const page of pages(zohoPath`/${module}`, query)) rows.push(...page.data);
      return rows;
    });
  return {
    byIds,
    list: (module: string, query: ZohoQuery, since?: string | null) => pages(zohoPath`/${module}`, query, since),
    deleted: (module: string, since?: string | null) => tombstones(module, since),
  };
}

/** Most rows of one call (v8 docs: "COQL limitations"); costs three credits, as 200 cost one. */
const maxLimit = 2000;

export interface CoqlQuery {
  /** Up to and with ORDER BY, without LIMIT. A WHERE clause is required by Zoho. */
  readonly select: string;
  /** Rows a page, at most 2000. */
  readonly limit?: number;
  /** The query for what comes after this row. Without it OFFSET skips rows that change meanwhile, and ends at 100,000. */
  readonly after?: (lastRow: Json) => string;
}

type Ask = (select: string) => Promise<Json>;

const withLimit = (select: string, limit: number, offset: number): string =>
  offset === 0 ? `${select} limit ${limit}` : `${select} limit ${limit} offset ${offset}`;

/** A text alone is a query with its own LIMIT: one page. */
export function makeCoql(ask: Ask) {
  return async function* coql(query: CoqlQuery | string): AsyncGenerator<ZohoPage> {
    const read = async (text: string): Promise<ZohoPage> => (await readPage(() => ask(text), '/crm/v8/coql')).page;
    if (typeof query === 'string') return yield await read(query);
    const limit = Math.min(query.limit ?? maxLimit, maxLimit);
    let { select } = query;
    let offset = 0;
    for (let more = true; more;) {
      const page = await read(withLimit(select, limit, offset));
      yield page;
      more = page.more;
      if (query.after && more) select = query.after(page.data.at(-1));
      else offset += page.data.length;
    }
  };
}

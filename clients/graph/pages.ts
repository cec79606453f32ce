import type { Json } from '../http';
import type { GetOptions } from './client';
import { brokenReply } from './errors';

export interface GraphPage {
  readonly value: readonly Json[];
  readonly nextLink: string | null;
  /** Only on the last page of a delta round. */
  readonly deltaLink: string | null;
}

type Get = (pathOrLink: string, options?: GetOptions) => Promise<Json>;

const asPage = (reply: Json, url: string): GraphPage => {
  if (!Array.isArray(reply?.value)) throw brokenReply({ method: 'GET', url }, 200);
  return {
    value: reply.value,
    nextLink: reply['@odata.nextLink'] ?? null,
    deltaLink: reply['@odata.deltaLink'] ?? null,
  };
};

/**
 * Follows nextLinks as they are (they already hold the query). Headers are not part of a link and go with each page.
 * `check` refuses links to other hosts; a link to itself would never end.
 */
export function makePages(get: Get, check: (link: string) => string) {
  return async function* pages(pathOrLink: string, options: GetOptions = {}): AsyncGenerator<GraphPage> {
    let page = asPage(await get(pathOrLink, options), pathOrLink);
    for (let link = pathOrLink; page.nextLink !== null;) {
      if (check(page.nextLink) === link) throw brokenReply({ method: 'GET', url: link }, 200);
      yield page;
      link = page.nextLink as string;
      page = asPage(await get(link, { ...options, query: undefined }), link);
    }
    yield page;
  };
}

import { randomUUID } from 'node:crypto';
import { Client, ResponseType, type GraphRequest } from '@microsoft/microsoft-graph-client';
import { systemClock, type Clock } from '../http';
import type { Headers, HttpRequest, HttpResponse, Json, Method, Send } from '../http';
import { limited, retrying, throttled } from '../retry';
import { makeBatch, type GraphBatchItem, type GraphBatchAnswer } from './batch';
import { brokenReply, graphError, graphSignInError } from './errors';
import { ifMatch, absoluteUrl, withPreferences, terminalMiddleware, CarriedError } from './request';
import { graphQuery } from '../urls';

export interface GetOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Headers;
  /** Further preferences, e.g. `odata.maxpagesize=100`; not kept by links, so to be given on each page. */
  readonly prefer?: string;
}

export interface WriteOptions {
  readonly headers?: Headers;
  /** Version the item must still have (`@odata.etag`); makes the write conditional, and so replayable. */
  readonly etag?: string | null;
  readonly nature?: HttpRequest['nature'];
}

/**
 * Microsoft Graph v1.0 for one signed-in account. Paths are below /v1.0 (`/me/contacts`), links may be absolute but stay on
 * the base URL's host. Every failure is an ApiError; a DELETE or 204 gives undefined.
 */
export interface GraphClient {
  get(path: string, options?: GetOptions): Promise<Json>;
  /** Pages until no nextLink is left; a page may be empty and yet not the last (learn: "Use delta query"). */
  pages(pathOrLink: string, options?: GetOptions): AsyncIterable<GraphPage>;
  post(path: string, body: unknown, options?: WriteOptions): Promise<Json>;
  patch(path: string, body: unknown, options?: WriteOptions): Promise<Json>;
  delete(path: string, options?: WriteOptions): Promise<Json>;
  /** Any number of requests, answers in their order. Never throws for what the service says: each answer has its own `error`. */
  batch(items: readonly GraphBatchItem[]): Promise<GraphBatchAnswer[]>;
}

export interface GraphOptions {
  /** Without /v1.0 and without slash at the end. */
  readonly baseUrl: string;
  /** Requests at once; Exchange allows 4 per mailbox (learn: "Outlook service limits"), one is left to the user's own apps. */
  readonly inFlight?: number;
  /** $batch calls at once. Each already runs 4 of its items at a time in the mailbox, so a second one would only be throttled. */
  readonly batchesInFlight?: number;
  readonly budgetMs?: number;
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

/** The whole stack in one line: patience outside, so that waiting holds no place in the queue. */
const withRetries = (send: Send, o: GraphOptions): Send =>
  retrying(throttled(limited(send, o.inFlight ?? 3), o), { side: 'outlook', signIn: graphSignInError, ...o });

type Call = (
  method: Method,
  pathOrLink: string,
  body: unknown,
  o: WriteOptions & { readonly prefer?: string },
) => Promise<Json>;

const rethrowInner = (error: unknown): never => {
  throw error instanceof CarriedError ? error.inner : error;
};

/** The body is among the options; what is given to the SDK's own methods it would make text of. */
const sendBySdk = (request: GraphRequest, method: Method): Promise<HttpResponse> => {
  if (method === 'GET') return request.get();
  if (method === 'DELETE') return request.delete();
  return method === 'PATCH' ? request.patch('') : request.post('');
};

function makeCall(send: Send, o: GraphOptions): Call {
  const clock = o.clock ?? systemClock;
  const middleware = terminalMiddleware(withRetries(send, o), (request, answer) =>
    graphError(request, answer, clock.now()),
  );
  const client = Client.initWithMiddleware({ middleware, baseUrl: `${o.baseUrl}/`, defaultVersion: 'v1.0' });
  return async (method, pathOrLink, body, given) => {
    const exactUrl = absoluteUrl(o.baseUrl, pathOrLink);
    const headers = {
      ...withPreferences({ ...given.headers, ...ifMatch(given.etag) }, given.prefer),
      'client-request-id': randomUUID(),
    };
    const request = client
      .api('/')
      .headers(headers)
      .responseType(ResponseType.RAW)
      .options({ exactUrl, body, nature: given.nature, timeoutMs: o.timeoutMs ?? 100_000 });
    const { status, body: reply } = await sendBySdk(request, method).catch(rethrowInner);
    if (status === 204 || reply === '') return undefined;
    if (typeof reply === 'string') throw brokenReply({ method, url: exactUrl, nature: given.nature }, status);
    return reply ?? undefined;
  };
}

/** Builds the client on Microsoft's SDK, with `send` at the end of its chain. */
export function makeGraph(send: Send, given: GraphOptions): GraphClient {
  const o = { ...given, baseUrl: given.baseUrl.replace(/\/+$/, '') };
  const call = makeCall(send, o);
  const get: GraphClient['get'] = (path, options = {}) =>
    call('GET', graphQuery(path, options.query), undefined, options);
  return {
    get,
    pages: makePages(get, (link) => absoluteUrl(o.baseUrl, link)),
    post: (path, body, options = {}) => call('POST', path, body, options),
    patch: (path, body, options = {}) => call('PATCH', path, body, options),
    delete: (path, options = {}) => call('DELETE', path, undefined, options),
    batch: makeBatch((body, nature) => call('POST', '/$batch', body, { nature }), o),
  };
}

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
function makePages(get: Get, check: (link: string) => string) {
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

import { randomUUID } from 'node:crypto';
import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { systemClock, type Clock } from '../http';
import type { Headers, HttpRequest, Json, Method, Send } from '../http';
import { limited, makeGate, retrying, throttled, type Gate } from '../retry';
import { reason } from '../../reasons';
import { ApiError } from '../errors';
import { makeBatch, type GraphBatchItem, type GraphBatchAnswer } from './batch';
import { brokenReply, graphError, graphSignInError } from './errors';
import {
  ifMatch,
  absoluteUrl,
  relativeUrl,
  withPreferences,
  terminalMiddleware,
  unveiled,
  sendBySdk,
  type Target,
} from './request';
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
 * Microsoft Graph v1.0 for one mailbox, paths below /v1.0, links of its own host. `/me` is that mailbox, whosever it is; another
 * one is never asked. Every failure is an ApiError.
 */
export interface GraphClient {
  /** As it was chosen; null for that of the account that signed in. */
  readonly mailbox: string | null;
  /** A path of ours as the service is told of it. */
  pathOf(path: string): string;
  get(path: string, options?: GetOptions): Promise<Json>;
  /** Pages until no nextLink is left; a page may be empty and yet not the last (learn: "Use delta query"). */
  pages(pathOrLink: string, options?: GetOptions): AsyncIterable<GraphPage>;
  post(path: string, body: unknown, options?: WriteOptions): Promise<Json>;
  patch(path: string, body: unknown, options?: WriteOptions): Promise<Json>;
  delete(path: string, options?: WriteOptions): Promise<Json>;
  /** Any number of requests, answers in their order. Never throws for what the service says: each answer has its own `error`. */
  batch(items: readonly GraphBatchItem[]): Promise<GraphBatchAnswer[]>;
}

export interface GraphOptions extends Target {
  /** Names who signs in: all its clients of one mailbox share the places that has for requests. */
  readonly credential?: string;
  /** $batch calls at once. Each already runs 4 of its items at a time in the mailbox, so a second one would only be throttled. */
  readonly batchesInFlight?: number;
  readonly budgetMs?: number;
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

/** So many requests of an app, about whatever, Exchange serves at once in a mailbox; the fifth may be refused [measured live: allodia]. */
const MOST_IN_FLIGHT = 4;
const gates = new Map<string, Gate>();

/** Of a batch as many items are worked off at once [learn: "Combine multiple HTTP requests using JSON batching"]. */
const placesOf = ({ body }: HttpRequest): number =>
  Math.min(MOST_IN_FLIGHT, Math.max(1, (body as { requests?: Json[] } | undefined)?.requests?.length ?? 1));

function gateOf({ credential, mailbox }: GraphOptions): Gate {
  const name = `${credential} ${mailbox?.toLowerCase() ?? ''}`;
  const gate = gates.get(name) ?? makeGate(MOST_IN_FLIGHT);
  if (credential) gates.set(name, gate);
  return gate;
}

/** The whole stack in one line: patience outside, so that waiting holds no place in the queue. */
const withRetries = (send: Send, o: GraphOptions): Send =>
  retrying(throttled(limited(unveiled(send), gateOf(o), placesOf), o), {
    side: 'outlook',
    signIn: graphSignInError,
    ...o,
  });

type Call = (
  method: Method,
  pathOrLink: string,
  body: unknown,
  o: WriteOptions & { readonly prefer?: string },
) => Promise<Json>;

function makeCall(send: Send, o: GraphOptions): Call {
  const clock = o.clock ?? systemClock;
  const middleware = terminalMiddleware(withRetries(send, o), (request, answer) =>
    graphError(request, answer, clock.now()),
  );
  const client = Client.initWithMiddleware({ middleware, baseUrl: `${o.baseUrl}/`, defaultVersion: 'v1.0' });
  return async (method, pathOrLink, body, given) => {
    const exactUrl = absoluteUrl(o, pathOrLink);
    const headers = {
      ...withPreferences({ ...given.headers, ...ifMatch(given.etag) }, given.prefer),
      'client-request-id': randomUUID(),
    };
    const request = client
      .api('/')
      .headers(headers)
      .responseType(ResponseType.RAW)
      .options({ exactUrl, body, nature: given.nature, timeoutMs: o.timeoutMs ?? 100_000 });
    const { status, body: reply } = await sendBySdk(request, method);
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
    mailbox: o.mailbox ?? null,
    pathOf: (path) => relativeUrl(o, path),
    get,
    pages: makePages(get, (link) => absoluteUrl(o, link)),
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
  /** Items that had to be passed over, for Microsoft cannot show them. */
  readonly damaged?: number;
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

/** Of a list page that fails for the sake of one item [seen live: microsoft-graph-docs#2913, corso#5191]. */
const damageCodes = ['InternalServerError', 'ErrorContentConversionFailed', 'ErrorCorruptData'];
const DAMAGED = 'damagedPage';

/** A page of changes that fails even with a single item: no way leads past that one. */
export const isDamagedPage = (error: unknown): boolean => error instanceof ApiError && error.code === DAMAGED;

const isDamage = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status === 500 && damageCodes.includes(error.code);

const topPattern = /([?&](?:\$|%24)top=)(\d+)/i;
const preferPattern = /(maxpagesize=)(\d+)/i;

/** How many items a page is asked to hold: said by its link, or in the preferences; null where by neither. */
const sizeOf = (link: string, prefer = ''): number | null => {
  const told = topPattern.exec(link) ?? preferPattern.exec(prefer);
  return told ? Number(told[2]) : null;
};

/** The link behind a damaged item; null for a round of changes, or where the service alone knows the way. */
function linkBehind(link: string): string | null {
  if (/\/delta\b|[?&](\$|%24)skiptoken=/i.test(link)) return null;
  const skip = /([?&](?:\$|%24)skip=)(\d+)/i;
  const skipped = skip.exec(link);
  return skipped ? link.replace(skip, `$1${Number(skipped[2]) + 1}`) : graphQuery(link, { $skip: 1 });
}

/** Skips the one item of a page that cannot be shown, or says that none can. */
function pageWithout(link: string, error: ApiError): GraphPage {
  const nextLink = linkBehind(link);
  if (nextLink === null) throw new ApiError({ ...error, code: DAMAGED });
  return { value: [], nextLink, deltaLink: null, damaged: 1 };
}

/** The page, with as few items as it takes to come: an item that cannot be shown spoils all that come with it. */
async function readPage(
  get: Get,
  link: string,
  o: GetOptions,
  size: number | null,
): Promise<[GraphPage, number | null]> {
  const sized = (text: string, pattern: RegExp) => text.replace(pattern, `$1${size}`);
  try {
    const options = { ...o, prefer: o.prefer && sized(o.prefer, preferPattern) };
    return [asPage(await get(sized(link, topPattern), options), link), size];
  } catch (error) {
    if (!isDamage(error) || size === null) throw error;
    if (size > 1) return readPage(get, link, o, Math.floor(size / 5) || 1);
    return [pageWithout(link, error), size];
  }
}

/** Code of a reading that tells the same things again and again, behind ever new links [seen: Microsoft Q&A 12762375]. */
export const ENDLESS = 'endlessRound';
/** Pages in a row that may tell nothing but what was told before. */
const MOST_REPEATED = 5;

function progressCheck(): (rows: readonly Json[]) => void {
  const told = new Set<string>();
  let repeated = 0;
  return (rows) => {
    const keys = rows.map((row) => `${row?.id} ${row?.['@odata.etag']} ${row?.['@removed'] !== undefined}`);
    const isNew = rows.length === 0 || keys.some((key) => !told.has(key));
    keys.forEach((key) => told.add(key));
    repeated = isNew ? 0 : repeated + 1;
    const why = {
      side: 'outlook',
      status: null,
      code: ENDLESS,
      radius: 'kind',
      reason: reason('endlessRound'),
    } as const;
    if (repeated > MOST_REPEATED) throw new ApiError(why);
  };
}

/**
 * Follows nextLinks as they are (they already hold the query), but for the size of a page that one item spoils. Headers are not
 * part of a link and go with each page. `check` refuses links to other hosts; a link to itself would never end.
 */
function makePages(get: Get, check: (link: string) => string) {
  return async function* pages(pathOrLink: string, { query, ...o }: GetOptions = {}): AsyncGenerator<GraphPage> {
    let link = graphQuery(pathOrLink, query);
    const whole = sizeOf(link, o.prefer);
    const checkProgress = progressCheck();
    let [page, size] = await readPage(get, link, o, whole);
    while (page.nextLink !== null) {
      if (check(page.nextLink) === link) throw brokenReply({ method: 'GET', url: link }, 200);
      checkProgress(page.value);
      yield page;
      link = page.nextLink;
      [page, size] = await readPage(get, link, o, whole && Math.min(whole, (size ?? 1) * 2));
    }
    yield page;
  };
}

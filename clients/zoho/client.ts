import { isRead, systemClock, type Clock } from '../http';
import { assertHost, foreignHost, encoded } from '../urls';
import type { Headers, HttpRequest, HttpResponse, Json, Method, Send } from '../http';
import { isObject } from '../errors';
import { makePacer, retrying, throttled } from '../retry';
import { knownSignInError, brokenZohoReply, zohoError } from './errors';
import { makeCoql, type CoqlQuery, makeLists, type ZohoPage, type ZohoQuery } from './pages';
import { isZohoReply, toResult, type ZohoResult } from './results';
import { forgetRounds, onceARound } from './round';
import { makeRecords, type ResultsRequest, type ZohoRecords, multipart, type UploadFile } from './records';

export type { ZohoQuery } from './pages';

export interface CallOptions {
  readonly query?: ZohoQuery;
  readonly headers?: Headers;
  readonly nature?: HttpRequest['nature'];
}

/** Zoho CRM v8 for one user; paths below /crm/v8. Every failure is an ApiError; a 204 or 304 without body is null. */
export interface ZohoClient {
  get(path: string, options?: CallOptions): Promise<Json | null>;
  post(path: string, body: unknown, options?: CallOptions): Promise<Json | null>;
  put(path: string, body: unknown, options?: CallOptions): Promise<Json | null>;
  delete(path: string, options?: CallOptions): Promise<Json | null>;
  readonly records: ZohoRecords;
  /** Puts a file into Zoho's file system; its id can then be attached. It may be sent again: nobody sees a file that is not used. */
  upload(file: UploadFile): Promise<ZohoResult>;
  /** Pages of a query; an empty result is one empty page. */
  coql(query: CoqlQuery | string): AsyncIterable<ZohoPage>;
  /** Pages of a module's list; `fields` is required by Zoho. `since` (ISO): only what changed after it. */
  list(module: string, query: ZohoQuery, since?: string | null): AsyncIterable<ZohoPage>;
  /** The records with these ids that are there. */
  byIds(module: string, ids: readonly string[], fields: readonly string[]): Promise<readonly Json[]>;
  /** Pages of tombstones `{id, deleted_time, type …}`; kept by Zoho for 60 days (recycle bin) or 120 (permanent). An empty page with `more`: not all can be told. */
  deleted(module: string, since?: string | null): AsyncIterable<ZohoPage>;
  /** API credits left in these 24 hours, of the last answer; null until Zoho tells (it does after half are used). */
  creditsLeft(): number | null;
}

export interface ZohoOptions {
  /** `api_domain` of the token, e.g. https://www.zohoapis.eu */
  readonly apiDomain: string;
  /** Of the credential's data centre: allowedApiDomains(dc). */
  readonly allowedDomains: readonly string[];
  /** Names the credential: its clients share the places for requests, 5 at most, for the smallest edition allows no more (v8 docs: "API limits"). */
  readonly credential?: string;
  /** What one of many syncs has read need not be asked again. */
  readonly round?: number | null;
  /** Is told the API credits that are left, whenever Zoho tells them. */
  readonly onCredits?: (left: number) => Promise<void>;
  readonly budgetMs?: number;
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

type Call = (
  request: Omit<HttpRequest, 'url'> & { readonly path: string },
) => Promise<{ readonly request: HttpRequest; readonly answer: HttpResponse }>;

/** `?a=b&…`, values encoded: a bare + in a time would become a space. */
const zohoQuery = (path: string, query: ZohoQuery = {}): string => {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = pairs.map(([key, value]) => `${encoded(key)}=${encoded(String(value))}`).join('&');
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
};

const withoutSlash = (domain: string): string => domain.trim().replace(/\/+$/, '');

function baseOf(o: ZohoOptions): string {
  const domain = withoutSlash(o.apiDomain);
  if (!o.allowedDomains.map(withoutSlash).includes(domain)) throw foreignHost('zoho', domain, o.allowedDomains);
  return `${domain}/crm/v8`;
}

const CREDITS = 'x-api-credits-remaining';

const hasNoCredits = (answer: HttpResponse): boolean => answer.headers[CREDITS] === '0';

/** With so few left a 429 is no matter of too many requests at once: a call of 2,000 rows costs three, one of 100 writes ten. */
const FEW_CREDITS = 10;

/** A 429 does not tell credits from concurrency (v8 docs: "API limits"); what the answers before it told does. */
function tellingCredits(send: Send, left: () => number | null): Send {
  return async (request) => {
    const answer = await send(request);
    const isUsedUp = answer.status === 429 && !(CREDITS in answer.headers) && (left() ?? Infinity) <= FEW_CREDITS;
    return isUsedUp ? { ...answer, headers: { ...answer.headers, [CREDITS]: '0' } } : answer;
  };
}

const MOST_IN_FLIGHT = 5;
const pacers = new Map<string, ReturnType<typeof makePacer>>();

function pacerOf(credential: string | undefined): ReturnType<typeof makePacer> {
  const pacer = pacers.get(credential ?? '') ?? makePacer(MOST_IN_FLIGHT);
  if (credential) pacers.set(credential, pacer);
  return pacer;
}

/** Patience outside, so that waiting holds no place in the queue. */
const withRetries = (send: Send, o: ZohoOptions): Send =>
  retrying(throttled(pacerOf(o.credential)(send), o), {
    side: 'zoho',
    signIn: knownSignInError,
    isFinal: hasNoCredits,
    ...o,
  });

const isEmpty = (answer: HttpResponse): boolean => answer.status === 204 || answer.status === 304;

/** A reply of the kind asked for, or the error it is. */
function readReply(request: HttpRequest, answer: HttpResponse, now: number): Json | null {
  if (isEmpty(answer)) return null;
  if (answer.status >= 400) throw zohoError(request, answer, now);
  if (!isObject(answer.body)) throw brokenZohoReply(request, answer.status);
  if (!isZohoReply(answer.body)) throw zohoError(request, answer, now);
  return answer.body;
}

/** The list counts whatever the status: 400 and 412 carry the reasons per record. */
function readResults(request: HttpRequest, answer: HttpResponse, list: string, now: number): readonly unknown[] {
  const data = isObject(answer.body) ? answer.body[list] : undefined;
  if (Array.isArray(data) && answer.status < 500 && answer.status !== 401) return data;
  readReply(request, answer, now);
  throw brokenZohoReply(request, answer.status);
}

/** Notes the API credits each answer tells of. */
function creditCounter({ onCredits }: ZohoOptions) {
  let left: number | null = null;
  return {
    left: () => left,
    note: async (answer: HttpResponse): Promise<void> => {
      const remaining = Number.parseInt(answer.headers[CREDITS] ?? '', 10);
      if (Number.isNaN(remaining)) return;
      left = remaining;
      await onCredits?.(remaining);
    },
  };
}

function makeCall(send: Send, o: ZohoOptions, note: (answer: HttpResponse) => Promise<void>): Call {
  const base = baseOf(o);
  const alone = withRetries(send, o);
  const patient = o.credential && o.round ? onceARound({ credential: o.credential, began: o.round })(alone) : alone;
  return async ({ path, ...rest }) => {
    const url = assertHost('zoho', `${base}/${path.replace(/^\/+/, '')}`, base);
    const request = { timeoutMs: o.timeoutMs ?? 100_000, ...rest, url };
    const answer = await patient(request);
    if (o.credential && request.method === 'POST' && !isRead(request)) forgetRounds(o.credential);
    await note(answer);
    return { request, answer };
  };
}

/** Builds the client; refuses an `apiDomain` that is not among the allowed ones. */
export function makeZoho(send: Send, o: ZohoOptions): ZohoClient {
  const { now } = o.clock ?? systemClock;
  const credits = creditCounter(o);
  const call = makeCall(tellingCredits(send, credits.left), o, credits.note);
  const ask = async (method: Method, path: string, body: unknown, { query, ...more }: CallOptions = {}) => {
    const { request, answer } = await call({ method, path: zohoQuery(path, query), body, ...more });
    return readReply(request, answer, now());
  };
  const askItems = async ({ list = 'data', ...items }: ResultsRequest) => {
    const { request, answer } = await call(items);
    return readResults(request, answer, list, now());
  };
  return {
    get: (path, options) => ask('GET', path, undefined, options),
    post: (path, body, options) => ask('POST', path, body, options),
    put: (path, body, options) => ask('PUT', path, body, options),
    delete: (path, options) => ask('DELETE', path, undefined, options),
    records: makeRecords(askItems),
    upload: async (file) => {
      const [result] = await askItems({ method: 'POST', path: '/files', nature: 'repeatable', ...multipart(file) });
      return toResult(result);
    },
    coql: makeCoql((select) => ask('POST', '/coql', { select_query: select }, { nature: 'query' })),
    ...makeLists((path, options) => ask('GET', path, undefined, options)),
    creditsLeft: credits.left,
  };
}

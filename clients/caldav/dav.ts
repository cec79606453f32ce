import { davRequest, type DAVResponse } from 'tsdav';

import { brokenDavReply, davError } from './errors';
import { systemClock, type Clock, headerOf, type HttpRequest, type HttpResponse, type Send } from '../http';
import { reason } from '../../reasons';
import { ApiError } from '../errors';
import { limited, retrying, throttled } from '../retry';
import { resolveAllowed, type AllowedHosts } from './urls';

/** An answer, and the request that got it: a redirect may have led elsewhere. */
export interface Reply {
  readonly request: HttpRequest;
  readonly answer: HttpResponse;
}

/** Sends a request and answers for what is a success, or for what `passes`; everything else is an ApiError. */
export type Ask = (request: HttpRequest, passes?: (answer: HttpResponse) => boolean) => Promise<Reply>;

/** An element of a request: its children by prefixed name (`d:`, `c:`, `cs:`). */
export type Element = Readonly<Record<string, unknown>>;

const namespaces = {
  'xmlns:d': 'DAV:',
  'xmlns:c': 'urn:ietf:params:xml:ns:caldav',
  'xmlns:cs': 'http://calendarserver.org/ns/',
};

export interface DavQuestion {
  readonly method: 'PROPFIND' | 'REPORT';
  readonly url: string;
  readonly depth: '0' | '1';
  /** The one element the body is. */
  readonly name: string;
  readonly body: Element;
  /** Refusals that mean something here; they come back as the one row. */
  readonly passes?: (answer: HttpResponse) => boolean;
  /** Zoho answers reports that it does not like with 200 and nothing, or a page: that is an answer here, without rows. */
  readonly mayBeDisliked?: boolean;
}

export interface DavAnswer {
  /** Where it came from in the end. */
  readonly url: string;
  /** Status of the answer as a whole; 207 for rows. */
  readonly status: number;
  /** Text of an answer that has no rows. */
  readonly text: string;
  readonly rows: readonly DavRow[];
  /** A success that says nothing. */
  readonly isDisliked: boolean;
  /** Of the collection, as it comes with a report of changes. */
  readonly syncToken: string | null;
}

export interface DavRow {
  readonly href: string;
  readonly status: number;
  /** By name, without prefix and in camelCase (`getetag`, `calendarData`); only those the server has. */
  readonly props: Readonly<Record<string, unknown>>;
}

/** The library makes numbers and booleans of what looks like them; a text of marks may come in a CDATA section. */
export function textIn(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const { _cdata: marked } = (value ?? {}) as { _cdata?: unknown };
  return typeof marked === 'string' ? marked : null;
}

/** One or several or none, as XML has it. */
export const listIn = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

export const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const rowOf = ({ href, status, props }: DAVResponse): DavRow => ({
  href: textIn(href) ?? '',
  status,
  props: objectIn(props),
});

const textOf = (answer: HttpResponse): string => (typeof answer.body === 'string' ? answer.body : '');

/** Statuses that may have no body, in the eyes of `Response`. */
const bodilessStatuses = [204, 205, 304];

/** An answer of ours as what the library expects of `fetch`. */
const asResponse = (answer: HttpResponse): Response =>
  new Response(bodilessStatuses.includes(answer.status) ? null : textOf(answer), {
    status: answer.status,
    headers: { 'content-type': answer.headers['content-type'] ?? '' },
  });

const isRow = ({ href }: DAVResponse): boolean => (textIn(href) ?? '') !== '';

function answerOf(
  { request, answer }: Reply,
  responses: readonly DAVResponse[],
  { mayBeDisliked = false }: DavQuestion,
): DavAnswer {
  const { url } = request;
  const { multistatus } = objectIn(responses[0]?.raw);
  const none = { url, status: answer.status, text: textOf(answer), rows: [], syncToken: null };
  if (answer.status >= 400) return { ...none, isDisliked: false };
  if (multistatus === undefined && mayBeDisliked) return { ...none, isDisliked: true };
  if (multistatus === undefined) throw brokenDavReply(request, answer.status);
  const syncToken = textIn(objectIn(multistatus).syncToken) || null;
  return { ...none, text: '', rows: responses.filter(isRow).map(rowOf), syncToken, isDisliked: false };
}

/** Asks a DAV server; XML is the library's, the line is ours. Throws ApiError. */
export async function askDav(ask: Ask, question: DavQuestion): Promise<DavAnswer> {
  const { method, url, depth, name, body, passes } = question;
  const replies: Reply[] = [];
  const line = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    const reply = await ask({ method, url, headers, body: String(init?.body ?? ''), nature: 'query' }, passes);
    replies.push(reply);
    return asResponse(reply.answer);
  };
  const element = { [name]: { _attributes: namespaces, ...body } };
  const responses = await davRequest({
    url,
    init: { method, headers: { depth }, body: element },
    fetch: line as typeof fetch,
  });
  return answerOf(replies[0] as Reply, responses, question);
}

export interface CalDavOptions extends AllowedHosts {
  /** Requests at once; 4 unless told. */
  readonly inFlight?: number;
  readonly budgetMs?: number;
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

const MOST_HOPS = 5;
const redirects = [301, 302, 303, 307, 308];

const redirectLoop = (url: string): ApiError =>
  new ApiError({
    ...{ side: 'zoho', status: null, code: 'redirectLoop', radius: 'side' },
    reason: reason('calDavRedirectLoop', { host: new URL(url).host }),
  });

const redirectTarget = (answer: HttpResponse): string | null =>
  redirects.includes(answer.status) ? headerOf(answer.headers, 'location') : null;

/** The same request at the address the server refers to, as long as the password may go there. */
async function followRedirects(send: Send, first: HttpRequest, ground: AllowedHosts): Promise<Reply> {
  let request = first;
  for (let hops = 0; hops <= MOST_HOPS; hops += 1) {
    const answer = await send(request);
    const next = redirectTarget(answer);
    if (next === null) return { request, answer };
    request = { ...request, url: resolveAllowed(next, request.url, ground).href };
  }
  throw redirectLoop(first.url);
}

/** What sends for this server: patience outside, so that waiting holds no place in the queue. */
export function makeAsk(send: Send, o: CalDavOptions): Ask {
  const { now } = o.clock ?? systemClock;
  const patient = retrying(throttled(limited(send, o.inFlight ?? 4), o), { side: 'zoho', ...o });
  return async (asked, passes = () => false) => {
    const first = { timeoutMs: o.timeoutMs ?? 100_000, ...asked, url: resolveAllowed(asked.url, o.server, o).href };
    const reply = await followRedirects(patient, first, o);
    if ((reply.answer.status >= 200 && reply.answer.status < 300) || passes(reply.answer)) return reply;
    throw davError(reply.request, reply.answer, now());
  };
}

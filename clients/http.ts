/** JSON as it comes off the wire: no shape is promised. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- vendors add properties at any time; the sides read what they know
export type Json = any;

/** The last three are CalDAV's [RFC 4918, RFC 3253]. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'PROPFIND' | 'REPORT' | 'OPTIONS';
export type Headers = Readonly<Record<string, string>>;

/**
 * One request to a vendor, without its token: the sender adds that.
 * `nature` says what the method does not: a *query* is a read that happens to be a POST (COQL),
 * a *repeatable* write does no harm when it arrives twice (a create with a transactionId).
 */
export interface HttpRequest {
  readonly method: Method;
  /** Absolute. */
  readonly url: string;
  readonly headers?: Headers;
  /** Plain data: the sender makes JSON of it and says so in Content-Type. An ArrayBuffer, or the text of CalDAV or a form, goes as it is. */
  readonly body?: unknown;
  readonly timeoutMs?: number;
  readonly nature?: 'query' | 'repeatable';
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Headers;
  /** Parsed JSON; the text itself where it is no JSON; undefined where there is none. */
  readonly body: unknown;
}

/** Sends a request with the credential's token (renewed once on a 401). Any status is an answer; throws where none came. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** Thrown by a sender that will not send: nothing left, nothing is tried again, and `reason` comes out as it is. */
export class NotSent extends Error {
  constructor(readonly reason: unknown) {
    super('not sent');
  }
}

/** A header of a request or an answer, whatever the case of its name. */
export function headerOf(headers: Headers | undefined, name: string): string | null {
  const found = Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return found ? String(found[1]) : null;
}

/** True where the request asks and changes nothing. */
export const isRead = (request: HttpRequest): boolean => request.method === 'GET' || request.nature === 'query';

/** `If-Match: *` only asks that the thing exists, so it proves nothing about what a first try did. */
const isConditional = (request: HttpRequest): boolean =>
  (headerOf(request.headers, 'if-match') ?? '*') !== '*' || headerOf(request.headers, 'if-unmodified-since') !== null;

/** May be sent again though nobody knows what became of the first try. A bare POST never may: it would create twice. */
export const isReplayable = (request: HttpRequest): boolean =>
  isRead(request) || request.nature === 'repeatable' || (request.method !== 'POST' && isConditional(request));

/** Time and chance, handed in so that tests can move the one and fix the other. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
};

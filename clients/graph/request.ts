import { GraphClientError, type Context, type Middleware } from '@microsoft/microsoft-graph-client';
import { assertHost } from '../urls';
import { headerOf, type Headers, type HttpRequest, type HttpResponse, type Method, type Send } from '../http';

const version = 'v1.0';

/** Where a path or a link of Graph leads: absolute, on our own host. */
export function absoluteUrl(baseUrl: string, pathOrLink: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(pathOrLink)) return assertHost('outlook', pathOrLink, baseUrl);
  return assertHost('outlook', `${baseUrl}/${version}/${pathOrLink.replace(/^\/+/, '')}`, baseUrl);
}

/** The same below the version root, as $batch wants it (learn: "Combine multiple HTTP requests using JSON batching"). */
export function relativeUrl(baseUrl: string, pathOrLink: string): string {
  const url = new URL(absoluteUrl(baseUrl, pathOrLink));
  const below = url.pathname.slice(new URL(baseUrl).pathname.replace(/\/+$/, '').length);
  return (below.replace(/^\/+(v1\.0|beta)(?=\/|$)/, '') || '/') + url.search;
}

/** The header that makes a write conditional; none where no version is known. */
export const ifMatch = (etag: string | null | undefined): Headers => (etag ? { 'If-Match': etag } : {});

/** Ids that survive a move; links do not remember it (learn: "Get immutable identifiers for Outlook resources"). */
const immutableIds = 'IdType="ImmutableId"';

const preferenceName = (preference: string): string => (preference.split('=')[0] ?? '').trim().toLowerCase();

/** One Prefer header out of several preferences; the first of a name wins, ours first of all. */
export function preferences(...more: readonly (string | null | undefined)[]): string {
  const all = [immutableIds, ...more.flatMap((one) => one?.split(/,\s*/) ?? [])].filter((one) => one.trim() !== '');
  const byName = new Map(all.toReversed().map((one) => [preferenceName(one), one.trim()]));
  return [...new Set(all.map(preferenceName))].map((name) => byName.get(name)).join(', ');
}

/** The caller's headers with all preferences merged into one. */
export function withPreferences(headers: Headers = {}, prefer?: string): Record<string, string> {
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'prefer');
  return { ...Object.fromEntries(others), Prefer: preferences(prefer, headerOf(headers, 'prefer')) };
}

/** What our client puts into the SDK's options for its own use. */
export interface SendOptions {
  /** The SDK takes queries apart and re-joins them; opaque links must go out byte for byte. */
  readonly exactUrl: string;
  /** In the place of the text the SDK would make of it: the sender makes JSON itself. */
  readonly body?: unknown;
  readonly nature?: HttpRequest['nature'];
  readonly timeoutMs?: number;
}

/** The sender says that the body is JSON; said twice in different case it would reach the service as a list of two types. */
const withoutType = (headers: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type'));

function toRequest(context: Context): HttpRequest {
  const { method, headers, body, exactUrl, nature, timeoutMs } = (context.options ?? {}) as unknown as SendOptions & {
    method: Method;
    headers?: Record<string, string>;
  };
  return { method, url: exactUrl, headers: withoutType(headers), body, nature, timeoutMs };
}

/** The SDK lets only its own error class pass unchanged; ours travels inside. */
export class CarriedError extends GraphClientError {
  constructor(readonly inner: unknown) {
    super('see inner');
    Object.setPrototypeOf(this, CarriedError.prototype);
  }
}

/**
 * The end of the SDK's chain, and all of it: n8n's authenticated helper instead of fetch. The SDK's own handlers stay out
 * (they replay POSTs, cap Retry-After, and give no token to hosts they do not know).
 */
export function terminalMiddleware(
  send: Send,
  refuse: (request: HttpRequest, answer: HttpResponse) => Error,
): Middleware {
  return {
    async execute(context) {
      const request = toRequest(context);
      const answer = await send(request).catch((thrown: unknown) => {
        throw new CarriedError(thrown);
      });
      if (answer.status < 200 || answer.status > 299) throw new CarriedError(refuse(request, answer));
      // With ResponseType.RAW the SDK hands it back unread: its body is decoded already.
      context.response = answer as unknown as Response;
    },
  };
}

/** A passing outage of the service behind comes as a refusal when a subscription is made [seen live: closeio/sync-engine]. */
export const unveiled =
  (send: Send): Send =>
  async (request) => {
    const answer = await send(request);
    const { error } = (answer.body ?? {}) as { error?: { code?: string; message?: string } };
    const isOutage =
      answer.status === 403 && error?.code === 'ExtensionError' && /ServiceUnavailable/.test(error.message ?? '');
    return isOutage ? { ...answer, status: 503 } : answer;
  };

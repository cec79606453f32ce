import { GraphClientError, type Context, type GraphRequest, type Middleware } from '@microsoft/microsoft-graph-client';
import { reason, type Reason } from '../../reasons';
import { ApiError } from '../errors';
import { assertHost, encoded } from '../urls';
import { headerOf, type Headers, type HttpRequest, type HttpResponse, type Method, type Send } from '../http';

const version = 'v1.0';

/** Where requests go. */
export interface Target {
  /** Without /v1.0 and without slash at the end. */
  readonly baseUrl: string;
  /** Id or sign-in name; null for that of the account that signed in. */
  readonly mailbox?: string | null;
}

/** Graph decodes what stands in a path (`/users/..%2Fme` is `/me` [seen live: allodia]), so nothing in a name may be more than a name. */
const mailboxPattern = /^(?=.*[^.])[^\s/\\?%"()<>]{1,320}$/;

/** The mailbox as it stands in a path. Throws ApiError for what cannot be the name of one. */
function mailboxRoot(mailbox: string | null | undefined): string {
  if (mailbox === null || mailbox === undefined) return 'me';
  if (mailboxPattern.test(mailbox)) return `users/${encoded(mailbox).replace(/%40/g, '@')}`;
  throw refusal('notAMailbox', reason('notAMailbox', { text: mailbox }));
}

const refusal = (code: string, why: Reason): ApiError =>
  new ApiError({ side: 'outlook', status: null, code, radius: 'side', reason: why });

/** Below the version; the base may have a folder of its own. */
function belowVersion(baseUrl: string, url: URL): string {
  const below = url.pathname.slice(new URL(baseUrl).pathname.replace(/\/+$/, '').length);
  return below.replace(/^\/+(v1\.0|beta)(?=\/|$)/i, '') || '/';
}

const decodedPart = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Whose mailbox a path is in; null for what is nobody's, such as the subscriptions and the directory. */
function mailboxIn(path: string): string | null {
  const [head = '', user = ''] = path.split('/').filter(Boolean).map(decodedPart);
  if (/^me$/i.test(head)) return '';
  if (/^users$/i.test(head)) return user || null;
  return /^users\('(.*)'\)$/i.exec(head)?.[1] ?? null;
}

const leadsUp = (path: string): boolean =>
  path
    .split('/')
    .map(decodedPart)
    .some((part) => part.split(/[/\\]/).some((name) => name === '..' || name === '.'));

/** The code of a link into another mailbox than the chosen one. */
export const FOREIGN_MAILBOX = 'foreignMailbox';

/** Links come from outside, and the token of an application opens many mailboxes: none but the chosen one is asked. */
function assertMailbox({ baseUrl, mailbox }: Target, url: string): string {
  const path = belowVersion(baseUrl, new URL(url));
  const named = mailboxIn(path);
  const isOwn = named === null || named.toLowerCase() === (mailbox ?? '').toLowerCase();
  if (isOwn && !leadsUp(path)) return url;
  throw refusal(FOREIGN_MAILBOX, reason('foreignMailbox'));
}

/** Where a path or a link of Graph leads: absolute, on our own host, and `/me` in the chosen mailbox. */
export function absoluteUrl(to: Target, pathOrLink: string): string {
  const isLink = /^[a-z][a-z0-9+.-]*:/i.test(pathOrLink);
  const path = pathOrLink.replace(/^\/+/, '').replace(/^me(?=[/?]|$)/, mailboxRoot(to.mailbox));
  const url = isLink ? pathOrLink : `${to.baseUrl}/${version}/${path}`;
  return assertMailbox(to, assertHost('outlook', url, to.baseUrl));
}

/** The same below the version root, as $batch wants it (learn: "Combine multiple HTTP requests using JSON batching"). */
export function relativeUrl(to: Target, pathOrLink: string): string {
  const url = new URL(absoluteUrl(to, pathOrLink));
  return belowVersion(to.baseUrl, url) + url.search;
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
class CarriedError extends GraphClientError {
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

const rethrowInner = (error: unknown): never => {
  throw error instanceof CarriedError ? error.inner : error;
};

const bySdk = (request: GraphRequest, method: Method): Promise<HttpResponse> => {
  if (method === 'GET') return request.get();
  if (method === 'DELETE') return request.delete();
  return method === 'PATCH' ? request.patch('') : request.post('');
};

/** The body is among the options; what is given to the SDK's own methods it would make text of. Throws what the chain threw. */
export const sendBySdk = (request: GraphRequest, method: Method): Promise<HttpResponse> =>
  bySdk(request, method).catch(rethrowInner);

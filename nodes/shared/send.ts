import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import type { HttpRequest, HttpResponse, Send } from '../../clients/http';
import { withoutPermissionCheck } from '../../credentials/permissions/check';
import type { Context } from './context';
import { foreignHost } from '../../clients/urls';
import { tokenRefused } from '../../clients/zoho/authToken';
import { basicOf, calDavOf, type AppPasswordCredential } from '../../credentials/appPassword/addresses';
import { textSend } from '../../credentials/appPassword/plainSend';
import { inSignInContext, type SignInContext } from '../../credentials/appPassword/signIn';

/** Long enough for Zoho's slowest batch; n8n's own 300 s would outlive the lease of a cycle. */
const patienceMs = 100_000;

const isJson = (body: unknown): boolean => body !== undefined && !(body instanceof ArrayBuffer);

/** A 401 must stay an error, or n8n would never refresh the token. */
const optionsOf = ({ method, url, headers, body, timeoutMs }: HttpRequest): IHttpRequestOptions => ({
  method: method as IHttpRequestOptions['method'],
  url,
  headers: { ...headers, ...(isJson(body) && { 'Content-Type': 'application/json' }) },
  body: body as IDataObject | undefined,
  json: true,
  returnFullResponse: true,
  ignoreHttpStatusErrors: { ignore: true, except: [401] },
  sendCredentialsOnCrossOriginRedirect: false,
  disableFollowRedirect: true,
  timeout: timeoutMs ?? patienceMs,
});

const plainHeaders = (headers: object): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** n8n parses JSON where it can and hands over the text where it cannot; nothing at all arrives as an empty text. */
const responseOf = ({ statusCode, headers, body }: IN8nHttpFullResponse): HttpResponse => ({
  status: statusCode,
  headers: plainHeaders(headers),
  body: (body as unknown) === '' ? undefined : body,
});

interface Thrown {
  readonly httpCode?: string | null;
  readonly message?: string;
  readonly failure?: { readonly cause?: string };
  readonly context?: { readonly data?: unknown };
  readonly cause?: Thrown & { readonly response?: { readonly headers?: object; readonly data?: unknown } };
}

/** n8n's own words for a credential that was never connected, or whose refresh token is gone or revoked. */
const reconnectWords = /needs to be reconnected|not connected|no refresh token/i;

/** The 401 that stayed after n8n refreshed the token, or the refusal to refresh it, as the answer it is. */
function unauthorised(error: Thrown): HttpResponse | null {
  const answer = error.cause?.response;
  if (error.httpCode === '401' && answer) {
    return { status: 401, headers: plainHeaders(answer.headers ?? {}), body: error.context?.data ?? answer.data };
  }
  const dead = error.cause?.failure?.cause === 'credential-invalid' || reconnectWords.test(error.message ?? '');
  return dead ? { status: 401, headers: {}, body: { code: 'INVALID_TOKEN' } } : null;
}

/**
 * Zoho refuses to renew a token with a 200 that says `{error}`. n8n takes that for a token, keeps the error among the
 * credential's data and tries the old token again, so the 401 that comes back does not say why. The kept word does.
 */
async function refusedRenewal(context: Context, credentialType: string, answer: HttpResponse): Promise<HttpResponse> {
  const { code } = (answer.body ?? {}) as { code?: unknown };
  const { oauthTokenData } = await context.getCredentials(credentialType);
  const { error } = (oauthTokenData ?? {}) as { error?: unknown };
  const isSaid = typeof error === 'string' && code !== 'OAUTH_SCOPE_MISMATCH';
  return isSaid ? { status: 200, headers: {}, body: { error } } : answer;
}

/** Sends through n8n's authenticated helper, so that its token refresh, proxies and network rules apply. */
export function sendVia(context: Context, credentialType: string): Send {
  const { httpRequestWithAuthentication: request } = context.helpers;
  return async (asked) => {
    const answer = withoutPermissionCheck(() => request.call(context, credentialType, optionsOf(asked)));
    return await answer.then(responseOf, (error: Thrown) => {
      const refused = unauthorised(error);
      return refused ? refusedRenewal(context, credentialType, refused) : Promise.reject(error);
    });
  };
}

/** n8n has made a new session token by then, and the CRM took that one no better. */
function notRefused(answer: HttpResponse, url: string): HttpResponse {
  if (answer.status !== 401) return answer;
  throw tokenRefused(new URL(url).host);
}

/** To the CRM with the session token of the app-specific password. Why there is none is told whole; n8n would keep half of it. */
export function sendBySession(context: Context, credentialType: string): Send {
  const send = sendVia(context, credentialType);
  return async (request) => {
    const signIn: SignInContext = { mode: 'use', refusal: null };
    const answer = await inSignInContext(signIn, () => send(request)).catch((error: unknown) => {
      throw signIn.refusal ?? error;
    });
    if (signIn.refusal) throw signIn.refusal;
    return notRefused(answer, request.url);
  };
}

const isHostOf = (url: string, hosts: readonly string[]): boolean =>
  URL.canParse(url) && hosts.includes(new URL(url).host);

/** To the calendar server with name and password; refuses every other host, and plain http where the server has https. */
export function sendByPassword(context: Context, credential: AppPasswordCredential): Send {
  const { server, allowed } = calDavOf(credential);
  const send = textSend((options) => context.helpers.httpRequest(options));
  const isOwn = (url: string): boolean =>
    isHostOf(url, allowed) && (url.startsWith('https:') || server.startsWith('http:'));
  return async (request) => {
    if (!isOwn(request.url)) throw foreignHost('zoho', request.url, [server]);
    return await send({ ...request, headers: { ...request.headers, Authorization: basicOf(credential) } });
  };
}

import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { isObject } from '../../clients/errors';
import type { HttpRequest, HttpResponse, Send } from '../../clients/http';
import { withoutPermissionCheck } from '../../credentials/permissions/check';
import type { Context } from './context';
import { renew, tokenInUse } from './renewal';
import { foreignHost } from '../../clients/urls';
import { tokenRefused } from '../../clients/zoho/authToken';
import { basicOf, calDavOf, type AppPasswordCredential } from '../../credentials/appPassword/addresses';
import { textSend } from '../../credentials/appPassword/plainSend';
import { inSignInContext, type SignInContext } from '../../credentials/appPassword/signIn';

/** Long enough for Zoho's slowest batch; n8n's own 300 s would outlive the lease of a cycle. */
const patienceMs = 100_000;

const isJson = (body: unknown): boolean => body !== undefined && !(body instanceof ArrayBuffer);

/** `throws`: statuses that n8n is to see as an error. */
const optionsOf = (
  { method, url, headers, body, timeoutMs }: HttpRequest,
  throws: readonly number[],
): IHttpRequestOptions => ({
  method: method as IHttpRequestOptions['method'],
  url,
  headers: { ...headers, ...(isJson(body) && { 'Content-Type': 'application/json' }) },
  body: body as IDataObject | undefined,
  json: true,
  returnFullResponse: true,
  ignoreHttpStatusErrors: { ignore: true, except: [...throws] },
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

const answerInError = (error: Thrown): HttpResponse | Promise<never> => unauthorised(error) ?? Promise.reject(error);

const sendThrowing =
  (context: Context, credentialType: string, throws: readonly number[]): Send =>
  async (asked) => {
    const { httpRequestWithAuthentication: request } = context.helpers;
    const answer = withoutPermissionCheck(() => request.call(context, credentialType, optionsOf(asked, throws)));
    return await answer.then(responseOf, answerInError);
  };

/** Sends through n8n's authenticated helper, so that its proxies and network rules apply; a 401 makes n8n sign in again, once. */
export const sendVia = (context: Context, credentialType: string): Send => sendThrowing(context, credentialType, [401]);

const isScopeMismatch = ({ body }: HttpResponse): boolean => isObject(body) && body.code === 'OAUTH_SCOPE_MISMATCH';

/** The same with an OAuth2 token, renewed only where that may help: Zoho stops after ten renewals in ten minutes. */
export function sendByToken(context: Context, credentialType: string): Send {
  // came with n8n 2
  if (!context.helpers.refreshOAuth2Token) return sendVia(context, credentialType);
  const send = sendThrowing(context, credentialType, []);
  return async (asked) => {
    const token = await tokenInUse(context, credentialType);
    const answer = await send(asked);
    if (answer.status !== 401 || isScopeMismatch(answer)) return answer;
    const refused = await renew(context, credentialType, token, answer).catch(answerInError);
    return refused ?? (await send(asked));
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

const isHostOf = (url: string, hosts: readonly string[]) => URL.canParse(url) && hosts.includes(new URL(url).host);

/** To the calendar server with name and password; refuses every other host, and plain http where the server has https. */
export function sendByPassword(context: Context, credential: AppPasswordCredential): Send {
  const { server, allowed } = calDavOf(credential);
  const send = textSend((options) => context.helpers.httpRequest(options));
  const isOwn = (url: string) => isHostOf(url, allowed) && (url.startsWith('https:') || server.startsWith('http:'));
  return async (request) => {
    if (!isOwn(request.url)) throw foreignHost('zoho', request.url, [server]);
    return await send({ ...request, headers: { ...request.headers, Authorization: basicOf(credential) } });
  };
}

import { ApiError } from '../../clients/errors';
import { foreignHost } from '../../clients/urls';
import type { HttpResponse, Send } from '../../clients/http';
import { tokenRefused } from '../../clients/zoho/authToken';
import { basicOf, calDavOf, type AppPasswordCredential } from '../../credentials/appPassword/addresses';
import { textSend } from '../../credentials/appPassword/plainSend';
import { inSignInContext, type SignInContext } from '../../credentials/appPassword/signIn';
import type { Context } from './context';
import { sendVia } from './send';

/** n8n has made a new session token by then, and the CRM took that one no better. */
function notRefused(answer: HttpResponse, url: string): HttpResponse {
  if (answer.status !== 401) return answer;
  const { code, message, nextStep } = tokenRefused;
  const { host } = new URL(url);
  throw new ApiError({
    side: 'zoho',
    status: 401,
    code,
    radius: 'side',
    message: message(host),
    nextStep: nextStep(host),
  });
}

/** To the CRM with the session token of the app-specific password. Why there is none is told whole; n8n would keep half of it. */
export function sendBySession(context: Context, credentialType: string): Send {
  const send = sendVia(context, credentialType);
  return async (request) => {
    const visit: SignInContext = { mode: 'use', refusal: null };
    const answer = await inSignInContext(visit, () => send(request)).catch((error: unknown) => {
      throw visit.refusal ?? error;
    });
    if (visit.refusal) throw visit.refusal;
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

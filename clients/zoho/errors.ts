import { ApiError } from '../errors';
import { asCode, isObject, pathOf } from '../facts';
import { headerOf, isRead, type HttpRequest, type HttpResponse } from '../http';
import { retryAfterMs } from '../retryAfter';
import { accountsError } from './accounts';
import { zohoPlaceOf } from './areas';
import { factsOf } from './details';
import { ruleFor, type Seen } from './errorRules';
import { explainItem } from './explain';
import { toItem } from './items';

/** The code of an answer, wherever that kind of answer has it: `{code}`, or `{code: 429, error: "TOO_MANY_REQUESTS"}`. */
function codeIn(body: unknown): string {
  if (!isObject(body)) return '';
  return (asCode(body.code) ?? asCode(body.error) ?? '').toUpperCase();
}

/** True for what a CRM call can return as success: nothing, or an object that does not call itself an error. */
export const isZohoReply = (body: unknown): boolean =>
  body === undefined || (isObject(body) && body.status !== 'error' && body.error === undefined);

const isUncertain = (request: HttpRequest, status: number): boolean =>
  !isRead(request) && (status >= 500 || status === 408);

function seenIn(request: HttpRequest, answer: HttpResponse, details: object): Seen {
  const facts = Object.entries(details).map(([name, value]) => `${name}: ${value}`);
  return {
    status: answer.status,
    code: codeIn(answer.body),
    place: zohoPlaceOf(pathOf(request.url), request.method),
    creditsLeft: headerOf(answer.headers, 'x-api-credits-remaining'),
    facts: facts.length > 0 ? ` (${facts.join(', ')})` : '',
  };
}

/** A call for one record that answers like a bulk write: `data[]` with a single refused item. */
function refusedItem(answer: HttpResponse): ApiError | null {
  const data = isObject(answer.body) && Array.isArray(answer.body.data) ? answer.body.data : [];
  if (data.length !== 1 || answer.status >= 500 || !isObject(data[0]) || data[0].status !== 'error') return null;
  const story = explainItem(toItem(data[0]));
  return new ApiError({ side: 'zoho', status: answer.status, radius: 'record', ...story, details: story });
}

/** `{error}` with status 200 comes from the accounts server, or from CRM on its behalf. */
const refusedSignIn = (answer: HttpResponse): ApiError | null =>
  answer.status === 200 && isObject(answer.body) && answer.body.code === undefined ? accountsError(answer.body) : null;

function requestError(request: HttpRequest, answer: HttpResponse, now: number): ApiError {
  const details = isObject(answer.body) ? factsOf(answer.body.details) : {};
  const seen = seenIn(request, answer, details);
  const rule = ruleFor(seen);
  return new ApiError({
    side: 'zoho',
    status: answer.status,
    code: rule.code ?? (seen.code || `http${answer.status}`),
    radius: rule.radius,
    message: rule.message(seen),
    nextStep: rule.nextStep(seen),
    retryAfterMs: retryAfterMs(answer.headers, now) ?? rule.retryAfterMs,
    details: { vendorCode: seen.code || null, module: seen.place.module, ...details },
    uncertain: isUncertain(request, answer.status),
  });
}

/** An answer that is no success, in words. */
export const zohoError = (request: HttpRequest, answer: HttpResponse, now = Date.now()): ApiError =>
  refusedSignIn(answer) ?? refusedItem(answer) ?? requestError(request, answer, now);

/** A success whose body is no JSON or lacks what the call promises. */
export function brokenZohoReply(request: HttpRequest, status: number | null): ApiError {
  const place = zohoPlaceOf(pathOf(request.url), request.method);
  return new ApiError({
    side: 'zoho',
    status,
    code: 'brokenReply',
    radius: 'side',
    message: `The answer about ${place.name} was not what Zoho CRM sends (no valid JSON, or parts missing).`,
    nextStep:
      'If it stays so, check whether a proxy or firewall alters the traffic of the n8n machine. The next run tries again.',
    uncertain: !isRead(request),
  });
}

import { ApiError } from '../errors';
import { asCode, asGuid, isObject, pathOf } from '../facts';
import { headerOf, isRead, type HttpRequest, type HttpResponse } from '../http';
import { retryAfterMs } from '../retryAfter';
import { placeOf } from './areas';
import { ruleFor, type Seen } from './errorRules';

/** Codes from the outermost to the deepest: some services nest a more precise one (learn: "Microsoft Graph error responses"). */
function codesIn(error: unknown): string[] {
  if (!isObject(error)) return [];
  const own = asCode(error.code);
  return [...(own ? [own] : []), ...codesIn(error.innerError ?? error.innererror)];
}

/** The most precise code of an error body; null where there is none. */
export const deepestCode = (body: unknown): string | null => (isObject(body) ? codesIn(body.error) : []).at(-1) ?? null;

/** Which of the property names we sent the vendor's message mentions. The message itself may quote values: it is not shown. */
function fieldsIn(request: HttpRequest, body: unknown): string[] {
  const error = isObject(body) && isObject(body.error) ? body.error : {};
  const text = typeof error.message === 'string' ? error.message : '';
  const words = new Set(text.toLowerCase().match(/[a-z0-9_]+/g) ?? []);
  const sent = isObject(request.body) ? Object.keys(request.body) : [];
  return sent.filter((name) => asCode(name) && words.has(name.toLowerCase()));
}

const isUncertain = (request: HttpRequest, status: number): boolean =>
  !isRead(request) && (status >= 500 || status === 408) && status !== 507 && status !== 509;

/** An answer that is no success, in words. */
export function graphError(request: HttpRequest, answer: HttpResponse, now = Date.now()): ApiError {
  const vendorCode = deepestCode(answer.body);
  const seen: Seen = {
    status: answer.status,
    code: (vendorCode ?? '').toLowerCase(),
    place: placeOf(pathOf(request.url), request.method),
    fields: fieldsIn(request, answer.body),
  };
  const rule = ruleFor(seen);
  return new ApiError({
    side: 'outlook',
    status: answer.status,
    code: rule.code ?? vendorCode ?? `http${answer.status}`,
    radius: rule.radius,
    message: rule.message(seen),
    nextStep: rule.nextStep(seen),
    retryAfterMs: retryAfterMs(answer.headers, now),
    details: { vendorCode, fields: seen.fields, requestId: asGuid(headerOf(answer.headers, 'request-id')) },
    uncertain: isUncertain(request, answer.status),
  });
}

/** A success whose body is not what Graph promises: cut off, or from a proxy in between. */
export function brokenReply(request: HttpRequest, status: number | null): ApiError {
  const place = placeOf(pathOf(request.url), request.method);
  return new ApiError({
    side: 'outlook',
    status,
    code: 'brokenReply',
    radius: 'side',
    message: `The answer about ${place.name} was not what Microsoft Graph sends (no valid JSON, or parts missing).`,
    nextStep:
      'If it stays so, check whether a proxy or firewall alters the traffic of the n8n machine. The next run tries again.',
    uncertain: !isRead(request),
  });
}

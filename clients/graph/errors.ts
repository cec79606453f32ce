import { ApiError, safeCode, safeGuid, isObject, urlPath } from '../errors';
import { headerOf, isRead, type HttpRequest, type HttpResponse } from '../http';
import { retryAfterMs } from '../retry';
import { reason, type Reason } from '../../reasons';
import { graphResourceOf, ruleFor, type FailedCall } from './errorRules';

/** Codes from the outermost to the deepest: some services nest a more precise one (learn: "Microsoft Graph error responses"). */
function codesIn(error: unknown): string[] {
  if (!isObject(error)) return [];
  const own = safeCode(error.code);
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
  return sent.filter((name) => safeCode(name) && words.has(name.toLowerCase()));
}

const isUncertain = (request: HttpRequest, status: number): boolean =>
  !isRead(request) && (status >= 500 || status === 408) && status !== 507 && status !== 509;

/** What a request is about; whose mailbox it is in tells nothing of that, whatever it is called. */
function placeOf({ url, method }: HttpRequest): Pick<FailedCall, 'resource' | 'isChosen'> {
  const path = urlPath(url);
  const isChosen = chosenMailbox.test(path);
  return { isChosen, resource: graphResourceOf(path.replace(chosenMailbox, '/me'), method) };
}

const chosenMailbox = /\/users\/[^/]+/i;

/** An answer that is no success, in words. */
export function graphError(request: HttpRequest, answer: HttpResponse, now = Date.now()): ApiError {
  const vendorCode = deepestCode(answer.body);
  const seen: FailedCall = {
    status: answer.status,
    code: (vendorCode ?? '').toLowerCase(),
    ...placeOf(request),
    isCreate: request.method === 'POST',
    fields: fieldsIn(request, answer.body),
    byToken: /[?&](\$|%24)(delta|skip)token=/i.test(request.url),
  };
  const rule = ruleFor(seen);
  return new ApiError({
    side: 'outlook',
    status: answer.status,
    code: rule.code ?? vendorCode ?? `http${answer.status}`,
    radius: rule.radius,
    reason: rule.reason(seen),
    retryAfterMs: retryAfterMs(answer.headers, now),
    details: { vendorCode, fields: seen.fields, requestId: safeGuid(headerOf(answer.headers, 'request-id')) },
    uncertain: isUncertain(request, answer.status),
  });
}

/** A success whose body is not what Graph promises: cut off, or from a proxy in between. */
export function brokenReply(request: HttpRequest, status: number | null): ApiError {
  const { resource } = placeOf(request);
  return new ApiError({
    side: 'outlook',
    status,
    code: 'brokenReply',
    radius: 'side',
    reason: reason('microsoftBrokenReply', { place: resource.name }),
    uncertain: !isRead(request),
  });
}

/** The same of a reading by id, whose answer is not the item. */
export const brokenItem = (path: string, status: number | null): ApiError =>
  brokenReply({ method: 'GET', url: path }, status);

interface SignInRule {
  readonly codes: readonly string[];
  readonly reason: Reason;
}

/** Learn: "Microsoft Entra authentication and authorization error codes". */
const signInRules: readonly SignInRule[] = [
  {
    codes: ['invalid_grant', 'interaction_required', 'login_required', 'consent_required'],
    reason: reason('microsoftSignInExpired'),
  },
  { codes: ['invalid_client', 'unauthorized_client'], reason: reason('microsoftClientRefused') },
  { codes: ['invalid_scope'], reason: reason('microsoftScopeRefused') },
];

/** An error word of Microsoft's token endpoint, in ours; null where it is none that we know. */
export function graphSignInError(code: string): ApiError | null {
  const rule = signInRules.find((one) => one.codes.includes(code));
  return rule ? new ApiError({ side: 'outlook', status: 400, code, radius: 'side', reason: rule.reason }) : null;
}

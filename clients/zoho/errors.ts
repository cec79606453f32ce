import { ApiError, safeCode, isObject, urlPath } from '../errors';
import { headerOf, isRead, type HttpRequest, type HttpResponse } from '../http';
import { retryAfterMs } from '../retry';
import { zohoResourceOf, ruleFor, type FailedCall } from './errorRules';
import { reason, type Reason } from '../../reasons';
import { safeDetails, explainResult, toResult } from './results';

interface SignInRule {
  readonly codes: readonly string[];
  /** `until`: when to try again, as a person reads it. */
  readonly reason: (until: string) => Reason;
  readonly waits?: boolean;
}

/** Error words of Zoho's accounts server (CRM v8 docs: "Token validity", "Refresh access tokens"; Kaizen 43). Compared in lower case. */
const signInRules: readonly SignInRule[] = [
  { codes: ['invalid_code', 'invalid_grant', 'invalid_token'], reason: () => reason('zohoSignInRefused') },
  {
    codes: ['invalid_client', 'invalid_client_secret', 'unauthorized_client'],
    reason: () => reason('zohoClientUnknown'),
  },
  { codes: ['invalid_redirect_uri'], reason: () => reason('zohoRedirectRefused') },
  { codes: ['invalid_scope', 'oauth_scope_invalid', 'invalid_oauthscope'], reason: () => reason('zohoScopeUnknown') },
  {
    codes: ['access denied', 'access_denied'],
    reason: (until) => reason('zohoTokensThrottled', { until }),
    waits: true,
  },
];

const unknownWordRule = (code: string): SignInRule => ({
  codes: [],
  reason: () => reason('zohoSignInFailed', { word: code }),
});

/** Zoho's brake lifts after 15 to 30 minutes in which nobody tries, as several programs met it; each try begins it anew. */
export const brakeMs = 1_800_000;

const signInErrorBy = (rule: SignInRule, code: string, waitMs: number, now: number): ApiError =>
  new ApiError({
    side: 'zoho',
    status: 200,
    code,
    radius: 'side',
    reason: rule.reason(`${new Date(now + waitMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`),
    ...(rule.waits && { retryAfterMs: waitMs }),
  });

const signInRuleFor = (word: string): SignInRule | undefined =>
  signInRules.find((rule) => rule.codes.includes(word.toLowerCase()));

/** A reply of the accounts server in words, null for no error: Zoho answers 200 with `{error}`, whatever the status. */
function zohoSignInError(reply: unknown, waitMs = brakeMs, now = Date.now()): ApiError | null {
  const word = isObject(reply) ? reply.error : reply;
  if (typeof word !== 'string' || word === '') return null;
  const code = safeCode(word.replace(/\s+/g, '_')) ?? 'accountsError';
  return signInErrorBy(signInRuleFor(word) ?? unknownWordRule(code), code, waitMs, now);
}

/** The same for a bare word, but null where it is none that we know. */
export const knownSignInError = (word: string): ApiError | null => (signInRuleFor(word) ? zohoSignInError(word) : null);

/** The code of an answer, wherever that kind of answer has it: `{code}`, or `{code: 429, error: "TOO_MANY_REQUESTS"}`. */
function codeIn(body: unknown): string {
  if (!isObject(body)) return '';
  return (safeCode(body.code) ?? safeCode(body.error) ?? '').toUpperCase();
}

const isUncertain = (request: HttpRequest, status: number) => !isRead(request) && (status >= 500 || status === 408);

function failedCallOf(request: HttpRequest, answer: HttpResponse, details: object): FailedCall {
  return {
    status: answer.status,
    code: codeIn(answer.body),
    resource: zohoResourceOf(urlPath(request.url), request.method),
    creditsLeft: headerOf(answer.headers, 'x-api-credits-remaining'),
    facts: Object.entries(details).map(([name, value]) => `${name}: ${value}`),
  };
}

/** A call for one record that answers like a bulk write: `data[]` with a single refused item. */
function refusedResult(answer: HttpResponse): ApiError | null {
  const data = isObject(answer.body) && Array.isArray(answer.body.data) ? answer.body.data : [];
  if (data.length !== 1 || answer.status >= 500 || !isObject(data[0]) || data[0].status !== 'error') return null;
  const { code, reason: why, duplicateOf } = explainResult(toResult(data[0]));
  return new ApiError({
    ...{ side: 'zoho', status: answer.status, code, radius: 'record', reason: why },
    details: { code, duplicateOf },
  });
}

/** `{error}` with status 200 comes from the accounts server, or from CRM on its behalf. */
const signInRefusal = (answer: HttpResponse, now: number): ApiError | null =>
  answer.status === 200 && isObject(answer.body) && answer.body.code === undefined
    ? zohoSignInError(answer.body, retryAfterMs(answer.headers, now) ?? brakeMs, now)
    : null;

function requestError(request: HttpRequest, answer: HttpResponse, now: number): ApiError {
  const details = isObject(answer.body) ? safeDetails(answer.body.details) : {};
  const seen = failedCallOf(request, answer, details);
  const rule = ruleFor(seen);
  return new ApiError({
    side: 'zoho',
    status: answer.status,
    code: rule.code ?? (seen.code || `http${answer.status}`),
    radius: rule.radius,
    reason: rule.reason(seen),
    retryAfterMs: retryAfterMs(answer.headers, now) ?? rule.retryAfterMs,
    details: { vendorCode: seen.code || null, module: seen.resource.module, ...details },
    uncertain: isUncertain(request, answer.status),
  });
}

/** An answer that is no success, in words. */
export const zohoError = (request: HttpRequest, answer: HttpResponse, now = Date.now()): ApiError =>
  signInRefusal(answer, now) ?? refusedResult(answer) ?? requestError(request, answer, now);

/** A success whose body is no JSON or lacks what the call promises. */
export function brokenZohoReply(request: HttpRequest, status: number | null): ApiError {
  const place = zohoResourceOf(urlPath(request.url), request.method);
  return new ApiError({
    side: 'zoho',
    status,
    code: 'brokenReply',
    radius: 'side',
    reason: reason('zohoBrokenReply', { place: place.name }),
    uncertain: !isRead(request),
  });
}

import { ApiError, credentialPath, reconnect, type Radius, safeCode, isObject, urlPath } from '../errors';
import { headerOf, isRead, type HttpRequest, type HttpResponse } from '../http';
import { retryAfterMs } from '../retry';
import { zohoResourceOf, ruleFor, type FailedCall } from './errorRules';
import { safeDetails, explainResult, toResult } from './results';

interface SignInRule {
  readonly codes: readonly string[];
  readonly radius: Radius;
  readonly message: string;
  readonly nextStep: string;
  readonly retryAfterMs?: number;
}

/** Error words of Zoho's accounts server (CRM v8 docs: "Token validity", "Refresh access tokens"; Kaizen 43). Compared in lower case. */
const signInRules: readonly SignInRule[] = [
  {
    codes: ['invalid_code', 'invalid_grant', 'invalid_token'],
    radius: 'side',
    message:
      'Zoho does not accept the sign-in of the credential: it was revoked, replaced by newer ones (a user has 20), or belongs to another data centre.',
    nextStep: `Check the data centre in ${credentialPath.zoho} (the address of your Zoho CRM shows it), then press Connect again.`,
  },
  {
    codes: ['invalid_client', 'invalid_client_secret', 'unauthorized_client'],
    radius: 'side',
    message: 'Zoho does not know the client ID or client secret of the credential in the chosen data centre.',
    nextStep: `Compare both with the Zoho API console of your data centre; a client works elsewhere only with Multi-DC switched on there. Then connect again under ${credentialPath.zoho}.`,
  },
  {
    codes: ['invalid_redirect_uri'],
    radius: 'side',
    message: "Zoho does not accept n8n's OAuth redirect address for this client.",
    nextStep:
      'Copy the OAuth Redirect URL of the credential into the client of the Zoho API console, letter by letter.',
  },
  {
    codes: ['invalid_scope', 'oauth_scope_invalid', 'invalid_oauthscope'],
    radius: 'side',
    message: 'Zoho does not know one of the scopes the credential asks for.',
    nextStep: `Restore the default scopes in ${credentialPath.zoho} and connect again.`,
  },
  {
    codes: ['access denied', 'access_denied'],
    radius: 'side',
    message: 'Zoho refuses new access tokens for a while: more than 10 were asked for in 10 minutes.',
    nextStep: 'Wait at least 10 minutes. Workflows should share one credential rather than have one each.',
    retryAfterMs: 600_000,
  },
];

const unknownWordRule = (code: string): SignInRule => ({
  codes: [],
  radius: 'side',
  message: `Zoho's sign-in server answered with the error ${code}.`,
  nextStep: reconnect('zoho'),
});

const signInErrorBy = (rule: SignInRule, code: string): ApiError =>
  new ApiError({
    side: 'zoho',
    status: 200,
    code,
    radius: rule.radius,
    message: rule.message,
    nextStep: rule.nextStep,
    retryAfterMs: rule.retryAfterMs,
  });

const signInRuleFor = (word: string): SignInRule | undefined =>
  signInRules.find((rule) => rule.codes.includes(word.toLowerCase()));

/**
 * A reply of the accounts server (or its bare error word), in words; null where it is no error. The status says nothing:
 * Zoho answers 200 with `{error}`. The description is in the account's language and never read.
 */
function zohoSignInError(reply: unknown): ApiError | null {
  const word = isObject(reply) ? reply.error : reply;
  if (typeof word !== 'string' || word === '') return null;
  const code = safeCode(word.replace(/\s+/g, '_')) ?? 'accountsError';
  return signInErrorBy(signInRuleFor(word) ?? unknownWordRule(code), code);
}

/** The same for a bare word, but null where it is none that we know. */
export const knownSignInError = (word: string): ApiError | null => (signInRuleFor(word) ? zohoSignInError(word) : null);

/** The code of an answer, wherever that kind of answer has it: `{code}`, or `{code: 429, error: "TOO_MANY_REQUESTS"}`. */
function codeIn(body: unknown): string {
  if (!isObject(body)) return '';
  return (safeCode(body.code) ?? safeCode(body.error) ?? '').toUpperCase();
}

/** True for what a CRM call can return as success: nothing, or an object that does not call itself an error. */
export const isZohoReply = (body: unknown): boolean =>
  body === undefined || (isObject(body) && body.status !== 'error' && body.error === undefined);

const isUncertain = (request: HttpRequest, status: number): boolean =>
  !isRead(request) && (status >= 500 || status === 408);

function failedCallOf(request: HttpRequest, answer: HttpResponse, details: object): FailedCall {
  const facts = Object.entries(details).map(([name, value]) => `${name}: ${value}`);
  return {
    status: answer.status,
    code: codeIn(answer.body),
    resource: zohoResourceOf(urlPath(request.url), request.method),
    creditsLeft: headerOf(answer.headers, 'x-api-credits-remaining'),
    details: facts.length > 0 ? ` (${facts.join(', ')})` : '',
  };
}

/** A call for one record that answers like a bulk write: `data[]` with a single refused item. */
function refusedResult(answer: HttpResponse): ApiError | null {
  const data = isObject(answer.body) && Array.isArray(answer.body.data) ? answer.body.data : [];
  if (data.length !== 1 || answer.status >= 500 || !isObject(data[0]) || data[0].status !== 'error') return null;
  const story = explainResult(toResult(data[0]));
  return new ApiError({ side: 'zoho', status: answer.status, radius: 'record', ...story, details: story });
}

/** `{error}` with status 200 comes from the accounts server, or from CRM on its behalf. */
const signInRefusal = (answer: HttpResponse): ApiError | null =>
  answer.status === 200 && isObject(answer.body) && answer.body.code === undefined
    ? zohoSignInError(answer.body)
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
    message: rule.message(seen),
    nextStep: rule.nextStep(seen),
    retryAfterMs: retryAfterMs(answer.headers, now) ?? rule.retryAfterMs,
    details: { vendorCode: seen.code || null, module: seen.resource.module, ...details },
    uncertain: isUncertain(request, answer.status),
  });
}

/** An answer that is no success, in words. */
export const zohoError = (request: HttpRequest, answer: HttpResponse, now = Date.now()): ApiError =>
  signInRefusal(answer) ?? refusedResult(answer) ?? requestError(request, answer, now);

/** A success whose body is no JSON or lacks what the call promises. */
export function brokenZohoReply(request: HttpRequest, status: number | null): ApiError {
  const place = zohoResourceOf(urlPath(request.url), request.method);
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

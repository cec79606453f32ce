import { ApiError, credentialPlace, reconnect, type Radius } from '../errors';
import { asCode, isObject } from '../facts';

interface AccountsRule {
  readonly codes: readonly string[];
  readonly radius: Radius;
  readonly message: string;
  readonly nextStep: string;
  readonly retryAfterMs?: number;
}

/** Error words of Zoho's accounts server (CRM v8 docs: "Token validity", "Refresh access tokens"; Kaizen 43). Compared in lower case. */
const rules: readonly AccountsRule[] = [
  {
    codes: ['invalid_code', 'invalid_grant', 'invalid_token'],
    radius: 'side',
    message:
      'Zoho does not accept the sign-in of the credential: it was revoked, replaced by newer ones (a user has 20), or belongs to another data centre.',
    nextStep: `Check the data centre in ${credentialPlace.zoho} (the address of your Zoho CRM shows it), then press Connect again.`,
  },
  {
    codes: ['invalid_client', 'invalid_client_secret', 'unauthorized_client'],
    radius: 'side',
    message: 'Zoho does not know the client ID or client secret of the credential in the chosen data centre.',
    nextStep: `Compare both with the Zoho API console of your data centre; a client works elsewhere only with Multi-DC switched on there. Then connect again under ${credentialPlace.zoho}.`,
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
    nextStep: `Restore the default scopes in ${credentialPlace.zoho} and connect again.`,
  },
  {
    codes: ['access denied', 'access_denied'],
    radius: 'side',
    message: 'Zoho refuses new access tokens for a while: more than 10 were asked for in 10 minutes.',
    nextStep: 'Wait at least 10 minutes. Workflows should share one credential rather than have one each.',
    retryAfterMs: 600_000,
  },
];

const generalRule = (code: string): AccountsRule => ({
  codes: [],
  radius: 'side',
  message: `Zoho's sign-in server answered with the error ${code}.`,
  nextStep: reconnect('zoho'),
});

const toError = (rule: AccountsRule, code: string): ApiError =>
  new ApiError({
    side: 'zoho',
    status: 200,
    code,
    radius: rule.radius,
    message: rule.message,
    nextStep: rule.nextStep,
    retryAfterMs: rule.retryAfterMs,
  });

const ruleFor = (word: string): AccountsRule | undefined =>
  rules.find((rule) => rule.codes.includes(word.toLowerCase()));

/**
 * A reply of the accounts server (or its bare error word), in words; null where it is no error. The status says nothing:
 * Zoho answers 200 with `{error}`. The description is in the account's language and never read.
 */
export function accountsError(reply: unknown): ApiError | null {
  const word = isObject(reply) ? reply.error : reply;
  if (typeof word !== 'string' || word === '') return null;
  const code = asCode(word.replace(/\s+/g, '_')) ?? 'accountsError';
  return toError(ruleFor(word) ?? generalRule(code), code);
}

/** The same for a bare word, but null where it is none that we know. */
export const knownAccountsError = (word: string): ApiError | null => (ruleFor(word) ? accountsError(word) : null);

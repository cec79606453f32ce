import type { Radius } from '../errors';
import { ApiError } from '../errors';
import type { HttpRequest, HttpResponse } from '../http';

/** One reason why there is no session token, for a person. `host`: the accounts server that said so. */
export interface SignInProblem {
  readonly code: string;
  readonly radius?: Radius;
  readonly message: (host: string) => string;
  readonly nextStep: (host: string) => string;
}

/** Whose token is asked for. The password is the account's own, or an app-specific one where two-factor sign-in is on. */
export interface AuthTokenSignIn {
  /** Origin of the data centre's accounts server. */
  readonly accounts: string;
  readonly email: string;
  readonly password: string;
  /** How the token is called among the user's active auth tokens. */
  readonly deviceName: string;
}

/** Where a person finds the credential in n8n. */
export const appPasswordPath = 'Credentials › Zoho CRM Sync App-Specific Password API';
const useOAuth2 =
  'for contacts, tasks and mail use Zoho CRM Sync OAuth2; this credential works for events over CalDAV.';
const newPassword = (host: string): string =>
  `create an app-specific password at https://${host} › Security › App Passwords and enter it in ${appPasswordPath}.`;

const problem = (code: string, message: string, nextStep: (host: string) => string): SignInProblem => ({
  code,
  message: () => message,
  nextStep,
});

const wrongPassword = (code: string): SignInProblem =>
  problem(
    code,
    'Zoho does not accept the e-mail address and password of the credential.',
    (host) =>
      `Check both, and ${newPassword(host)} If you sign in to Zoho with Google, Yahoo or Facebook, first set a Zoho password (Forgot Password? on the sign-in page), or use Zoho CRM Sync OAuth2.`,
  );

const unknownUser = (code: string): SignInProblem =>
  problem(
    code,
    'Zoho knows no such account in this data centre.',
    (host) =>
      `Check the e-mail address, and choose the data centre that the address of your Zoho CRM shows (zoho.eu: Europe …) in ${appPasswordPath}; now it is ${host}.`,
  );

const inactive = (code: string): SignInProblem =>
  problem(
    code,
    'This Zoho account is switched off.',
    () => 'Ask the administrator of your organisation to activate it in Zoho, then run again.',
  );

const blocked = (code: string): SignInProblem =>
  problem(
    code,
    'A rule of your organisation keeps this machine from signing in to Zoho.',
    (host) =>
      `Ask the administrator to allow the address of the n8n machine at https://${host} › Security › Allowed IP Addresses, then run again.`,
  );

/** The names of the causes come from Zoho's own constants and from programs that used the service; no page of Zoho's lists them. */
const problems: readonly SignInProblem[] = [
  wrongPassword('INVALID_PASSWORD'),
  wrongPassword('INVALID_CREDENTIALS'),
  unknownUser('NO_SUCH_USER'),
  unknownUser('ACCOUNT_DOES_NOT_EXIST'),
  problem(
    'WEB_LOGIN_REQUIRED',
    'This Zoho account signs in with two factors, or by its organisation’s own sign-in, so its password alone is not enough.',
    (host) => `In Zoho ${newPassword(host)}`,
  ),
  problem(
    'EXCEEDED_MAXIMUM_ALLOWED_AUTHTOKENS',
    'This Zoho account has as many active auth tokens as Zoho allows.',
    (host) =>
      `Remove an active auth token at Accounts › Home › Active Authtokens (https://${host}), best one that no program uses any more, then run again.`,
  ),
  problem(
    'ACCOUNT_REGISTRATION_NOT_CONFIRMED',
    'The e-mail address of this Zoho account was never confirmed.',
    (host) =>
      `Open the mail that Zoho sent when the account was made and confirm the address; https://${host} sends it again.`,
  ),
  inactive('USER_NOT_ACTIVE'),
  inactive('ACCOUNT_NOT_ACTIVE'),
  problem(
    'REMOTE_SERVER_ERROR',
    'Zoho’s sign-in has trouble of its own just now.',
    () => 'The next run tries again by itself. If it stays so, see Zoho’s status page.',
  ),
  blocked('IP_NOT_ALLOWED'),
  blocked('API_REQUEST_BLOCKED'),
  problem(
    'INVALID_SCOPE',
    'Zoho no longer knows auth tokens for its CRM.',
    () => `Zoho no longer issues these; ${useOAuth2}`,
  ),
  problem(
    'REGISTRATION_NOT_ALLOWED',
    'Zoho does not let this account make auth tokens for its CRM.',
    () => `Ask the administrator of your organisation, or ${useOAuth2}`,
  ),
];

/** Auth tokens were handed out until 2020; where they no longer are, there is a page, an error, or no server at all. */
const authTokensRetired: SignInProblem = {
  code: 'authTokensRetired',
  message: (host) => `${host} gives no session token for an app-specific password.`,
  nextStep: () => `Zoho no longer issues these; ${useOAuth2}`,
};

const unclearProblem: SignInProblem = {
  code: 'unclearSignIn',
  message: (host) => `${host} refused the sign-in without saying why.`,
  nextStep: (host) => `Check the e-mail address, and ${newPassword(host)}`,
};

/** The CRM took neither the token of before nor a new one. */
export const tokenRefused: SignInProblem = {
  code: 'authTokenRefused',
  message: (host) => `Zoho CRM (${host}) does not accept the session token of the app-specific password.`,
  nextStep: () => `Zoho CRM's API takes OAuth2 sign-ins; ${useOAuth2}`,
};

const isCode = (cause: string): boolean => /^[A-Z_]{3,60}$/.test(cause);

/** A cause in words; one that nobody knows yet is named. */
const problemOf = (cause: string): SignInProblem =>
  problems.find(({ code }) => code === cause.toUpperCase()) ?? {
    ...unclearProblem,
    message: (host) => `${host} refused the sign-in${isCode(cause) ? ` (${cause})` : ' without saying why'}.`,
  };

/** As a form in the body: what stands in an address is kept in logs on the way. */
const form = (url: string, fields: Readonly<Record<string, string>>): HttpRequest => ({
  method: 'POST',
  url,
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

/** Asks for a token of the CRM's older sign-in. Source: "Authentication token" of the API pages before 2020. */
export const authTokenRequest = ({ accounts, email, password, deviceName }: AuthTokenSignIn): HttpRequest =>
  form(`${accounts}/apiauthtoken/nb/create`, {
    SCOPE: 'ZohoCRM/crmapi',
    EMAIL_ID: email,
    PASSWORD: password,
    DISPLAY_NAME: deviceName,
  });

/** Takes a token back. */
export const signOutRequest = (accounts: string, token: string): HttpRequest =>
  form(`${accounts}/apiauthtoken/delete`, { AUTHTOKEN: token });

type ReplyFields = Readonly<Record<string, string>>;

/** Java's way to write properties: `#` lines are remarks, the others come in any order. */
const properties = (text: string): ReplyFields =>
  Object.fromEntries(
    text
      .split(/\r?\n/)
      .map((line) => /^\s*([A-Za-z_]+)\s*[=:]\s*(.*?)\s*$/.exec(line))
      .flatMap((found) => (found ? [[found[1]!.toUpperCase(), found[2]!]] : [])),
  );

const upperKeys = (body: object): ReplyFields =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name.toUpperCase(), String(value)]));

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const isHtml = (text: string): boolean => /^\s*<(!doctype|html|\?xml)/i.test(text);

/** The reply as a table of words; null where it is a page, or nothing. */
function replyFields(body: unknown): ReplyFields | null {
  const given = typeof body === 'string' ? parseJson(body) : body;
  if (typeof given === 'object' && given !== null) return upperKeys(given);
  if (typeof given !== 'string' || isHtml(given)) return null;
  const found = properties(given);
  return Object.keys(found).length > 0 ? found : null;
}

const signInError = (
  host: string,
  status: number | null,
  { code, radius = 'side', message, nextStep }: SignInProblem,
): ApiError => new ApiError({ side: 'zoho', status, code, radius, message: message(host), nextStep: nextStep(host) });

/** A busy or broken server says nothing about the service's end. */
const isTemporary = (status: number): boolean => status === 429 || status >= 500;

const problemIn = ({ status, body }: HttpResponse): SignInProblem => {
  const cause = replyFields(body)?.CAUSE;
  if (cause) return problemOf(cause);
  if (isTemporary(status)) return problemOf('REMOTE_SERVER_ERROR');
  return replyFields(body)?.RESULT === undefined ? authTokensRetired : unclearProblem;
};

const accountsHost = (accounts: string): string => (URL.canParse(accounts) ? new URL(accounts).host : accounts);

/** The token of a reply to `authTokenRequest`. Throws ApiError that says why there is none and what to do now. */
export function readAuthToken(answer: HttpResponse, accounts: string): string {
  const token = answer.status < 300 ? replyFields(answer.body)?.AUTHTOKEN : undefined;
  if (token && /^[\w.-]+$/.test(token)) return token;
  throw signInError(accountsHost(accounts), answer.status, problemIn(answer));
}

/** True where Zoho says that the token is gone. */
export const isSignedOut = ({ status, body }: HttpResponse): boolean =>
  status < 300 && /^true$/i.test(replyFields(body)?.RESULT ?? '');

/** The accounts server has no such name any more, or never had. */
export const noAccountsServer = (accounts: string): ApiError =>
  signInError(accountsHost(accounts), null, authTokensRetired);

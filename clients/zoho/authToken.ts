import { reason, type Reason } from '../../reasons';
import { ApiError } from '../errors';
import type { HttpRequest, HttpResponse } from '../http';

/** One reason why there is no session token. */
interface SignInProblem {
  readonly code: string;
  readonly why: (host: string) => Reason;
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

const accountInactive = () => reason('zohoAccountInactive');
const passwordRefused = (host: string) => reason('zohoPasswordRefused', { host });
const accountUnknown = (host: string) => reason('zohoAccountUnknown', { host });
const machineBlocked = (host: string) => reason('zohoMachineBlocked', { host });

/** The names of the causes come from Zoho's own constants and from programs that used the service; no page of Zoho's lists them. */
const problems: Readonly<Record<string, (host: string) => Reason>> = {
  INVALID_PASSWORD: passwordRefused,
  INVALID_CREDENTIALS: passwordRefused,
  NO_SUCH_USER: accountUnknown,
  ACCOUNT_DOES_NOT_EXIST: accountUnknown,
  WEB_LOGIN_REQUIRED: (host) => reason('zohoTwoFactors', { host }),
  EXCEEDED_MAXIMUM_ALLOWED_AUTHTOKENS: (host) => reason('zohoTooManyAuthTokens', { host }),
  ACCOUNT_REGISTRATION_NOT_CONFIRMED: (host) => reason('zohoAddressNotConfirmed', { host }),
  USER_NOT_ACTIVE: accountInactive,
  ACCOUNT_NOT_ACTIVE: accountInactive,
  REMOTE_SERVER_ERROR: () => reason('zohoSignInTrouble'),
  IP_NOT_ALLOWED: machineBlocked,
  API_REQUEST_BLOCKED: machineBlocked,
  INVALID_SCOPE: () => reason('zohoAuthTokensUnknown'),
  REGISTRATION_NOT_ALLOWED: () => reason('zohoAuthTokensNotAllowed'),
};

/** Auth tokens were handed out until 2020; where they no longer are, there is a page, an error, or no server at all. */
const authTokensRetired: SignInProblem = {
  code: 'authTokensRetired',
  why: (host) => reason('zohoAuthTokensRetired', { host }),
};

/** `word`: a cause that nobody knows yet; null where none is named. */
const unclearProblem = (word: string | null): SignInProblem => ({
  code: 'unclearSignIn',
  why: (host) => reason('zohoSignInUnclear', { host, word }),
});

const isCode = (cause: string): boolean => /^[A-Z_]{3,60}$/.test(cause);

function problemOf(cause: string): SignInProblem {
  const code = cause.toUpperCase();
  const why = Object.hasOwn(problems, code) ? problems[code] : undefined;
  return why ? { code, why } : unclearProblem(isCode(cause) ? cause : null);
}

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

const signInError = (host: string, status: number | null, { code, why }: SignInProblem): ApiError =>
  new ApiError({ side: 'zoho', status, code, radius: 'side', reason: why(host) });

/** The CRM took neither the token of before nor a new one. */
export const tokenRefused = (host: string): ApiError =>
  signInError(host, 401, { code: 'authTokenRefused', why: () => reason('zohoAuthTokenRefused', { host }) });

/** A busy or broken server says nothing about the service's end. */
const isTemporary = (status: number): boolean => status === 429 || status >= 500;

const problemIn = ({ status, body }: HttpResponse): SignInProblem => {
  const cause = replyFields(body)?.CAUSE;
  if (cause) return problemOf(cause);
  if (isTemporary(status)) return problemOf('REMOTE_SERVER_ERROR');
  return replyFields(body)?.RESULT === undefined ? authTokensRetired : unclearProblem(null);
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

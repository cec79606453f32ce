import { ApiError } from '../errors';
import type { HttpRequest, HttpResponse } from '../http';
import { causeWords, retired, unclear, type Words } from './authTokenWords';

/** Whose token is asked for. The password is the account's own, or an app-specific one where two-factor sign-in is on. */
export interface AuthTokenWish {
  /** Origin of the data centre's accounts server. */
  readonly accounts: string;
  readonly email: string;
  readonly password: string;
  /** How the token is called among the user's active auth tokens. */
  readonly deviceName: string;
}

/** As a form in the body: what stands in an address is kept in logs on the way. */
const form = (url: string, fields: Readonly<Record<string, string>>): HttpRequest => ({
  method: 'POST',
  url,
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

/** Asks for a token of the CRM's older sign-in. Source: "Authentication token" of the API pages before 2020. */
export const authTokenRequest = ({ accounts, email, password, deviceName }: AuthTokenWish): HttpRequest =>
  form(`${accounts}/apiauthtoken/nb/create`, {
    SCOPE: 'ZohoCRM/crmapi',
    EMAIL_ID: email,
    PASSWORD: password,
    DISPLAY_NAME: deviceName,
  });

/** Takes a token back. */
export const signOutRequest = (accounts: string, token: string): HttpRequest =>
  form(`${accounts}/apiauthtoken/delete`, { AUTHTOKEN: token });

type Reply = Readonly<Record<string, string>>;

/** Java's way to write properties: `#` lines are remarks, the others come in any order. */
const properties = (text: string): Reply =>
  Object.fromEntries(
    text
      .split(/\r?\n/)
      .map((line) => /^\s*([A-Za-z_]+)\s*[=:]\s*(.*?)\s*$/.exec(line))
      .flatMap((found) => (found ? [[found[1]!.toUpperCase(), found[2]!]] : [])),
  );

const upperKeys = (body: object): Reply =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name.toUpperCase(), String(value)]));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const isHtml = (text: string): boolean => /^\s*<(!doctype|html|\?xml)/i.test(text);

/** The reply as a table of words; null where it is a page, or nothing. */
function replyOf(body: unknown): Reply | null {
  const given = typeof body === 'string' ? parsed(body) : body;
  if (typeof given === 'object' && given !== null) return upperKeys(given);
  if (typeof given !== 'string' || isHtml(given)) return null;
  const found = properties(given);
  return Object.keys(found).length > 0 ? found : null;
}

const fault = (host: string, status: number | null, { code, radius = 'side', message, nextStep }: Words): ApiError =>
  new ApiError({ side: 'zoho', status, code, radius, message: message(host), nextStep: nextStep(host) });

/** A busy or broken server says nothing about the service's end. */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

const refusalOf = ({ status, body }: HttpResponse): Words => {
  const cause = replyOf(body)?.CAUSE;
  if (cause) return causeWords(cause);
  if (isPassing(status)) return causeWords('REMOTE_SERVER_ERROR');
  return replyOf(body)?.RESULT === undefined ? retired : unclear;
};

const hostOf = (accounts: string): string => (URL.canParse(accounts) ? new URL(accounts).host : accounts);

/** The token of a reply to `authTokenRequest`. Throws ApiError that says why there is none and what to do now. */
export function readAuthToken(answer: HttpResponse, accounts: string): string {
  const token = answer.status < 300 ? replyOf(answer.body)?.AUTHTOKEN : undefined;
  if (token && /^[\w.-]+$/.test(token)) return token;
  throw fault(hostOf(accounts), answer.status, refusalOf(answer));
}

/** True where Zoho says that the token is gone. */
export const isSignedOut = ({ status, body }: HttpResponse): boolean =>
  status < 300 && /^true$/i.test(replyOf(body)?.RESULT ?? '');

/** The accounts server has no such name any more, or never had. */
export const noAccounts = (accounts: string): ApiError => fault(hostOf(accounts), null, retired);

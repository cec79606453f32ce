import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { ApiError } from '../../clients/errors';
import type { Send } from '../../clients/http';
import { foreignHost } from '../../clients/urls';
import { authTokenRequest, noAccountsServer, readAuthToken, signOutRequest } from '../../clients/zoho/authToken';
import { allowedApiDomains } from '../../clients/zoho/dataCentres';
import { accountsOf, trimmedText, type AppPasswordCredential, basicOf, calDavOf, chosenCentre } from './addresses';

/** What one of our nodes wants of the sign-in that n8n runs for it, and what came of it. */
export interface SignInContext {
  /** forget: the stored token is emptied instead of renewed. */
  readonly mode: 'use' | 'forget';
  /** Why there is no token, in words that n8n would cut short. */
  refusal: ApiError | null;
  /** n8n asked for the empty token, and keeps it. */
  forgot?: boolean;
}

const signInContexts = new AsyncLocalStorage<SignInContext>();
export const inSignInContext = <T>(signIn: SignInContext, work: () => Promise<T>): Promise<T> =>
  signInContexts.run(signIn, work);
export const currentSignInContext = (): SignInContext | undefined => signInContexts.getStore();

/** n8n asks once a request, and requests go side by side: they share a token, for Zoho allows an account but few. */
const shareMs = 60_000;
interface SharedToken {
  readonly token: Promise<string>;
  readonly at: number;
}
const sharedTokens = new Map<string, SharedToken>();

const keyOf = (credential: AppPasswordCredential): string =>
  createHash('sha256')
    .update(
      JSON.stringify([accountsOf(credential), trimmedText(credential.email), trimmedText(credential.appPassword)]),
    )
    .digest('hex');

const deviceOf = ({ deviceName }: AppPasswordCredential): string => trimmedText(deviceName) || 'n8n Zoho CRM Sync';

/** Takes the token back that was just refused, so that they do not pile up. It may be dead already, so no answer matters. */
async function signOut(send: Send, accounts: string, token: string): Promise<void> {
  if (token !== '') await send(signOutRequest(accounts, token)).catch(() => undefined);
}

const isUnknownHost = (error: unknown): boolean => error instanceof ApiError && error.code === 'hostNotFound';

async function signIn(send: Send, credential: AppPasswordCredential): Promise<string> {
  const accounts = accountsOf(credential);
  await signOut(send, accounts, trimmedText(credential.sessionToken));
  const { email, appPassword } = credential;
  const wish = {
    accounts,
    email: trimmedText(email),
    password: trimmedText(appPassword),
    deviceName: deviceOf(credential),
  };
  const answer = await send(authTokenRequest(wish)).catch((error: unknown) => {
    throw isUnknownHost(error) ? noAccountsServer(accounts) : error;
  });
  return readAuthToken(answer, accounts);
}

function recentToken(key: string): SharedToken | null {
  const found = sharedTokens.get(key);
  return found && Date.now() - found.at <= shareMs ? found : null;
}

function shareToken(key: string, token: Promise<string>): Promise<string> {
  sharedTokens.set(key, { token, at: Date.now() });
  token.catch(() => sharedTokens.delete(key));
  return token;
}

/** Forgets a token that was shared: after signing out nobody may use it. */
export const forgetShared = (credential: AppPasswordCredential): void => void sharedTokens.delete(keyOf(credential));

/** A session token: one just made for a request beside this one, else a new one; a refused one is taken back. Throws ApiError. */
export async function sessionToken(send: Send, credential: AppPasswordCredential): Promise<string> {
  const key = keyOf(credential);
  const found = recentToken(key);
  if (!found) return await shareToken(key, signIn(send, credential));
  const token = await found.token;
  if (token !== trimmedText(credential.sessionToken)) return token;
  // The very one that was refused. If somebody else has just seen to that, there is another one by now.
  if (sharedTokens.get(key) === found) sharedTokens.delete(key);
  return await sessionToken(send, credential);
}

/** An error for n8n, which keeps only its message: what happened and the next step in one. A node of ours gets it whole. */
export function asCredentialError(error: unknown, signIn?: SignInContext): Error {
  if (!(error instanceof ApiError)) return new Error('The sign-in to Zoho failed.');
  if (signIn) signIn.refusal = error;
  return new Error(`${error.message} ${error.nextStep}`);
}

const originOf = ({ url, baseURL }: Pick<IHttpRequestOptions, 'url' | 'baseURL'>): string =>
  URL.canParse(url, baseURL || undefined) ? new URL(url, baseURL || undefined).origin : 'none';

const originsOf = (urls: readonly string[]): string[] =>
  urls.flatMap((url) => (URL.canParse(url) ? [new URL(url).origin] : []));

/**
 * The Authorization header of a request: the session token for the CRM's own hosts, name and password for the calendar's; null
 * while there is no token. Throws for every other host: whoever gets a request gets what is on it.
 */
export function authorizationFor(
  credential: AppPasswordCredential,
  request: Pick<IHttpRequestOptions, 'url' | 'baseURL'>,
): string | null {
  const apis = originsOf(allowedApiDomains(chosenCentre(credential)));
  const origin = originOf(request);
  const token = trimmedText(credential.sessionToken);
  if (apis.includes(origin)) return token === '' ? null : `Zoho-authtoken ${token}`;
  const calendars = originsOf([calDavOf(credential).server]);
  if (calendars.includes(origin)) return basicOf(credential);
  throw asCredentialError(foreignHost('zoho', request.url, [...apis, ...calendars]));
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { ApiError } from '../../clients/errors';
import type { Send } from '../../clients/http';
import { authTokenRequest, noAccounts, readAuthToken, signOutRequest } from '../../clients/zoho/authToken';
import { accountsOf, text, type AppPasswordCredential } from './place';

/** What one of our nodes wants of the sign-in that n8n runs for it, and what came of it. */
export interface Visit {
  /** forget: the stored token is emptied instead of renewed. */
  readonly mode: 'use' | 'forget';
  /** Why there is no token, in words that n8n would cut short. */
  refusal: ApiError | null;
  /** n8n asked for the empty token, and keeps it. */
  forgot?: boolean;
}

const visits = new AsyncLocalStorage<Visit>();
export const visiting = <T>(visit: Visit, work: () => Promise<T>): Promise<T> => visits.run(visit, work);
export const currentVisit = (): Visit | undefined => visits.getStore();

/** n8n asks once a request, and requests go side by side: they share a token, for Zoho allows an account but few. */
const shareMs = 60_000;
interface Shared {
  readonly token: Promise<string>;
  readonly at: number;
}
const shared = new Map<string, Shared>();

const keyOf = (credential: AppPasswordCredential): string =>
  createHash('sha256')
    .update(JSON.stringify([accountsOf(credential), text(credential.email), text(credential.appPassword)]))
    .digest('hex');

const deviceOf = ({ deviceName }: AppPasswordCredential): string => text(deviceName) || 'n8n Zoho CRM Sync';

/** Takes the token back that was just refused, so that they do not pile up. It may be dead already, so no answer matters. */
async function takeBack(send: Send, accounts: string, token: string): Promise<void> {
  if (token !== '') await send(signOutRequest(accounts, token)).catch(() => undefined);
}

const isNameless = (error: unknown): boolean => error instanceof ApiError && error.code === 'hostNotFound';

async function make(send: Send, credential: AppPasswordCredential): Promise<string> {
  const accounts = accountsOf(credential);
  await takeBack(send, accounts, text(credential.sessionToken));
  const { email, appPassword } = credential;
  const wish = { accounts, email: text(email), password: text(appPassword), deviceName: deviceOf(credential) };
  const answer = await send(authTokenRequest(wish)).catch((error: unknown) => {
    throw isNameless(error) ? noAccounts(accounts) : error;
  });
  return readAuthToken(answer, accounts);
}

function recent(key: string): Shared | null {
  const found = shared.get(key);
  return found && Date.now() - found.at <= shareMs ? found : null;
}

function share(key: string, token: Promise<string>): Promise<string> {
  shared.set(key, { token, at: Date.now() });
  token.catch(() => shared.delete(key));
  return token;
}

/** Forgets a token that was shared: after signing out nobody may use it. */
export const forgetShared = (credential: AppPasswordCredential): void => void shared.delete(keyOf(credential));

/**
 * A session token for the credential: one just made for a request beside this one, else a new one from Zoho. The stored one, if
 * any, was refused and is taken back. Throws ApiError.
 */
export async function sessionToken(send: Send, credential: AppPasswordCredential): Promise<string> {
  const key = keyOf(credential);
  const found = recent(key);
  if (!found) return await share(key, make(send, credential));
  const token = await found.token;
  if (token !== text(credential.sessionToken)) return token;
  // The very one that was refused. If somebody else has just seen to that, there is another one by now.
  if (shared.get(key) === found) shared.delete(key);
  return await sessionToken(send, credential);
}

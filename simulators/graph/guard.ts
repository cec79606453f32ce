import type { Area } from './area';
import { graphError } from './errors';
import type { GraphLimits } from './limits';
import type { GraphState, Grant } from './model';

const CHALLENGE = {
  'www-authenticate': 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
};
const unauthorized = (message: string): Error => graphError(401, 'InvalidAuthenticationToken', message, CHALLENGE);

/** Who asks: the grant behind the bearer token, or 401 [docs: resolve authorization errors]. */
export function grantOf(state: GraphState, authorization: string | undefined, now: number, revoked: boolean): Grant {
  const token = /^Bearer\s+(.+)$/i.exec(authorization ?? '')?.[1];
  if (!token) throw unauthorized('Access token is empty.');
  const grant = state.accessTokens.get(token);
  if (!grant) throw unauthorized('IDX14100: JWT is not well formed, there are no dots (.).');
  if (revoked || grant.expires <= now) throw unauthorized('Lifetime validation failed, the token is expired.');
  return grant;
}

const SCOPES: Record<Area, { readonly read: readonly string[]; readonly write: readonly string[] }> = {
  contacts: { read: ['contacts.read', 'contacts.readwrite'], write: ['contacts.readwrite'] },
  tasks: { read: ['tasks.read', 'tasks.readwrite'], write: ['tasks.readwrite'] },
  calendars: { read: ['calendars.read', 'calendars.readwrite'], write: ['calendars.readwrite'] },
  settings: { read: ['mailboxsettings.read', 'mailboxsettings.readwrite'], write: ['mailboxsettings.readwrite'] },
  user: {
    read: ['user.read', 'user.readwrite', 'user.readbasic.all'],
    write: ['user.read', 'user.readwrite', 'user.readbasic.all'],
  },
  mail: { read: ['mail.readbasic', 'mail.read', 'mail.readwrite'], write: ['mail.readwrite'] },
  mailBodies: { read: ['mail.read', 'mail.readwrite'], write: ['mail.readwrite'] },
  sending: { read: [], write: ['mail.send'] },
  any: { read: [], write: [] },
  none: { read: [], write: [] },
};

/** Scopes may be written in full, `https://graph.microsoft.com/Contacts.Read`. */
const bareScope = (scope: string): string => scope.split('/').pop()?.toLowerCase() ?? '';

/** 403 when none of the scopes that allow this is granted [docs: permissions reference]. */
export function checkScope(grant: Grant, area: Area, method: string): void {
  const wanted = SCOPES[area][method === 'GET' ? 'read' : 'write'];
  if (wanted.length === 0 || grant.scopes.some((scope) => wanted.includes(bareScope(scope)))) return;
  throw graphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

/**
 * 403 at a calendar that somebody else shares, unless a scope for shared ones is granted [docs: "Get Outlook calendars of others",
 * permissions Calendars.Read.Shared and Calendars.ReadWrite.Shared].
 */
export function checkSharedScope(grant: Grant): void {
  if (grant.scopes.some((scope) => /^calendars\.read(write)?\.shared$/.test(bareScope(scope)))) return;
  throw graphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

const WINDOW = 10 * 60_000;

/** `Retry-After` as the service words it: seconds, maybe fractional; absent when the limit is 0. */
const retryAfter = (seconds: number): Record<string, string> => (seconds > 0 ? { 'retry-after': String(seconds) } : {});

/** Counts a request against the quota of ten minutes and the number in flight; throws 429 [docs: throttling]. */
export function checkQuota(state: GraphState, limits: GraphLimits, inFlight: number, now: number): void {
  state.recent = state.recent.filter((at) => now - at < WINDOW);
  state.recent.push(now);
  const headers = retryAfter(limits.retryAfter);
  if (limits.requestsPer10Min && state.recent.length > limits.requestsPer10Min)
    throw graphError(429, 'TooManyRequests', 'The request is throttled, please retry later.', headers);
  state.mostInFlight = Math.max(state.mostInFlight, inFlight + 1);
  if (!limits.concurrency || inFlight < limits.concurrency) return;
  state.crowded += 1;
  if (state.crowded % limits.concurrencyRefusesEach === 0)
    throw graphError(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', headers);
}

import type { Area } from './area';
import { graphError, notFound } from './errors';
import type { GraphLimits } from './limits';
import type { GraphState, Grant } from './model';
import { groupHas } from './tenant';

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
  users: { read: ['user.readbasic.all', 'user.read.all'], write: [] },
  groups: { read: ['groupmember.read.all', 'group.read.all'], write: [] },
  any: { read: [], write: [] },
  none: { read: [], write: [] },
};

/** Scopes may be written in full, `https://graph.microsoft.com/Contacts.Read`. */
const bareScope = (scope: string): string => scope.split('/').pop()?.toLowerCase() ?? '';

const denied = (): Error => graphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');

/** Of the directory, which has words of its own. */
const noPrivilege = (): Error =>
  graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

const holds = ({ scopes }: Grant, wanted: readonly string[]): boolean =>
  wanted.length === 0 || scopes.some((scope) => wanted.includes(bareScope(scope)));

const wantedFor = (area: Area, method: string): readonly string[] => SCOPES[area][method === 'GET' ? 'read' : 'write'];

/** 403 when none of the scopes that allow this is granted [docs: permissions reference]. */
export function checkScope(grant: Grant, area: Area, method: string): void {
  if (grant.app) return checkRole(grant, area, method);
  if (holds(grant, wantedFor(area, method))) return;
  throw ['users', 'groups'].includes(area) ? noPrivilege() : denied();
}

/** The same for an application: its permission for tasks is named otherwise, and To Do refuses otherwise [seen live: wisecom-oy/atlas#148]. */
function checkRole(grant: Grant, area: Area, method: string): void {
  const isDirectory = ['user', 'users', 'groups'].includes(area);
  const wanted = area === 'user' ? wantedFor('users', method) : wantedFor(area, method);
  const roles = area === 'tasks' ? wanted.map((scope) => `${scope}.all`) : wanted;
  if (holds(grant, roles)) return;
  if (area === 'tasks') throw graphError(401, 'UnknownError', '');
  throw isDirectory ? noPrivilege() : denied();
}

const EXCHANGE: readonly Area[] = ['contacts', 'calendars', 'mail', 'mailBodies', 'sending', 'settings'];

/**
 * Whether this mailbox is open to the caller. The application: if the group it is narrowed to has it, in Exchange alone, for To Do
 * and the directory know no such group [docs: RBAC for Applications]. A person at somebody else's: with a scope for shared ones,
 * of which the settings have none, and where its owner lets them in [seen live: allodia, ruby_outlook#9].
 */
export function checkMailbox(grant: Grant, home: GraphState, state: GraphState, area: Area, method: string): void {
  const { group } = home.tenant.application;
  if (grant.app) {
    if (group !== null && EXCHANGE.includes(area) && !groupHas(home, group, state)) throw denied();
    return;
  }
  if (state === home) return;
  if (area === 'user') {
    if (!holds(grant, SCOPES.users.read)) throw noPrivilege();
    return;
  }
  const shared = area === 'settings' ? ['none'] : wantedFor(area, method).map((scope) => `${scope}.shared`);
  if (!holds(grant, shared)) throw denied();
  if (!state.mailbox.shared) throw notFound();
}

/**
 * 403 at a calendar that somebody else shares, unless a scope for shared ones is granted [docs: "Get Outlook calendars of others",
 * permissions Calendars.Read.Shared and Calendars.ReadWrite.Shared].
 */
export function checkSharedScope(grant: Grant): void {
  if (grant.app || grant.scopes.some((scope) => /^calendars\.read(write)?\.shared$/.test(bareScope(scope)))) return;
  throw denied();
}

const WINDOW = 10 * 60_000;

/** `Retry-After` as the service words it: seconds, maybe fractional; absent when the limit is 0. */
const retryAfter = (seconds: number): Record<string, string> => (seconds > 0 ? { 'retry-after': String(seconds) } : {});

/** Counts a request against the quota of ten minutes and the number in flight; throws 429 [docs: throttling]. */
export function checkQuota(state: GraphState, limits: GraphLimits, inFlight: number, now: number): void {
  const old = state.recent.findIndex((at) => now - at < WINDOW);
  state.recent.splice(0, old === -1 ? state.recent.length : old);
  state.recent.push(now);
  const headers = retryAfter(limits.retryAfter);
  if (limits.requestsPer10Min && state.recent.length > limits.requestsPer10Min) {
    const left = Math.ceil(((state.recent[0] ?? now) + WINDOW - now) / 1000);
    const told = limits.retryAfterLeft ? retryAfter(left) : headers;
    throw graphError(429, 'TooManyRequests', 'The request is throttled, please retry later.', told);
  }
  state.mostInFlight = Math.max(state.mostInFlight, inFlight + 1);
  if (!limits.concurrency || inFlight < limits.concurrency) return;
  state.crowded += 1;
  if (state.crowded % limits.concurrencyRefusesEach === 0)
    throw graphError(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', headers);
}

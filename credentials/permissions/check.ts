import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

/** A permission the user granted, and the cheapest read that proves it. */
export interface Permission {
  /** As the vendor's consent page and documents call it. */
  readonly name: string;
  /** What does not work without it, in the user's words. */
  readonly neededFor: string;
  readonly method?: 'GET' | 'POST';
  /** Below the base URL. */
  readonly path: string;
  readonly body?: Readonly<Record<string, string>>;
  /** Status of an answer that could only come after the permission was looked at: nothing was asked for, so nothing was done. */
  readonly provedBy?: number;
}

export interface Probe {
  readonly status: number;
  readonly body: unknown;
}

/** granted: proved. missing: the service refused for want of it. unproved: the service gave another answer. */
export type Verdict = 'granted' | 'missing' | 'unproved';

export interface Finding {
  readonly permission: Permission;
  readonly verdict: Verdict;
}

/** What one vendor's answers mean. `expired`: the token is dead, so nothing can be said about permissions. */
export type ReadVerdict = (probe: Probe) => Verdict | 'expired';
export type SendProbe = (permission: Permission) => Promise<Probe>;

const ourNodes = new AsyncLocalStorage<true>();
/** Tokens already found complete, as hashes. They live an hour, so the set is cleared rather than tended. */
const proved = new Set<string>();

/**
 * n8n calls a credential's preAuthentication before every request. Our nodes ask one thing at a time and report what is missing
 * when they meet it, so only the credential's test pays for asking everything.
 */
export const withoutPermissionCheck = <T>(work: () => Promise<T>): Promise<T> => ourNodes.run(true, work);

/** Asks for every permission in turn. @returns null when the token is too old to tell. */
export async function findings(
  permissions: readonly Permission[],
  ask: SendProbe,
  readVerdict: ReadVerdict,
): Promise<Finding[] | null> {
  const found: Finding[] = [];
  for (const permission of permissions) {
    const probe = await ask(permission);
    const verdict = probe.status === permission.provedBy ? 'granted' : readVerdict(probe);
    if (verdict === 'expired') return null;
    found.push({ permission, verdict });
  }
  return found;
}

function missingMessage(account: string, found: readonly Finding[]): string | null {
  const missing = found.filter(({ verdict }) => verdict === 'missing').map(({ permission }) => permission);
  if (missing.length === 0) return null;
  const list = missing.map(({ name, neededFor }) => `${name} (${neededFor})`).join('; ');
  return `${account} works, but lacks permission: ${list}. ${reconnectStep}`;
}

export const reconnectStep =
  'Open the credential, press Reconnect and accept every permission; if the account is not allowed to, ask its administrator.';

/** The test of a credential: throws what is missing, in words. Does nothing when one of our nodes sends the request. */
export async function checkPermissions(
  account: string,
  token: unknown,
  ask: SendProbe,
  rules: { readonly permissions: readonly Permission[]; readonly readVerdict: ReadVerdict },
): Promise<void> {
  if (ourNodes.getStore() || typeof token !== 'string' || token === '') return;
  const hash = createHash('sha256').update(token).digest('hex');
  if (proved.has(hash)) return;
  const found = await findings(rules.permissions, ask, rules.readVerdict);
  const message = found && missingMessage(account, found);
  if (message) throw new Error(message);
  if (proved.size > 100) proved.clear();
  if (found) proved.add(hash);
}

export const tokenData = (credential: ICredentialDataDecryptedObject): Readonly<Record<string, unknown>> =>
  (credential.oauthTokenData ?? {}) as Record<string, unknown>;

/** Sends a permission's probe with the credential's own token; every status is an answer. */
export const probeWith =
  (helper: IHttpRequestHelper, baseUrl: string, token: unknown): SendProbe =>
  async ({ method = 'GET', path, body }) => {
    const answer = (await helper.helpers.httpRequest({
      method,
      url: `${baseUrl}${path}`,
      headers: { Authorization: `Bearer ${String(token)}` },
      body,
      json: true,
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      sendCredentialsOnCrossOriginRedirect: false,
      disableFollowRedirect: true,
      timeout: 30_000,
    })) as { statusCode: number; body: unknown };
    return { status: answer.statusCode, body: answer.body };
  };

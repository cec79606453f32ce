import { authTokenOf } from './authTokens/read';
import { unauthorized, ZohoError } from './errors';
import type { AccessToken, World } from './state';

const DAY = 86_400_000;

/** Mails have a scope of their own, which that of all modules does not contain. */
const isAlone = ([, area, group]: readonly string[]): boolean => area === 'modules' && group === 'emails';

/** What a scope may be held as: itself, or any wider one that contains it. */
function widerScopes(scope: string): string[] {
  const parts = scope.toLowerCase().split('.');
  const operation = parts.at(-1) ?? '';
  const group = parts.slice(0, -1).join('.');
  const root = isAlone(parts) ? group : parts.slice(0, 2).join('.');
  const operations = ['create', 'update'].includes(operation) ? [operation, 'write', 'all'] : [operation, 'all'];
  return [group, root].flatMap((base) => operations.map((one) => `${base}.${one}`));
}

function holdsScope(held: readonly string[], needed: string): boolean {
  const have = new Set(held.map((scope) => scope.toLowerCase()));
  return widerScopes(needed).some((scope) => have.has(scope));
}

export function checkScopes(held: readonly string[], needed: readonly string[]): void {
  if (!needed.every((scope) => holdsScope(held, scope))) throw unauthorized('OAUTH_SCOPE_MISMATCH');
}

/** The live token of an Authorization header; Zoho's own word and `Bearer` (all that n8n can send) both work. */
export function tokenOf(world: World, authorization: string | undefined): AccessToken {
  const older = authTokenOf(world, authorization);
  if (older) return older;
  const [, text] = /^(?:Zoho-oauthtoken|Bearer)\s+(\S+)$/i.exec(authorization ?? '') ?? [];
  if (!text) throw unauthorized('AUTHENTICATION_FAILURE');
  const token = world.state.tokens.find((one) => one.token === text);
  if (token?.pushedOut) throw unauthorized('INVALID_OAUTHTOKEN');
  if (!token || token.expires <= world.now()) throw unauthorized('INVALID_TOKEN');
  return token;
}

const tooMany = (): ZohoError => new ZohoError(429, 'TOO_MANY_REQUESTS');

/** Credits spent in the last 24 hours. */
export function creditsUsed(world: World): number {
  const since = world.now() - DAY;
  return world.state.credits.reduce((sum, { at, count }) => (at > since ? sum + count : sum), 0);
}

/** Charges a request; answers the credits left when the quota is on and half of it is gone. */
export function charge(world: World, count: number): number | null {
  const quota = Number(world.limits.credits ?? 0);
  const used = quota > 0 ? creditsUsed(world) : 0;
  if (quota > 0 && used + count > quota) throw tooMany();
  world.state.credits.push({ at: world.now(), count });
  const left = quota - used - count;
  return quota > 0 && left < quota / 2 ? left : null;
}

export function checkConcurrency(world: World): void {
  const most = Number(world.limits.concurrency ?? 0);
  if (most > 0 && world.state.inFlight > most) throw tooMany();
}

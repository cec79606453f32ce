import { randomBytes } from 'node:crypto';
import type { AccessToken, Grant, GrantCode, World, ZohoState } from './state';

export interface OAuthCall {
  readonly base: string;
  /** Query and body parameters together: Zoho takes either. */
  readonly given: Readonly<Record<string, string>>;
}

export type OAuthAnswer =
  | { readonly kind: 'json'; readonly status?: number; readonly body: Record<string, unknown> }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'page'; readonly status: number; readonly text: string };

const TEN_MINUTES = 600_000;
const CODE_LIFE = 180_000;
const secret = (): string => `1000.${randomBytes(16).toString('hex')}.${randomBytes(16).toString('hex')}`;

/** Zoho answers 200 even for errors; only the `error` key tells. Of too many refreshes it says so with a status of its own. */
const wrong = (error: string): OAuthAnswer => ({ kind: 'json', body: { error } });
const throttled: OAuthAnswer = {
  kind: 'json',
  status: 400,
  body: {
    error: 'Access Denied',
    error_description: 'You have made too many requests continuously. Please try again after some time.',
    status: 'failure',
  },
};

const limit = (world: World, name: string): number => Number(world.limits[name] ?? 0);
const signedIn = (state: ZohoState): string => state.users[0]?.id ?? '';

/** GET `/oauth/v2/auth`: the person is signed in and says yes at once. */
export function authorize(world: World, { base, given }: OAuthCall): OAuthAnswer {
  const { client_id: client = '', redirect_uri: redirectUri = '', scope = '', state } = given;
  if (!world.state.clients.has(client)) return { kind: 'page', status: 400, text: 'Invalid Client Id' };
  const scopes = scope.split(/[\s,]+/).filter(Boolean);
  const reply = new URL(redirectUri);
  if (state !== undefined) reply.searchParams.set('state', state);
  if (scopes.length === 0) reply.searchParams.set('error', 'invalid_scope');
  else {
    const code: GrantCode = {
      ...{ code: secret(), client, redirectUri, user: signedIn(world.state), scopes },
      ...{ offline: given.access_type === 'offline', expires: world.now() + CODE_LIFE },
    };
    world.state.codes.push(code);
    reply.searchParams.set('code', code.code);
    reply.searchParams.set('location', 'jp');
    reply.searchParams.set('accounts-server', base);
  }
  return { kind: 'redirect', to: reply.toString() };
}

/** The client of a token request; a wrong id and a wrong secret have words of their own. */
function clientProblem(world: World, { given }: OAuthCall): OAuthAnswer | null {
  const known = world.state.clients.get(given.client_id ?? '');
  if (known === undefined) return wrong('invalid_client');
  return known === given.client_secret ? null : wrong('invalid_client_secret');
}

/** Adds an access token; beyond the limit of live ones it pushes out the oldest of the same grant. */
export function mintToken(
  world: World,
  owner: Pick<AccessToken, 'user' | 'scopes' | 'refreshToken'>,
  seconds?: number,
): AccessToken {
  const life = (seconds ?? (limit(world, 'accessTokenSeconds') || 3600)) * 1000;
  const token: AccessToken = { ...owner, token: secret(), expires: world.now() + life, pushedOut: false };
  const { state } = world;
  state.tokens = state.tokens.filter((one) => one.expires > world.now() - TEN_MINUTES);
  state.tokens.push(token);
  const live = state.tokens.filter(
    (t) => t.refreshToken === token.refreshToken && t.expires > world.now() && !t.pushedOut,
  );
  const most = limit(world, 'liveAccessTokens');
  const [oldest] = live;
  if (most > 0 && live.length > most && oldest) {
    state.tokens = state.tokens.map((one) => (one === oldest ? { ...one, pushedOut: true } : one));
  }
  return token;
}

function tokenReply(world: World, { base }: OAuthCall, token: AccessToken, refreshToken?: string): OAuthAnswer {
  const expires_in = Math.round((token.expires - world.now()) / 1000);
  const refresh = refreshToken ? { refresh_token: refreshToken } : {};
  const scope = token.scopes.join(' ');
  return {
    kind: 'json',
    body: { access_token: token.token, ...refresh, scope, api_domain: base, token_type: 'Bearer', expires_in },
  };
}

/** A person may hold a limited number of refresh tokens per client; one more silently ends the first. */
function addGrant(world: World, grant: Grant): void {
  const { state } = world;
  state.grants.push(grant);
  const same = state.grants.filter((one) => one.client === grant.client && one.user === grant.user);
  const most = limit(world, 'liveRefreshTokens');
  if (most > 0 && same.length > most && same[0]) revokeGrant(state, same[0].refreshToken);
}

function revokeGrant(state: ZohoState, refreshToken: string): void {
  state.grants = state.grants.filter((one) => one.refreshToken !== refreshToken);
  state.tokens = state.tokens.filter((one) => one.refreshToken !== refreshToken);
}

function exchange(world: World, call: OAuthCall): OAuthAnswer {
  const { code: text, redirect_uri: redirectUri } = call.given;
  const code = world.state.codes.find((one) => one.code === text);
  world.state.codes = world.state.codes.filter((one) => one !== code);
  if (!code || code.expires < world.now() || code.client !== call.given.client_id) return wrong('invalid_code');
  if (code.redirectUri !== redirectUri) return wrong('invalid_redirect_uri');
  const { user, scopes } = code;
  if (!code.offline) return tokenReply(world, call, mintToken(world, { user, scopes, refreshToken: null }));
  const grant: Grant = { refreshToken: secret(), client: code.client, user, scopes, mints: [], throttledAt: -Infinity };
  addGrant(world, grant);
  return tokenReply(world, call, mintToken(world, grant), grant.refreshToken);
}

/** Once there were too many, every try begins the wait anew. */
function isThrottled(world: World, grant: Grant): boolean {
  const most = limit(world, 'mintsPerTenMinutes');
  const waits = world.now() - grant.throttledAt < limit(world, 'mintPauseMinutes') * 60_000;
  grant.mints = grant.mints.filter((at) => at > world.now() - TEN_MINUTES);
  const isRefused = waits || (most > 0 && grant.mints.length >= most);
  if (isRefused) grant.throttledAt = world.now();
  return isRefused;
}

function refresh(world: World, call: OAuthCall): OAuthAnswer {
  const grant = world.state.grants.find((one) => one.refreshToken === call.given.refresh_token);
  if (!grant || grant.client !== call.given.client_id) return wrong('invalid_code');
  if (isThrottled(world, grant)) return throttled;
  grant.mints.push(world.now());
  return tokenReply(world, call, mintToken(world, grant));
}

const GRANT_TYPES: Record<string, (world: World, call: OAuthCall) => OAuthAnswer> = {
  authorization_code: exchange,
  refresh_token: refresh,
};

/** POST `/oauth/v2/token` */
export function tokenRequest(world: World, call: OAuthCall): OAuthAnswer {
  const handle = GRANT_TYPES[call.given.grant_type ?? ''];
  if (!handle) return wrong('unsupported_grant_type');
  return clientProblem(world, call) ?? handle(world, call);
}

/** POST `/oauth/v2/token/revoke` */
export function revoke(world: World, { given }: OAuthCall): OAuthAnswer {
  const token = given.token ?? '';
  const grant = world.state.grants.some((one) => one.refreshToken === token);
  const access = world.state.tokens.some((one) => one.token === token);
  if (!grant && !access) return wrong('invalid_code');
  if (grant) revokeGrant(world.state, token);
  else world.state.tokens = world.state.tokens.filter((one) => one.token !== token);
  return { kind: 'json', body: { status: 'success' } };
}

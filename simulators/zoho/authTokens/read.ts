import type { AccessToken, World } from '../state';
import { ALL_SCOPES } from '../state';

/** The CRM user behind `Authorization: Zoho-authtoken`, while the CRM takes these at all. */
export function authTokenOf(world: World, authorization: string | undefined): AccessToken | null {
  const [, text] = /^Zoho-authtoken\s+(\S+)$/i.exec(authorization ?? '') ?? [];
  const found = world.state.authTokens.tokens.find(({ token }) => token === text);
  if (!found || !world.limits.authTokens) return null;
  const user = world.state.users.find(({ email }) => email.toLowerCase() === found.email.toLowerCase());
  const expires = Number.POSITIVE_INFINITY;
  return {
    token: found.token,
    refreshToken: null,
    user: user?.id ?? '',
    scopes: ALL_SCOPES,
    expires,
    pushedOut: false,
  };
}

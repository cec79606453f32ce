import type { RunningSimulators } from '../../../simulators/start';
import type { Connection } from './credentials';

/** What a test does to the access that n8n was given, while people go on with tokens of their own. */
export interface Access {
  /** the connection with people's own tokens */
  readonly ofPeople: Connection;
  /** ends n8n's access tokens; its refresh tokens still work */
  readonly expire: () => void;
  /** as when the user takes the app's permission away; hands back the way to give it again */
  readonly revoke: (side: Side) => () => void;
  /** narrows what was agreed to, and may agree to something less; hands back the way to widen it again */
  readonly narrow: (side: Side, keep: (scope: string) => boolean, instead?: readonly string[]) => () => void;
}

type Side = 'zoho' | 'graph';

const peoplesToken = 'a-person-signed-in';

interface Granted {
  readonly scopes: readonly string[];
}

const isPeoples = (token: string): boolean => token === peoplesToken;

export function accessOf({ zoho, graph, connection }: RunningSimulators): Access {
  const [first] = zoho.state.tokens;
  if (!first) throw new Error('The Zoho simulator has no token to begin with.');
  zoho.state.tokens.push({ ...first, token: peoplesToken, refreshToken: null, expires: Infinity });
  graph.state.accessTokens.set(peoplesToken, {
    scopes: [...graph.state.accessTokens.values()][0]?.scopes ?? [],
    expires: Infinity,
  });

  const keep = { zoho: () => zoho.state.tokens.filter(({ token }) => isPeoples(token)) };
  function expire(): void {
    zoho.state.tokens = keep.zoho();
    for (const token of [...graph.state.accessTokens.keys()])
      if (!isPeoples(token)) graph.state.accessTokens.delete(token);
  }

  function revoke(side: Side): () => void {
    expire();
    if (side === 'graph') {
      graph.limits.revoked = true;
      return () => void (graph.limits.revoked = false);
    }
    const { grants } = zoho.state;
    zoho.state.grants = [];
    return () => void (zoho.state.grants = grants);
  }

  function narrow(side: Side, wanted: (scope: string) => boolean, instead: readonly string[] = []): () => void {
    const cut = <T extends Granted>(one: T): T => ({ ...one, scopes: [...one.scopes.filter(wanted), ...instead] });
    if (side === 'zoho') {
      const { grants, tokens } = zoho.state;
      zoho.state.grants = grants.map(cut);
      zoho.state.tokens = tokens.map((one) => (isPeoples(one.token) ? one : cut(one)));
      return () => Object.assign(zoho.state, { grants, tokens });
    }
    const maps = [graph.state.accessTokens, graph.state.refreshTokens];
    const before = maps.map((map) => [...map]);
    for (const map of maps) for (const [token, one] of map) if (!isPeoples(token)) map.set(token, cut(one));
    return () => maps.forEach((map, i) => before[i]?.forEach(([token, one]) => map.set(token, one)));
  }

  const own = <T extends { readonly accessToken: string }>(grant: T): T => ({ ...grant, accessToken: peoplesToken });
  return { ofPeople: { zoho: own(connection.zoho), graph: own(connection.graph) }, expire, revoke, narrow };
}

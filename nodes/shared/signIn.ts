import { createHash } from 'node:crypto';
import type { Identity, SignIn } from '../../engine/account';
import type { KindName, Side } from '../../sync/model';
import { calDavClient, credentialOf, graphClient, usesAppPassword, zohoClient } from './clients';
import type { Context } from './context';

/** How a side is reached. An account goes by another name each way, and so do its records. */
type Way = 'outlook' | 'zoho' | 'calDav';

function wayOf(context: Context, side: Side, kind: KindName): Way {
  if (side === 'outlook') return 'outlook';
  return kind === 'event' && usesAppPassword(context) ? 'calDav' : 'zoho';
}

/** Short requests; what else is known of an account is read far more seldom. */
const identifyBy: Readonly<Record<Way, (context: Context) => Promise<Identity>>> = {
  outlook: async (context) => {
    const me = await (await graphClient(context)).get('/me', { query: { $select: 'id' } });
    return { account: String(me?.id ?? '') };
  },
  zoho: async (context) => {
    const zoho = await zohoClient(context);
    const [org, users] = await Promise.all([zoho.get('/org'), zoho.get('/users', { query: { type: 'CurrentUser' } })]);
    const { zgid, id } = org?.org?.[0] ?? {};
    return { account: String(zgid ?? id ?? ''), userId: String(users?.users?.[0]?.id ?? '') };
  },
  calDav: async (context) => ({ account: (await (await calDavClient(context)).dav.discover()).id }),
};

/** What signs in: a token, or a name with its password and server. */
async function secretOf(context: Context, type: string): Promise<string> {
  const { oauthTokenData, email, appPassword, calDavUrl } = await context.getCredentials(type);
  const { access_token: token } = (oauthTokenData ?? {}) as { readonly access_token?: string };
  return JSON.stringify([token, email, appPassword, calDavUrl]);
}

/** The sign-in that the node's credential gives to one side; the kind tells by which way. */
export function signInOf(context: Context, side: Side, kind: KindName): SignIn {
  const way = wayOf(context, side, kind);
  const type = side === 'zoho' && usesAppPassword(context) ? credentialOf.appPassword : credentialOf[side];
  const fingerprint = async (): Promise<string> => {
    const id = context.getNode().credentials?.[type]?.id ?? '';
    const digest = createHash('sha256').update(`${id} ${await secretOf(context, type)}`);
    return `${way}:${digest.digest('base64url').slice(0, 22)}`;
  };
  return { fingerprint, identify: () => identifyBy[way](context) };
}

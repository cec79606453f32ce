import { createHash } from 'node:crypto';
import { readProfile, writeProfile, type Archive, type CycleRef, type Profile } from '../../archive';
import type { Side } from '../../sync/model';
import { sideName } from '../../sync/model';
import { calDavClient } from './calDav';
import { credentialOf, graphClient, usesAppPassword, zohoClient } from './clients';
import type { Context } from './context';
import { UsageError } from './errors';

/** Who a credential signs in as. `userId`: the person, where several share an account. */
export interface Who {
  readonly account: string;
  readonly userId?: string;
}

/** How a side is reached. An account goes by another name each way, and so do its records. */
type Way = 'outlook' | 'zoho' | 'calDav';

/** What an account is asked for: the side, and of what kind its records are. */
interface Asked {
  readonly side: Side;
  readonly cycle: Pick<CycleRef, 'kind'>;
}

function wayOf(context: Context, { side, cycle }: Asked): Way {
  if (side === 'outlook') return 'outlook';
  return cycle.kind === 'event' && usesAppPassword(context) ? 'calDav' : 'zoho';
}

/** Short requests; what else is known of an account is read far more seldom. */
const whoIs: Readonly<Record<Way, (context: Context) => Promise<Who>>> = {
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

export const askWho = (context: Context, asked: Asked): Promise<Who> => whoIs[wayOf(context, asked)](context);

/** What signs in: a token, or a name with its password and server. */
async function secretOf(context: Context, type: string): Promise<string> {
  const { oauthTokenData, email, appPassword, calDavUrl } = await context.getCredentials(type);
  const { access_token: token } = (oauthTokenData ?? {}) as { readonly access_token?: string };
  return JSON.stringify([token, email, appPassword, calDavUrl]);
}

/**
 * The sign-in a node uses now: its way and a digest. A credential keeps its name when somebody else signs in with it, but never
 * its token; so where this is another, the account has to be asked for again: about once an hour.
 */
export async function signInOf(context: Context, asked: Asked): Promise<string> {
  const type = asked.side === 'zoho' && usesAppPassword(context) ? credentialOf.appPassword : credentialOf[asked.side];
  const id = context.getNode().credentials?.[type]?.id ?? '';
  const digest = createHash('sha256')
    .update(`${id} ${await secretOf(context, type)}`)
    .digest('base64url');
  return `${wayOf(context, asked)}:${digest.slice(0, 22)}`;
}

/** Throws where the account is not the one the sync has always had: the ids of one mean somebody else in another. */
export function sameAccount(side: Side, sync: string, known: string | undefined, found: string): void {
  if (known === undefined || known === found) return;
  throw new UsageError(
    `The sync "${sync}" belongs to another ${sideName[side]} account than the one of this credential. Nothing was read or written.`,
    'Connect the credential with the former account again, or choose its credential in this node; for a new account, give a sync another Sync Name in Start Cycle.',
  );
}

/** What was read one way has names that the other way does not know. */
function sameWay(context: Context, asked: Asked, known: string): void {
  if (known.split(':')[0] === wayOf(context, asked)) return;
  throw new UsageError(
    'The two Zoho CRM Sync nodes of this workflow sign in differently, so nothing was written.',
    'Choose the same Authentication and credential in Get Changes and in Apply Decisions.',
  );
}

const knownSignIn = (kept: Profile | null): string | undefined => (kept?.data as { signIn?: string } | null)?.signIn;

/** A node that writes may have another credential than the one that read: asks before anything is sent. */
export async function writesToTheSame(context: Context, archive: Archive, cycle: CycleRef, side: Side): Promise<void> {
  const kept = await readProfile(archive, cycle.sync, side);
  const known = knownSignIn(kept);
  if (!kept || known === (await signInOf(context, { side, cycle }))) return;
  if (known) sameWay(context, { side, cycle }, known);
  sameAccount(side, cycle.sync, kept.account, (await askWho(context, { side, cycle })).account);
}

/** The same for a side that is only written to, as the CRM by sent mail: its account is the one first written to. */
export async function staysWith(context: Context, archive: Archive, cycle: CycleRef, side: Side): Promise<void> {
  const kept = await readProfile(archive, cycle.sync, side);
  const signIn = await signInOf(context, { side, cycle });
  if (knownSignIn(kept) === signIn) return;
  const { account } = await askWho(context, { side, cycle });
  sameAccount(side, cycle.sync, kept?.account, account);
  await writeProfile(archive, cycle, side, { account, data: { signIn }, readAt: Date.now() });
}

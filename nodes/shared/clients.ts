import { createHash } from 'node:crypto';
import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { makeCalDav, type CalDavClient } from '../../clients/caldav';
import { makeGraph, type GraphClient } from '../../clients/graph';
import type { Send } from '../../clients/http';
import { makeZoho, type ZohoClient } from '../../clients/zoho';
import { calDavOf, trimmedText } from '../../credentials/appPassword/addresses';
import { zohoHosts } from '../../credentials/zohoDataCentre';
import type { Identity, SignIn } from '../../engine/account';
import { keepCredits } from '../../archive';
import { leaseOf, roundOf, whileLeased, type Run } from '../../engine/cycle';
import { UsageError } from '../../engine/errors';
import { readAccount } from '../../sides/outlook';
import { ownershipFacts, readOwnership } from '../../sides/zoho';
import { foldAddress } from '../../sync/compare';
import type { KindName, Side } from '../../sync/model';
import type { Context } from './context';
import { chosenMailbox, chosenOwner } from './parameters';
import { sendByPassword, sendBySession, sendByToken } from './send';

export const credentialOf = {
  outlook: 'outlookSyncOAuth2Api',
  application: 'outlookSyncApplicationOAuth2Api',
  zoho: 'zohoCrmSyncOAuth2Api',
  appPassword: 'zohoCrmSyncAppPasswordApi',
} as const;

/** Within a cycle, what may write is sent only while the cycle holds its lease. */
const leased = (send: Send, run: Run | undefined): Send => (run ? whileLeased(send, leaseOf(run)) : send);

const credentialName = {
  outlookSyncOAuth2Api: 'Outlook Sync OAuth2',
  outlookSyncApplicationOAuth2Api: 'Outlook Sync Application OAuth2',
  zohoCrmSyncOAuth2Api: 'Zoho CRM Sync OAuth2',
  zohoCrmSyncAppPasswordApi: 'Zoho CRM Sync App-Specific Password',
} as const;

const missingCredential = (type: keyof typeof credentialName): UsageError =>
  new UsageError(
    `This node has no credential ${credentialName[type]}.`,
    'Open the node, choose it under Credentials (or make one there), and run again.',
  );

/** What a credential of the node holds. Some nodes need one only for some of what they do, so n8n does not ask for it beforehand. */
function credentialData(context: Context, type: keyof typeof credentialName) {
  const isChosen = context.getNode().credentials?.[type] !== undefined;
  return context
    .getCredentials(type)
    .catch((error: Error) => Promise.reject(isChosen ? error : missingCredential(type)));
}

/** True where nobody signs in to Microsoft, but an application does. Beside Zoho's own sign-in the parameter has a name of its own. */
export const usesApplication = (context: { getNode(): INode }): boolean => {
  const { authentication, outlookAuthentication } = context.getNode().parameters;
  return [authentication, outlookAuthentication].includes('application');
};

const outlookCredentialOf = (context: Context) =>
  usesApplication(context) ? credentialOf.application : credentialOf.outlook;

/** The credential that a node signs in to a side with, where that is by OAuth2. */
export const oauthCredentialOf = (context: Context, side: Side) =>
  side === 'outlook' ? outlookCredentialOf(context) : credentialOf.zoho;

/** The mailbox that a node is for; null for that of the account that signed in. Throws UsageError for an application without one. */
function requireMailbox(context: Context): string | null {
  const mailbox = chosenMailbox(context);
  if (mailbox !== null || !usesApplication(context)) return mailbox;
  throw new UsageError(
    'The app of Outlook Sync Application has no mailbox of its own.',
    'Choose one in Mailbox: from the list, by address or ID, or by an expression that gives one.',
  );
}

async function graphOf(context: Context, mailbox: string | null, run?: Run): Promise<GraphClient> {
  const type = outlookCredentialOf(context);
  const { graphApiBaseUrl } = await credentialData(context, type);
  const credential = context.getNode()?.credentials?.[type]?.id ?? undefined;
  return makeGraph(leased(sendByToken(context, type), run), {
    baseUrl: String(graphApiBaseUrl),
    ...{ credential, mailbox },
  });
}

/** Microsoft Graph with the node's credential, in the mailbox it is for; `run`: the cycle in whose name it writes. */
export const graphClient = async (context: Context, run?: Run): Promise<GraphClient> =>
  await graphOf(context, requireMailbox(context), run);

/** The same for what is nobody's mailbox: the directory, from which one is chosen. */
export const directoryClient = async (context: Context): Promise<GraphClient> => await graphOf(context, null);

/** True where the node signs in to Zoho with an app-specific password; its meetings then go by CalDAV. */
export const usesAppPassword = (context: { getNode(): INode }): boolean =>
  context.getNode().parameters.authentication === 'appPassword';

const zohoCredentialOf = (context: Context) =>
  usesAppPassword(context) ? credentialOf.appPassword : credentialOf.zoho;

const zohoSend = (context: Context): Send =>
  usesAppPassword(context) ? sendBySession(context, credentialOf.appPassword) : sendByToken(context, credentialOf.zoho);

/**
 * Zoho CRM with the node's credential; `run`: the cycle that writes; `round`: when the round began in which another cycle may have
 * read the same. Throws ApiError for a foreign API domain.
 */
export async function zohoClient(context: Context, run?: Run, round: number | null = null): Promise<ZohoClient> {
  const hosts = zohoHosts(await credentialData(context, zohoCredentialOf(context)));
  const credential = context.getNode()?.credentials?.[zohoCredentialOf(context)]?.id ?? undefined;
  const onCredits = run && ((left: number) => keepCredits(run.archive, run.cycle.sync, left, Date.now()));
  return makeZoho(leased(zohoSend(context), run), { ...hosts, credential, round, ...(onCredits && { onCredits }) });
}

/** The same to read with. */
export const zohoReadings = (context: Context, run: Run): Promise<ZohoClient> =>
  zohoClient(context, run, roundOf(run.cycle, Date.now()));

/** The API domain that calls with the node's Zoho credential go to. */
export const zohoDomain = async (context: Context): Promise<string> =>
  zohoHosts(await credentialData(context, zohoCredentialOf(context))).apiDomain;

/** The calendar server of the node's app-specific password. No session token is needed there. */
export interface CalDavConnection {
  /** Puts name and password on requests to `server`'s host only; follows nothing; bodies are text both ways. */
  readonly send: Send;
  /** As the user gave it, or the data centre's: host, home or calendar. */
  readonly server: string;
  /** The e-mail address that signs in. */
  readonly user: string;
  readonly allowed: readonly string[];
}

/** `run`: the cycle in whose name it writes. Throws ApiError if the address is none that a password may be sent to. */
async function calDavConnection(context: Context, run?: Run): Promise<CalDavConnection> {
  const credential = await credentialData(context, credentialOf.appPassword);
  const place = calDavOf(credential);
  return { ...place, user: trimmedText(credential.email), send: leased(sendByPassword(context, credential), run) };
}

/** The calendar server of the node's credential, and whose calendars these are. `run`: the cycle in whose name it writes. */
export async function calDavClient(
  context: Context,
  run?: Run,
): Promise<{ readonly dav: CalDavClient; readonly user: string }> {
  const { send, server, allowed, user } = await calDavConnection(context, run);
  return { dav: makeCalDav(send, { server, allowed }), user };
}

/** The same for a side of a sync: the password opens the calendars of its own user and no others. */
export async function ownCalDav(context: IExecuteFunctions, run?: Run) {
  const [connection, owner] = [await calDavClient(context, run), chosenOwner(context)];
  if (owner === '' || foldAddress(owner) === foldAddress(connection.user)) return connection;
  throw new UsageError(
    "An app-specific password opens the calendars of the user whose it is, and nobody else's. Nothing was read or written.",
    'Choose the signed-in user as Owner, or choose OAuth2 as Authentication: then an administrator may be signed in for all owners.',
  );
}

/** How a side is reached. An account goes by another name each way, and so do its records. */
type Way = 'outlook' | 'zoho' | 'calDav';

function wayOf(context: Context, side: Side, kind: KindName): Way {
  if (side === 'outlook') return 'outlook';
  return kind === 'event' && usesAppPassword(context) ? 'calDav' : 'zoho';
}

/** Short requests; what else is known of an account is read far more seldom. */
const identifyBy: Readonly<Record<Way, (context: IExecuteFunctions, run?: Run) => Promise<Identity>>> = {
  outlook: async (context) => ({ account: await readAccount(await graphClient(context)) }),
  zoho: async (context, run) => {
    const zoho = await (run ? zohoReadings(context, run) : zohoClient(context));
    const [org, ownership] = await Promise.all([zoho.get('/org'), readOwnership(zoho, chosenOwner(context))]);
    const { zgid, id } = org?.org?.[0] ?? {};
    return { account: String(zgid ?? id ?? ''), userId: '', ...(ownership && ownershipFacts(ownership)) };
  },
  calDav: async (context) => ({ account: (await (await ownCalDav(context)).dav.discover()).id }),
};

/** What signs in: a token, or a name with its password and server. */
async function secretOf(context: Context, type: string): Promise<string> {
  const { oauthTokenData, email, appPassword, calDavUrl } = await context.getCredentials(type);
  const { access_token: token } = (oauthTokenData ?? {}) as { readonly access_token?: string };
  return JSON.stringify([token, email, appPassword, calDavUrl]);
}

/** The sign-in that the node's credential gives to one side; the kind tells by which way. */
export function signInOf(context: IExecuteFunctions, side: Side, kind: KindName): SignIn {
  const way = wayOf(context, side, kind);
  const type =
    side === 'zoho' && usesAppPassword(context) ? credentialOf.appPassword : oauthCredentialOf(context, side);
  const fingerprint = async (): Promise<string> => {
    const id = context.getNode().credentials?.[type]?.id ?? '';
    const whose = (side === 'zoho' ? chosenOwner(context) : chosenMailbox(context)) ?? '';
    const digest = createHash('sha256').update(`${id} ${await secretOf(context, type)}${whose && ` ${whose}`}`);
    return `${way}:${digest.digest('base64url').slice(0, 22)}`;
  };
  return { fingerprint, identify: (run) => identifyBy[way](context, run) };
}

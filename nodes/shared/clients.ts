import type { INode } from 'n8n-workflow';
import { holdLease } from '../../archive';
import { makeGraph, type GraphClient } from '../../clients/graph';
import type { Send } from '../../clients/http';
import { makeZoho, type ZohoClient } from '../../clients/zoho';
import { calDavOf, text } from '../../credentials/appPassword/place';
import { zohoHosts } from '../../credentials/zohoHosts';
import type { Context } from './context';
import type { At } from './getChanges';
import { sendByPassword, sendBySession } from './passwordSend';
import { sendVia, whileHeld } from './send';

export const credentialOf = {
  outlook: 'outlookSyncOAuth2Api',
  zoho: 'zohoCrmSyncOAuth2Api',
  appPassword: 'zohoCrmSyncAppPasswordApi',
} as const;

/** Within a cycle (`at`), what may write is sent only while the cycle holds its lease. */
const held = (send: Send, at: At | undefined): Send =>
  at ? whileHeld(send, () => holdLease(at.archive, at.cycle, Date.now())) : send;

/** Microsoft Graph with the node's credential; `at`: the cycle in whose name it writes. */
export async function graphClient(context: Context, at?: At): Promise<GraphClient> {
  const { graphApiBaseUrl } = await context.getCredentials(credentialOf.outlook);
  return makeGraph(held(sendVia(context, credentialOf.outlook), at), { baseUrl: String(graphApiBaseUrl) });
}

/** True where the node signs in to Zoho with an app-specific password; its meetings then go by CalDAV. */
export const usesAppPassword = (context: { getNode(): INode }): boolean =>
  context.getNode().parameters.authentication === 'appPassword';

const zohoCredentialOf = (context: Context) =>
  usesAppPassword(context) ? credentialOf.appPassword : credentialOf.zoho;

const zohoSend = (context: Context): Send =>
  usesAppPassword(context) ? sendBySession(context, credentialOf.appPassword) : sendVia(context, credentialOf.zoho);

/**
 * Zoho CRM with the node's credential; `at`: the cycle in whose name it writes. Throws ApiError if the token's API domain is not
 * the chosen data centre's.
 */
export async function zohoClient(context: Context, at?: At): Promise<ZohoClient> {
  const hosts = zohoHosts(await context.getCredentials(zohoCredentialOf(context)));
  return makeZoho(held(zohoSend(context), at), hosts);
}

/** The API domain that calls with the node's Zoho credential go to. */
export const zohoDomain = async (context: Context): Promise<string> =>
  zohoHosts(await context.getCredentials(zohoCredentialOf(context))).apiDomain;

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

/** `at`: the cycle in whose name it writes. Throws ApiError if the address is none that a password may be sent to. */
export async function calDavConnection(context: Context, at?: At): Promise<CalDavConnection> {
  const credential = await context.getCredentials(credentialOf.appPassword);
  const place = calDavOf(credential);
  return { ...place, user: text(credential.email), send: held(sendByPassword(context, credential), at) };
}

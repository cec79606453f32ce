import { makeGraph, type GraphClient } from '../../clients/graph';
import { makeZoho, type ZohoClient } from '../../clients/zoho';
import { zohoHosts } from '../../credentials/zohoHosts';
import type { Context } from './context';
import { sendVia } from './send';

export const credentialOf = { outlook: 'outlookSyncOAuth2Api', zoho: 'zohoCrmSyncOAuth2Api' } as const;

/** Microsoft Graph with the node's credential. */
export async function graphClient(context: Context): Promise<GraphClient> {
  const { graphApiBaseUrl } = await context.getCredentials(credentialOf.outlook);
  return makeGraph(sendVia(context, credentialOf.outlook), { baseUrl: String(graphApiBaseUrl) });
}

/** Zoho CRM with the node's credential. Throws ApiError if the token's API domain is not the chosen data centre's. */
export async function zohoClient(context: Context): Promise<ZohoClient> {
  const hosts = zohoHosts(await context.getCredentials(credentialOf.zoho));
  return makeZoho(sendVia(context, credentialOf.zoho), hosts);
}

/** The API domain that calls with the node's Zoho credential go to. */
export const zohoDomain = async (context: Context): Promise<string> =>
  zohoHosts(await context.getCredentials(credentialOf.zoho)).apiDomain;

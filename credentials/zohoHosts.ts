import {
  acceptApiDomain,
  allowedApiDomains,
  customDataCentre,
  dataCentre,
  type DataCentre,
} from '../clients/zoho/dataCentres';

/** The part of a decrypted credential that says where calls go. */
export interface ZohoPlace {
  readonly dataCenter?: unknown;
  readonly accountsUrl?: unknown;
  readonly apiUrl?: unknown;
  readonly oauthTokenData?: unknown;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const chosen = ({ dataCenter, accountsUrl, apiUrl }: ZohoPlace): DataCentre =>
  dataCentre(text(dataCenter)) ?? customDataCentre(text(accountsUrl), text(apiUrl));

/**
 * Where CRM calls go. Zoho's token reply names its own API domain: believed only if it belongs to the data centre the user
 * chose, because whoever gets the calls gets the token. Throws ApiError, which says which data centre to choose.
 */
export function zohoHosts(credential: ZohoPlace): {
  readonly apiDomain: string;
  readonly allowedDomains: readonly string[];
} {
  const centre = chosen(credential);
  const told = text((credential.oauthTokenData as { api_domain?: unknown } | undefined)?.api_domain);
  return { apiDomain: acceptApiDomain(centre, told || centre.api), allowedDomains: allowedApiDomains(centre) };
}

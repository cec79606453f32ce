import type { INodeProperties } from 'n8n-workflow';
import {
  dataCentres,
  acceptApiDomain,
  allowedApiDomains,
  customDataCentre,
  dataCentre,
  type DataCentre,
} from '../clients/zoho/dataCentres';

const onlyCustom = { show: { dataCenter: ['custom'] } };
const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);

/** Where somebody's Zoho is: its data center, or addresses of their own. `held`: what no other host ever gets. */
export const dataCentreFields = (held: string): INodeProperties[] => [
  {
    displayName: 'Data Center',
    name: 'dataCenter',
    type: 'options',
    default: 'us',
    description: 'Where your CRM lives: the ending of the address you see when CRM is open in the browser',
    options: [
      ...dataCentres.map(({ name, code }) => ({ name, value: code })).sort(byName),
      { name: 'Custom', value: 'custom', description: 'Type the addresses yourself' },
    ],
  },
  {
    displayName: 'Accounts URL',
    name: 'accountsUrl',
    type: 'string',
    default: '',
    placeholder: 'e.g. https://accounts.zoho.com',
    description: 'Where Zoho signs users in, without a slash at the end',
    displayOptions: onlyCustom,
  },
  {
    displayName: 'API URL',
    name: 'apiUrl',
    type: 'string',
    default: '',
    placeholder: 'e.g. https://www.zohoapis.com',
    description: `Where the CRM API is, without a slash at the end. No other host ever gets the ${held}.`,
    displayOptions: onlyCustom,
  },
];

/** The part of a decrypted credential that says where calls go. */
export interface ZohoAddresses {
  readonly dataCenter?: unknown;
  readonly accountsUrl?: unknown;
  readonly apiUrl?: unknown;
  readonly oauthTokenData?: unknown;
}

const textOrEmpty = (value: unknown): string => (typeof value === 'string' ? value : '');

const chosenDataCentre = ({ dataCenter, accountsUrl, apiUrl }: ZohoAddresses): DataCentre =>
  dataCentre(textOrEmpty(dataCenter)) ?? customDataCentre(textOrEmpty(accountsUrl), textOrEmpty(apiUrl));

/**
 * Where CRM calls go. Zoho's token reply names its own API domain: believed only if it belongs to the data centre the user
 * chose, because whoever gets the calls gets the token. Throws ApiError, which says which data centre to choose.
 */
export function zohoHosts(credential: ZohoAddresses): {
  readonly apiDomain: string;
  readonly allowedDomains: readonly string[];
} {
  const centre = chosenDataCentre(credential);
  const tokenDomain = textOrEmpty((credential.oauthTokenData as { api_domain?: unknown } | undefined)?.api_domain);
  return { apiDomain: acceptApiDomain(centre, tokenDomain || centre.api), allowedDomains: allowedApiDomains(centre) };
}

import { reason, type Label } from '../../reasons';
import { ApiError } from '../errors';
import { invalidAddress } from '../urls';

export type DataCentreCode = 'us' | 'eu' | 'in' | 'au' | 'jp' | 'cn' | 'ca' | 'sa' | 'uk' | 'ae' | 'custom';

/** Origins without a slash at the end. */
export interface DataCentre {
  readonly code: DataCentreCode;
  readonly name: string;
  readonly accounts: string;
  readonly api: string;
  readonly sandbox: string | null;
  readonly developer: string | null;
  /** Where calendars are by CalDAV, for app-specific passwords; '' where the user must say. */
  readonly calDav: string;
  /** False where no source of Zoho's for CRM confirms the hosts. */
  readonly confirmed: boolean;
}

/**
 * `accounts.zoho.eu` → `calendar.zoho.eu`. People sign in with app-specific passwords at calendar.zoho.com, .eu and .in; that the
 * other data centres follow the same pattern is likely and not confirmed, so the user may type another address.
 */
const calendarHost = (accounts: string): string => accounts.replace(/^accounts\./, 'calendar.');

const centre = (code: DataCentreCode, name: string, accounts: string, api: string, confirmed = true): DataCentre => ({
  code,
  name,
  accounts: `https://${accounts}`,
  api: `https://www.${api}`,
  sandbox: `https://sandbox.${api}`,
  developer: `https://developer.${api}`,
  calDav: `https://${calendarHost(accounts)}/caldav`,
  confirmed,
});

/** Hosts as in Zoho's own SDK ("Multi DC" page and one class per data centre). Canada's two hosts really differ in name. */
export const dataCentres: readonly DataCentre[] = [
  centre('us', 'United States', 'accounts.zoho.com', 'zohoapis.com'),
  centre('eu', 'Europe', 'accounts.zoho.eu', 'zohoapis.eu'),
  centre('in', 'India', 'accounts.zoho.in', 'zohoapis.in'),
  centre('au', 'Australia', 'accounts.zoho.com.au', 'zohoapis.com.au'),
  centre('jp', 'Japan', 'accounts.zoho.jp', 'zohoapis.jp'),
  centre('cn', 'China', 'accounts.zoho.com.cn', 'zohoapis.com.cn'),
  centre('ca', 'Canada', 'accounts.zohocloud.ca', 'zohoapis.ca'),
  centre('sa', 'Saudi Arabia', 'accounts.zoho.sa', 'zohoapis.sa'),
  centre('ae', 'United Arab Emirates', 'accounts.zoho.ae', 'zohoapis.ae'),
  // Only Zoho's general accounts page names it; CRM's own pages and SDK do not.
  centre('uk', 'United Kingdom (untested)', 'accounts.zoho.uk', 'zohoapis.uk', false),
];

const trimmed = (url: string): string => url.trim().replace(/\/+$/, '');

/** An own pair of hosts (a proxy, a new data centre, a simulator); only here plain http is accepted. */
export const customDataCentre = (accounts: string, api: string): DataCentre => ({
  code: 'custom',
  name: 'Custom',
  accounts: trimmed(accounts),
  api: trimmed(api),
  sandbox: null,
  developer: null,
  calDav: '',
  confirmed: false,
});

/** By code; null for an unknown one. */
export const dataCentre = (code: string): DataCentre | null => dataCentres.find((one) => one.code === code) ?? null;

/** All API bases a token of this data centre may be sent to. */
export const allowedApiDomains = (dc: DataCentre): readonly string[] =>
  [dc.api, dc.sandbox, dc.developer].filter((domain): domain is string => domain !== null && domain !== '');

const isWeb = (url: string, protocols: readonly string[]): boolean =>
  URL.canParse(url) && protocols.includes(new URL(url).protocol);

const hostOf = (url: string): string | Label => (URL.canParse(url) ? new URL(url).host : invalidAddress);

/** The `api_domain` of a token reply if it is the data centre's; else an ApiError: tokens and data would go elsewhere. */
export function acceptApiDomain(dc: DataCentre, apiDomain: string): string {
  const given = trimmed(apiDomain);
  const protocols = dc.code === 'custom' ? ['https:', 'http:'] : ['https:'];
  if (allowedApiDomains(dc).includes(given) && isWeb(given, protocols)) return given;
  const owner = dataCentres.find((one) => allowedApiDomains(one).includes(given));
  throw new ApiError({
    side: 'zoho',
    status: null,
    code: 'wrongDataCentre',
    radius: 'side',
    reason: reason('wrongDataCentre', { host: hostOf(given), chosen: dc.name, owner: owner?.name ?? null }),
  });
}

import type { IHttpRequestOptions } from 'n8n-workflow';
import { foreignHost } from '../../clients/hosts';
import { allowedApiDomains } from '../../clients/zoho/dataCentres';
import { basicOf, calDavOf, chosenCentre, text, type AppPasswordCredential } from './place';
import { inWords } from './words';

const originOf = ({ url, baseURL }: Pick<IHttpRequestOptions, 'url' | 'baseURL'>): string =>
  URL.canParse(url, baseURL || undefined) ? new URL(url, baseURL || undefined).origin : 'none';

const originsOf = (urls: readonly string[]): string[] =>
  urls.flatMap((url) => (URL.canParse(url) ? [new URL(url).origin] : []));

/**
 * The Authorization header of a request: the session token for the CRM's own hosts, name and password for the calendar's; null
 * while there is no token. Throws for every other host: whoever gets a request gets what is on it.
 */
export function authorizationFor(
  credential: AppPasswordCredential,
  request: Pick<IHttpRequestOptions, 'url' | 'baseURL'>,
): string | null {
  const apis = originsOf(allowedApiDomains(chosenCentre(credential)));
  const origin = originOf(request);
  const token = text(credential.sessionToken);
  if (apis.includes(origin)) return token === '' ? null : `Zoho-authtoken ${token}`;
  const calendars = originsOf([calDavOf(credential).server]);
  if (calendars.includes(origin)) return basicOf(credential);
  throw inWords(foreignHost('zoho', request.url, [...apis, ...calendars]));
}

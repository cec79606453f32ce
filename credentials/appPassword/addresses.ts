import { customDataCentre, dataCentre, type DataCentre } from '../../clients/zoho/dataCentres';
import { ApiError } from '../../clients/errors';
import { reason } from '../../reasons';

/** A decrypted app-specific password credential. */
export interface AppPasswordCredential {
  readonly email?: unknown;
  readonly appPassword?: unknown;
  readonly dataCenter?: unknown;
  readonly accountsUrl?: unknown;
  readonly apiUrl?: unknown;
  readonly calDavUrl?: unknown;
  readonly deviceName?: unknown;
  readonly sessionToken?: unknown;
}

export const trimmedText = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

export const chosenCentre = ({ dataCenter, accountsUrl, apiUrl }: AppPasswordCredential): DataCentre =>
  dataCentre(trimmedText(dataCenter)) ?? customDataCentre(trimmedText(accountsUrl), trimmedText(apiUrl));

const badAddress = (name: string): ApiError =>
  new ApiError({
    side: 'zoho',
    status: null,
    code: 'badAddress',
    radius: 'side',
    reason: reason('badCredentialAddress', { field: name }),
  });

const isLocal = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** An address as the user gave it, if the password may go there. Throws ApiError. */
function safeAddress(url: string, name: string, centre: DataCentre): string {
  const at = URL.canParse(url) ? new URL(url) : null;
  const plain = at?.protocol === 'http:' && (centre.code === 'custom' || isLocal(at));
  if (at && at.username === '' && (at.protocol === 'https:' || plain)) return url;
  throw badAddress(name);
}

const withScheme = (url: string): string => (url === '' || /^[a-z]+:\/\//i.test(url) ? url : `https://${url}`);

/** Where sign-ins go: the accounts server of the credential's own data centre. */
export const accountsOf = (credential: AppPasswordCredential): string => {
  const centre = chosenCentre(credential);
  return safeAddress(centre.accounts, 'Accounts URL', centre);
};

/** The calendar server, and the only hosts that ever get the password for it. */
export function calDavOf(credential: AppPasswordCredential): {
  readonly server: string;
  readonly allowed: readonly string[];
} {
  const centre = chosenCentre(credential);
  const server = safeAddress(withScheme(trimmedText(credential.calDavUrl)) || centre.calDav, 'CalDAV Address', centre);
  return { server, allowed: [new URL(server).host] };
}

/** The name and password of CalDAV, as HTTP wants them [RFC 7617]. */
export const basicOf = ({ email, appPassword }: AppPasswordCredential): string =>
  `Basic ${Buffer.from(`${trimmedText(email)}:${trimmedText(appPassword)}`, 'utf8').toString('base64')}`;

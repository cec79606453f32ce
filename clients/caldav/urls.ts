import { reason } from '../../reasons';
import { ApiError } from '../errors';
import { foreignHost } from '../urls';

/** Where the credential may be sent: the server the user chose, and the hosts allowed for it. */
export interface AllowedHosts {
  /** Absolute; the user's own address, with its path. */
  readonly server: string;
  /** Hosts (`caldav.zoho.eu`, `localhost:5232`) or addresses. */
  readonly allowed: readonly string[];
}

const hostName = (name: string): string => (name.includes('://') && URL.canParse(name) ? new URL(name).host : name);

/** Plain http only where the user chose it, so that a redirect cannot take the password off the encrypted line. */
const isSafe = (url: URL, server: URL): boolean => url.protocol === 'https:' || url.protocol === server.protocol;

function serverUrl(server: string): URL {
  if (URL.canParse(server) && /^https?:/.test(server)) return new URL(server);
  throw new ApiError({
    ...{ side: 'zoho', status: null, code: 'badAddress', radius: 'side' },
    reason: reason('badCalDavAddress'),
  });
}

/** Resolves what a server names, a link or a redirect; refuses to follow it to a host the password does not belong to. */
export function resolveAllowed(href: string, base: string, { server, allowed }: AllowedHosts): URL {
  const own = serverUrl(server);
  const hosts = [own.host, ...allowed.map(hostName)];
  const url = URL.canParse(href, base) ? new URL(href, base) : null;
  const mayGo =
    url !== null && hosts.includes(url.host) && isSafe(url, own) && url.username === '' && url.password === '';
  if (mayGo) return url;
  const places = [...new Set(hosts)].map((host) => `https://${host}`);
  throw foreignHost('zoho', url?.href ?? href, places);
}

const canonicalSegment = (segment: string): string => {
  try {
    return encodeURIComponent(decodeURIComponent(segment));
  } catch {
    return segment;
  }
};

/** A path in one spelling: servers name the same thing now with `@`, now with `%40`. */
export const canonicalPath = (url: URL): string => url.pathname.split('/').map(canonicalSegment).join('/');

/** The path of something in a collection, as its ref. It has to be on the host of the collection, for a ref names no host. */
export function refOf(href: string, collection: string, ground: AllowedHosts): string {
  const url = resolveAllowed(href, collection, ground);
  if (url.host !== new URL(collection).host) throw foreignHost('zoho', url.href, [collection]);
  return canonicalPath(url);
}

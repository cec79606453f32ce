import { assertHost } from '../hosts';

const version = 'v1.0';

/** Where a path or a link of Graph leads: absolute, on our own host. */
export function absolute(baseUrl: string, pathOrLink: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(pathOrLink)) return assertHost('outlook', pathOrLink, baseUrl);
  return assertHost('outlook', `${baseUrl}/${version}/${pathOrLink.replace(/^\/+/, '')}`, baseUrl);
}

/**
 * The same, relative to the version root, as $batch wants it: an item URL with host or version is refused
 * (learn: "Combine multiple HTTP requests using JSON batching").
 */
export function relative(baseUrl: string, pathOrLink: string): string {
  const url = new URL(absolute(baseUrl, pathOrLink));
  const below = url.pathname.slice(new URL(baseUrl).pathname.replace(/\/+$/, '').length);
  return (below.replace(/^\/+(v1\.0|beta)(?=\/|$)/, '') || '/') + url.search;
}

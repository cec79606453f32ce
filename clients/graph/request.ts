import { assertHost } from '../urls';
import { headerOf, type Headers } from '../http';

const version = 'v1.0';

/** Where a path or a link of Graph leads: absolute, on our own host. */
export function absoluteUrl(baseUrl: string, pathOrLink: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(pathOrLink)) return assertHost('outlook', pathOrLink, baseUrl);
  return assertHost('outlook', `${baseUrl}/${version}/${pathOrLink.replace(/^\/+/, '')}`, baseUrl);
}

/**
 * The same, relative to the version root, as $batch wants it: an item URL with host or version is refused
 * (learn: "Combine multiple HTTP requests using JSON batching").
 */
export function relativeUrl(baseUrl: string, pathOrLink: string): string {
  const url = new URL(absoluteUrl(baseUrl, pathOrLink));
  const below = url.pathname.slice(new URL(baseUrl).pathname.replace(/\/+$/, '').length);
  return (below.replace(/^\/+(v1\.0|beta)(?=\/|$)/, '') || '/') + url.search;
}

/** The header that makes a write conditional; none where no version is known. */
export const ifMatch = (etag: string | null | undefined): Headers => (etag ? { 'If-Match': etag } : {});

/**
 * Item ids that survive a move between folders. Not remembered by links, so it goes with every request
 * (learn: "Get immutable identifiers for Outlook resources").
 */
const immutableIds = 'IdType="ImmutableId"';

const preferenceName = (preference: string): string => (preference.split('=')[0] ?? '').trim().toLowerCase();

/** One Prefer header out of several preferences; the first of a name wins, ours first of all. */
export function preferences(...more: readonly (string | null | undefined)[]): string {
  const all = [immutableIds, ...more.flatMap((one) => one?.split(/,\s*/) ?? [])].filter((one) => one.trim() !== '');
  const byName = new Map(all.toReversed().map((one) => [preferenceName(one), one.trim()]));
  return [...new Set(all.map(preferenceName))].map((name) => byName.get(name)).join(', ');
}

/** The caller's headers with all preferences merged into one. */
export function withPreferences(headers: Headers = {}, prefer?: string): Record<string, string> {
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'prefer');
  return { ...Object.fromEntries(others), Prefer: preferences(prefer, headerOf(headers, 'prefer')) };
}

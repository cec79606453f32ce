import { headerOf, type Headers } from '../http';

/**
 * Item ids that survive a move between folders. Not remembered by links, so it goes with every request
 * (learn: "Get immutable identifiers for Outlook resources").
 */
const immutableIds = 'IdType="ImmutableId"';

const nameOf = (preference: string): string => (preference.split('=')[0] ?? '').trim().toLowerCase();

/** One Prefer header out of several preferences; the first of a name wins, ours first of all. */
export function preferences(...more: readonly (string | null | undefined)[]): string {
  const all = [immutableIds, ...more.flatMap((one) => one?.split(/,\s*/) ?? [])].filter((one) => one.trim() !== '');
  const byName = new Map(all.toReversed().map((one) => [nameOf(one), one.trim()]));
  return [...new Set(all.map(nameOf))].map((name) => byName.get(name)).join(', ');
}

/** The caller's headers with all preferences merged into one. */
export function withPreferences(headers: Headers = {}, prefer?: string): Record<string, string> {
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'prefer');
  return { ...Object.fromEntries(others), Prefer: preferences(prefer, headerOf(headers, 'prefer')) };
}

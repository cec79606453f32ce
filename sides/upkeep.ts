/** A subscription or channel as the vendor lists it. */
export interface Standing {
  readonly id: string;
  /** Where it delivers to, query included. */
  readonly url: string;
  /** When it lapses, in ms. */
  readonly until: number;
}

/** What has to be done so that exactly what is wanted stands, and for long enough. */
export interface Upkeep<W> {
  readonly make: readonly W[];
  readonly renew: readonly Standing[];
  readonly remove: readonly Standing[];
}

const bare = (url: string): string => url.split('?')[0] ?? url;

/** Those of a trigger node, whatever they were made for: they deliver to its own address. */
export const ownOf = (standing: readonly Standing[], url: string): readonly Standing[] =>
  standing.filter((one) => bare(one.url) === bare(url));

/**
 * Compares what stands with what is wanted. The address says it all: its query names the thing watched and the secret in use,
 * so one made for other settings or with an older secret is a stranger here and goes.
 * @param own only what this node has made
 * @param renewBefore how long before it lapses a subscription is renewed, in ms
 */
export function planUpkeep<W extends { readonly url: string }>(
  wanted: readonly W[],
  own: readonly Standing[],
  now: number,
  renewBefore: number,
): Upkeep<W> {
  const latest = [...own].sort((a, b) => b.until - a.until);
  const kept = wanted.flatMap(({ url }) => latest.find((one) => one.url === url) ?? []);
  return {
    make: wanted.filter(({ url }) => !kept.some((one) => one.url === url)),
    renew: kept.filter(({ until }) => until - now < renewBefore),
    remove: own.filter((one) => !kept.includes(one)),
  };
}

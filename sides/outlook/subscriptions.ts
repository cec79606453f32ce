import { createHash } from 'node:crypto';
import { ApiError } from '../../clients/errors';
import { type GraphClient, graphPath } from '../../clients/graph';
import { reason } from '../../reasons';
import { contactsPath } from './contact/feed';
import { allLists, isDefault, tasksPath } from './task/read';

/** A subscription or channel as the vendor lists it. */
export interface Subscription {
  readonly id: string;
  /** Where it delivers to, query included. */
  readonly url: string;
  /** When it lapses, in ms. */
  readonly until: number;
}

/** What has to be done so that exactly what is wanted stands, and for long enough. */
export interface SubscriptionPlan<W> {
  readonly make: readonly W[];
  readonly renew: readonly Subscription[];
  readonly remove: readonly Subscription[];
}

interface Page {
  readonly value?: readonly { readonly id?: string; readonly lastModifiedDateTime?: string }[];
  readonly '@odata.count'?: number;
}

const withoutQuery = (url: string): string => url.split('?')[0] ?? url;

/** Those of a trigger node, whatever they were made for: they deliver to its own address. */
const ownSubscriptions = (standing: readonly Subscription[], url: string): readonly Subscription[] =>
  standing.filter((one) => withoutQuery(one.url) === withoutQuery(url));

/**
 * Compares what stands with what is wanted. The address says it all: its query names the thing watched and the secret in use,
 * so one made for other settings or with an older secret is a stranger here and goes.
 * @param own only what this node has made
 * @param renewBefore how long before it lapses a subscription is renewed, in ms
 */
export function planSubscriptions<W extends { readonly url: string }>(
  wanted: readonly W[],
  own: readonly Subscription[],
  now: number,
  renewBefore: number,
): SubscriptionPlan<W> {
  const latest = [...own].sort((a, b) => b.until - a.until);
  const kept = wanted.flatMap(({ url }) => latest.find((one) => one.url === url) ?? []);
  return {
    make: wanted.filter(({ url }) => !kept.some((one) => one.url === url)),
    renew: kept.filter(({ until }) => until - now < renewBefore),
    remove: own.filter((one) => !kept.includes(one)),
  };
}

/** What a mailbox can be asked to tell the changes of. Null stands for the default folder or list. */
export type OutlookTopic =
  | { readonly kind: 'contact'; readonly folder: string | null }
  | { readonly kind: 'task'; readonly list: string | null }
  | { readonly kind: 'event' }
  | { readonly kind: 'mail'; readonly folder: string | null };

/** A subscription to be had: `secret` comes back with every notification as its clientState (at most 128 characters). */
export interface OutlookSubscription {
  readonly topic: OutlookTopic;
  readonly url: string;
  readonly secret: string;
}

const MINUTE = 60_000;

/** Graph allows 4,230 minutes for contacts, events, mail and tasks ("Subscription lifetime"); half an hour is left to clocks. */
const LIFETIME = 4_200 * MINUTE;

/** Renewed while more than a day is left, so that a weekend without a network costs nothing. */
const RENEW_BEFORE = 2 * 24 * 60 * MINUTE;

/** One subscription a task list: Graph has none for all lists together. */
async function defaultList(graph: GraphClient): Promise<string> {
  const list = (await allLists(graph)).find(isDefault);
  if (list) return list.id;
  throw new ApiError({
    ...{ side: 'outlook', status: null, code: 'noDefaultList', radius: 'kind' },
    reason: reason('noListToWatch'),
  });
}

/** The path that Graph watches for a topic. */
async function resourceOf(graph: GraphClient, topic: OutlookTopic): Promise<string> {
  if (topic.kind === 'contact') return contactsPath(topic.folder);
  if (topic.kind === 'event') return '/me/events';
  if (topic.kind === 'task') return tasksPath(topic.list ?? (await defaultList(graph)));
  return graphPath`/me/mailFolders/${topic.folder ?? 'sentitems'}/messages`;
}

const subscriptionOf = (raw: {
  readonly id: string;
  readonly notificationUrl?: string;
  readonly expirationDateTime: string;
}): Subscription => ({ id: raw.id, url: raw.notificationUrl ?? '', until: Date.parse(raw.expirationDateTime) });

/** The account's subscriptions that deliver to a node's address. */
async function subscriptionsAt(graph: GraphClient, url: string): Promise<readonly Subscription[]> {
  const all: Subscription[] = [];
  for await (const page of graph.pages('/subscriptions'))
    all.push(...(page.value as Parameters<typeof subscriptionOf>[0][]).map(subscriptionOf));
  return ownSubscriptions(all, url);
}

const expiryFrom = (now: number): string => new Date(now + LIFETIME).toISOString();

/** In a resource the `=` at the end of an id stands as it is; percent-encoded it is an id nobody knows [seen live]. */
const asResource = (graph: GraphClient, path: string): string => graph.pathOf(path).replace(/%3D/gi, '=');

/** Two of one resource and one address are refused [seen live]: then it stands, though the list did not show it. */
const isDuplicate = (error: unknown): boolean => error instanceof ApiError && error.status === 409;

/** Lifecycle events go to the same address; they tell of what polling alone would find late. They can be asked for only here. */
async function subscribe(graph: GraphClient, { topic, url, secret }: OutlookSubscription, now: number): Promise<void> {
  const body = {
    changeType: topic.kind === 'mail' ? 'created' : 'created,updated,deleted',
    notificationUrl: url,
    lifecycleNotificationUrl: url,
    resource: asResource(graph, await resourceOf(graph, topic)),
    expirationDateTime: expiryFrom(now),
    clientState: secret,
    latestSupportedTlsVersion: 'v1_2',
  };
  try {
    // Made twice it is refused as the second of one address, and stands.
    await graph.post('/subscriptions', body, { nature: 'repeatable' });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

/** True when it was there. What is gone already needs no renewal and no deletion. */
async function unlessGone(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

/** Renewing also answers a reauthorizationRequired event ("Reduce missing subscriptions and change notifications"). */
const renew = (graph: GraphClient, { id }: Subscription, now: number): Promise<boolean> =>
  unlessGone(graph.patch(graphPath`/subscriptions/${id}`, { expirationDateTime: expiryFrom(now) }));

const unsubscribe = (graph: GraphClient, { id }: Subscription): Promise<boolean> =>
  unlessGone(graph.delete(graphPath`/subscriptions/${id}`));

/**
 * Makes exactly these subscriptions stand at a node's address: makes what is missing, renews what has little time left (all of
 * them when `eager`), removes what is no longer wanted.
 * @returns whether one had to be made, so that something may have been missed
 */
export async function ensureSubscriptions(
  graph: GraphClient,
  url: string,
  wanted: readonly OutlookSubscription[],
  now: number,
  eager = false,
): Promise<boolean> {
  const plan = planSubscriptions(wanted, await subscriptionsAt(graph, url), now, eager ? Infinity : RENEW_BEFORE);
  for (const one of plan.remove) await unsubscribe(graph, one);
  const gone: OutlookSubscription[] = [];
  for (const one of plan.renew)
    if (!(await renew(graph, one, now))) gone.push(...wanted.filter((watch) => watch.url === one.url));
  for (const watch of [...plan.make, ...gone]) await subscribe(graph, watch, now);
  return plan.make.length + gone.length > 0;
}

/** Removes every subscription that delivers to a node's address. */
export async function removeSubscriptions(graph: GraphClient, url: string): Promise<void> {
  for (const one of await subscriptionsAt(graph, url)) await unsubscribe(graph, one);
}

/** What lies on top; the count tells of deletions. */
const newestFirst = (newest: string) => ({
  $top: 1,
  $select: `id,${newest}`,
  $orderby: `${newest} desc`,
  $count: true,
});

const queryOf = ({ kind }: OutlookTopic) => newestFirst(kind === 'mail' ? 'sentDateTime' : 'lastModifiedDateTime');

const fingerprintOf = ({ value, '@odata.count': count }: Page) => JSON.stringify([count ?? null, value?.[0] ?? null]);

/** To Do knows neither order nor count nor choice of properties [seen live: ms-365-mcp-server#270], so every task is looked at. */
async function taskFingerprint(graph: GraphClient, path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const page of graph.pages(path, { query: { $top: 100 } }))
    for (const { id, '@odata.etag': etag } of page.value) hash.update(`${String(id)} ${String(etag)}\n`);
  return hash.digest('hex');
}

async function fingerprint(graph: GraphClient, topic: OutlookTopic): Promise<string> {
  const path = await resourceOf(graph, topic);
  if (topic.kind === 'task') return await taskFingerprint(graph, path);
  return fingerprintOf(((await graph.get(path, { query: queryOf(topic) })) ?? {}) as Page);
}

/** A topic that cannot be asked is a change once: a run tells what is wrong. What concerns the whole mailbox is thrown. */
async function fingerprintOrError(graph: GraphClient, topic: OutlookTopic): Promise<string> {
  try {
    return await fingerprint(graph, topic);
  } catch (error) {
    if (error instanceof ApiError && error.radius !== 'side') return `error ${error.code}`;
    throw error;
  }
}

/**
 * A text per topic that differs as soon as something there was added, changed or deleted. Only for asking whether a look is worth
 * while; what changed is told by the feeds. Throws ApiError for what concerns all of them.
 */
export async function outlookChangeFingerprints(
  graph: GraphClient,
  topics: readonly OutlookTopic[],
): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const topic of topics) texts.push(await fingerprintOrError(graph, topic));
  return texts;
}

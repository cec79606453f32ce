import { ApiError } from '../../clients/errors';
import type { GraphClient } from '../../clients/graph';
import { graphPath } from '../../clients/graph';
import type { Standing } from '../upkeep';
import { ownOf, planUpkeep } from '../upkeep';
import { contactsIn } from './folder';
import { allLists, isDefault, tasksIn } from './todo/lists';

/** What a mailbox can be asked to tell the changes of. Null stands for the default folder or list. */
export type OutlookTopic =
  | { readonly kind: 'contact'; readonly folder: string | null }
  | { readonly kind: 'task'; readonly list: string | null }
  | { readonly kind: 'event' }
  | { readonly kind: 'mail'; readonly folder: string | null };

/** A subscription to be had: `secret` comes back with every notification as its clientState (at most 128 characters). */
export interface OutlookWatch {
  readonly topic: OutlookTopic;
  readonly url: string;
  readonly secret: string;
}

const minute = 60_000;
/** Graph allows 4,230 minutes for contacts, events, mail and tasks ("Subscription lifetime"); half an hour is left to clocks. */
const life = 4_200 * minute;
/** Renewed while more than a day is left, so that a weekend without a network costs nothing. */
const renewBefore = 2 * 24 * 60 * minute;

/** One subscription a task list: Graph has none for all lists together. */
async function defaultList(graph: GraphClient): Promise<string> {
  const list = (await allLists(graph)).find(isDefault);
  if (list) return list.id;
  throw new ApiError({
    ...{ side: 'outlook', status: null, code: 'noDefaultList', radius: 'kind' },
    message: 'Microsoft To Do shows no default task list, so it is not known which list to watch.',
    nextStep: 'Choose a Task List in the trigger.',
  });
}

/** The path that Graph watches for a topic. */
export async function resourceOf(graph: GraphClient, topic: OutlookTopic): Promise<string> {
  if (topic.kind === 'contact') return contactsIn(topic.folder);
  if (topic.kind === 'event') return '/me/events';
  if (topic.kind === 'task') return tasksIn(topic.list ?? (await defaultList(graph)));
  return graphPath`/me/mailFolders/${topic.folder ?? 'sentitems'}/messages`;
}

const standingOf = (raw: {
  readonly id: string;
  readonly notificationUrl?: string;
  readonly expirationDateTime: string;
}): Standing => ({ id: raw.id, url: raw.notificationUrl ?? '', until: Date.parse(raw.expirationDateTime) });

/** The account's subscriptions that deliver to a node's address. */
async function subscriptionsAt(graph: GraphClient, url: string): Promise<readonly Standing[]> {
  const all: Standing[] = [];
  for await (const page of graph.pages('/subscriptions'))
    all.push(...(page.value as Parameters<typeof standingOf>[0][]).map(standingOf));
  return ownOf(all, url);
}

const lapses = (now: number): string => new Date(now + life).toISOString();

/** Lifecycle events go to the same address; they tell of what polling alone would find late. They can be asked for only here. */
async function subscribe(graph: GraphClient, { topic, url, secret }: OutlookWatch, now: number): Promise<void> {
  await graph.post('/subscriptions', {
    changeType: topic.kind === 'mail' ? 'created' : 'created,updated,deleted',
    notificationUrl: url,
    lifecycleNotificationUrl: url,
    resource: await resourceOf(graph, topic),
    expirationDateTime: lapses(now),
    clientState: secret,
    latestSupportedTlsVersion: 'v1_2',
  });
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
const renew = (graph: GraphClient, { id }: Standing, now: number): Promise<boolean> =>
  unlessGone(graph.patch(graphPath`/subscriptions/${id}`, { expirationDateTime: lapses(now) }));

const unsubscribe = (graph: GraphClient, { id }: Standing): Promise<boolean> =>
  unlessGone(graph.delete(graphPath`/subscriptions/${id}`));

/**
 * Makes exactly these subscriptions stand at a node's address: makes what is missing, renews what has little time left (all of
 * them when `eager`), removes what is no longer wanted.
 * @returns whether one had to be made, so that something may have been missed
 */
export async function tendSubscriptions(
  graph: GraphClient,
  url: string,
  wanted: readonly OutlookWatch[],
  now: number,
  eager = false,
): Promise<boolean> {
  const plan = planUpkeep(wanted, await subscriptionsAt(graph, url), now, eager ? Infinity : renewBefore);
  for (const one of plan.remove) await unsubscribe(graph, one);
  const gone: OutlookWatch[] = [];
  for (const one of plan.renew)
    if (!(await renew(graph, one, now))) gone.push(...wanted.filter((watch) => watch.url === one.url));
  for (const watch of [...plan.make, ...gone]) await subscribe(graph, watch, now);
  return plan.make.length + gone.length > 0;
}

/** Removes every subscription that delivers to a node's address. */
export async function removeSubscriptions(graph: GraphClient, url: string): Promise<void> {
  for (const one of await subscriptionsAt(graph, url)) await unsubscribe(graph, one);
}

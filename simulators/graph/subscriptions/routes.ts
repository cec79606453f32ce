import type { Handler } from '../call';
import {
  addSubscription,
  getSubscription,
  listSubscriptions,
  patchSubscription,
  reauthorize,
  removeSubscription,
} from './subscriptionRoutes';

const one = { GET: getSubscription, PATCH: patchSubscription, DELETE: removeSubscription };

/** Paths of subscriptions; which scope one takes depends on what it watches. */
export const SUBSCRIPTION_ROUTES: readonly (readonly [string, Readonly<Record<string, Handler>>])[] = [
  ['subscriptions', { GET: listSubscriptions, POST: addSubscription }],
  ['subscriptions/:id', one],
  ['subscriptions/:id/reauthorize', { POST: reauthorize }],
];

import type { GraphState } from '../model';
import type { Row } from '../shapes';

/** Subscriptions and tries to reach their addresses, for the admin route `state`. */
export const dumpPost = ({ post }: GraphState): Row => ({
  subscriptions: [...post.subscriptions.values()].map(({ expires, watched, ...one }) => ({
    ...one,
    ...{ kind: watched.kind, scope: watched.scope, expirationDateTime: new Date(expires).toISOString() },
  })),
  deliveries: post.deliveries,
});

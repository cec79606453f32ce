import type { Area } from '../area';

/** What a subscription watches. */
export interface Watched {
  readonly kind: 'contact' | 'event' | 'message' | 'todoTask';
  /** Folder, calendar or list; null for mail of all folders. */
  readonly scope: string | null;
  /** Whose scopes reading it takes. */
  readonly area: Area;
}

export interface Subscription {
  readonly id: string;
  readonly resource: string;
  readonly watched: Watched;
  /** Id of the mailbox it watches. */
  readonly mailbox: string;
  /** Whether the application made it, and not the signed-in account: each lists its own alone. */
  readonly app: boolean;
  readonly changeTypes: readonly string[];
  readonly changeType: string;
  notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  readonly clientState: string | null;
  readonly latestSupportedTlsVersion: string;
  /** Milliseconds by the simulator's clock. */
  expires: number;
  /** Whether ids in its notifications are immutable ones. */
  readonly immutableIds: boolean;
}

/** One try of a POST to a subscriber, or one that was lost on purpose. */
export interface DeliveryEntry {
  /** ISO time by the simulator's clock. */
  readonly at: string;
  readonly kind: 'validation' | 'change' | 'lifecycle';
  readonly url: string;
  /** Counts from 1; 0 for one that was never sent. */
  readonly attempt: number;
  /** HTTP status answered; 0 for none. */
  readonly status: number;
  readonly error?: string;
  /** `lost` was switched off by a fault; `dropped` had no try left or nobody who wanted it. */
  readonly outcome: 'delivered' | 'failed' | 'lost' | 'dropped';
  /** Rows sent; empty for a validation. */
  readonly value: readonly Readonly<Record<string, unknown>>[];
}

export interface PostState {
  readonly subscriptions: Map<string, Subscription>;
  readonly deliveries: DeliveryEntry[];
  /** How many entries of the logs of changes have been looked at. */
  readonly seen: { changes: number; eventChanges: number };
}

export const freshPost = (): PostState => ({
  ...{ subscriptions: new Map(), deliveries: [], seen: { changes: 0, eventChanges: 0 } },
});

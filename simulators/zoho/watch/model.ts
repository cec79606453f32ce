/** What can happen to a record; `edit` in the name of an event, `update` in what is sent. */
export type Operation = 'insert' | 'update' | 'delete';

/** Something that was committed and may have to be told. */
export interface News {
  readonly module: string;
  readonly id: string;
  readonly operation: Operation;
  /** API names of the fields that were written; empty when there are none. */
  readonly fields: readonly string[];
  /** Something of the record's related lists changed (a note, a task, a mail), not the record itself. */
  readonly related: boolean;
}

/** Which edits are told: those that touch any or all of these fields of the module. */
export interface FieldCondition {
  readonly module: string;
  readonly operator: 'and' | 'or';
  readonly fields: readonly string[];
}

export interface Channel {
  readonly id: string;
  readonly user: string;
  /** As they were given, such as `Contacts.all`. */
  readonly events: readonly string[];
  readonly url: string;
  readonly token: string | null;
  /** Milliseconds by the simulator's clock. */
  readonly expires: number;
  readonly relatedToo: boolean;
  readonly withValues: boolean;
  readonly conditions: readonly FieldCondition[];
  /** The condition as it was given. */
  readonly condition: unknown;
}

/** One try of a POST to a subscriber, or one that was never made. */
export interface DeliveryEntry {
  /** ISO time by the simulator's clock. */
  readonly at: string;
  readonly channel: string;
  readonly url: string;
  /** Counts from 1; 0 for one that was never sent. */
  readonly attempt: number;
  /** HTTP status answered; 0 for none. */
  readonly status: number;
  readonly error?: string;
  /** `lost` was switched off by a fault; `dropped` had no try left or nobody who wanted it. */
  readonly outcome: 'delivered' | 'failed' | 'lost' | 'dropped';
  /** What was sent, its token blanked. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface WatchState {
  readonly channels: Map<string, Channel>;
  readonly deliveries: DeliveryEntry[];
  /** Committed and not looked at yet. */
  readonly news: News[];
}

export const freshWatch = (): WatchState => ({ channels: new Map(), deliveries: [], news: [] });

import type { Side } from '../../../sync/model';
import type { TriggerContext } from '../context';
import type { SecretOf } from './secrets';

/** Where a trigger node is called, and by what its callers prove themselves. */
export interface Door {
  readonly url: string;
  readonly secretOf: SecretOf;
}

/** One notification that proved to be the vendor's. */
export interface Ring {
  readonly topic: string;
  readonly isLifecycle: boolean;
  /** The same text for a notification that is sent again; null where nothing tells two apart. */
  readonly id: string | null;
}

/** How one side tells that something changed, and how it is asked to. Topics are what the user chose: kinds, or CRM modules. */
export interface Bell {
  readonly side: Side;
  /** What the topics are called in the item. */
  readonly name: 'kinds' | 'modules';
  readonly topics: (context: TriggerContext) => readonly string[];
  /** Makes the subscriptions stand; renews all of them when `eager`. Answers whether one had to be made. */
  readonly tend: (context: TriggerContext, door: Door, eager: boolean) => Promise<boolean>;
  readonly remove: (context: TriggerContext, door: Door) => Promise<void>;
  /** The genuine ones among what a body says. It never throws, whatever the body is. */
  readonly hear: (context: TriggerContext, body: unknown, secretOf: SecretOf) => readonly Ring[];
  /** A text per topic that differs as soon as something changed there. */
  readonly glance: (context: TriggerContext) => Promise<ReadonlyMap<string, string>>;
  /** What to answer to a vendor that tests the address before it uses it; null for any other call. */
  readonly handshake: (query: unknown) => string | null;
}

export type Reason = 'notification' | 'lifecycle' | 'poll';

/** By webhook, or by looking at intervals. */
export const isPolling = (context: TriggerContext): boolean =>
  context.getNodeParameter('mode', 'webhook') === 'polling';

/** The one item of a run: not the change, only where to look. */
export const wakeUp = ({ side, name }: Bell, topics: readonly string[], reason: Reason) => ({
  json: { side, [name]: [...topics], reason, at: new Date().toISOString() },
});

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { oauthCredentialOf } from '../clients';
import type { TriggerContext } from '../context';
import { UsageError } from '../../../engine/errors';
import type { Side } from '../../../sync/model';

/** No vendor's echo is longer; whatever is longer is not even hashed. */
const MOST_CHARACTERS = 128;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether something that came from outside is the secret. Takes as long for a wrong one as for the right one. */
export function matchesSecret(given: unknown, secret: string): boolean {
  const text = typeof given === 'string' && given.length <= MOST_CHARACTERS ? given : '';
  return timingSafeEqual(digest(text), digest(secret)) && text !== '';
}

/** Tells secrets apart without giving them away; stands in addresses. */
export const secretFingerprint = (secret: string): string => digest(secret).toString('hex').slice(0, 16);

/** A number made of a secret, as Zoho wants for a channel; 15 digits, so that no program rounds it. */
export const numberFromSecret = (secret: string): string => {
  const value = digest(`number ${secret}`).readBigUInt64BE() % 900_000_000_000_000n;
  return String(value + 100_000_000_000_000n);
};

/** What only the app's owner knows, and what n8n knows after a restart, too. */
async function signingKey(context: TriggerContext, side: Side): Promise<string> {
  const { clientSecret, privateKey } = await context.getCredentials(oauthCredentialOf(context, side));
  const key = [clientSecret, privateKey].find((one) => typeof one === 'string' && one !== '');
  if (typeof key === 'string') return key;
  throw new UsageError(
    'The credential has neither a client secret nor a private key, so notifications could not be told from forged ones.',
    'Open the credential and fill in the client secret of your app.',
  );
}

/** Makes the secrets of one trigger node: one per thing watched, 43 characters. */
export type SecretOf = (thing: string) => string;

/**
 * Nothing is stored: a secret is derived from the credential's, the workflow and the node. n8n calls a trigger neither when it
 * starts nor when it stops, and its static data of a trigger with webhooks gets lost; what can be derived anew cannot get lost.
 */
export async function loadSecrets(context: TriggerContext, side: Side): Promise<SecretOf> {
  const key = await signingKey(context, side);
  const purpose = context.getMode() === 'manual' ? 'test' : 'live';
  const node = [context.getWorkflow().id ?? '', context.getNode().id, purpose];
  return (thing) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['n8n-nodes-zoho-outlook notifications', side, ...node, thing]))
      .digest('base64url');
}

/** Where a trigger node is called, and by what its callers prove themselves. */
export interface Endpoint {
  readonly url: string;
  readonly secretOf: SecretOf;
}

/** One notification that proved to be the vendor's. */
export interface Notification {
  readonly topic: string;
  readonly isLifecycle: boolean;
  /** The same text for a notification that is sent again; null where nothing tells two apart. */
  readonly id: string | null;
}

/** How one side tells that something changed, and how it is asked to. Topics are what the user chose: kinds, or CRM modules. */
export interface Notifier {
  readonly side: Side;
  /** What the topics are called in the item. */
  readonly name: 'kinds' | 'modules';
  readonly topics: (context: TriggerContext) => readonly string[];
  /** Makes the subscriptions stand; renews all of them when `eager`. Answers whether one had to be made. */
  readonly ensureSubscriptions: (context: TriggerContext, endpoint: Endpoint, eager: boolean) => Promise<boolean>;
  readonly removeSubscriptions: (context: TriggerContext, endpoint: Endpoint) => Promise<void>;
  /** The genuine ones among what a body says. It never throws, whatever the body is. */
  readonly readNotifications: (context: TriggerContext, body: unknown, secretOf: SecretOf) => readonly Notification[];
  /** The topics that the vendor tells nothing of to this sign-in: polls look at them, also where the others come by webhook. */
  readonly untold: (context: TriggerContext) => readonly string[];
  /** A text per topic that differs as soon as something changed there; of these topics alone. */
  readonly changeFingerprint: (context: TriggerContext, of: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** What to answer to a vendor that tests the address before it uses it; null for any other call. */
  readonly handshake: (query: unknown) => string | null;
}

export type Reason = 'notification' | 'lifecycle' | 'poll';

/** By webhook, or by looking at intervals. */
export const isPolling = (context: TriggerContext): boolean =>
  context.getNodeParameter('mode', 'webhook') === 'polling';

/** The one item of a run: not the change, only where to look. */
export const wakeUpItem = ({ side, name }: Notifier, topics: readonly string[], reason: Reason) => ({
  json: { side, [name]: [...topics], reason, at: new Date().toISOString() },
});

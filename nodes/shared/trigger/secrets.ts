import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { credentialOf } from '../clients';
import type { TriggerContext } from '../context';
import { UsageError } from '../../../engine/errors';
import type { Side } from '../../../sync/model';

/** No vendor's echo is longer; whatever is longer is not even hashed. */
const longest = 128;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether something that came from outside is the secret. Takes as long for a wrong one as for the right one. */
export function isSecret(given: unknown, secret: string): boolean {
  const text = typeof given === 'string' && given.length <= longest ? given : '';
  return timingSafeEqual(digest(text), digest(secret)) && text !== '';
}

/** Tells secrets apart without giving them away; stands in addresses. */
export const fingerprint = (secret: string): string => digest(secret).toString('hex').slice(0, 16);

/** A number made of a secret, as Zoho wants for a channel; 15 digits, so that no program rounds it. */
export const numberOf = (secret: string): string => {
  const value = digest(`number ${secret}`).readBigUInt64BE() % 900_000_000_000_000n;
  return String(value + 100_000_000_000_000n);
};

/** What only the app's owner knows, and what n8n knows after a restart, too. */
async function keyOf(context: TriggerContext, side: Side): Promise<string> {
  const { clientSecret, privateKey } = await context.getCredentials(credentialOf[side]);
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
export async function secretsFor(context: TriggerContext, side: Side): Promise<SecretOf> {
  const key = await keyOf(context, side);
  const purpose = context.getMode() === 'manual' ? 'test' : 'live';
  const node = [context.getWorkflow().id ?? '', context.getNode().id, purpose];
  return (thing) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['n8n-nodes-zoho-outlook notifications', side, ...node, thing]))
      .digest('base64url');
}

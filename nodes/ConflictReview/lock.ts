import type { IWebhookFunctions } from 'n8n-workflow';
import type { Lock } from './door/access';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** How callers of this page prove who they are, as the node is set. Throws when its credential is missing: then nobody may come in. */
export async function lockOf(context: IWebhookFunctions): Promise<Lock> {
  const by = context.getNodeParameter('authentication');
  if (by === 'none') return { by: 'none' };
  if (by === 'header') {
    const { name, value } = await context.getCredentials('httpHeaderAuth');
    return { by: 'header', name: text(name), value: text(value) };
  }
  const { user, password } = await context.getCredentials('httpBasicAuth');
  return { by: 'basic', user: text(user), password: text(password) };
}

import type { IHookFunctions } from 'n8n-workflow';
import type { Side } from '../../../sync/model';
import type { TriggerContext } from '../context';
import { UsageError } from '../../../engine/errors';
import type { Door } from './bell';
import { memoryOf } from './memory';
import { secretsFor, type SecretOf } from './secrets';

/** The last part of the nodes' addresses. */
export const path = 'notifications';

interface Kept {
  url?: string;
  base?: string;
}

const keptBy = (context: TriggerContext): Kept => context.getWorkflowStaticData('node') as Kept;

/** n8n says the address of a webhook when it is switched on and when it is called, but not at a poll; so it is kept. */
function noteUrl(context: IHookFunctions, url: string): void {
  const kept = keptBy(context);
  kept.url = url;
  kept.base = context.getInstanceBaseUrl();
}

/** The kept address, moved to where n8n is now if that has changed since. */
function keptUrl(context: TriggerContext): string {
  const { url, base } = keptBy(context);
  const now = context.getInstanceBaseUrl();
  if (url && base && url.startsWith(base)) return now + url.slice(base.length);
  if (url) return url;
  const { webhookId } = context.getNode();
  if (webhookId) return `${now}webhook/${webhookId}/${path}`;
  throw new UsageError(
    'The trigger does not know under which address it is called.',
    'Unpublish the workflow and publish it again.',
  );
}

function urlOf(context: TriggerContext): string {
  if (!('getNodeWebhookUrl' in context)) return keptUrl(context);
  const url = context.getNodeWebhookUrl('default') ?? keptUrl(context);
  if ('getWebhookDescription' in context && context.getMode() !== 'manual') noteUrl(context, url);
  return url;
}

const keepMs = 60_000;

/** The secrets of this node, looked up in the credential at most once a minute. */
export async function secretsOf(context: TriggerContext, side: Side): Promise<SecretOf> {
  const memory = memoryOf(context);
  if (memory.secrets && memory.secrets.until > Date.now()) return memory.secrets.of;
  memory.secrets = { of: await secretsFor(context, side), until: Date.now() + keepMs };
  return memory.secrets.of;
}

/** Where the node is called and with which secrets, fresh from the credential. */
export const doorOf = async (context: TriggerContext, side: Side): Promise<Door> => ({
  url: urlOf(context),
  secretOf: await secretsFor(context, side),
});

import type { IHookFunctions, INodeProperties, IWebhookDescription } from 'n8n-workflow';
import type { Side } from '../../../sync/model';
import type { TriggerContext } from '../context';
import { UsageError } from '../../../engine/errors';
import { memoryOf } from './memory';
import { loadSecrets, type Endpoint, type SecretOf } from './notifier';

/** The last part of the nodes' addresses. */
const path = 'notifications';

interface StoredAddress {
  url?: string;
  base?: string;
}

const storedAddress = (context: TriggerContext): StoredAddress =>
  context.getWorkflowStaticData('node') as StoredAddress;

/** n8n says the address of a webhook when it is switched on and when it is called, but not at a poll; so it is kept. */
function storeUrl(context: IHookFunctions, url: string): void {
  const kept = storedAddress(context);
  kept.url = url;
  kept.base = context.getInstanceBaseUrl();
}

/** The kept address, moved to where n8n is now if that has changed since. */
function storedUrl(context: TriggerContext): string {
  const { url, base } = storedAddress(context);
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
  if (!('getNodeWebhookUrl' in context)) return storedUrl(context);
  const url = context.getNodeWebhookUrl('default') ?? storedUrl(context);
  if ('getWebhookDescription' in context && context.getMode() !== 'manual') storeUrl(context, url);
  return url;
}

const SECRETS_KEPT_MS = 60_000;

/** The secrets of this node, looked up in the credential at most once a minute. */
export async function cachedSecrets(context: TriggerContext, side: Side): Promise<SecretOf> {
  const memory = memoryOf(context);
  if (memory.secrets && memory.secrets.until > Date.now()) return memory.secrets.of;
  memory.secrets = { of: await loadSecrets(context, side), until: Date.now() + SECRETS_KEPT_MS };
  return memory.secrets.of;
}

/** Where the node is called and with which secrets, fresh from the credential. */
export const endpointOf = async (context: TriggerContext, side: Side): Promise<Endpoint> => ({
  url: urlOf(context),
  secretOf: await loadSecrets(context, side),
});

/** Without a method n8n registers no webhook: a node that polls has no address, and a test of it waits for no caller. */
const httpMethod = '={{ $parameter["mode"] === "polling" ? "" : "POST" }}';

/** Everybody gets an empty 202: `responseData` only keeps n8n from answering with the item of the run. */
export const webhooks: IWebhookDescription[] = [
  { name: 'default', httpMethod, responseMode: 'onReceived', responseData: '', path },
];

/** How news arrives; `service` is who sends it. */
export const modeProperty = (service: string): INodeProperties => ({
  displayName: 'Notified By',
  name: 'mode',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'Polling',
      value: 'polling',
      description: 'Looks at the poll times whether anything changed; for an n8n without a public address',
    },
    {
      name: 'Webhook',
      value: 'webhook',
      description: `${service} calls n8n within seconds of a change; n8n needs a public https address`,
    },
  ],
  default: 'webhook',
  description:
    'How changes become known. By webhook, the poll times only say how often to make sure that the subscription still stands; leave them at every minute.',
});

export const gatherProperty: INodeProperties = {
  displayName: 'Wait for More Changes (Seconds)',
  name: 'gather',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 60 },
  default: 2,
  description: 'How long to wait after a notification for others, so that many changes at once start one run',
  displayOptions: { show: { mode: ['webhook'] } },
};

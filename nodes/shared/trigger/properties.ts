import type { INodeProperties, IWebhookDescription } from 'n8n-workflow';
import { path } from './door';

/** Without a method n8n registers no webhook: a node that polls has no door, and a test of it waits for no caller. */
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
  displayName: 'Gather for (Seconds)',
  name: 'gather',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 60 },
  default: 2,
  description: 'How long to wait after a notification for others, so that many changes at once start one run',
  displayOptions: { show: { mode: ['webhook'] } },
};

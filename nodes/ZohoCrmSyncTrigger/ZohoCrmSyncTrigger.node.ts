import type {
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
  IPollFunctions,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { hooks } from '../shared/trigger/hooks';
import { onPoll } from '../shared/trigger/onPoll';
import { onWebhook } from '../shared/trigger/onWebhook';
import { webhooks } from '../shared/trigger/properties';
import { zohoBell } from './bell';
import { getModules } from './lists';
import { properties } from './properties';

export class ZohoCrmSyncTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Zoho CRM Sync Trigger',
    name: 'zohoCrmSyncTrigger',
    icon: { light: 'file:zohoCrmSyncTrigger.svg', dark: 'file:zohoCrmSyncTrigger.dark.svg' },
    group: ['trigger'],
    version: [1],
    subtitle: '={{ $parameter["mode"] + ": " + $parameter["modules"] }}',
    description: 'Starts the workflow within seconds when something changed in Zoho CRM',
    defaults: { name: 'Zoho CRM Sync Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'zohoCrmSyncOAuth2Api', required: true }],
    // by webhook, polls keep the channel alive: n8n calls a trigger neither when it starts nor at any other time
    polling: true,
    webhooks,
    properties,
  };

  methods = { loadOptions: { getModules } };

  webhookMethods = { default: hooks(zohoBell) };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await onWebhook(this, zohoBell);
  }

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await onPoll(this, zohoBell);
  }
}

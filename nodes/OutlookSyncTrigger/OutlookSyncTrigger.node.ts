import type {
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
  IPollFunctions,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { searchFolders, searchMailFolders } from '../OutlookSync/lists';
import { hooks } from '../shared/trigger/hooks';
import { onPoll } from '../shared/trigger/onPoll';
import { onWebhook } from '../shared/trigger/onWebhook';
import { webhooks } from '../shared/trigger/properties';
import { outlookBell } from './bell';
import { getTaskLists } from './lists';
import { properties } from './properties';

export class OutlookSyncTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Outlook Sync Trigger',
    name: 'outlookSyncTrigger',
    icon: { light: 'file:outlookSyncTrigger.svg', dark: 'file:outlookSyncTrigger.dark.svg' },
    group: ['trigger'],
    version: [1],
    subtitle: '={{ $parameter["mode"] + ": " + $parameter["kinds"] }}',
    description: 'Starts the workflow within seconds when something changed in Outlook',
    defaults: { name: 'Outlook Sync Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'outlookSyncOAuth2Api', required: true }],
    // by webhook, polls keep the subscriptions alive: n8n calls a trigger neither when it starts nor at any other time
    polling: true,
    webhooks,
    properties,
  };

  methods = { listSearch: { searchFolders, searchMailFolders }, loadOptions: { getTaskLists } };

  webhookMethods = { default: hooks(outlookBell) };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await onWebhook(this, outlookBell);
  }

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await onPoll(this, outlookBell);
  }
}

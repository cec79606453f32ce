import {
  type INodeProperties,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IPollFunctions,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeConnectionTypes,
} from 'n8n-workflow';
import { gatherProperty, modeProperty, webhooks } from '../shared/trigger/endpoint';
import { onPoll } from '../shared/trigger/onPoll';
import { onWebhook } from '../shared/trigger/onWebhook';
import { hooks } from '../shared/trigger/subscriptions';
import { personLocator } from '../shared/personDescriptions';
import { getModules, searchOwners } from '../ZohoCrmSync/lists';
import { zohoNotifier } from './notifier';

export const properties: INodeProperties[] = [
  modeProperty('Zoho CRM'),
  {
    displayName: 'Module Names or IDs',
    name: 'modules',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getModules' },
    default: ['Contacts'],
    required: true,
    description:
      'The CRM modules that are watched. The item that comes out only says where to look. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
  },
  personLocator(
    'Owner',
    'owner',
    'searchOwners',
    { me: 'All Visible Records', placeholder: 'e.g. mary.jones@example.com' },
    {
      description:
        'Whose records are looked at. A record that gets another owner, and the deletion of any record, count for everybody. By webhook Zoho CRM tells of all records, whoever owns them.',
      displayOptions: { show: { mode: ['polling'] } },
    },
  ),
  gatherProperty,
];

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

  methods = { loadOptions: { getModules }, listSearch: { searchOwners } };

  webhookMethods = { default: hooks(zohoNotifier) };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await onWebhook(this, zohoNotifier);
  }

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await onPoll(this, zohoNotifier);
  }
}

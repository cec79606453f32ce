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
import { getTaskLists, searchFolders, searchMailFolders, searchMailboxes } from '../OutlookSync/lists';
import { mailboxLocator } from '../shared/descriptions';
import { mailboxProperty, outlookSignIn } from '../shared/personDescriptions';
import { gatherProperty, modeProperty, webhooks } from '../shared/trigger/endpoint';
import { onPoll } from '../shared/trigger/onPoll';
import { onWebhook } from '../shared/trigger/onWebhook';
import { hooks } from '../shared/trigger/subscriptions';
import { outlookNotifier } from './notifier';

const shownFor = (kind: string): INodeProperties['displayOptions'] => ({ show: { kinds: [kind] } });

export const properties: INodeProperties[] = [
  outlookSignIn('authentication'),
  modeProperty('Microsoft'),
  mailboxProperty(
    {},
    ' Microsoft tells an application nothing of tasks, and an account nothing of the mailboxes of others: the poll times say how often these are looked at, also by webhook.',
  ),
  {
    displayName: 'Kinds',
    name: 'kinds',
    type: 'multiOptions',
    options: [
      { name: 'Contact', value: 'contact', description: 'Contacts of one folder' },
      { name: 'Event', value: 'event', description: 'Meetings of the mailbox' },
      { name: 'Mail', value: 'mail', description: 'Mails that were sent' },
      { name: 'Task', value: 'task', description: 'Tasks of Microsoft To Do' },
    ],
    default: ['contact'],
    required: true,
    description: 'What of the mailbox is watched. The item that comes out only says where to look.',
  },
  mailboxLocator('Folder', 'folder', 'searchFolders', 'Contacts (Default Folder)', {
    description: 'The contact folder that is watched; the same as in Outlook Sync. Empty means the default folder.',
    displayOptions: shownFor('contact'),
  }),
  mailboxLocator('Mail Folder', 'mailFolder', 'searchMailFolders', 'Sent Items (Default Folder)', {
    description: 'The folder of sent mail that is watched; the same as in Outlook Sync. Empty means Sent Items.',
    displayOptions: shownFor('mail'),
  }),
  {
    displayName: 'Task List Names or IDs',
    name: 'taskLists',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getTaskLists' },
    default: [],
    description:
      'The lists that are watched; without any, the list Tasks that everybody has. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
    displayOptions: shownFor('task'),
  },
  gatherProperty,
];

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
    credentials: [
      { name: 'outlookSyncOAuth2Api', required: true, displayOptions: { hide: { authentication: ['application'] } } },
      {
        name: 'outlookSyncApplicationOAuth2Api',
        required: true,
        displayOptions: { hide: { authentication: ['oAuth2'] } },
      },
    ],
    // by webhook, polls keep the subscriptions alive: n8n calls a trigger neither when it starts nor at any other time
    polling: true,
    webhooks,
    properties,
  };

  methods = { listSearch: { searchFolders, searchMailFolders, searchMailboxes }, loadOptions: { getTaskLists } };

  webhookMethods = { default: hooks(outlookNotifier) };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await onWebhook(this, outlookNotifier);
  }

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await onPoll(this, outlookNotifier);
  }
}

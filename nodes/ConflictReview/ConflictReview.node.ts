import type {
  IHookFunctions,
  INodeProperties,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { testSyncArchive } from '../shared/archiveCredential';
import { asNodeError } from '../shared/errors';
import { getSyncs } from '../shared/syncs';
import { requireSignIn } from './auth';
import { handleRequest } from './handleRequest';

export const properties: INodeProperties[] = [
  {
    displayName:
      'Open the <strong>Production URL</strong> above in a browser once the workflow is published. Whoever answers there starts this workflow.',
    name: 'notice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Authentication',
    name: 'authentication',
    type: 'options',
    options: [
      { name: 'Basic Auth', value: 'basic', description: 'The browser asks for a user name and a password' },
      {
        name: 'Header Auth',
        value: 'header',
        description:
          'For a page behind a sign-in proxy that sends a secret header; it may name its user in x-forwarded-user',
      },
      {
        name: 'None',
        value: 'none',
        description:
          'Anybody who knows the address sees customer data and decides. Only within a closed network, and only with an archive of your own (credential Sync Archive).',
      },
    ],
    default: 'basic',
    description: 'How people prove who they are before they see anything',
  },
  {
    displayName: 'Shows',
    name: 'shows',
    type: 'options',
    options: [
      { name: "Everybody's Syncs", value: 'all' },
      {
        name: 'Only Their Own',
        value: 'own',
        description:
          'For a company: each person sees and answers what is theirs, by the address that the proxy names in x-forwarded-email, x-auth-request-email or x-forwarded-user',
      },
    ],
    default: 'all',
    displayOptions: { show: { authentication: ['header'] } },
  },
  {
    displayName: 'Administrators',
    name: 'administrators',
    type: 'string',
    default: '',
    placeholder: 'e.g. ann@example.com, taro@example.com',
    description: "Addresses of those who see everybody's syncs",
    displayOptions: { show: { authentication: ['header'], shows: ['own'] } },
  },
  {
    displayName: 'Path',
    name: 'path',
    type: 'string',
    default: 'conflict-review',
    required: true,
    placeholder: 'e.g. conflict-review',
    description: 'Last part of the address of the page',
  },
  {
    displayName: 'Sync Names or IDs',
    name: 'syncs',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getSyncs' },
    default: [],
    description:
      'What the page is for; nothing of other syncs is shown or answered there. Empty: all syncs of the archive. Choose from the list, or specify names using an <a href="https://docs.n8n.io/code/expressions/">expression</a>. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
  },
];

export class ConflictReview implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Conflict Review',
    name: 'conflictReview',
    icon: { light: 'file:conflictReview.svg', dark: 'file:conflictReview.dark.svg' },
    group: ['trigger'],
    version: [1],
    subtitle: '={{ "page: /" + $parameter["path"] }}',
    description: 'A page on which people settle what the rules of a sync left open; starts when somebody answers',
    eventTriggerDescription: 'Waiting for somebody to answer on the page',
    activationMessage: 'The review page is open now.',
    defaults: { name: 'Conflict Review' },
    usableAsTool: undefined,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [
      { name: 'httpBasicAuth', required: true, displayOptions: { show: { authentication: ['basic'] } } },
      { name: 'httpHeaderAuth', required: true, displayOptions: { show: { authentication: ['header'] } } },
      { name: 'syncArchiveApi', required: false, testedBy: 'testSyncArchive' },
    ],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'GET',
        responseMode: 'onReceived',
        responseData: '',
        path: '={{ $parameter["path"] }}',
        isFullPath: true,
      },
      {
        name: 'setup',
        httpMethod: 'POST',
        responseMode: 'onReceived',
        responseData: '',
        path: '={{ $parameter["path"] }}',
        isFullPath: true,
      },
    ],
    properties,
  };

  methods = { credentialTest: { testSyncArchive }, loadOptions: { getSyncs } };

  /** n8n asks these when the workflow is published: the one time at which a page that is open to everybody can be refused. */
  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await asNodeError(this, async () => requireSignIn(this).then(() => true));
      },
      create: async (): Promise<boolean> => true,
      delete: async (): Promise<boolean> => true,
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await handleRequest(this);
  }
}

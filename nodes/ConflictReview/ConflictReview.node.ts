import type {
  INodeProperties,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
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
        description: 'Anybody who knows the address sees customer data and decides. Only within a closed network.',
      },
    ],
    default: 'basic',
    description: 'How people prove who they are before they see anything',
  },
  {
    displayName: 'Path',
    name: 'path',
    type: 'string',
    default: 'conflict-review',
    required: true,
    placeholder: 'conflict-review',
    description: 'Last part of the address of the page',
  },
];

export class ConflictReview implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Conflict Review',
    name: 'conflictReview',
    icon: { light: 'file:conflictReview.svg', dark: 'file:conflictReview.dark.svg' },
    group: ['trigger'],
    version: [1],
    subtitle: '=/{{ $parameter["path"] }}',
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

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await handleRequest(this);
  }
}

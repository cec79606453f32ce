import type { INodeType, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { properties } from './properties';
import { serve } from './webhook';

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
    return await serve(this);
  }
}

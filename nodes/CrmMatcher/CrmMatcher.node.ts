import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { run } from '../shared/run';
import { matchInputs } from './match.operation';
import { properties } from './properties';

export class CrmMatcher implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'CRM Matcher',
    name: 'crmMatcher',
    icon: { light: 'file:crmMatcher.svg', dark: 'file:crmMatcher.dark.svg' },
    group: ['transform'],
    version: [1],
    subtitle: '={{ $parameter["kind"] }}',
    description: 'Pair Outlook items with CRM records: by what is linked already, then by keys; each at most once',
    defaults: { name: 'CRM Matcher' },
    usableAsTool: undefined,
    inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    inputNames: ['Outlook', 'CRM'],
    requiredInputs: 1,
    outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    outputNames: ['Pairs', 'Outlook Only', 'CRM Only', 'Ambiguous'],
    credentials: [{ name: 'zohoCrmSyncOAuth2Api', required: true, displayOptions: { show: { kind: ['mail'] } } }],
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await run(this, matchInputs, 4);
  }
}

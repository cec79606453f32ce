import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { run } from '../shared/run';
import { properties } from './properties';
import { resolveConflicts } from './resolve.operation';

export class ConflictResolver implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Conflict Resolver',
    name: 'conflictResolver',
    icon: { light: 'file:conflictResolver.svg', dark: 'file:conflictResolver.dark.svg' },
    group: ['transform'],
    version: [1],
    subtitle:
      '={{ { both: "both ways", toZoho: "to Zoho CRM only", toOutlook: "to Outlook only" }[$parameter["direction"]] }}',
    description: 'All rules of a sync in one place: direction, who wins, deletions, and guards against accidents',
    defaults: { name: 'Conflict Resolver' },
    usableAsTool: undefined,
    inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    inputNames: ['Pairs', 'Outlook Only', 'CRM Only'],
    requiredInputs: 1,
    outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    outputNames: ['Decisions', 'Needs Review'],
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await run(this, resolveConflicts, 2);
  }
}

import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { properties } from './properties';
import { route } from './router';

export class SyncControl implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Sync Control',
    name: 'syncControl',
    icon: { light: 'file:syncControl.svg', dark: 'file:syncControl.dark.svg' },
    group: ['organization'],
    version: [1],
    subtitle: '={{ $parameter["operation"] + " " + $parameter["resource"] }}',
    description: 'Start and finish the cycles of a sync, see where it stands, and answer what waits for a person',
    defaults: { name: 'Sync Control' },
    usableAsTool: undefined,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await route(this);
  }
}

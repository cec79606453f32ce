import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { testAppPassword } from './testAppPassword';
import { getFields, getModuleFields, searchCalendars, searchModules, searchViews } from './lists';
import { wordsOf } from '../shared/descriptions';
import { properties } from './properties';
import { route } from './router';

export class ZohoCrmSync implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Zoho CRM Sync',
    name: 'zohoCrmSync',
    icon: { light: 'file:zohoCrmSync.svg', dark: 'file:zohoCrmSync.dark.svg' },
    group: ['transform'],
    version: [1],
    subtitle: wordsOf('resource', 'operation'),
    description: 'Zoho CRM as one side of a sync, and its records of any module',
    defaults: { name: 'Zoho CRM Sync' },
    usableAsTool: undefined,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [
      { name: 'zohoCrmSyncOAuth2Api', required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
      {
        name: 'zohoCrmSyncAppPasswordApi',
        required: true,
        testedBy: 'testAppPassword',
        displayOptions: { show: { authentication: ['appPassword'] } },
      },
      {
        name: 'outlookSyncOAuth2Api',
        required: true,
        displayOptions: { show: { resource: ['email'], operation: ['attach'], attachments: [true] } },
      },
    ],
    properties,
  };

  methods = {
    credentialTest: { testAppPassword },
    listSearch: { searchCalendars, searchModules, searchViews },
    loadOptions: { getFields },
    resourceMapping: { getModuleFields },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await route(this);
  }
}

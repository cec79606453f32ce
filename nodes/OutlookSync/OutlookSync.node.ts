import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import {
  getCategories,
  getTaskLists,
  searchCalendars,
  searchFolders,
  searchMailFolders,
  searchTaskLists,
} from './lists';
import { wordsOf } from '../shared/descriptions';
import { properties } from './properties';
import { route } from './router';

export class OutlookSync implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Outlook Sync',
    name: 'outlookSync',
    icon: { light: 'file:outlookSync.svg', dark: 'file:outlookSync.dark.svg' },
    group: ['transform'],
    version: [1],
    subtitle: wordsOf('resource', 'operation'),
    description: 'Outlook as one side of a sync: what changed there, and writing what was decided',
    defaults: { name: 'Outlook Sync' },
    usableAsTool: undefined,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'outlookSyncOAuth2Api', required: true }],
    properties,
  };

  methods = {
    listSearch: { searchCalendars, searchFolders, searchMailFolders, searchTaskLists },
    loadOptions: { getCategories, getTaskLists },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await route(this);
  }
}

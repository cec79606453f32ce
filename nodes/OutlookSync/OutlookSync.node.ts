import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { testSyncArchive } from '../shared/archiveCredential';
import { subtitleOf } from '../shared/descriptions';
import { ofKinds, runChosen, type Operation } from '../shared/run';
import { sampleOf } from '../shared/sample';
import {
  getCategories,
  getTaskLists,
  searchCalendars,
  searchCategories,
  searchFolders,
  searchMailFolders,
  searchMailboxes,
  searchTaskLists,
} from './lists';
import { checkAccount } from './operations/account.operation';
import { addToContact, ensure, removeFromContact } from './operations/category.operation';
import { applyToOutlook, backUpOutlook, outlookChanges, restoreOutlook } from './operations/sync.operation';
import { properties } from './properties';

const operations: Readonly<Record<string, Operation>> = {
  ...ofKinds({
    applyDecisions: applyToOutlook,
    backUp: backUpOutlook,
    getChanges: outlookChanges,
    getSample: sampleOf('outlook'),
    restore: restoreOutlook,
  }),
  'mail:getChanges': outlookChanges,
  'category:ensure': ensure,
  'category:add': addToContact,
  'category:remove': removeFromContact,
  'account:check': checkAccount,
};

export class OutlookSync implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Outlook Sync',
    name: 'outlookSync',
    icon: { light: 'file:outlookSync.svg', dark: 'file:outlookSync.dark.svg' },
    group: ['transform'],
    version: [1],
    subtitle: subtitleOf('operation', 'resource'),
    description: 'Outlook as one side of a sync: what changed there, and writing what was decided',
    defaults: { name: 'Outlook Sync' },
    usableAsTool: undefined,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [
      {
        name: 'outlookSyncOAuth2Api',
        required: true,
        displayOptions: { hide: { operation: ['getSample'], authentication: ['application'] } },
      },
      {
        name: 'outlookSyncApplicationOAuth2Api',
        required: true,
        displayOptions: { hide: { operation: ['getSample'], authentication: ['oAuth2'] } },
      },
      {
        name: 'syncArchiveApi',
        required: false,
        testedBy: 'testSyncArchive',
        displayOptions: { hide: { resource: ['account', 'category'], operation: ['getSample'] } },
      },
    ],
    properties,
  };

  methods = {
    credentialTest: { testSyncArchive },
    listSearch: {
      ...{ searchCalendars, searchCategories, searchFolders, searchMailFolders, searchMailboxes, searchTaskLists },
    },
    loadOptions: { getCategories, getTaskLists },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runChosen(this, operations);
  }
}

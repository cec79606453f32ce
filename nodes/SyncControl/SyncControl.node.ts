import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { testSyncArchive } from '../shared/archiveCredential';
import { subtitleOf } from '../shared/descriptions';
import { endsCheck } from '../shared/check';
import { orCheck, orLeave, runChosen, type Operation } from '../shared/run';
import { getFieldsOfSync, searchCycles, searchReviews, searchRules, searchSyncs } from '../shared/syncs';
import { searchGroups } from '../OutlookSync/lists';
import { copy, newKey } from './operations/archive.operation';
import { checkSync } from './operations/check.operation';
import { finish, listCycles, start, undoCycle } from './operations/cycle.operation';
import { forgetOnePerson, forgetOneSync } from './operations/forget.operation';
import { endLeave, leaveSync } from './operations/leave.operation';
import { getPeople } from './operations/people.operation';
import { list, listRules, revoke, settle } from './operations/review.operation';
import { explain, pauseSync, rebuildSync, reportAll, resumeSync, showStatus } from './operations/sync.operation';
import { properties } from './properties';

const operations: Readonly<Record<string, Operation>> = {
  'archive:copy': copy,
  'archive:newKey': newKey,
  'cycle:start': start,
  'cycle:finish': orCheck(orLeave(finish, endLeave), endsCheck),
  'cycle:list': listCycles,
  'cycle:undo': undoCycle,
  'person:forget': forgetOnePerson,
  'person:getMany': getPeople,
  'review:list': list,
  'review:listRules': listRules,
  'review:revokeRule': revoke,
  'review:settle': settle,
  'sync:check': checkSync,
  'sync:explain': explain,
  'sync:forget': forgetOneSync,
  'sync:leave': leaveSync,
  'sync:pause': pauseSync,
  'sync:report': reportAll,
  'sync:resume': resumeSync,
  'sync:status': showStatus,
  'sync:rebuild': rebuildSync,
};

export class SyncControl implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Sync Control',
    name: 'syncControl',
    icon: { light: 'file:syncControl.svg', dark: 'file:syncControl.dark.svg' },
    group: ['organization'],
    version: [1],
    subtitle: subtitleOf('operation', 'resource'),
    description: 'Start and finish the cycles of a sync, see where it stands, and answer what waits for a person',
    defaults: { name: 'Sync Control' },
    usableAsTool: undefined,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [
      { name: 'syncArchiveApi', required: false, testedBy: 'testSyncArchive' },
      {
        name: 'outlookSyncOAuth2Api',
        required: true,
        displayOptions: {
          hide: {
            resource: ['archive', 'cycle', 'review', 'sync'],
            operation: ['forget'],
            outlookAuthentication: ['application'],
          },
        },
      },
      {
        name: 'outlookSyncApplicationOAuth2Api',
        required: true,
        displayOptions: {
          hide: {
            resource: ['archive', 'cycle', 'review', 'sync'],
            operation: ['forget'],
            outlookAuthentication: ['oAuth2'],
          },
        },
      },
      {
        name: 'zohoCrmSyncOAuth2Api',
        required: true,
        displayOptions: { hide: { resource: ['archive', 'cycle', 'review', 'sync'], operation: ['forget'] } },
      },
    ],
    properties,
  };

  methods = {
    credentialTest: { testSyncArchive },
    loadOptions: { getFieldsOfSync },
    listSearch: { searchCycles, searchGroups, searchReviews, searchRules, searchSyncs },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runChosen(this, operations);
  }
}

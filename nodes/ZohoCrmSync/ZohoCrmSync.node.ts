import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { testSyncArchive } from '../shared/archiveCredential';
import { subtitleOf } from '../shared/descriptions';
import { ofKinds, orCheck, runChosen, type Operation } from '../shared/run';
import { sampleOf } from '../shared/sample';
import { searchMailboxes } from '../OutlookSync/lists';
import { getFields, getModuleFields, searchCalendars, searchModules, searchOwners, searchViews } from './lists';
import { checkAccount, signOut, testAppPassword } from './operations/account.operation';
import { findByEmail } from './operations/findByEmail.operation';
import { attach, getManyMails } from './operations/mail.operation';
import { getMany, getOne, query, search } from './operations/read.operation';
import { applyToZoho, lookingChecks, backUpZoho, restoreZoho, zohoChanges } from './operations/sync.operation';
import { create, remove, update, upsert } from './operations/write.operation';
import { properties } from './properties';

const operations: Readonly<Record<string, Operation>> = {
  ...ofKinds({
    applyDecisions: applyToZoho,
    backUp: backUpZoho,
    getChanges: zohoChanges,
    getSample: sampleOf('zoho'),
    restore: restoreZoho,
  }),
  'record:create': create,
  'record:upsert': upsert,
  'record:update': update,
  'record:delete': remove,
  'record:get': getOne,
  'record:getAll': getMany,
  'record:search': search,
  'record:query': query,
  'record:findByEmail': findByEmail,
  'mail:attach': orCheck(attach, lookingChecks),
  'mail:getAll': getManyMails,
  'account:check': checkAccount,
  'account:signOut': signOut,
};

export class ZohoCrmSync implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Zoho CRM Sync',
    name: 'zohoCrmSync',
    icon: { light: 'file:zohoCrmSync.svg', dark: 'file:zohoCrmSync.dark.svg' },
    group: ['transform'],
    version: [1],
    subtitle: subtitleOf('operation', 'resource'),
    description: 'Zoho CRM as one side of a sync, and its records of any module',
    defaults: { name: 'Zoho CRM Sync' },
    usableAsTool: undefined,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [
      {
        name: 'zohoCrmSyncOAuth2Api',
        required: true,
        displayOptions: { show: { authentication: ['oAuth2'] }, hide: { operation: ['getSample'] } },
      },
      {
        name: 'zohoCrmSyncAppPasswordApi',
        required: true,
        testedBy: 'testAppPassword',
        displayOptions: { show: { authentication: ['appPassword'] }, hide: { operation: ['getSample'] } },
      },
      // by `hide`: what a credential's `show` names, the editor takes for fields of the sign-in, and shows it no more
      {
        name: 'outlookSyncOAuth2Api',
        required: true,
        displayOptions: {
          hide: {
            resource: ['account', 'contact', 'event', 'record', 'task'],
            operation: ['getAll'],
            attachments: [false],
            outlookAuthentication: ['application'],
          },
        },
      },
      {
        name: 'outlookSyncApplicationOAuth2Api',
        required: true,
        displayOptions: {
          hide: {
            resource: ['account', 'contact', 'event', 'record', 'task'],
            operation: ['getAll'],
            attachments: [false],
            outlookAuthentication: ['oAuth2'],
          },
        },
      },
      {
        name: 'syncArchiveApi',
        required: false,
        testedBy: 'testSyncArchive',
        displayOptions: { hide: { resource: ['account', 'record'], operation: ['getAll', 'getSample'] } },
      },
    ],
    properties,
  };

  methods = {
    credentialTest: { testAppPassword, testSyncArchive },
    listSearch: { searchCalendars, searchMailboxes, searchModules, searchOwners, searchViews },
    loadOptions: { getFields },
    resourceMapping: { getModuleFields },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runChosen(this, operations);
  }
}

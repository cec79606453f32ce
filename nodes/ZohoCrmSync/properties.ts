import type { INodeProperties } from 'n8n-workflow';
import { accountOperations, batchSize, operations, shownFor, syncOperations } from '../shared/descriptions';
import { kindOptions, kindPropertyOf } from '../shared/kindOptions';
import { authentication, signOut } from './authenticationProperties';
import { eventProperties } from './eventProperties';
import { mailProperties, mailReadProperties } from './mailProperties';
import { recurringProperty } from '../shared/taskProperties';
import { recordProperties } from './recordProperties';

const startWorkflows = (displayOptions: INodeProperties['displayOptions']): INodeProperties => ({
  displayName: 'Start CRM Workflows',
  name: 'startWorkflows',
  type: 'boolean',
  default: false,
  description:
    "Whether Zoho's own workflow rules run for what is written. They may mail customers, so they stay off until you switch them on.",
  displayOptions,
});

export const properties: INodeProperties[] = [
  authentication,
  {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Account', value: 'account', description: 'The credential and what it may do' },
      { name: 'Email', value: 'email', description: 'Sent mail on records' },
      { name: 'Record', value: 'record', description: 'Contacts, leads, accounts and records of any module' },
      { name: 'Sync', value: 'sync', description: 'One side of a sync with Outlook' },
    ],
    default: 'sync',
  },
  operations('account', [...accountOperations, signOut], 'check'),
  operations('sync', syncOperations('Zoho CRM', 'Outlook'), 'getChanges'),
  kindPropertyOf(kindOptions.filter(({ value }) => value !== 'mail')),
  {
    displayName: 'Scope',
    name: 'scope',
    type: 'options',
    options: [
      {
        name: 'All Visible Records',
        value: 'all',
        description: 'Your own, those of your subordinates, and those shared with you',
      },
      { name: 'Only My Records', value: 'mine', description: 'Those you are the owner of' },
    ],
    default: 'all',
    description: 'Whose records are synced. One that gets another owner leaves the sync; nothing is deleted by that.',
    displayOptions: shownFor('sync', 'getChanges'),
  },
  ...eventProperties,
  recurringProperty(
    'Zoho CRM',
    'To Do',
    'Zoho CRM keeps a record for each occurrence, and each of them is a plain task in To Do',
  ),
  batchSize,
  {
    displayName: 'Companies',
    name: 'companies',
    type: 'options',
    options: [
      {
        name: 'Find or Create',
        value: 'findOrCreate',
        description: 'A company that is no Account yet becomes one',
      },
      { name: 'Find Only', value: 'find', description: 'A contact of an unknown company is written without it' },
    ],
    default: 'findOrCreate',
    description:
      'What becomes of the company name of an Outlook contact. A name that several Accounts have is left as it is and put before you; an Account is never taken away.',
    displayOptions: shownFor('sync', 'applyDecisions'),
  },
  startWorkflows(shownFor('sync', 'applyDecisions')),
  ...recordProperties,
  startWorkflows(shownFor('record', 'create', 'update', 'upsert', 'delete')),
  ...mailProperties,
  ...mailReadProperties,
  startWorkflows({ show: { resource: ['email'], operation: ['attach'], mailsFrom: ['matcher'] } }),
];

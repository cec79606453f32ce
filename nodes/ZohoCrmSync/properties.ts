import type { INodeProperties } from 'n8n-workflow';
import {
  operations,
  shownFor,
  accountOperations,
  batchSize,
  syncOperations,
  resourcesOf,
  recurringProperty,
  readingOperations,
  restorePreview,
  twoSided,
} from '../shared/descriptions';
import { personLocator } from '../shared/personDescriptions';
import { readProperties } from './operations/read.operation';
import { writeProperties } from './operations/write.operation';
import { authentication, signOutOption } from './operations/account.operation';
import { eventProperties } from './operations/sync.operation';
import { mailProperties, mailReadProperties } from './operations/mail.operation';

const recordOperations = operations(
  'record',
  [
    { name: 'Create', value: 'create', action: 'Create a record', description: '100 input items in one call' },
    {
      name: 'Create or Update',
      value: 'upsert',
      action: 'Create or update a record',
      description: 'Create a new record, or update the current one if it already exists (upsert)',
    },
    { name: 'Delete', value: 'delete', action: 'Delete a record', description: 'Move it to the recycle bin' },
    {
      name: 'Find by Email',
      value: 'findByEmail',
      action: 'Find records by email',
      description: 'Records that have exactly this address in any of their email fields',
    },
    { name: 'Get', value: 'get', action: 'Get a record' },
    { name: 'Get Many', value: 'getAll', action: 'Get many records' },
    {
      name: 'Query',
      value: 'query',
      action: 'Query records',
      description: "Ask in COQL, Zoho's query language. Finds what was written a moment ago.",
    },
    {
      name: 'Search',
      value: 'search',
      action: 'Search records',
      description: "Zoho's full-text search. New records appear in it after some seconds.",
    },
    { name: 'Update', value: 'update', action: 'Update a record', description: 'Only the fields given change' },
  ],
  'getAll',
);

const withModule = ['create', 'upsert', 'update', 'delete', 'get', 'getAll', 'search', 'findByEmail'];

const moduleField: INodeProperties = {
  displayName: 'Module',
  name: 'module',
  type: 'resourceLocator',
  default: { mode: 'list', value: 'Contacts', cachedResultName: 'Contacts' },
  required: true,
  description: 'Contacts, Leads, Accounts or any other module of your CRM',
  displayOptions: shownFor('record', ...withModule),
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      typeOptions: { searchListMethod: 'searchModules', searchable: true },
    },
    { displayName: 'By API Name', name: 'id', type: 'string', placeholder: 'e.g. Contacts' },
  ],
};

const recordProperties: INodeProperties[] = [
  recordOperations,
  moduleField,
  {
    displayName: 'Record ID',
    name: 'recordId',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. 4150868000000376008',
    displayOptions: shownFor('record', 'update', 'delete', 'get'),
  },
  ...writeProperties,
  ...readProperties,
];

const startWorkflows = (displayOptions: INodeProperties['displayOptions']): INodeProperties => ({
  displayName: 'Start CRM Workflows',
  name: 'startWorkflows',
  type: 'boolean',
  default: false,
  description:
    "Whether Zoho's own workflow rules run for what is written. They may mail customers, so they stay off until you switch them on.",
  displayOptions,
});

const creditsKept = (displayOptions: INodeProperties['displayOptions']): INodeProperties => ({
  displayName: 'API Credits Kept for Others',
  name: 'creditsKept',
  type: 'number',
  typeOptions: { minValue: 0 },
  default: 1000,
  description:
    'So many of the API credits that the whole Zoho organisation has in 24 hours are left to others. What would need them waits for a later run, so that a first load is spread over days instead of stopping everybody. Zoho tells what is left once half is used.',
  displayOptions,
});

const attachingMatched = { show: { resource: ['mail'], operation: ['attach'], mailsFrom: ['matcher'] } };

const ownerProperty = (displayOptions: INodeProperties['displayOptions']): INodeProperties =>
  personLocator(
    'Owner',
    'owner',
    'searchOwners',
    { me: 'Signed-In User', placeholder: 'e.g. mary.jones@example.com' },
    {
      description:
        "Whose sync this is: what Only My Records means, whose new records are, and in whose name mail is attached. With an administrator's credential it may be any active user, also by an expression. An update never changes the owner of a record.",
      displayOptions,
    },
  );

export const properties: INodeProperties[] = [
  authentication,
  resourcesOf([
    { name: 'Account', value: 'account', description: 'The credential and what it may do' },
    {
      name: 'Record',
      value: 'record',
      description: 'Contacts, leads, accounts and records of any module, without a sync',
    },
  ]),
  operations('account', [...accountOperations('Zoho CRM'), signOutOption], 'check'),
  ...syncOperations('Zoho CRM', 'Outlook'),
  ownerProperty({ show: { resource: [...twoSided], operation: [...readingOperations, 'applyDecisions'] } }),
  ownerProperty({ show: { resource: ['mail'], operation: ['attach'], mailsFrom: ['matcher'] } }),
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
    displayOptions: shownFor(twoSided, ...readingOperations),
  },
  ...eventProperties,
  recurringProperty(
    'Zoho CRM',
    'To Do',
    'Zoho CRM keeps a record for each occurrence, and each of them is a plain task in To Do',
  ),
  batchSize,
  restorePreview,
  {
    displayName: 'Companies',
    name: 'companies',
    type: 'options',
    options: [
      { name: 'Find or Create', value: 'findOrCreate', description: 'A company that is no Account yet becomes one' },
      { name: 'Find Only', value: 'find', description: 'A contact of an unknown company is written without it' },
    ],
    default: 'findOrCreate',
    description:
      'What becomes of the company name of an Outlook contact. A name that several Accounts have is left as it is and put before you; an Account is never taken away.',
    displayOptions: shownFor('contact', 'applyDecisions', 'restore'),
  },
  startWorkflows(shownFor(twoSided, 'applyDecisions')),
  creditsKept(shownFor(twoSided, 'applyDecisions')),
  ...recordProperties,
  startWorkflows(shownFor('record', 'create', 'update', 'upsert', 'delete')),
  ...mailProperties,
  ...mailReadProperties,
  startWorkflows(attachingMatched),
  creditsKept(attachingMatched),
];

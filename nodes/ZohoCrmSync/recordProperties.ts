import type { INodeProperties } from 'n8n-workflow';
import { operations, shownFor } from '../shared/descriptions';
import { readProperties } from './readProperties';
import { writeProperties } from './writeProperties';

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
    { displayName: 'By API Name', name: 'id', type: 'string', placeholder: 'Contacts' },
  ],
};

export const recordProperties: INodeProperties[] = [
  recordOperations,
  moduleField,
  {
    displayName: 'Record ID',
    name: 'recordId',
    type: 'string',
    default: '',
    required: true,
    placeholder: '4150868000000376008',
    displayOptions: shownFor('record', 'update', 'delete', 'get'),
  },
  ...writeProperties,
  ...readProperties,
];

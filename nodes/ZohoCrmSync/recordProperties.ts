import type { INodeProperties } from 'n8n-workflow';
import { operations, shownFor } from '../shared/descriptions';

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

const mapper = (mode: 'add' | 'map', ...operation: readonly string[]): INodeProperties => ({
  displayName: 'Fields',
  name: 'fields',
  type: 'resourceMapper',
  noDataExpression: true,
  default: { mappingMode: 'defineBelow', value: null },
  displayOptions: { show: { resource: ['record'], operation: [...operation], specify: ['map'] } },
  typeOptions: {
    loadOptionsDependsOn: ['module.value', 'operation'],
    resourceMapper: {
      resourceMapperMethod: 'getModuleFields',
      mode,
      fieldWords: { singular: 'field', plural: 'fields' },
      addAllFields: false,
      supportAutoMap: true,
    },
  },
});

const options: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  displayOptions: shownFor('record', 'getAll'),
  options: [
    {
      displayName: 'Custom View',
      name: 'view',
      type: 'resourceLocator',
      default: { mode: 'list', value: '' },
      description: 'Only the records that this view shows. It cannot be sorted otherwise.',
      modes: [
        {
          displayName: 'From List',
          name: 'list',
          type: 'list',
          typeOptions: { searchListMethod: 'searchViews', searchable: true },
        },
        { displayName: 'By ID', name: 'id', type: 'string', placeholder: '4150868000000087501' },
      ],
    },
    {
      displayName: 'Modified Since',
      name: 'since',
      type: 'dateTime',
      default: '',
      description: 'Only the records that changed after this time',
    },
    {
      displayName: 'Newest First',
      name: 'newestFirst',
      type: 'boolean',
      default: false,
      description: 'Whether to begin with the records that changed last',
    },
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
  {
    displayName: 'Specify Fields',
    name: 'specify',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Map Each Field', value: 'map' },
      { name: 'JSON', value: 'json' },
    ],
    default: 'map',
    displayOptions: shownFor('record', 'create', 'update', 'upsert'),
  },
  mapper('add', 'create'),
  mapper('map', 'update', 'upsert'),
  {
    displayName: 'Fields (JSON)',
    name: 'fieldsJson',
    type: 'json',
    default: '{\n  "Last_Name": ""\n}',
    description: 'Fields by their API names. A look-up takes the ID of the other record.',
    displayOptions: { show: { resource: ['record'], operation: ['create', 'update', 'upsert'], specify: ['json'] } },
  },
  {
    displayName: 'Duplicate Check Field Names or IDs',
    name: 'duplicateCheck',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getFields', loadOptionsDependsOn: ['module.value'] },
    default: [],
    description:
      'By which fields an existing record is recognised, in this order. Empty means what Zoho itself checks: the email of contacts and leads, the name of accounts. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
    displayOptions: shownFor('record', 'upsert'),
  },
  {
    displayName: 'Email',
    name: 'email',
    type: 'string',
    placeholder: 'name@email.com',
    default: '',
    required: true,
    description: 'Upper and lower case do not count',
    displayOptions: shownFor('record', 'findByEmail'),
  },
  {
    displayName: 'Query (COQL)',
    name: 'query',
    type: 'string',
    typeOptions: { rows: 4 },
    default: '',
    required: true,
    placeholder: "select Last_Name, Email from Contacts where Mailing_City = 'Kyoto'",
    description: 'Without LIMIT: Return All or Limit says how many. A WHERE clause is required by Zoho.',
    displayOptions: shownFor('record', 'query'),
  },
  {
    displayName: 'Search By',
    name: 'searchBy',
    type: 'options',
    options: [
      { name: 'Criteria', value: 'criteria', description: 'Such as (Last_Name:starts_with:Tan)' },
      { name: 'Email', value: 'email' },
      { name: 'Phone', value: 'phone' },
      { name: 'Word', value: 'word', description: 'Anywhere in the record' },
    ],
    default: 'criteria',
    displayOptions: shownFor('record', 'search'),
  },
  {
    displayName: 'Search For',
    name: 'searchFor',
    type: 'string',
    default: '',
    required: true,
    placeholder: '(Last_Name:starts_with:Tan)',
    displayOptions: shownFor('record', 'search'),
  },
  {
    displayName: 'Return All',
    name: 'returnAll',
    type: 'boolean',
    default: false,
    description: 'Whether to return all results or only up to a given limit',
    displayOptions: shownFor('record', 'getAll', 'search', 'query'),
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 50,
    description: 'Max number of results to return',
    displayOptions: { show: { resource: ['record'], operation: ['getAll', 'search', 'query'], returnAll: [false] } },
  },
  {
    displayName: 'Field Names or IDs',
    name: 'select',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getFields', loadOptionsDependsOn: ['module.value'] },
    default: [],
    description:
      'What to read of each record, at most 50 fields; empty means the first 50 of the module. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
    displayOptions: shownFor('record', 'getAll', 'search', 'findByEmail'),
  },
  options,
];

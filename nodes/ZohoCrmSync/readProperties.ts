import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from '../shared/descriptions';

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

/** What is looked for, and what of it is read. */
export const readProperties: INodeProperties[] = [
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
    displayOptions: { show: { resource: ['record', 'email'], operation: ['getAll', 'search', 'query'] } },
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 50,
    description: 'Max number of results to return',
    displayOptions: {
      show: { resource: ['record', 'email'], operation: ['getAll', 'search', 'query'], returnAll: [false] },
    },
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

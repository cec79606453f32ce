import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from '../shared/descriptions';

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

/** What is written, and how an existing record is recognised. */
export const writeProperties: INodeProperties[] = [
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
];

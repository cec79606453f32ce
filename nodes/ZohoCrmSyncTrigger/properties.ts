import type { INodeProperties } from 'n8n-workflow';
import { gatherProperty, modeProperty } from '../shared/trigger/properties';

export const properties: INodeProperties[] = [
  modeProperty('Zoho CRM'),
  {
    displayName: 'Module Names or IDs',
    name: 'modules',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getModules' },
    default: ['Contacts'],
    required: true,
    description:
      'The CRM modules that are watched. The item that comes out only says where to look. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
  },
  gatherProperty,
];

import type { INodeProperties } from 'n8n-workflow';
import { shownForKind } from '../shared/kindOptions';
import { recurringProperty } from '../shared/taskProperties';

/** Parameters of tasks. */
export const taskProperties: INodeProperties[] = [
  {
    displayName: 'Task List',
    name: 'taskList',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    description:
      'The list of Microsoft To Do that is synced; tasks from the CRM are created there, too. Empty means the list Tasks that everybody has.',
    displayOptions: shownForKind('task'),
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Tasks (Default List)',
        typeOptions: { searchListMethod: 'searchTaskLists', searchable: true },
      },
      { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'AAMkAGI2...' },
    ],
  },
  {
    displayName: 'Further List Names or IDs',
    name: 'furtherLists',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getTaskLists' },
    default: [],
    description:
      'Other lists that are synced, too; a task may be moved between them. Tasks from the CRM are not created there. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
    displayOptions: shownForKind('task'),
  },
  recurringProperty(
    'To Do',
    'Zoho CRM',
    'The open occurrence is a plain task in Zoho CRM; completing it on either side brings the next one as a new task',
  ),
];

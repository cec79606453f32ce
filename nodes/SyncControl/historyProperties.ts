import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from '../shared/descriptions';

/** What undoing, explaining and the keeping of history ask for. */
export const historyProperties: INodeProperties[] = [
  {
    displayName: 'Keep History (Days)',
    name: 'keepDays',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 90,
    description:
      'How long is remembered what each cycle wrote, with the values before and after. So far back a cycle can be undone and a record explained.',
    displayOptions: shownFor('cycle', 'finish'),
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 50,
    description: 'Max number of results to return',
    displayOptions: shownFor('cycle', 'list'),
  },
  {
    displayName: 'Cycle ID',
    name: 'undoCycle',
    type: 'string',
    default: '',
    description:
      'Of the cycle to take back, as Cycle: List and the report of Finish show it. Empty: the last one that wrote anything; that may itself have been an undoing.',
    displayOptions: shownFor('cycle', 'undo'),
  },
  {
    displayName: 'Preview',
    name: 'undoPreview',
    type: 'boolean',
    default: false,
    description: 'Whether to show what would be taken back instead of doing it. Nothing is written.',
    displayOptions: shownFor('cycle', 'undo'),
  },
  {
    displayName: 'Only This Plan',
    name: 'undoPlan',
    type: 'string',
    default: '',
    placeholder: 'e.g. 3f9a2c51d07be846',
    description:
      'Hash of a plan, as a preview shows it in its last item. Nothing is written if anything has moved since. Needed where more than 10 records would be deleted.',
    displayOptions: { show: { resource: ['cycle'], operation: ['undo'], undoPreview: [false] } },
  },
  {
    displayName: 'Side',
    name: 'side',
    type: 'options',
    options: [
      { name: 'Either', value: 'either' },
      { name: 'Outlook', value: 'outlook' },
      { name: 'Zoho CRM', value: 'zoho' },
    ],
    default: 'either',
    description: 'Where the record is',
    displayOptions: shownFor('sync', 'explain'),
  },
  {
    displayName: 'Record',
    name: 'record',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. Tanaka Hanako',
    description: 'ID of the record on its side, or a part of what it says: a name, an address, a subject',
    displayOptions: shownFor('sync', 'explain'),
  },
];

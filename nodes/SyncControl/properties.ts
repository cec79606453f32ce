import type { INodeProperties } from 'n8n-workflow';
import { shownFor, operations, kindOptions } from '../shared/descriptions';
import { answerProperties } from './answerProperties';
import { forgetProperties } from './forgetProperties';

/** What undoing, explaining and the keeping of history ask for. */
const historyProperties: INodeProperties[] = [
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

export const properties: INodeProperties[] = [
  {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Archive', value: 'archive', description: 'Where all that is known of syncs is kept' },
      { name: 'Cycle', value: 'cycle', description: 'One run of a sync, from its first node to its last' },
      { name: 'Person', value: 'person', description: 'What all syncs keep of one person' },
      { name: 'Review', value: 'review', description: 'What waits for a person' },
      { name: 'Sync', value: 'sync', description: 'All that is known of a sync' },
    ],
    default: 'cycle',
  },
  operations(
    'archive',
    [
      {
        name: 'New Key',
        value: 'newKey',
        action: 'Make a key for an archive of your own',
        description: 'For a credential Sync Archive: whoever has it opens that archive, nobody else does',
      },
    ],
    'newKey',
  ),
  operations(
    'cycle',
    [
      {
        name: 'Finish',
        value: 'finish',
        action: 'Finish a cycle',
        description: 'Write the report, let the next cycle begin, and say what still waits. The last node of a sync.',
      },
      {
        name: 'List',
        value: 'list',
        action: 'List cycles',
        description: 'The newest cycles of a sync with what each did, one item each',
      },
      {
        name: 'Start',
        value: 'start',
        action: 'Start a cycle',
        description:
          'Make sure that only one run at a time works on this sync. The first node of a sync; where another run is at work, nothing comes out.',
      },
      {
        name: 'Undo',
        value: 'undo',
        action: 'Undo a cycle',
        description:
          'Take back what a cycle wrote on both sides, where nothing newer is there. A cycle of its own: connect both Apply Decisions nodes and Finish behind it.',
      },
    ],
    'start',
  ),
  operations(
    'person',
    [
      {
        name: 'Forget',
        value: 'forget',
        action: 'Forget a person',
        description:
          'Remove every trace of an e-mail address or a record from all syncs of this archive. Nothing is deleted on either side.',
      },
    ],
    'forget',
  ),
  operations(
    'review',
    [
      {
        name: 'List',
        value: 'list',
        action: 'List reviews',
        description: 'Conflicts, ambiguities and stopped plans that wait for a person, one item each',
      },
      {
        name: 'List Rules',
        value: 'listRules',
        action: 'List rules',
        description: 'What you said shall be done from now on, and who is never to be paired, one item each',
      },
      {
        name: 'Revoke Rule',
        value: 'revokeRule',
        action: 'Revoke a rule',
        description: 'Take one of them back; what was decided by it stays as it is',
      },
      {
        name: 'Settle',
        value: 'settle',
        action: 'Settle a review',
        description: 'Answer one; the next cycle carries it out',
      },
    ],
    'list',
  ),
  operations(
    'sync',
    [
      {
        name: 'Explain Record',
        value: 'explain',
        action: 'Explain a record',
        description: 'Why one record is as it is: scope, partner, decisions, writes, errors, next try',
      },
      {
        name: 'Forget',
        value: 'forget',
        action: 'Forget a sync',
        description:
          'Remove everything that is kept of a sync, its history and questions, too. Nothing is deleted on either side.',
      },
      {
        name: 'Rebuild',
        value: 'rebuild',
        action: 'Rebuild a sync',
        description:
          'Forget what both sides agreed on and match everybody anew, as in a first run. Nothing is deleted on either side; fields that differ go by the conflict policy.',
      },
      {
        name: 'Status',
        value: 'status',
        action: 'Show the status of a sync',
        description: 'What is known, in step, pending, parked and waiting',
      },
    ],
    'status',
  ),
  {
    displayName: 'Sync Name',
    name: 'sync',
    type: 'string',
    default: 'Contacts',
    required: true,
    description:
      'What this pair of Outlook folder (or task list, or calendar, or mail folder) and CRM module is called in the archive. Two syncs need two names; renaming one starts it from the beginning. Without a credential Sync Archive this is the archive that all who edit workflows in this n8n share.',
    displayOptions: {
      show: {
        resource: ['cycle', 'review', 'sync'],
        operation: [
          'start',
          'undo',
          'list',
          'listRules',
          'revokeRule',
          'settle',
          'explain',
          'status',
          'rebuild',
          'forget',
        ],
      },
    },
  },
  {
    displayName: 'Kind',
    name: 'kind',
    type: 'options',
    options: [...kindOptions],
    default: 'contact',
    description: 'What is kept in step',
    displayOptions: shownFor('cycle', 'start'),
  },
  {
    displayName: 'If Another Run Is Under Way',
    name: 'whenBusy',
    type: 'options',
    options: [
      {
        name: 'End Quietly',
        value: 'end',
        description: 'Nothing comes out; what changed meanwhile is left to the next run',
      },
      {
        name: 'Wait for It',
        value: 'wait',
        description:
          'Start as soon as it has ended, so that what changed meanwhile is not left to the next schedule. At most one run waits; others end quietly, for the one that waits will see everything.',
      },
    ],
    default: 'end',
    description: 'What to do when another run is at work on this sync; two at a time never are',
    displayOptions: shownFor('cycle', 'start'),
  },
  ...historyProperties,
  ...answerProperties,
  {
    displayName: 'I Want to Match Everybody Anew',
    name: 'confirm',
    type: 'boolean',
    default: false,
    description:
      'Whether the archive of this sync may be emptied. Both sides are left untouched, but all that was agreed is forgotten.',
    displayOptions: shownFor('sync', 'rebuild'),
  },
  ...forgetProperties,
];

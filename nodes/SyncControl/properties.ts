import type { INodeProperties } from 'n8n-workflow';
import { shownFor, kindOptions, locator } from '../shared/descriptions';
import { answerProperties } from './answerProperties';
import { forgetProperties } from './forgetProperties';
import { operationProperties } from './operationProperties';
import { peopleProperties } from './peopleProperties';

const byId = { displayName: 'By ID', placeholder: 'e.g. 4f0b7c1a9d2e8356' };

const copyProperties: INodeProperties[] = [
  {
    displayName: 'Copy Into',
    name: 'copyInto',
    type: 'options',
    options: [
      { name: 'The Archive of the Credential', value: 'own', description: 'All that the common archive holds' },
      { name: 'The Common Archive', value: 'common', description: 'All that the archive of the credential holds' },
    ],
    default: 'own',
    displayOptions: shownFor('archive', 'copy'),
  },
];

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
  locator('Cycle', 'undoCycle', 'searchCycles', byId, {
    description:
      'The one to take back, by when it began, or by the ID that Cycle: List and the report of Finish show. Empty: the last one that wrote anything; that may itself have been an undoing.',
    displayOptions: shownFor('cycle', 'undo'),
  }),
  {
    displayName: 'Preview',
    name: 'undoPreview',
    type: 'boolean',
    default: false,
    description: 'Whether to show what would be taken back instead of doing it. Nothing is written.',
    displayOptions: shownFor('cycle', 'undo'),
  },
  {
    displayName: 'Only the Previewed Plan',
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
  ...operationProperties,
  locator(
    'Sync Name',
    'sync',
    'searchSyncs',
    { displayName: 'By Name', placeholder: 'e.g. Contacts' },
    {
      value: 'Contacts',
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
            'check',
            'explain',
            'status',
            'leave',
            'pause',
            'resume',
            'rebuild',
            'forget',
          ],
        },
      },
    },
  ),
  {
    displayName: 'Kind',
    name: 'kind',
    type: 'options',
    options: [...kindOptions],
    default: 'contact',
    description:
      'What is kept in step. Choose the same as Resource of the Outlook Sync and Zoho CRM Sync nodes behind it.',
    displayOptions: shownFor('cycle', 'start'),
  },
  {
    displayName: 'Person',
    name: 'person',
    type: 'string',
    default: '',
    placeholder: 'e.g. ann@example.com',
    description:
      'Whose sync it is, where one workflow syncs many people: their address, as Person: Get Many gives it. The item that comes out then names their mailbox and their CRM user. Empty: of whoever signed in.',
    displayOptions: shownFor('cycle', 'start'),
  },
  {
    displayName: 'Round',
    name: 'round',
    type: 'number',
    default: 0,
    description:
      'When the round began in which this is one of many syncs, as Person: Get Many gives it: what changed in Zoho CRM is then asked once for all of them. 0: this sync asks by itself.',
    displayOptions: shownFor('cycle', 'start'),
  },
  {
    displayName: 'Pilot',
    name: 'pilot',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 0,
    description:
      'So many records of each side take part at most, to try the sync out: 10, for one. The others stay pending, and none counts as deleted. 0 ends the pilot: all are synced.',
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
    description:
      'What to do when another run is at work on this sync; two at a time never are. In the editor, a run takes over from one of the same workflow that was left in the middle (Execute Step).',
    displayOptions: shownFor('cycle', 'start'),
  },
  {
    displayName: 'Quiet For (Hours)',
    name: 'quietHours',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 24,
    description: 'After so long without a run a sync counts as in trouble',
    displayOptions: shownFor('sync', 'report'),
  },
  ...copyProperties,
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
  ...peopleProperties,
];

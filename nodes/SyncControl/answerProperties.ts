import type { INodeProperties } from 'n8n-workflow';
import { shownFor, locator } from '../shared/descriptions';

const byId = { displayName: 'By ID', placeholder: 'e.g. 4f0b7c1a9d2e8356' };

const shownForAnswer = (...answer: readonly string[]): INodeProperties['displayOptions'] => ({
  show: { resource: ['review'], operation: ['settle'], answer: [...answer] },
});

/** What Review: Settle and Revoke Rule ask for. */
export const answerProperties: INodeProperties[] = [
  locator('Review', 'review', 'searchReviews', byId, {
    required: true,
    description: 'The question to answer, by what it is about, or by the ID that Review: List shows',
    displayOptions: shownFor('review', 'settle'),
  }),
  {
    displayName: 'Answer',
    name: 'answer',
    type: 'options',
    options: [
      {
        name: 'Choose the Record of a Name',
        value: 'choose',
        description: 'For a name that several records of the CRM have: this one is meant',
      },
      {
        name: 'Decide Field by Field',
        value: 'fields',
        description: 'For a conflict: each field from a side of its own, or a value for both',
      },
      {
        name: 'Dismiss',
        value: 'dismiss',
        description: 'Each side keeps its own, and it counts as settled until one changes again',
      },
      { name: 'Join Two', value: 'join', description: 'For an ambiguity: these two are the same' },
      {
        name: 'Keep as Separate Records',
        value: 'unlink',
        description:
          'They are different: each side gets its own copy of the other one, and they are never paired again',
      },
      { name: 'Let Pass Once', value: 'pass', description: 'For a plan that a guard stopped: carry it out this once' },
      {
        name: 'Never Pair These',
        value: 'neverPair',
        description: 'For an ambiguity: none of these are the same; each is matched as if the others did not exist',
      },
      {
        name: 'Take Outlook',
        value: 'outlook',
        description:
          'For a conflict: what Outlook says goes to Zoho CRM. Of a deletion in Outlook: delete it in Zoho CRM too.',
      },
      {
        name: 'Take Zoho CRM',
        value: 'zoho',
        description:
          'For a conflict: what Zoho CRM says goes to Outlook. Of a deletion in Zoho CRM: delete it in Outlook too.',
      },
    ],
    default: 'zoho',
    description: 'What the next cycle does. It lapses if one of the records changes first.',
    displayOptions: shownFor('review', 'settle'),
  },
  {
    displayName: 'Outlook ID',
    name: 'joinOutlook',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. AAMkAGI2...',
    description: 'The ref of the Outlook record, as the review shows it',
    displayOptions: shownForAnswer('join'),
  },
  {
    displayName: 'Zoho CRM ID',
    name: 'joinZoho',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. 4150868000000376008',
    description: 'The ref of the CRM record that is the same',
    displayOptions: shownForAnswer('join'),
  },
  {
    displayName: 'Records',
    name: 'answerChoices',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    default: {},
    placeholder: 'Add Record',
    description: 'Which record each name means. A field that is not named stays as it is.',
    displayOptions: shownForAnswer('choose'),
    options: [
      {
        displayName: 'Records',
        name: 'records',
        values: [
          {
            displayName: 'Field',
            name: 'field',
            type: 'options',
            options: [
              { name: 'Company Name', value: 'companyName' },
              { name: 'Manager Name', value: 'managerName' },
            ],
            default: 'companyName',
            description: 'The field that has the name',
          },
          {
            displayName: 'Zoho CRM ID',
            name: 'ref',
            type: 'string',
            default: '',
            placeholder: 'e.g. 4150868000000376008',
            description: 'The ref of the record that is meant, as the review shows it',
          },
        ],
      },
    ],
  },
  {
    displayName: 'Fields',
    name: 'answerFields',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    default: {},
    placeholder: 'Add Field',
    description: 'What becomes of each field. One that is not named stays open.',
    displayOptions: shownForAnswer('fields'),
    options: [
      {
        displayName: 'Fields',
        name: 'fields',
        values: [
          {
            displayName: 'Field Name or ID',
            name: 'field',
            type: 'options',
            typeOptions: { loadOptionsMethod: 'getFieldsOfSync', loadOptionsDependsOn: ['sync.value'] },
            default: '',
            description:
              'One of the fields of the sync. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
          },
          {
            displayName: 'Take',
            name: 'take',
            type: 'options',
            options: [
              { name: 'From Outlook', value: 'outlook' },
              { name: 'From Zoho CRM', value: 'zoho' },
              { name: 'This Value', value: 'value' },
            ],
            default: 'outlook',
          },
          {
            displayName: 'Value',
            name: 'value',
            type: 'string',
            default: '',
            placeholder: 'e.g. 03-1234-5678',
            description: 'Goes to both sides',
            displayOptions: { show: { take: ['value'] } },
          },
        ],
      },
    ],
  },
  {
    displayName: 'From Now On',
    name: 'fromNowOn',
    type: 'boolean',
    default: false,
    description:
      'Whether the same is to be done wherever this question comes up again. List Rules shows it, Revoke Rule takes it back.',
    displayOptions: shownForAnswer('outlook', 'zoho', 'fields', 'choose', 'dismiss'),
  },
  {
    displayName: 'Answer Only If Unchanged',
    name: 'seen',
    type: 'string',
    default: '',
    placeholder: 'e.g. ={{ $json.fingerprint }}',
    description:
      'The fingerprint of what the review showed when you decided, as Review: List gives it. The answer is refused if the records have changed since. Empty: answered as it is now.',
    displayOptions: shownFor('review', 'settle'),
  },
  {
    displayName: 'Note',
    name: 'note',
    type: 'string',
    default: '',
    placeholder: 'e.g. as Tanaka said on the phone',
    description:
      'Kept with the answer, as a note only. Who answered is this workflow and its execution: n8n tells a node no user.',
    displayOptions: shownFor('review', 'settle', 'revokeRule'),
  },
  locator('Rule', 'rule', 'searchRules', byId, {
    required: true,
    description: 'The rule to take back, by what it says, or by the ID that Review: List Rules shows',
    displayOptions: shownFor('review', 'revokeRule'),
  }),
];

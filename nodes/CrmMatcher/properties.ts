import type { INodeProperties } from 'n8n-workflow';
import { mailProperties } from './mailProperties';

export const properties: INodeProperties[] = [
  {
    displayName: 'Kind',
    name: 'kind',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Any Items',
        value: 'any',
        description: 'Items of any kind, by the key fields you name. The archive has no part in it.',
      },
      {
        name: 'Contact',
        value: 'contact',
        description:
          'Contacts: what is linked already, else by e-mail, else by last and first name. Also for contacts that do not come from a sync.',
      },
      {
        name: 'Event',
        value: 'event',
        description: 'Calendar events: what is linked already, else by subject, start and end',
      },
      {
        name: 'Mail',
        value: 'mail',
        description: 'Sent mail: the records of its recipients, looked up in the CRM by address',
      },
      {
        name: 'Task',
        value: 'task',
        description:
          'Tasks: what is linked already, else by subject and due date; without a date by a subject that is the only one of its kind',
      },
    ],
    default: 'contact',
  },
  {
    displayName:
      'Behind the two Get Changes nodes of a sync, nothing has to be set. Where two could be meant, both come out of Ambiguous and wait in the review queue; nobody is ever used twice.',
    name: 'notice',
    type: 'notice',
    default: '',
    displayOptions: { hide: { kind: ['any', 'mail'] } },
  },
  {
    displayName: 'Same People',
    name: 'samePeople',
    type: 'boolean',
    default: false,
    description:
      "Whether two events are the same only if their participants' addresses are, too; otherwise subject, start and end are enough",
    displayOptions: { show: { kind: ['event'] } },
  },
  ...mailProperties,
  {
    displayName: 'Key Fields',
    name: 'keyFields',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    default: { fields: [{ outlook: '', crm: '', like: 'text' }] },
    placeholder: 'Add Key Field',
    description:
      'Two items are the same where all these fields are alike. An item in which one of them is empty comes out of Outlook Only or CRM Only.',
    displayOptions: { show: { kind: ['any'] } },
    options: [
      {
        displayName: 'Fields',
        name: 'fields',
        values: [
          {
            displayName: 'Outlook Field',
            name: 'outlook',
            type: 'string',
            default: '',
            requiresDataPath: 'single',
            description: 'Field of the items of the first input, dots for nested ones',
          },
          {
            displayName: 'CRM Field',
            name: 'crm',
            type: 'string',
            default: '',
            requiresDataPath: 'single',
            description: 'Field of the items of the second input, dots for nested ones',
          },
          {
            displayName: 'Compare As',
            name: 'like',
            type: 'options',
            options: [
              { name: 'Date', value: 'date', description: 'The day counts, not the time' },
              { name: 'E-Mail', value: 'email', description: 'Upper and lower case and width do not count' },
              { name: 'Phone', value: 'phone', description: 'Spaces, dashes and brackets do not count' },
              { name: 'Text', value: 'text', description: 'Upper and lower case and width do not count' },
            ],
            default: 'text',
          },
        ],
      },
    ],
  },
];

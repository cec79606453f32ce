import type { INodeProperties } from 'n8n-workflow';

const forMail: INodeProperties['displayOptions'] = { show: { kind: ['mail'] } };

/** Which recipients of a sent mail count, and whose record it belongs to. */
const mailProperties: INodeProperties[] = [
  {
    displayName: 'Recipients',
    name: 'recipients',
    type: 'multiOptions',
    options: [
      { name: 'Bcc', value: 'bcc', description: 'Their records then show them as Bcc' },
      { name: 'Cc', value: 'cc' },
      { name: 'To', value: 'to' },
    ],
    default: ['to', 'cc'],
    description: 'Which lines of a mail count',
    displayOptions: forMail,
  },
  {
    displayName: 'Internal Domains',
    name: 'internalDomains',
    type: 'string',
    default: '',
    placeholder: 'e.g. example.com, example.co.jp',
    description:
      "Domains of your colleagues, whose mail is left out, with all below them. Empty means the domain of the mailbox's own address, unless it is one where everybody may have a mailbox.",
    displayOptions: forMail,
  },
  {
    displayName: 'Ignore Addresses',
    name: 'ignore',
    type: 'string',
    typeOptions: { rows: 2 },
    default: '',
    placeholder: 'e.g. newsletter@example.com, example.org, invoice@*',
    description: 'Addresses, domains and patterns with stars, separated by commas or lines',
    displayOptions: forMail,
  },
  {
    displayName: 'Match Contacts',
    name: 'matchContacts',
    type: 'boolean',
    default: true,
    description: 'Whether recipients are looked for among the contacts, by both of their addresses',
    displayOptions: forMail,
  },
  {
    displayName: 'Match Leads',
    name: 'matchLeads',
    type: 'boolean',
    default: true,
    description: 'Whether recipients are looked for among the leads, by both of their addresses',
    displayOptions: forMail,
  },
  {
    displayName: 'When Both Match',
    name: 'bothMatch',
    type: 'options',
    options: [
      { name: 'Both', value: 'both', description: 'The mail is attached to the contact and to the lead' },
      { name: 'The Contact', value: 'contact', description: 'The lead is left as it is' },
    ],
    default: 'contact',
    description: "What a mail is attached to when its address is a contact's and a lead's",
    displayOptions: { show: { kind: ['mail'], matchContacts: [true], matchLeads: [true] } },
  },
  {
    displayName: 'When Nobody Matches',
    name: 'nobodyMatches',
    type: 'options',
    options: [
      {
        name: 'Create Contact',
        value: 'contact',
        description: 'Named as the mail names them, with the company of the domain as Account',
      },
      {
        name: 'Create Lead',
        value: 'lead',
        description: 'Named as the mail names them, with the company of the domain',
      },
      { name: 'Skip', value: 'skip', description: 'The mail goes nowhere, and comes out of Outlook Only' },
    ],
    default: 'skip',
    description: 'What becomes of a recipient whom the CRM does not know',
    displayOptions: forMail,
  },
  {
    displayName: 'Also Open Deals',
    name: 'alsoDeals',
    type: 'boolean',
    default: false,
    description:
      'Whether a mail to a contact also goes to the open deal of that contact. If there are several, it goes to none, and Finish says so.',
    displayOptions: forMail,
  },
];

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
        name: 'As in the Sync',
        value: 'sync',
        description:
          'What Start Cycle says: contacts, events or tasks. What is linked already is a pair, then keys decide.',
      },
      {
        name: 'Contact',
        value: 'contact',
        description: 'Contacts of no sync, as a sample: by e-mail, else by last and first name',
      },
      {
        name: 'Mail',
        value: 'mail',
        description: 'Sent mail of a sync: the records of its recipients, looked up in the CRM by address',
      },
      {
        name: 'Task',
        value: 'task',
        description:
          'Tasks of no sync, as a sample: by subject and due date; without a date by a subject that is the only one of its kind',
      },
    ],
    default: 'sync',
  },
  {
    displayName:
      'Behind the two Get Changes nodes of a sync, nothing has to be set. Where two could be meant, both come out of Ambiguous and wait in the review queue; nobody is ever used twice.',
    name: 'notice',
    type: 'notice',
    default: '',
    displayOptions: { show: { kind: ['sync'] } },
  },
  {
    displayName: 'Address Decides',
    name: 'addressDecides',
    type: 'boolean',
    default: false,
    description:
      'Whether two contacts with one e-mail address are the same whatever their first names; otherwise you are asked where these contradict each other, as with an address that a family shares',
    displayOptions: { show: { kind: ['contact', 'sync'] } },
  },
  {
    displayName: 'Same People',
    name: 'samePeople',
    type: 'boolean',
    default: false,
    description:
      "Whether two events are the same only if their participants' addresses are, too; otherwise subject, start and end are enough",
    displayOptions: { show: { kind: ['sync'] } },
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
            placeholder: 'e.g. emailAddresses[0].address',
            requiresDataPath: 'single',
            description: 'Field of the items of the first input, dots for nested ones',
          },
          {
            displayName: 'CRM Field',
            name: 'crm',
            type: 'string',
            default: '',
            placeholder: 'e.g. Email',
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

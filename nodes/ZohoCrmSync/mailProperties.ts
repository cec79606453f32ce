import type { INodeProperties } from 'n8n-workflow';
import { operations, shownFor } from '../shared/descriptions';

const whenFrom = (mailsFrom: string, more: object = {}): INodeProperties['displayOptions'] => ({
  show: { resource: ['email'], operation: ['attach'], mailsFrom: [mailsFrom], ...more },
});
const byHand = whenFrom('fields');

const field = (displayName: string, name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
  ...{ displayName, name, type: 'string', default: '', displayOptions: byHand },
  ...more,
});

/** How mails of a sync are attached. */
const matched: INodeProperties[] = [
  {
    displayName: 'Body',
    name: 'bodyAs',
    type: 'options',
    options: [
      { name: 'As It Is', value: 'asItIs', description: 'HTML stays HTML' },
      { name: 'Plain Text', value: 'text', description: 'Without formatting' },
    ],
    default: 'asItIs',
    description: 'Zoho CRM takes 32,000 characters; what is longer is cut, and says so at its end',
    displayOptions: whenFrom('matcher'),
  },
  {
    displayName: 'Attachments',
    name: 'attachments',
    type: 'boolean',
    default: false,
    description: 'Whether attached files go along. They are fetched from Outlook at that moment and kept nowhere.',
    displayOptions: whenFrom('matcher'),
  },
  {
    displayName: 'Most Megabytes',
    name: 'mostMegabytes',
    type: 'number',
    typeOptions: { minValue: 0, maxValue: 10 },
    default: 10,
    description:
      'Of all attachments of one mail together, 10 at most. What does not fit is left out, and Finish says so.',
    displayOptions: whenFrom('matcher', { attachments: [true] }),
  },
  {
    displayName: 'Also Create a Case',
    name: 'asCase',
    type: 'boolean',
    default: false,
    description: 'Whether each mail also becomes a case of the first record it belongs to, once',
    displayOptions: whenFrom('matcher'),
  },
];

/** One mail, field by field. */
const typed: INodeProperties[] = [
  field('From', 'from', { required: true, placeholder: 'Taro Yamada <taro@example.jp>' }),
  field('To', 'to', { required: true, placeholder: 'hanako@example.jp, Ken Sato <ken@example.jp>' }),
  field('Cc', 'cc'),
  field('Subject', 'subject', { description: 'Zoho CRM takes 250 characters; what is longer is cut' }),
  field('Body Format', 'bodyFormat', {
    type: 'options',
    options: [
      { name: 'HTML', value: 'html' },
      { name: 'Text', value: 'text' },
    ],
    default: 'html',
  }),
  field('Body', 'body', {
    typeOptions: { rows: 4 },
    description: 'It goes to Zoho CRM as it is; take out scripts that you do not trust yourself',
  }),
  field('Sent', 'sentAt', { type: 'dateTime', required: true }),
  field('Message ID', 'messageId', {
    required: true,
    placeholder: '<abc@mail.example.jp>',
    description: 'Of the Message-ID header. A mail that is on the record already is not attached again.',
  }),
  field('Contact ID of the Deal', 'dealContact', { description: 'For a mail on a deal: the contact concerned' }),
];

/** Sent mail on records. */
export const mailProperties: INodeProperties[] = [
  operations(
    'email',
    [
      {
        name: 'Attach to Record',
        value: 'attach',
        action: 'Attach a mail to a record',
        description: 'Show a mail that was sent elsewhere on a CRM record. Nothing is sent to anybody.',
      },
      {
        name: 'Get Many',
        value: 'getAll',
        action: 'Get many mails',
        description: 'Mails that show on a record, without their text',
      },
    ],
    'attach',
  ),
  {
    displayName: 'Mails From',
    name: 'mailsFrom',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'CRM Matcher',
        value: 'matcher',
        description: 'Behind its output Pairs, as in the template for sent mail',
      },
      { name: 'Fields Below', value: 'fields', description: 'One mail and one record an input item' },
    ],
    default: 'matcher',
    displayOptions: shownFor('email', 'attach'),
  },
  ...matched,
  {
    displayName: 'Module',
    name: 'module',
    type: 'resourceLocator',
    default: { mode: 'list', value: 'Contacts', cachedResultName: 'Contacts' },
    required: true,
    description: 'Leads, Contacts, Accounts, Deals or another module that shows mails',
    displayOptions: byHand,
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        typeOptions: { searchListMethod: 'searchModules', searchable: true },
      },
      { displayName: 'By API Name', name: 'id', type: 'string', placeholder: 'Contacts' },
    ],
  },
  field('Record ID', 'recordId', { required: true }),
  ...typed,
];

/** The same two, for reading. */
export const mailReadProperties: INodeProperties[] = mailProperties
  .filter(({ name }) => name === 'module' || name === 'recordId')
  .map((property) => ({ ...property, displayOptions: shownFor('email', 'getAll') }));

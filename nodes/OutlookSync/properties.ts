import type { INodeProperties } from 'n8n-workflow';
import {
  accountOperations,
  batchSize,
  locator,
  restorePreview,
  mailboxLocator,
  operations,
  shownFor,
  syncOperations,
  resourcesOf,
  mailOperations,
  shownForKind,
  twoSided,
} from '../shared/descriptions';
import { mailboxProperty, outlookSignIn } from '../shared/personDescriptions';
import { eventProperties, mailProperties, taskProperties } from './operations/sync.operation';

export const properties: INodeProperties[] = [
  outlookSignIn('authentication'),
  resourcesOf([
    { name: 'Account', value: 'account', description: 'The credential and what it may do' },
    { name: 'Category', value: 'category', description: 'Categories of the mailbox and of its contacts' },
  ]),
  operations('account', accountOperations('Outlook'), 'check'),
  ...syncOperations('Outlook', 'Zoho CRM'),
  mailOperations,
  operations(
    'category',
    [
      {
        name: 'Add to Contact',
        value: 'add',
        action: 'Add a category to a contact',
        description: 'Its other categories stay',
      },
      {
        name: 'Create If Missing',
        value: 'ensure',
        action: 'Create a category if it is missing',
        description: 'Make it known to the mailbox, so that Outlook offers it and shows it in colour',
      },
      {
        name: 'Remove From Contact',
        value: 'remove',
        action: 'Remove a category from a contact',
        description: 'Its other categories stay',
      },
    ],
    'ensure',
  ),
  mailboxProperty({ hide: { operation: ['getSample'] } }),
  mailboxLocator('Folder', 'folder', 'searchFolders', 'Contacts (Default Folder)', {
    description:
      'The contact folder that is synced; contacts from the CRM are created there, too. Empty means the default folder. Folders below it are not synced.',
    displayOptions: shownForKind('contact'),
  }),
  ...taskProperties,
  ...eventProperties,
  ...mailProperties,
  {
    displayName: 'Whole Folder',
    name: 'wholeFolder',
    type: 'boolean',
    default: false,
    description:
      'Whether everything in the folder, calendar or lists is synced. Off: only what has the category Zoho, or one of those below. You can change your mind either way: nothing is deleted by that, what no longer counts is left alone on both sides.',
    displayOptions: shownForKind(...twoSided),
  },
  {
    displayName: 'Further Category Names or IDs',
    name: 'categories',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getCategories' },
    default: [],
    description:
      'What has the category Zoho is always synced; what has one of these as well. The list takes the permission MailboxSettings.Read; without it name them in an expression, separated by commas. A name that the mailbox does not have is told. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
    displayOptions: { ...shownForKind(...twoSided), hide: { wholeFolder: [true] } },
  },
  batchSize,
  restorePreview,
  locator(
    'Category',
    'category',
    'searchCategories',
    { displayName: 'By Name', placeholder: 'e.g. Zoho' },
    {
      value: 'Zoho',
      ofAccount: true,
      required: true,
      displayOptions: { show: { resource: ['category'] } },
    },
  ),
  {
    displayName: 'Contact ID',
    name: 'contactId',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. AAMkAGI2...',
    displayOptions: shownFor('category', 'add', 'remove'),
  },
];

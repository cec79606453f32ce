import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from '../shared/descriptions';

/** What Sync: Forget, Sync: Leave and Person: Forget ask for. */
export const forgetProperties: INodeProperties[] = [
  {
    displayName: 'I Want to Forget This Sync',
    name: 'confirmForget',
    type: 'boolean',
    default: false,
    description:
      'Whether all that is kept of this sync may be removed for good: what was agreed, its history (nothing can be undone any more), questions, answers and rules. A later run begins anew.',
    displayOptions: shownFor('sync', 'forget'),
  },
  {
    displayName: 'Take Off',
    name: 'takeOff',
    type: 'multiOptions',
    options: [
      { name: 'Category Zoho', value: 'category', description: 'From the items that the sync knows' },
      {
        name: 'Hidden Marks',
        value: 'marks',
        description: 'The number by which a contact that the sync made is found again',
      },
      {
        name: 'Links to Zoho CRM',
        value: 'links',
        description: 'The line in a task that leads to its record in the CRM',
      },
    ],
    default: ['category', 'links', 'marks'],
    description:
      'What the sync put on items in Outlook besides what they say. Their content is not touched, and nothing is deleted.',
    displayOptions: shownFor('sync', 'leave'),
  },
  {
    displayName: 'Preview',
    name: 'leavePreview',
    type: 'boolean',
    default: true,
    description: 'Whether to show only what would be taken off, and to count it. Nothing is written or forgotten.',
    displayOptions: shownFor('sync', 'leave'),
  },
  {
    displayName: 'I Want to Leave This Sync',
    name: 'confirmLeave',
    type: 'boolean',
    default: false,
    description:
      'Whether all that is kept of this sync may be removed for good once everything was taken off. From the start on the sync is paused. Where it is cut short, run it again.',
    displayOptions: { show: { resource: ['sync'], operation: ['leave'], leavePreview: [false] } },
  },
  {
    displayName: 'Forget By',
    name: 'forgetBy',
    type: 'options',
    options: [
      {
        name: 'E-Mail Address',
        value: 'address',
        description: 'Everything that says this address, however it is written there',
      },
      { name: 'Record', value: 'record', description: 'One record, what it is linked with, and the history of both' },
    ],
    default: 'address',
    description: 'How to find who is meant, in every sync of this archive',
    displayOptions: shownFor('person', 'forget'),
  },
  {
    displayName: 'E-Mail Address',
    name: 'forgetAddress',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. hanako@example.com',
    description: 'One address. Who has several is forgotten by each of them.',
    displayOptions: { show: { resource: ['person'], operation: ['forget'], forgetBy: ['address'] } },
  },
  {
    displayName: 'Side',
    name: 'forgetSide',
    type: 'options',
    options: [
      { name: 'Outlook', value: 'outlook' },
      { name: 'Zoho CRM', value: 'zoho' },
    ],
    default: 'zoho',
    description: 'Where the record is, or was',
    displayOptions: { show: { resource: ['person'], operation: ['forget'], forgetBy: ['record'] } },
  },
  {
    displayName: 'Record ID',
    name: 'forgetRef',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. 4150868000000376008',
    description: 'ID of the record on that side, as Sync: Explain Record shows it',
    displayOptions: { show: { resource: ['person'], operation: ['forget'], forgetBy: ['record'] } },
  },
  {
    displayName: 'Preview',
    name: 'forgetPreview',
    type: 'boolean',
    default: true,
    description:
      'Whether only to count what would be removed, and to list the records. Switched off, it is removed for good.',
    displayOptions: shownFor('person', 'forget'),
  },
];

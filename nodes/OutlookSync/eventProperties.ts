import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from '../shared/descriptions';
import { shownForKind } from '../shared/kindOptions';

/** Parameters of meetings. */
export const eventProperties: INodeProperties[] = [
  {
    displayName: 'Calendar',
    name: 'calendar',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    description:
      'The calendar that is synced; meetings from the CRM are created there, too. Empty means the default calendar.',
    displayOptions: shownForKind('event'),
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Calendar (Default)',
        typeOptions: { searchListMethod: 'searchCalendars', searchable: true },
      },
      { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'AAMkAGI2...' },
    ],
  },
  {
    displayName: 'Days Back',
    name: 'daysBack',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 90,
    description: 'How far into the past meetings are synced. One that gets older leaves the sync; nothing is deleted.',
    displayOptions: shownForKind('event'),
  },
  {
    displayName: 'Days Ahead',
    name: 'daysAhead',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 365,
    description: 'How far into the future meetings are synced. The window moves on with every day.',
    displayOptions: shownForKind('event'),
  },
  {
    displayName: 'Private Events',
    name: 'privateEvents',
    type: 'options',
    options: [
      { name: 'Skip', value: 'skip', description: 'They stay in Outlook; nothing of them is kept' },
      { name: 'Sync Completely', value: 'full', description: 'Like any other' },
      {
        name: 'Title and Time Only',
        value: 'title',
        description: 'No description, location, participants or reminder',
      },
    ],
    default: 'skip',
    description: 'What becomes of events marked private or confidential in Outlook',
    displayOptions: shownForKind('event'),
  },
  {
    displayName: 'Mail Participants',
    name: 'mailParticipants',
    type: 'boolean',
    default: false,
    description:
      'Whether Outlook may mail invitations, updates and cancellations of meetings. Off: nobody is ever mailed. Meetings from the CRM are created without their participants, and meetings that have participants are not changed in Outlook but listed with the reason.',
    displayOptions: shownFor('sync', 'applyDecisions'),
  },
];

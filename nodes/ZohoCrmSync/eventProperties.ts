import type { INodeProperties } from 'n8n-workflow';

/** Parameters of meetings that are synced by CalDAV. */
export const eventProperties: INodeProperties[] = [
  {
    displayName: 'Calendar',
    name: 'calendar',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    description:
      'The calendar that is synced; meetings from Outlook are created there, too. Empty means the default calendar.',
    displayOptions: {
      show: { resource: ['sync'], operation: ['getChanges'], kind: ['event'], authentication: ['appPassword'] },
    },
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Calendar (Default)',
        typeOptions: { searchListMethod: 'searchCalendars', searchable: true },
      },
      {
        displayName: 'By Address',
        name: 'id',
        type: 'string',
        placeholder: 'https://calendar.zoho.com/caldav/…/events/',
      },
    ],
  },
];

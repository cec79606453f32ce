import type { INodeProperties } from 'n8n-workflow';
import { shownForKind } from '../shared/kindOptions';

/** Parameters of sent mail. */
export const mailProperties: INodeProperties[] = [
  {
    displayName: 'Mail Folder',
    name: 'mailFolder',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    description: 'The folder with the mail you sent; folders below it are not read. Empty means Sent Items.',
    displayOptions: shownForKind('mail'),
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Sent Items (Default Folder)',
        typeOptions: { searchListMethod: 'searchMailFolders', searchable: true },
      },
      { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'AAMkAGI2...' },
    ],
  },
  {
    displayName: 'Start Date',
    name: 'startDate',
    type: 'dateTime',
    default: '',
    description: 'Mail from then on is read. Empty means from a week before the first run.',
    displayOptions: shownForKind('mail'),
  },
];

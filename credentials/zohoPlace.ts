import type { INodeProperties } from 'n8n-workflow';
import { dataCentres } from '../clients/zoho/dataCentres';

const custom = { show: { dataCenter: ['custom'] } };
const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);

/** Where somebody's Zoho is: its data center, or addresses of their own. `held`: what no other host ever gets. */
export const zohoPlace = (held: string): INodeProperties[] => [
  {
    displayName: 'Data Center',
    name: 'dataCenter',
    type: 'options',
    default: 'us',
    description: 'Where your CRM lives: the ending of the address you see when CRM is open in the browser',
    options: [
      ...dataCentres.map(({ name, code }) => ({ name, value: code })).sort(byName),
      { name: 'Custom', value: 'custom', description: 'Type the addresses yourself' },
    ],
  },
  {
    displayName: 'Accounts URL',
    name: 'accountsUrl',
    type: 'string',
    default: '',
    placeholder: 'https://accounts.zoho.com',
    description: 'Where Zoho signs users in, without a slash at the end',
    displayOptions: custom,
  },
  {
    displayName: 'API URL',
    name: 'apiUrl',
    type: 'string',
    default: '',
    placeholder: 'https://www.zohoapis.com',
    description: `Where the CRM API is, without a slash at the end. No other host ever gets the ${held}.`,
    displayOptions: custom,
  },
];

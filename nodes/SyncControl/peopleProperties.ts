import type { INodeProperties } from 'n8n-workflow';
import { locator, shownFor } from '../shared/descriptions';
import { outlookSignIn } from '../shared/personDescriptions';

const whenTaking = (takingPart: string): INodeProperties['displayOptions'] => ({
  show: { resource: ['person'], operation: ['getMany'], takingPart: [takingPart] },
});

/** What Person: Get Many asks for. */
export const peopleProperties: INodeProperties[] = [
  outlookSignIn('outlookAuthentication', { displayOptions: shownFor('person', 'getMany') }),
  {
    displayName: 'Who Takes Part',
    name: 'takingPart',
    type: 'options',
    options: [
      { name: 'Everybody', value: 'all', description: 'Every active CRM user who has a mailbox' },
      { name: 'A Group', value: 'group', description: 'Members of a Microsoft group, also of groups within it' },
      { name: 'A List', value: 'list', description: 'Those with these addresses' },
    ],
    default: 'all',
    description:
      'Who is to be synced. The syncs of whoever takes no part any more are paused, and nothing of theirs is deleted; they go on when that person is back.',
    displayOptions: shownFor('person', 'getMany'),
  },
  locator(
    'Group',
    'peopleGroup',
    'searchGroups',
    { displayName: 'By ID', placeholder: 'e.g. 02bd9fd6-8f93-4758-87c3-1fb73740a315' },
    {
      ofAccount: true,
      description: 'A security group, Microsoft 365 group or distribution list',
      displayOptions: whenTaking('group'),
    },
  ),
  {
    displayName: 'Addresses',
    name: 'peopleAddresses',
    type: 'string',
    default: '',
    placeholder: 'e.g. ann@example.com, ken@example.com',
    description: 'Any address of each person, of the mailbox or of the CRM, with commas between',
    displayOptions: whenTaking('list'),
  },
  {
    displayName: 'Also Those Who Take No Part',
    name: 'othersToo',
    type: 'boolean',
    default: false,
    description:
      'Whether there is an item, with the reason, for each CRM user and mailbox without a partner and for whoever was not chosen',
    displayOptions: shownFor('person', 'getMany'),
  },
];

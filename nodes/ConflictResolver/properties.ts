import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { fieldOptions } from '../shared/descriptions';

const winners: readonly INodePropertyOptions[] = [
  {
    name: 'Decide Myself',
    value: 'ask',
    description: 'The field waits in the review queue until you answer; the rest of the record goes on',
  },
  {
    name: 'Newest Wins',
    value: 'newest',
    description: 'The side whose record was changed last; where that cannot be told, you are asked',
  },
  { name: 'Outlook Wins', value: 'outlook', description: 'The value of Outlook goes to Zoho CRM' },
  { name: 'Zoho Wins', value: 'zoho', description: 'The value of Zoho CRM goes to Outlook' },
];

/** Overrides for the fields of one kind; the others' do not count in its syncs. */
const overridesOf = (displayName: string, name: string, first: string, fields: INodePropertyOptions[]) => ({
  displayName,
  name,
  values: [
    { displayName: 'Field', name: 'field', type: 'options', options: fields, default: first },
    { displayName: 'Policy', name: 'policy', type: 'options', options: [...winners], default: 'outlook' },
  ] satisfies INodeProperties[],
});

export const properties: INodeProperties[] = [
  {
    displayName: 'Direction',
    name: 'direction',
    type: 'options',
    options: [
      { name: 'Both Ways', value: 'both', description: 'Each side gets what changed on the other' },
      { name: 'Outlook to Zoho CRM Only', value: 'toZoho', description: 'Nothing is ever written to Outlook' },
      { name: 'Zoho CRM to Outlook Only', value: 'toOutlook', description: 'Nothing is ever written to Zoho CRM' },
    ],
    default: 'both',
    description: 'Which side may be written to',
  },
  {
    displayName: 'Conflict Policy',
    name: 'policy',
    type: 'options',
    options: [...winners],
    default: 'zoho',
    description:
      'Who wins where both sides changed the same field to different values. Zoho wins until you choose otherwise; the value that lost is kept in the journal. Fields that changed on one side only always go over.',
    displayOptions: { show: { direction: ['both'] } },
  },
  {
    displayName: 'Field Overrides',
    name: 'overrides',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    default: {},
    placeholder: 'Add Field',
    description: 'Another policy for single fields',
    displayOptions: { show: { direction: ['both'] } },
    options: [
      overridesOf('Contact Field', 'contact', 'businessPhone', fieldOptions('contact')),
      overridesOf('Event Field', 'event', 'subject', fieldOptions('event')),
      overridesOf('Field of Any Kind', 'fields', 'subject', fieldOptions()),
      overridesOf('Task Field', 'task', 'subject', fieldOptions('task')),
    ],
  },
  {
    displayName: 'Deletes',
    name: 'deletes',
    type: 'options',
    options: [
      { name: 'Ask', value: 'ask', description: 'Wait in the review queue until you answer' },
      {
        name: 'Delete It Too',
        value: 'delete',
        description: 'Delete it on the other side, unless it was edited there',
      },
      {
        name: 'Keep the Other Side',
        value: 'keep',
        description: 'Leave it there, and leave the pair alone from then on',
      },
    ],
    default: 'keep',
    description:
      'What happens to a record that was deleted on the other side. It is kept until you choose otherwise. If it was edited there meanwhile, the edit is kept in any case.',
  },
  {
    displayName: 'Guards',
    name: 'guards',
    type: 'collection',
    placeholder: 'Add Guard',
    default: {},
    description:
      'A plan that looks like an accident waits for you before anything is written: too many deletions, a side suddenly empty, nearly everything changed at once',
    options: [
      {
        displayName: 'Most Deletions',
        name: 'maxDeletes',
        type: 'number',
        typeOptions: { minValue: 0 },
        default: 10,
        description: 'A plan that deletes more records than this waits for you',
      },
      {
        displayName: 'Most Deletions in Percent',
        name: 'maxDeletePercent',
        type: 'number',
        typeOptions: { minValue: 0, maxValue: 100 },
        default: 20,
        description: 'So does one that deletes more than this share of all linked records, from three deletions on',
      },
    ],
  },
  {
    displayName: 'First Run',
    name: 'firstRun',
    type: 'options',
    options: [
      {
        name: 'Ask Before the First Write',
        value: 'ask',
        description: 'The first run shows all it would do, and waits until you let it pass once',
      },
      { name: 'Write at Once', value: 'go', description: 'The first run is like any other' },
    ],
    default: 'ask',
    description:
      'What happens before this sync has ever written anything. Where you are asked, one approval covers the whole first load, round after round: on the review page, or with Sync Control, Review: Settle (Let Pass Once).',
    displayOptions: { show: { preview: [false] } },
  },
  {
    displayName: 'Preview',
    name: 'preview',
    type: 'boolean',
    default: false,
    description:
      'Whether to show the complete plan instead of carrying it out: everything that is pending, also beyond Batch Size. Nothing is written on either side, and the records stay pending. The Apply nodes pass the items on.',
  },
  {
    displayName: 'Only the Previewed Plan',
    name: 'onlyPlan',
    type: 'string',
    default: '',
    placeholder: 'e.g. 3f9a2c51d07be846',
    description:
      'Hash of a plan, as a preview shows it in its last item. Only decisions of that plan are carried out; if either side has moved since, nothing is written and the run stops. Leave it empty for everyday runs.',
    displayOptions: { show: { preview: [false] } },
  },
];

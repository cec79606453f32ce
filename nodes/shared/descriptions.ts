import type { INodeProperties, INodePropertyOptions, IExecuteFunctions } from 'n8n-workflow';
import type { KindName } from '../../sync/model';
import { kinds, type RecurringMode } from '../../sync/kinds';

/** Conditions that show a parameter only for these operations of a resource, or of several. */
export const shownFor = (
  resource: string | readonly string[],
  ...operation: readonly string[]
): INodeProperties['displayOptions'] => ({ show: { resource: [resource].flat(), operation: [...operation] } });

/** A subtitle of these parameters' values in words: "get changes: sync" for getChanges and sync. */
export const subtitleOf = (...parameters: readonly string[]): string =>
  `={{ [${parameters.map((name) => `$parameter["${name}"]`).join(', ')}].join(': ').replace(/([A-Z])/g, ' $1').toLowerCase() }}`;

/** A folder, calendar or list of the mailbox: chosen from what the method `search` finds, or by its ID; empty for the usual one. */
export const mailboxLocator = (
  displayName: string,
  name: string,
  search: string,
  placeholder: string,
  more: Pick<INodeProperties, 'description' | 'displayOptions'>,
): INodeProperties => ({
  displayName,
  name,
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  ...more,
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder,
      typeOptions: { searchListMethod: search, searchable: true },
    },
    { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. AAMkAGI2...' },
  ],
});

/** Something that is chosen from what `search` finds, or given as it is called or numbered: `by` says how. A plain text counts, too. */
export const locator = (
  displayName: string,
  name: string,
  search: string,
  by: { readonly displayName: string; readonly placeholder: string },
  more: Pick<INodeProperties, 'description' | 'displayOptions' | 'required'> & {
    readonly value?: string;
    /** what is listed is an account's, not the archive's */
    readonly ofAccount?: true;
  },
): INodeProperties => {
  const { value = '', ofAccount = false, ...rest } = more;
  return {
    displayName,
    name,
    type: 'resourceLocator',
    default: { mode: value ? 'id' : 'list', value },
    ...rest,
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        // n8n shows no list to a node without a credential; the common archive needs none
        typeOptions: { searchListMethod: search, searchable: true, skipCredentialsCheckInRLC: !ofAccount },
      },
      { name: 'id', type: 'string', ...by },
    ],
  };
};

/** The list of a resource's operations. */
export const operations = (
  resource: string,
  options: readonly INodePropertyOptions[],
  value: string,
): INodeProperties => ({
  displayName: 'Operation',
  name: 'operation',
  type: 'options',
  noDataExpression: true,
  displayOptions: { show: { resource: [resource] } },
  options: [...options],
  default: value,
});

export const batchSize: INodeProperties = {
  displayName: 'Batch Size',
  name: 'batchSize',
  type: 'number',
  typeOptions: { minValue: 1 },
  default: 500,
  description:
    'Most records to hand out in one run. The rest stays pending for the next, so a big first load goes in steps.',
  displayOptions: shownFor(['contact', 'event', 'mail', 'task'], 'getChanges'),
};

/** The kinds that both sides have; mail is only read. */
export const twoSided = ['contact', 'event', 'task'] as const;

/** Operations that read a side: what is synced of it is chosen in each of them. */
export const readingOperations = ['backUp', 'getChanges', 'restore'];

const getChanges = (many: string, where: string, other: string): INodePropertyOptions => ({
  name: 'Get Changes',
  value: 'getChanges',
  action: `Get changes of ${many} in ${where}`,
  description: `What changed in ${where} since they last agreed with ${other}`,
});

const syncOptions = (many: string, where: string, other: string): readonly INodePropertyOptions[] => [
  {
    name: 'Apply Decisions',
    value: 'applyDecisions',
    action: `Apply decisions to ${many} in ${where}`,
    description: `Write to ${where} what the Conflict Resolver decided: creates first, then edits, deletions last`,
  },
  {
    name: 'Back Up',
    value: 'backUp',
    action: `Back up ${many} in ${where}`,
    description: `Save all that is synced of ${where}, as files; nothing is written to ${where}`,
  },
  getChanges(many, where, other),
  {
    name: 'Get Sample',
    value: 'getSample',
    action: `Get a sample of ${many} in ${where}`,
    description: `Made-up ${many} as ${where} shows its own, to try CRM Matcher and Conflict Resolver before an account is connected`,
  },
  {
    name: 'Restore',
    value: 'restore',
    action: `Restore ${many} in ${where} from a backup`,
    description: `Bring back what a backup says: make anew in ${where} what is gone, change back what is not as it was`,
  },
];

/** What a side's node does with each kind that both sides have, a list of operations for each. */
export const syncOperations = (where: string, other: string): readonly INodeProperties[] =>
  twoSided.map((kind) =>
    operations(
      kind,
      syncOptions(`${kind}s`, where, other).filter(({ value }) => kind !== 'event' || value !== 'getSample'),
      'getChanges',
    ),
  );

/** Mail is read from Outlook and goes one way. */
export const mailOperations = operations('mail', [getChanges('sent mail', 'Outlook', 'Zoho CRM')], 'getChanges');

export const accountOperations = (where: string): readonly INodePropertyOptions[] => [
  {
    name: 'Check Permissions',
    value: 'check',
    action: `Check the permissions in ${where}`,
    description: 'Ask for every permission in turn, and say which one is missing and what to do',
  },
];

const kindChoices: Readonly<Record<KindName, INodePropertyOptions>> = {
  contact: { name: 'Contact', value: 'contact', description: 'Outlook contacts and CRM contacts' },
  event: { name: 'Event', value: 'event', description: 'Outlook calendar events and CRM meetings' },
  mail: {
    name: 'Mail',
    value: 'mail',
    description: 'Mail sent from Outlook, shown on the CRM records of its recipients',
  },
  task: { name: 'Task', value: 'task', description: 'Microsoft To Do tasks and CRM tasks' },
};

/** Every kind there is, in the order people find it in: what Start Cycle asks for, and the resources of a side's node. */
export const kindOptions: readonly INodePropertyOptions[] = Object.values(kindChoices);

/** The resources of a side's node: each kind is one, and there are others beside. */
export const resourcesOf = (others: readonly INodePropertyOptions[]): INodeProperties => ({
  displayName: 'Resource',
  name: 'resource',
  type: 'options',
  noDataExpression: true,
  options: [...kindOptions, ...others].sort((a, b) => a.name.localeCompare(b.name)),
  default: 'contact',
});

export const restorePreview: INodeProperties = {
  displayName: 'Preview',
  name: 'restorePreview',
  type: 'boolean',
  default: true,
  description:
    'Whether to show only what would be made anew, changed back or is the same already. Nobody is mailed either way, and what is not in the backup is left alone.',
  displayOptions: shownFor(twoSided, 'restore'),
};

/** Conditions that show a parameter of what reads a side only for some kinds. */
export const shownForKind = (...kind: readonly KindName[]): INodeProperties['displayOptions'] =>
  shownFor(kind, ...readingOperations);

/** The fields of a kind, or of all of them, each name once: a rule for Subject holds in a sync of tasks as in one of events. */
export function fieldOptions(kind?: KindName): INodePropertyOptions[] {
  const fields = (kind ? [kinds[kind]] : Object.values(kinds)).flatMap((one) => one.fields);
  const labels = new Map(fields.map(({ name, label }) => [name, label.en]));
  return [...labels].map(([value, name]) => ({ name, value })).sort((a, b) => a.name.localeCompare(b.name));
}

/** What becomes of one side's recurring tasks. */
export const recurringProperty = (where: string, other: string, how: string): INodeProperties => ({
  displayName: 'Recurring Tasks',
  name: 'recurringTasks',
  type: 'options',
  options: [
    {
      name: 'Each Occurrence as a Task of Its Own',
      value: 'each',
      description: `${how}; the rule stays in ${where} and is listed by Finish`,
    },
    { name: 'Leave', value: 'leave', description: `They stay in ${where} and are listed by Finish` },
  ],
  default: 'each',
  description: `What becomes of tasks that recur in ${where}. A task never recurs in ${other} because of the sync.`,
  displayOptions: shownForKind('task'),
});

export const recurringTasks = (context: IExecuteFunctions): RecurringMode =>
  context.getNodeParameter('recurringTasks', 0, 'each') as RecurringMode;

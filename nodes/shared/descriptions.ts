import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Conditions that show a parameter only for these operations of a resource. */
export const shownFor = (resource: string, ...operation: readonly string[]): INodeProperties['displayOptions'] => ({
  show: { resource: [resource], operation: [...operation] },
});

/** A subtitle of these parameters' values in words: "sync: get changes" for sync and getChanges. */
export const wordsOf = (...parameters: readonly string[]): string =>
  `={{ [${parameters.map((name) => `$parameter["${name}"]`).join(', ')}].join(': ').replace(/([A-Z])/g, ' $1').toLowerCase() }}`;

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
  displayOptions: shownFor('sync', 'getChanges'),
};

export const syncOperations = (where: string, other: string): readonly INodePropertyOptions[] => [
  {
    name: 'Apply Decisions',
    value: 'applyDecisions',
    action: 'Apply decisions',
    description: `Write to ${where} what the Conflict Resolver decided: creates first, then edits, deletions last`,
  },
  {
    name: 'Get Changes',
    value: 'getChanges',
    action: 'Get changes',
    description: `What changed in ${where} since they last agreed with ${other}`,
  },
];

export const accountOperations: readonly INodePropertyOptions[] = [
  {
    name: 'Check Permissions',
    value: 'check',
    action: 'Check the permissions of the account',
    description: 'Ask for every permission in turn, and say which one is missing and what to do',
  },
];

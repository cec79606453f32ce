import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { KindName } from '../../sync/model';

const names: Readonly<Record<KindName, INodePropertyOptions>> = {
  contact: { name: 'Contact', value: 'contact', description: 'Outlook contacts and CRM contacts' },
  event: { name: 'Event', value: 'event', description: 'Outlook calendar events and CRM meetings' },
  mail: {
    name: 'Mail',
    value: 'mail',
    description: 'Mail sent from Outlook, shown on the CRM records of its recipients',
  },
  task: { name: 'Task', value: 'task', description: 'Microsoft To Do tasks and CRM tasks' },
};

/** Every kind there is, in the order people find it in. */
export const kindOptions: readonly INodePropertyOptions[] = Object.values(names);

/** What is read by Get Changes; parameters of one kind are shown by it. */
export const kindPropertyOf = (options: readonly INodePropertyOptions[]): INodeProperties => ({
  displayName: 'Kind',
  name: 'kind',
  type: 'options',
  noDataExpression: true,
  options: [...options],
  default: 'contact',
  description: 'What is kept in step; the same as in Start Cycle',
  displayOptions: { show: { resource: ['sync'], operation: ['getChanges'] } },
});
export const kindProperty = kindPropertyOf(kindOptions);

/** Conditions that show a parameter of Get Changes only for some kinds. */
export const shownForKind = (...kind: readonly KindName[]): INodeProperties['displayOptions'] => ({
  show: { resource: ['sync'], operation: ['getChanges'], kind: [...kind] },
});

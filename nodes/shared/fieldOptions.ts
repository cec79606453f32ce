import type { INodePropertyOptions } from 'n8n-workflow';
import { kinds } from '../../sync/kinds';

/** The fields of every kind, each name once: a rule for Subject holds in a sync of tasks as in one of events. */
const everyField = new Map(
  Object.values(kinds).flatMap(({ fields }) => fields.map((field) => [field.name, field.label])),
);

export const fieldOptions: INodePropertyOptions[] = [...everyField]
  .map(([value, name]) => ({ name, value }))
  .sort((a, b) => a.name.localeCompare(b.name));

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../shared/run';
import { run } from '../shared/run';
import { addToContact, ensure, removeFromContact } from './operations/category.operation';
import { checkAccount } from './operations/check.operation';
import { applyToOutlook, outlookChanges } from './operations/sync.operation';

const operations: Readonly<Record<string, Operation>> = {
  'sync:getChanges': outlookChanges,
  'sync:applyDecisions': applyToOutlook,
  'category:ensure': ensure,
  'category:add': addToContact,
  'category:remove': removeFromContact,
  'account:check': checkAccount,
};

export function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const name = `${context.getNodeParameter('resource', 0)}:${context.getNodeParameter('operation', 0)}`;
  return run(context, operations[name] ?? outlookChanges);
}

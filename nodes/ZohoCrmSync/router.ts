import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../shared/run';
import { run } from '../shared/run';
import { checkAccount } from './operations/check.operation';
import { findByEmail } from './operations/findByEmail.operation';
import { attach, getManyMails } from './operations/mail.operation';
import { applyToZoho, zohoChanges } from './operations/sync.operation';
import { getMany, getOne, query, search } from './operations/read.operation';
import { signOut } from './operations/signOut.operation';
import { create, remove, update, upsert } from './operations/write.operation';

const operations: Readonly<Record<string, Operation>> = {
  'sync:getChanges': zohoChanges,
  'sync:applyDecisions': applyToZoho,
  'record:create': create,
  'record:upsert': upsert,
  'record:update': update,
  'record:delete': remove,
  'record:get': getOne,
  'record:getAll': getMany,
  'record:search': search,
  'record:query': query,
  'record:findByEmail': findByEmail,
  'email:attach': attach,
  'email:getAll': getManyMails,
  'account:check': checkAccount,
  'account:signOut': signOut,
};

export function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const name = `${context.getNodeParameter('resource', 0)}:${context.getNodeParameter('operation', 0)}`;
  return run(context, operations[name] ?? zohoChanges);
}

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../shared/run';
import { run } from '../shared/run';
import { finish, listCycles, start, undoCycle } from './operations/cycle.operation';
import { list, listRules, revoke, settle } from './operations/review.operation';
import { explain, rebuildSync, showStatus } from './operations/sync.operation';

const operations: Readonly<Record<string, Operation>> = {
  'cycle:start': start,
  'cycle:finish': finish,
  'cycle:list': listCycles,
  'cycle:undo': undoCycle,
  'review:list': list,
  'review:listRules': listRules,
  'review:revokeRule': revoke,
  'review:settle': settle,
  'sync:explain': explain,
  'sync:status': showStatus,
  'sync:rebuild': rebuildSync,
};

export function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const name = `${context.getNodeParameter('resource', 0)}:${context.getNodeParameter('operation', 0)}`;
  return run(context, operations[name] ?? start);
}

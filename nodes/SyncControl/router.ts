import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../shared/run';
import { run } from '../shared/run';
import { listCycles } from './operations/cycles.operation';
import { explain } from './operations/explain.operation';
import { finish } from './operations/finish.operation';
import { list } from './operations/list.operation';
import { rebuildSync } from './operations/rebuild.operation';
import { listRules, revoke } from './operations/rules.operation';
import { settle } from './operations/settle.operation';
import { start } from './operations/start.operation';
import { showStatus } from './operations/status.operation';
import { undoCycle } from './operations/undo.operation';

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

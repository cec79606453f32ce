import type { GraphBatchAnswer, GraphClient } from '../../../clients/graph';
import { withQuery } from '../../../clients/graph/path';
import type { SideRecord } from '../../../sync/model';
import { deletedRecord } from '../record';
import type { GraphTask } from './fields';
import { checkList, taskPath } from './lists';
import type { TaskScope } from './record';
import { recordOf } from './record';

const isItsOwnFault = ({ status }: GraphBatchAnswer): boolean => status === 400;

function taskOf({ status, body, error }: GraphBatchAnswer): GraphTask | null {
  if (status === 404) return null;
  if (error) throw error;
  return body as GraphTask;
}

/** Reads tasks of a list in full, 20 a request. A 404 proves that a task is not there, unless it is the list that is gone. */
export async function readTasks(
  graph: GraphClient,
  refs: readonly string[],
  scope: TaskScope,
): Promise<readonly SideRecord[]> {
  const path = (ref: string) => withQuery(taskPath(scope.list, ref), { $expand: 'linkedResources' });
  const answers = await graph.batch(refs.map((ref) => ({ method: 'GET' as const, path: path(ref) })));
  if (answers.some(({ status }) => status === 404)) await checkList(graph, scope.list);
  return answers.flatMap((answer, at) => {
    if (isItsOwnFault(answer)) return [];
    const task = taskOf(answer);
    return [task ? recordOf(task, scope) : deletedRecord(refs[at] as string)];
  });
}

/** Where each of these tasks is, list by list; deleted only where none of the lists has it. A list that is gone has none. */
export async function readAnywhere(
  graph: GraphClient,
  refs: readonly string[],
  lists: readonly string[],
  scope: TaskScope,
): Promise<readonly SideRecord[]> {
  let missing = refs;
  const found: SideRecord[] = [];
  for (const list of lists) {
    if (missing.length === 0) break;
    const items = missing.map((ref) => ({
      method: 'GET' as const,
      path: withQuery(taskPath(list, ref), { $expand: 'linkedResources' }),
    }));
    const tasks = (await graph.batch(items)).map(taskOf);
    found.push(...tasks.flatMap((task) => (task ? [recordOf(task, { ...scope, list })] : [])));
    missing = missing.filter((_, at) => tasks[at] === null);
  }
  return [...found, ...missing.map(deletedRecord)];
}

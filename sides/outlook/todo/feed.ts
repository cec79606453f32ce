import type { GraphBatchAnswer, GraphClient } from '../../../clients/graph';
import { withQuery } from '../../../clients/graph/path';
import type { SideRecord, Value } from '../../../sync/model';
import type { FeedPage, Known } from '../../types';
import type { DeltaCursor, DeltaRow, DeltaSource } from '../delta';
import { deltaFeed } from '../delta';
import { deletedRecord, hasCategory, withZoho } from '../record';
import type { GraphTask } from './fields';
import { checkList, inList, taskPath, tasksIn } from './lists';
import type { TodoProfile } from './profile';
import { listFor } from './profile';
import type { SentTask, TaskScope } from './record';
import { outsideTask, recordOf } from './record';
import { toNeutral } from './task';

/** What of To Do is synced. */
export interface TodoSettings {
  /** Null: the default list. */
  readonly listId: string | null;
  /** Further categories; *Zoho* is always among them. */
  readonly categories: readonly string[];
}

export interface TodoFeed {
  readonly profile: TodoProfile;
  readonly settings: TodoSettings;
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: Known;
  /** Creates on this side without an answer, to be recognised by the CRM id in their linked resource. */
  readonly sent?: readonly SentTask[];
}

type TodoCursor = DeltaCursor & {
  readonly list: string;
  readonly categories: readonly string[];
  readonly zone: string;
};

const isCursor = (value: Value): value is TodoCursor & Value =>
  typeof value === 'object' && value !== null && 'link' in value && 'list' in value;

/** Reads the whole list again when it is another list, zone or choice of categories. */
const usable =
  ({ list, categories, zone }: TaskScope) =>
  (cursor: Value): TodoCursor | null =>
    isCursor(cursor) &&
    JSON.stringify([cursor.list, cursor.categories, cursor.zone]) === JSON.stringify([list, categories, zone])
      ? cursor
      : null;

/** A row shows no linked resources, and leaves out dates that were cleared; so only what does not concern us is taken from it. */
function outside(row: DeltaRow, scope: TaskScope): SideRecord | null {
  const isTold = Array.isArray(row.categories) && typeof row.title === 'string';
  return isTold && !hasCategory(row, scope.categories) ? outsideTask(row, toNeutral(row, scope.zone)) : null;
}

const isItsOwnFault = ({ status }: GraphBatchAnswer): boolean => status === 400;

function taskOf({ status, body, error }: GraphBatchAnswer): GraphTask | null {
  if (status === 404) return null;
  if (error) throw error;
  return body as GraphTask;
}

/** Reads tasks in full, 20 a request. A 404 proves a deletion, unless it is the list that is gone. */
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

/** What a feed or a later look at tasks has to know. */
export const scopeOf = ({
  profile,
  settings,
  sent = [],
}: Pick<TodoFeed, 'profile' | 'settings' | 'sent'>): TaskScope => ({
  list: listFor(profile, settings.listId),
  categories: withZoho(settings.categories),
  zone: profile.timeZone,
  sent,
});

function tasks(graph: GraphClient, scope: TaskScope): DeltaSource<TodoCursor> {
  const { list, categories, zone } = scope;
  return {
    first: async () => ({ link: `${tasksIn(list)}/delta`, full: true, list, categories, zone }),
    usable: usable(scope),
    outside: (row) => outside(row, scope),
    read: (refs) => readTasks(graph, refs, scope),
  };
}

/**
 * What changed among the tasks of one list since the cursor (see `deltaFeed`). A list that was deleted ends it with a clear
 * error, and none of its tasks counts as deleted. Throws ApiError.
 */
export const taskFeed = (graph: GraphClient, { cursor, known, ...feed }: TodoFeed): AsyncGenerator<FeedPage> =>
  inList(deltaFeed(graph, tasks(graph, scopeOf(feed)), { cursor, known }));

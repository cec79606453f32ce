import { chunk } from 'lodash';
import type { GraphClient } from '../../../clients/graph';
import type { SideRecord } from '../../../sync/model';
import { readTasks } from './feed';
import { linkTo } from './links';
import { taskPath } from './lists';
import type { TaskScope } from './record';

/** A task of To Do and the CRM task it is linked with. */
export interface Pairing {
  readonly task: string;
  readonly crm: string;
  readonly title: string;
}

const AT_ONCE = 20;

/**
 * Gives tasks a link to their CRM record that people can click. What cannot be linked now is left for the next run: it is a
 * convenience, and must not end a sync. Answers the tasks as they show themselves afterwards.
 */
export async function linkTasks(
  graph: GraphClient,
  pairings: readonly Pairing[],
  scope: TaskScope,
  web: string | null,
): Promise<readonly SideRecord[]> {
  const done: string[] = [];
  for (const part of chunk(pairings, AT_ONCE)) {
    const answers = await graph.batch(
      part.map(({ task, crm, title }) => ({
        method: 'POST' as const,
        path: `${taskPath(scope.list, task)}/linkedResources`,
        body: linkTo(crm, title, web),
      })),
    );
    done.push(...part.filter((_, at) => !answers[at]?.error).map(({ task }) => task));
  }
  return done.length > 0 ? await readTasks(graph, done, scope) : [];
}

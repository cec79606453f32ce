import type { GraphState, StoredTask } from '../model';
import { etagOf } from '../store';
import type { Row } from '../shapes';
import { listRow, preciseTime } from './render';
import { tasksOf } from './store';

const taskDump = (task: StoredTask): Row => ({
  ...{ id: task.id, '@odata.etag': etagOf(task) },
  createdDateTime: preciseTime(task.created),
  lastModifiedDateTime: preciseTime(task.modified),
  ...task.fields,
  ...{ linkedResources: task.linkedResources, checklistItems: task.checklistItems },
});

/** All lists with all of their tasks; dates that are not set are null here. */
export const dumpLists = (state: GraphState): Row[] =>
  [...state.lists.values()].map((list) => ({
    ...listRow(list, null),
    tasks: tasksOf(state, list.id).map(taskDump),
  }));

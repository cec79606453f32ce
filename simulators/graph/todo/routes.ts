import type { Handler } from '../call';
import { listDelta, taskDelta } from './delta';
import { addList, getList, listLists, patchList, removeList } from './listRoutes';
import { partsRoutes } from './partRoutes';
import { addTask, getTask, listTasks, patchTask, removeTask } from './taskRoutes';

const LISTS = 'me/todo/lists';
const TASKS = `${LISTS}/:list/tasks`;
const [links, checks] = [partsRoutes('linkedResources'), partsRoutes('checklistItems')];

/** Paths of To Do with their handlers; literal segments before parameters. */
export const TODO_ROUTES: readonly (readonly [string, Readonly<Record<string, Handler>>])[] = [
  [LISTS, { GET: listLists, POST: addList }],
  [`${LISTS}/delta`, { GET: listDelta }],
  [`${LISTS}/:list`, { GET: getList, PATCH: patchList, DELETE: removeList }],
  [TASKS, { GET: listTasks, POST: addTask }],
  [`${TASKS}/delta`, { GET: taskDelta }],
  [`${TASKS}/:task`, { GET: getTask, PATCH: patchTask, DELETE: removeTask }],
  [`${TASKS}/:task/linkedResources`, links.all],
  [`${TASKS}/:task/linkedResources/:part`, links.one],
  [`${TASKS}/:task/checklistItems`, checks.all],
  [`${TASKS}/:task/checklistItems/:part`, checks.one],
];

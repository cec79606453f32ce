import type { Handler } from '../call';
import { ok } from '../call';
import type { Render } from '../deltaRoutes';
import { deltaPage, removedRow } from '../deltaRoutes';
import { LISTS } from '../model';
import { checkNames } from '../odata';
import { LIST_PROPERTIES, listOf } from './listRoutes';
import { listRow, taskRow } from './render';
import { checkTaskSelect } from './taskRoutes';

const renderTask: Render = (call, change, link) => {
  if (change.removed) return removedRow('todoTask', change.restId, change);
  const task = call.state.tasks.get(change.immutableId);
  const asked = { ...call, query: { ...call.query, select: link.select } };
  return task ? taskRow(asked, task, false) : null;
};

const renderList: Render = (call, change, link) => {
  if (change.removed) return removedRow('todoTaskList', change.restId, change);
  const list = call.state.lists.get(change.immutableId);
  return list ? listRow(list, link.select) : null;
};

/** `…/tasks/delta`, one chain for each list; a deleted list is 404. Options other than $select do nothing here. */
export const taskDelta: Handler = (call) => {
  checkTaskSelect(call);
  const { value, ...links } = deltaPage(call, listOf(call).id, renderTask);
  return ok(call, { '@odata.context': `${call.base}/$metadata#Collection(microsoft.graph.todoTask)`, ...links, value });
};

/** `/me/todo/lists/delta`: all lists, the built-in ones among them. */
export const listDelta: Handler = (call) => {
  checkNames(call.query.select ?? [], LIST_PROPERTIES, 'todoTaskList');
  const { value, ...links } = deltaPage(call, LISTS, renderList);
  return ok(call, {
    '@odata.context': `${call.base}/$metadata#Collection(microsoft.graph.todoTaskList)`,
    ...links,
    value,
  });
};

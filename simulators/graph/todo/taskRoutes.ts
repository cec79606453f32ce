import type { Call, Handler, Reply } from '../call';
import { noContent, ok } from '../call';
import { readRowFilter } from '../rowFilter';
import { cutPage, sortBy } from '../listPage';
import type { StoredTask } from '../model';
import { checkNames } from '../odata';
import type { Row } from '../shapes';
import { isObject } from '../values';
import { checkVersion, listOf, todoContext } from './listRoutes';
import { readCheck, readLink } from './partFields';
import { taskRow } from './render';
import { moveOn, respawn } from './respawn';
import { createTask, deleteTask, findTask, tasksOf, updateTask } from './store';
import { TASK_PROPERTIES, readTask } from './taskFields';

export const taskOf = (call: Call): StoredTask => findTask(call.state, listOf(call), call.params.task ?? '');

const NAVIGATION = ['linkedResources', 'checklistItems', 'attachments', 'extensions'];
export const checkTaskSelect = (call: Call): void =>
  checkNames(call.query.select ?? [], [...TASK_PROPERTIES, ...NAVIGATION], 'todoTask');

const contextTail = (call: Call): string => `lists('${call.params.list ?? ''}')/tasks`;

const single = (call: Call, task: StoredTask, status: number, withLinks: boolean): Reply =>
  ok(call, { ...todoContext(call, `${contextTail(call)}/$entity`), ...taskRow(call, task, withLinks) }, status);

const wantsLinks = (call: Call): boolean => call.query.expands('linkedResources');

export const listTasks: Handler = (call) => {
  checkTaskSelect(call);
  checkNames(
    call.query.orderBy.map(({ name }) => name.split('/')[0] ?? ''),
    TASK_PROPERTIES,
    'todoTask',
  );
  const whole = { ...call, query: { ...call.query, select: null } };
  const rows = new Map(tasksOf(call.state, listOf(call).id).map((task) => [task, taskRow(whole, task, true)]));
  const test = readRowFilter(call.query.filter);
  const found = [...rows].filter(([, row]) => test(row)).map(([task]) => task);
  const { items, links } = cutPage(
    call,
    sortBy(found, call.query.orderBy, (task, name) => valueAt(rows.get(task), name)),
  );
  const value = items.map((task) => taskRow(call, task, wantsLinks(call)));
  return ok(call, { ...todoContext(call, contextTail(call)), ...links, value });
};

const valueAt = (row: Row | undefined, path: string): unknown =>
  path.split('/').reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), row);

const inline = (body: unknown, name: string): unknown[] => {
  const parts = isObject(body) ? body[name] : undefined;
  return Array.isArray(parts) ? parts : [];
};

export const addTask: Handler = (call) => {
  const [list, fields] = [listOf(call), readTask(call.body, {}, call.limits, call.now)];
  const parts = {
    linkedResources: inline(call.body, 'linkedResources').map((part) => readLink(part)),
    checklistItems: inline(call.body, 'checklistItems').map((part) => readCheck(part, call.now)),
  };
  return single(call, createTask(call.state, list, fields, parts, call.now), 201, true);
};

export const getTask: Handler = (call) => {
  checkTaskSelect(call);
  return single(call, taskOf(call), 200, wantsLinks(call));
};

export const patchTask: Handler = (call) => {
  const task = taskOf(call);
  checkVersion(call, task);
  const fields = readTask(call.body, task.fields, call.limits, call.now);
  const wasOpen = task.fields.status !== 'completed';
  updateTask(call.state, task, fields, call.now);
  if (call.limits.respawnTasks && wasOpen && fields.status === 'completed')
    (call.limits.respawnMoves ? moveOn : respawn)(call.state, task, call.now);
  return single(call, task, 200, wantsLinks(call));
};

export const removeTask: Handler = (call) => {
  const task = taskOf(call);
  checkVersion(call, task);
  deleteTask(call.state, task);
  return noContent;
};

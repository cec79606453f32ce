import type { Call, Handler, Reply } from '../call';
import { noContent, ok } from '../call';
import { badRequest, todoError } from '../errors';
import { readRowFilter } from '../rowFilter';
import { cutPage, sortBy } from '../listPage';
import type { StoredTask } from '../model';
import { checkNames } from '../odata';
import type { Row } from '../shapes';
import { isObject } from '../values';
import { checkVersion, listOf, tips, todoContext } from './listRoutes';
import { readCheck, readLink } from './partFields';
import { taskRow, withContexts } from './render';
import { moveOn, respawn } from './respawn';
import { createTask, deleteTask, driftTaskKey, findTask, splitTask, tasksOf, updateTask } from './store';
import { TASK_PROPERTIES, readTask } from './taskFields';

export const taskOf = (call: Call): StoredTask =>
  findTask(call.state, listOf(call), call.params.task ?? '', call.limits.todoGoneIs400);

/** A PATCH finds a task through any list [seen live: open-walnut]. */
const taskToPatch = (call: Call): StoredTask => {
  const task = call.state.tasks.get(call.params.task ?? '');
  return listOf(call) && task ? task : taskOf(call);
};

const REFUSED = ['select', 'orderby', 'count'];

/** Options that the documents allow and the service does not take for tasks [seen live: ms-365-mcp-server#270, sdk-dotnet#2900]. */
function checkOptions({ query, limits }: Call): void {
  const wrong = limits.todoRefusesOptions ? REFUSED.find((name) => query.option(name) !== null) : undefined;
  if (wrong) throw badRequest(`The query option '$${wrong}' is not supported for tasks.`, 'RequestBroker--ParseUri');
}

const NAVIGATION = ['linkedResources', 'checklistItems', 'attachments', 'extensions'];
export function checkTaskSelect(call: Call): void {
  checkOptions(call);
  checkNames(call.query.select ?? [], [...TASK_PROPERTIES, ...NAVIGATION], 'todoTask');
}

/** Only a list that is filtered by an open status shows the rule of its tasks [seen live: MS365-ToDo#133]. */
const hidesRule = ({ query, limits }: Call): boolean => limits.todoListHidesRule && query.filter === null;
const withoutRule = ({ recurrence: _, ...row }: Row): Row => row;

const contextTail = (call: Call): string => `lists('${call.params.list ?? ''}')/tasks`;

const single = (call: Call, task: StoredTask, status: number, withLinks: boolean): Reply =>
  ok(
    call,
    {
      ...todoContext(call, `${contextTail(call)}/$entity`),
      ...withContexts(call, task, taskRow(call, task, withLinks)),
    },
    status,
  );

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
  const shown = items.map((task) => withContexts(call, task, taskRow(call, task, wantsLinks(call))));
  const value = hidesRule(call) ? shown.map(withoutRule) : shown;
  return ok(call, { ...todoContext(call, contextTail(call)), ...links, ...tips(call), value });
};

const valueAt = (row: Row | undefined, path: string): unknown =>
  path.split('/').reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), row);

const inline = (body: unknown, name: string): unknown[] => {
  const parts = isObject(body) ? body[name] : undefined;
  return Array.isArray(parts) ? parts : [];
};

/** Of a task and its links in one request [seen live: microsoft-graph-docs#12699]; of a link by itself it is not known. */
export function checkOneLink({ limits }: Call, links: number, isInline = true): void {
  const isLimited = isInline ? limits.oneInlineLink : limits.oneLinkedResource;
  if (isLimited && links > 1) throw todoError('InvalidModel', 'Only one item in linkedResources is allowed.');
}

export const addTask: Handler = (call) => {
  const [list, fields] = [listOf(call), readTask(call.body, {}, call.limits, call.now)];
  const parts = {
    linkedResources: inline(call.body, 'linkedResources').map((part) => readLink(part)),
    checklistItems: inline(call.body, 'checklistItems').map((part) => readCheck(part, call.now)),
  };
  checkOneLink(call, parts.linkedResources.length);
  const task = createTask(call.state, list, fields, parts, call.now);
  const reply = single(call, task, 201, true);
  if (call.limits.taskKeyDrifts) driftTaskKey(call.state, task);
  return reply;
};

export const getTask: Handler = (call) => {
  checkTaskSelect(call);
  const reply = single(call, taskOf(call), 200, true);
  return { ...reply, body: { ...tips(call), ...(reply.body as Row) } };
};

/** The very dates that an answer holds are refused [seen live: microsoft-graph-docs#10503]. */
function checkRange({ body }: Call): void {
  const range = isObject(body) && isObject(body.recurrence) ? body.recurrence.range : undefined;
  const { startDate } = isObject(range) ? range : {};
  if (startDate !== undefined)
    throw todoError(
      'InvalidModel',
      `Invalid JSON, Error converting value "${String(startDate)}" to type 'Microsoft.OData.Edm.Date'.`,
    );
}

export const patchTask: Handler = (call) => {
  const task = taskToPatch(call);
  checkVersion(call, task);
  checkRange(call);
  const asked = readTask(call.body, task.fields, call.limits, call.now);
  const splits = call.limits.todoSplitsRecurring && asked.dueDateTime && task.fields.recurrence && !asked.recurrence;
  if (splits) splitTask(call.state, task, asked, call.now);
  const { dueDateTime: _, ...others } = asked;
  const fields = splits ? others : asked;
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

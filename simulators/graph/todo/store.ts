import { badRequest, malformedId, notFound, todoError } from '../errors';
import { looksLikeId, makeChangeKey, makeGuid, makeId, next } from '../ids';
import type { GraphState, Reason, StoredList, StoredTask, TaskPart } from '../model';
import { LISTS } from '../model';
import type { Row } from '../shapes';
import { emptyTask } from './taskFields';

const log = (state: GraphState, scope: string, id: string, removed?: Reason): void => {
  const change = { seq: next(state), scope, immutableId: id, restId: id };
  state.changes.push(removed ? { ...change, removed } : change);
};

export function findList(state: GraphState, id: string): StoredList {
  const list = state.lists.get(id);
  if (list) return list;
  throw looksLikeId(id) ? notFound() : malformedId();
}

/** Of a task of another list; on some days also of one that is gone [seen live: open-walnut, graph-explorer#2743]. */
const notInList = (): Error =>
  todoError(
    'ParentFolderDoesNotContainTaskWithGivenId',
    'The parent folder does not contain a task with the given id.',
  );

export function findTask(state: GraphState, list: StoredList, id: string, goneIs400 = false): StoredTask {
  const task = state.tasks.get(id);
  if (task && task.list === list.id) return task;
  if (!looksLikeId(id)) throw malformedId();
  throw task || goneIs400 ? notInList() : notFound();
}

export const tasksOf = (state: GraphState, list: string): StoredTask[] =>
  [...state.tasks.values()].filter((task) => task.list === list);

const namedRight = (name: unknown): string => {
  if (typeof name === 'string' && name.trim()) return name;
  throw badRequest('The displayName of a task list must not be empty.', 'invalidRequest');
};

export function createList(state: GraphState, name: unknown, wellknownListName = 'none', id?: string): StoredList {
  const displayName = namedRight(name);
  const list: StoredList = {
    ...{ id: id ?? makeId('list', (state.items += 1)), displayName, wellknownListName, isOwner: true, isShared: false },
    changeKey: makeChangeKey(next(state)),
  };
  state.lists.set(list.id, list);
  log(state, LISTS, list.id);
  return list;
}

const builtIn = ({ wellknownListName }: StoredList): void => {
  if (wellknownListName !== 'none') throw badRequest('A built-in list cannot be renamed or deleted.', 'invalidRequest');
};

export function renameList(state: GraphState, list: StoredList, name: unknown): void {
  builtIn(list);
  list.displayName = namedRight(name);
  list.changeKey = makeChangeKey(next(state));
  log(state, LISTS, list.id);
}

/** Deletes a list with its tasks; every path below it is 404 from then on. */
export function deleteList(state: GraphState, list: StoredList): void {
  builtIn(list);
  for (const { id } of tasksOf(state, list.id)) state.tasks.delete(id);
  state.lists.delete(list.id);
  log(state, LISTS, list.id, 'deleted');
}

export interface Parts {
  readonly linkedResources: readonly Row[];
  readonly checklistItems: readonly Row[];
}

export const newPart = (state: GraphState, fields: Row): TaskPart => ({ id: makeGuid(next(state), 'part'), ...fields });

export function createTask(state: GraphState, list: StoredList, fields: Row, parts: Parts, now: number): StoredTask {
  const task: StoredTask = {
    ...{ id: makeId('task', (state.items += 1)), list: list.id, changeKey: makeChangeKey(next(state)) },
    ...{ created: now, modified: now, bodyModified: now, fields: { ...emptyTask(), ...fields } },
    linkedResources: parts.linkedResources.map((part) => newPart(state, part)),
    checklistItems: parts.checklistItems.map((part) => newPart(state, part)),
  };
  state.tasks.set(task.id, task);
  log(state, list.id, task.id);
  return task;
}

/** A new version by itself, of which no delta tells [seen live of events: compass-calendar#3665]. */
export const driftTaskKey = (state: GraphState, task: StoredTask): void =>
  void (task.changeKey = makeChangeKey(next(state)));

/** Notes a write: a new version, a new time, an entry for delta queries. */
export function touchTask(state: GraphState, task: StoredTask, now: number): void {
  task.changeKey = makeChangeKey(next(state));
  task.modified = now;
  log(state, task.list, task.id);
}

export function updateTask(state: GraphState, task: StoredTask, fields: Row, now: number): void {
  task.fields = { ...task.fields, ...fields };
  if (fields.body) task.bodyModified = now;
  touchTask(state, task, now);
}

/** A PATCH of the due date of a recurring task: it stays as it is, and a second open task has the new date [seen live: MS365-ToDo#133]. */
export function splitTask(state: GraphState, task: StoredTask, fields: Row, now: number): void {
  const own = { ...task.fields, recurrence: null, dueDateTime: fields.dueDateTime };
  createTask(state, findList(state, task.list), own, { linkedResources: [], checklistItems: [] }, now);
}

export function deleteTask(state: GraphState, task: StoredTask): void {
  state.tasks.delete(task.id);
  log(state, task.list, task.id, 'deleted');
}

/** Moves a task as a person does in To Do: it gets a new id, for v1.0 has no such call [docs: todoTask]. */
export function moveTask(state: GraphState, task: StoredTask, list: StoredList, now: number): StoredTask {
  deleteTask(state, task);
  const moved: StoredTask = { ...task, id: makeId('task', (state.items += 1)), list: list.id };
  state.tasks.set(moved.id, moved);
  touchTask(state, moved, now);
  return moved;
}

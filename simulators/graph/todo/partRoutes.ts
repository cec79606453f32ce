import type { Call, Handler } from '../call';
import { noContent, ok } from '../call';
import { notFound } from '../errors';
import type { StoredTask, TaskPart } from '../model';
import type { Row } from '../shapes';
import { tips, todoContext } from './listRoutes';
import { readCheck, readLink } from './partFields';
import { newPart, touchTask } from './store';
import { checkOneLink, taskOf } from './taskRoutes';

type Name = 'linkedResources' | 'checklistItems';

const READ: Record<Name, (call: Call, old: Row) => Row> = {
  linkedResources: ({ body }, old) => readLink(body, old),
  checklistItems: ({ body, now }, old) => readCheck(body, now, old),
};

const contextOf = (call: Call, name: Name, one: boolean) =>
  todoContext(call, `lists('${call.params.list}')/tasks('${call.params.task}')/${name}${one ? '/$entity' : ''}`);

/** Whether a change of a part alone counts as a change of its task is not documented; a switch says. */
function touch(call: Call, task: StoredTask): void {
  if (call.limits.linkedResourcesTouch) touchTask(call.state, task, call.now);
}

const partOf = (call: Call, name: Name): TaskPart => {
  const part = taskOf(call)[name].find(({ id }) => id === call.params.part);
  if (part) return part;
  throw notFound();
};

const list =
  (name: Name): Handler =>
  (call) =>
    ok(call, { ...contextOf(call, name, false), value: taskOf(call)[name] });

const add =
  (name: Name): Handler =>
  (call) => {
    const task = taskOf(call);
    if (name === 'linkedResources') checkOneLink(call, task.linkedResources.length + 1, false);
    const part = newPart(call.state, READ[name](call, {}));
    task[name].push(part);
    touch(call, task);
    return ok(call, { ...contextOf(call, name, true), ...part }, 201);
  };

const get =
  (name: Name): Handler =>
  (call) =>
    ok(call, { ...contextOf(call, name, true), ...tips(call), ...partOf(call, name) });

const patch =
  (name: Name): Handler =>
  (call) => {
    const part = partOf(call, name);
    const fresh = READ[name](call, part);
    if (!('checkedDateTime' in fresh)) delete part.checkedDateTime;
    Object.assign(part, fresh);
    touch(call, taskOf(call));
    return ok(call, { ...contextOf(call, name, true), ...part });
  };

const remove =
  (name: Name): Handler =>
  (call) => {
    const [task, gone] = [taskOf(call), partOf(call, name)];
    task[name] = task[name].filter((part) => part !== gone);
    touch(call, task);
    return noContent;
  };

/** Handlers of a task's linked resources or of its checklist, by method. */
export const partsRoutes = (name: Name) => ({
  all: { GET: list(name), POST: add(name) },
  one: { GET: get(name), PATCH: patch(name), DELETE: remove(name) },
});

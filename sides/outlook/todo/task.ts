import type { Recurring } from '../../../sync/kinds';
import { recurrenceOf } from '../../../sync/kinds';
import type { Fields, Neutral, Value } from '../../../sync/model';
import type { GraphTime } from '../../time/zones';
import { dueDate, graphMidnight, graphTime, instantOf } from '../../time/zones';
import { list, object, text } from '../contact';
import { ZOHO } from '../fields';
import { bodyOf, textOf } from './body';
import type { GraphTask, LinkedResource, TaskExtra } from './fields';
import { linksOf } from './links';

const timeIn = (value: unknown): GraphTime | null => {
  const { dateTime, timeZone } = object(value);
  return typeof dateTime === 'string' ? { dateTime, timeZone: text(timeZone) || 'UTC' } : null;
};

/** A due date is a date of the mailbox's zone, whatever instant stands for it. */
const dueIn = (task: GraphTask, zone: string): string | null => {
  const time = timeIn(task.dueDateTime);
  return time && dueDate(time, zone);
};

/** A reminder that is switched off keeps its time in Graph, but reminds nobody. */
const reminderIn = (task: GraphTask): string | null => {
  const time = task.isReminderOn === true ? timeIn(task.reminderDateTime) : null;
  return time && instantOf(time);
};

function extraOf(task: GraphTask): TaskExtra {
  const { content, contentType } = object(task.body);
  const type = text(contentType) || 'text';
  const categories = list<string>(task.categories);
  return { categories, ...linksOf(task), bodyType: type, body: type === 'html' ? text(content) : '' };
}

const ruleOf = (task: GraphTask): string | null =>
  task.recurrence ? text(object(object(task.recurrence).pattern).type) || 'recurring' : null;

/** A task of Microsoft To Do in neutral form. `zone`: the mailbox's, Windows or IANA name. Throws a RangeError for an unknown one. */
export function toNeutral(task: GraphTask, zone: string, recurring: Recurring = 'each'): Neutral {
  const { content, contentType } = object(task.body);
  const fields: Fields = {
    subject: text(task.title) || null,
    dueDate: dueIn(task, zone),
    status: text(task.status) || 'notStarted',
    priority: text(task.importance) || 'normal',
    description: textOf(text(content), text(contentType)),
    reminder: reminderIn(task),
    recurrence: recurrenceOf(ruleOf(task), recurring),
  };
  return { fields, aliases: [], extra: extraOf(task) as unknown as Value };
}

type Body = Record<string, unknown>;
/** How a neutral value is sent; `null` and '' take it away. */
type Put = (value: Value, zone: string, extra: Readonly<Record<string, unknown>>) => Body;

const puts: Readonly<Record<string, Put>> = {
  subject: (value) => ({ title: text(value) }),
  dueDate: (value, zone) => ({ dueDateTime: value ? graphMidnight(text(value), zone) : null }),
  status: (value) => ({ status: text(value) }),
  priority: (value) => ({ importance: text(value) }),
  description: (value, _zone, extra) => ({
    body: bodyOf(text(value), { content: text(extra.body), contentType: text(extra.bodyType) || 'text' }),
  }),
  reminder: (value) =>
    value
      ? { isReminderOn: true, reminderDateTime: graphTime(text(value), 'UTC') }
      : { isReminderOn: false, reminderDateTime: null },
};

/** The body of a PATCH: only what the patch changes. Due dates are midnights of the mailbox's own zone. */
export const toVendor = (fields: Fields, extra: Value, zone: string): Body =>
  Object.assign(
    {},
    ...Object.entries(fields).map(([name, value]) => puts[name]?.(value, zone, object(extra)) ?? {}),
  ) as Body;

/** The body of a POST: with the category Zoho and the link to the CRM task, which also finds a create whose reply was lost. */
export function toNewVendor(fields: Fields, zone: string, link: LinkedResource | null): Body {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => text(value)));
  return { title: '', ...toVendor(given, null, zone), categories: [ZOHO], ...(link && { linkedResources: [link] }) };
}

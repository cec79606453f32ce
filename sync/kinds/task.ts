import { reason, type Reason } from '../../reasons';
import { titleKey } from '../compare';
import { type Fields, type Keys, type NeutralRecord, type Value, asString } from '../model';
import { sideOnly, type Field, type Kind } from './kind';

/** How far a task is. Both sides have these five; an org may take some away, rename them, or add its own. */
const statuses = ['notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'] as const;
const priorities = ['highest', 'high', 'normal', 'low', 'lowest'] as const;

const fields: readonly Field[] = [
  { name: 'subject', label: { en: 'Subject', ja: '件名' }, type: 'text', zohoMaxLength: 255 },
  { name: 'dueDate', label: { en: 'Due Date', ja: '期限' }, type: 'date' },
  {
    name: 'status',
    label: { en: 'Status', ja: '状況' },
    type: 'choice',
    choices: { outlook: statuses, zoho: statuses },
  },
  {
    name: 'priority',
    label: { en: 'Priority', ja: '優先度' },
    type: 'choice',
    choices: { outlook: ['high', 'normal', 'low'], zoho: priorities },
    nearestChoice: { outlook: { highest: 'high', lowest: 'low' } },
  },
  { name: 'description', label: { en: 'Description', ja: '説明' }, type: 'multiline', zohoMaxLength: 32000 },
  { name: 'reminder', label: { en: 'Reminder', ja: 'アラーム' }, type: 'instant' },
  // Only ever blank or a side's own: seen, so that a task that stops recurring is looked at again, but never written.
  { name: 'recurrence', label: { en: 'Recurrence', ja: '繰り返し' }, type: 'choice' },
];

const NAMELESS = 'task without a subject';
const label = (f: Fields): string => asString(f.subject) || NAMELESS;

/** Zoho refuses a task without a subject; To Do does not mind. */
const forZoho = (f: Fields): Fields => (asString(f.subject).trim() ? f : { ...f, subject: NAMELESS });

/**
 * Subject and due date; where neither has a date the subject alone, which then has to be the only one of its kind. What the CRM
 * shows instead of a subject tells little. `aliases`: ids of CRM tasks, its own or that its link names.
 */
function keys({ fields: f, aliases }: Pick<NeutralRecord, 'fields' | 'aliases'>): Keys {
  const [subject, due] = [titleKey(asString(forZoho(f).subject)), asString(f.dueDate).slice(0, 10)];
  const named = aliases.length > 0 ? { named: aliases.map((id) => `crm:${id}`) } : {};
  if (subject === NAMELESS) return { strong: [], weak: `task:${due}|${subject}`, isHalf: true, ...named };
  if (due) return { strong: [`task:${due}|${subject}`], weak: null, ...named };
  return { strong: [], weak: `task:${subject}`, ...named };
}

const newTaskFields: Fields = { status: 'notStarted', priority: 'normal' };

/** A side's recurring tasks. each: an occurrence shown is a task of the other side, without rule. leave: they stay. */
export type RecurringMode = 'each' | 'leave';

/**
 * Zoho makes one record of every occurrence of a recurring task, To Do one task that is followed by the next: neither can say
 * the other's rule, so it is its side's own; `rule` names it for people. Null for a task that does not recur.
 */
export const recurrenceValue = (rule: string | Reason | null, recurring: RecurringMode): Value => {
  if (rule === null) return null;
  return recurring === 'leave' ? sideOnly(rule) : { ...sideOnly(reason('eachOccurrence', { rule })), each: true };
};

/** Does the task recur, with its occurrences going over one by one? */
export const isOccurrence = ({ recurrence }: Fields): boolean =>
  typeof recurrence === 'object' && recurrence !== null && 'each' in recurrence;

const whyUnsyncable = (f: Fields): Reason | null => (f.recurrence && !isOccurrence(f) ? reason('recurringLeft') : null);

export const task: Kind = {
  name: 'task',
  fields,
  keys,
  label,
  forZoho,
  keyNames: {
    strong: { en: 'subject and due date', ja: '件名・期限' },
    weak: { en: 'subject without a date', ja: '期限のない件名' },
    named: { en: 'link in To Do', ja: 'To Do のリンク' },
  },
  detailFields: fields.filter(({ name }) => name === 'description'),
  alongside: { outlook: ['body', 'bodyType', 'categories'] },
  defaults: { outlook: newTaskFields, zoho: newTaskFields },
  whyUnsyncable,
};

import { titleKey } from '../likeness';
import type { Fields, Keys, Neutral, Value } from '../model';
import type { Field, Kind } from './kind';
import { own } from './kind';

/** How far a task is. Both sides have these five; an org may take some away, rename them, or add its own. */
const statuses = ['notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'] as const;
const priorities = ['highest', 'high', 'normal', 'low', 'lowest'] as const;

const fields: readonly Field[] = [
  { name: 'subject', label: 'Subject', like: 'text', zohoLimit: 255 },
  { name: 'dueDate', label: 'Due Date', like: 'date' },
  { name: 'status', label: 'Status', like: 'choice', choices: { outlook: statuses, zoho: statuses } },
  {
    name: 'priority',
    label: 'Priority',
    like: 'choice',
    choices: { outlook: ['high', 'normal', 'low'], zoho: priorities },
    nearest: { outlook: { highest: 'high', lowest: 'low' } },
  },
  { name: 'description', label: 'Description', like: 'multiline', zohoLimit: 32000 },
  { name: 'reminder', label: 'Reminder', like: 'instant' },
  // Only ever blank or a side's own: seen, so that a task that stops recurring is looked at again, but never written.
  { name: 'recurrence', label: 'Recurrence', like: 'choice' },
];

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** Subject and due date; where neither has a date the subject alone, which then has to be the only one of its kind. */
function keys({ fields: f }: Pick<Neutral, 'fields' | 'aliases'>): Keys {
  const [subject, due] = [titleKey(text(f.subject)), text(f.dueDate).slice(0, 10)];
  if (!subject) return { strong: [], weak: null };
  return due ? { strong: [`task:${due}|${subject}`], weak: null } : { strong: [], weak: `task:${subject}` };
}

const NAMELESS = 'task without a subject';
const label = (f: Fields): string => text(f.subject) || NAMELESS;

/** Zoho refuses a task without a subject; To Do does not mind. */
const forZoho = (f: Fields): Fields => (text(f.subject).trim() ? f : { ...f, subject: NAMELESS });

const fresh: Fields = { status: 'notStarted', priority: 'normal' };

/**
 * What becomes of a side's recurring tasks. each: every occurrence that the side shows is a task of its own on the other side,
 * without the rule. leave: they stay where they are.
 */
export type Recurring = 'each' | 'leave';

/**
 * Zoho makes one record of every occurrence of a recurring task, To Do one task that is followed by the next: neither can say
 * the other's rule, so it is its side's own; `rule` names it for people. Null for a task that does not recur.
 */
export const recurrenceOf = (rule: string | null, recurring: Recurring): Value => {
  if (rule === null) return null;
  return recurring === 'leave' ? own(rule) : { ...own(`${rule}, each occurrence a task of its own`), each: true };
};

/** Does the task recur, with its occurrences going over one by one? */
export const isOccurrence = ({ recurrence }: Fields): boolean =>
  typeof recurrence === 'object' && recurrence !== null && 'each' in recurrence;

const leaves = (f: Fields): string | null =>
  f.recurrence && !isOccurrence(f) ? 'It recurs, and recurring tasks of this side are set to be left' : null;

export const task: Kind = {
  name: 'task',
  fields,
  keys,
  label,
  forZoho,
  words: { strong: 'subject and due date', weak: 'subject without a date' },
  defaults: { outlook: fresh, zoho: fresh },
  leaves,
};

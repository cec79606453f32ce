import { fold } from '../likeness';
import type { Fields, Keys, Neutral, Value } from '../model';
import type { Field, Kind } from './kind';

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
  const [subject, due] = [fold(text(f.subject)), text(f.dueDate).slice(0, 10)];
  if (!subject) return { strong: [], weak: null };
  return due ? { strong: [`task:${due}|${subject}`], weak: null } : { strong: [], weak: `task:${subject}` };
}

const NAMELESS = 'task without a subject';
const label = (f: Fields): string => text(f.subject) || NAMELESS;

/** Zoho refuses a task without a subject; To Do does not mind. */
const forZoho = (f: Fields): Fields => (text(f.subject).trim() ? f : { ...f, subject: NAMELESS });

const fresh: Fields = { status: 'notStarted', priority: 'normal' };

/**
 * Zoho makes one record of every occurrence of a recurring task, To Do one task that moves on: neither can say the other's.
 */
const leaves = ({ recurrence }: Fields): string | null =>
  recurrence ? 'It recurs, and the two sides keep recurring tasks in ways that cannot be translated' : null;

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

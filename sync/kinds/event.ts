import { fold } from '../likeness';
import type { Fields, Keys, Neutral, SideRecord, Value, Write } from '../model';
import type { Field, Kind } from './kind';
import { isBlank, isOwn } from './kind';

/**
 * Start and end are ISO instants in UTC, or of whole days calendar dates, the end exclusive; they and the word for it go over
 * together. Reminder: minutes before the start. Recurrence: an RFC 5545 rule, or why the other side cannot say it.
 */
const fields: readonly Field[] = [
  { name: 'subject', composed: true, label: 'Subject', like: 'text', zohoLimit: 255 },
  { name: 'start', label: 'Start', like: 'instant', together: 'start' },
  { name: 'end', label: 'End', like: 'instant', together: 'start' },
  { name: 'isAllDay', label: 'All Day', like: 'boolean', together: 'start' },
  { name: 'location', label: 'Location', like: 'text', zohoLimit: 255 },
  { name: 'description', label: 'Description', like: 'prose', zohoLimit: 32000 },
  { name: 'participants', label: 'Participants', like: 'set' },
  { name: 'reminder', label: 'Reminder', like: 'text' },
  { name: 'recurrence', label: 'Recurrence', like: 'text' },
  { name: 'cancelled', label: 'Cancelled', like: 'boolean' },
];

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

const NAMELESS = 'Meeting without a subject';
const CANCELLED = 'Cancelled: ';
/** Exchange puts a word like this one before the subject itself, in the language of whoever cancelled. */
const saysCancelled =
  /^\s*(cancell?ed|abgesagt|annulé|annullato|cancelado|geannuleerd|キャンセル済み|已取消|취소됨)\s*[:：]/i;

function titleOf(f: Fields): string {
  const subject = text(f.subject).trim() ? text(f.subject) : NAMELESS;
  return f.cancelled === true && !saysCancelled.test(subject) ? `${CANCELLED}${subject}` : subject;
}

const second = (time: string): string => (time.length === 10 ? time : String(Math.floor(Date.parse(time) / 1000)));

/** Subject, start and end; or the iCalendar id (the alias) that a meeting has in every mailbox, where the CRM holds it. */
function keys({ fields: f, aliases }: Pick<Neutral, 'fields' | 'aliases'>): Keys {
  const [start, end] = [text(f.start), text(f.end)];
  const own = start && end ? [`event:${second(start)}|${second(end)}|${fold(titleOf(f))}`] : [];
  return { strong: [...own, ...aliases.map((uid) => `uid:${uid}`)], weak: null };
}

const MINUTES = { hour: 60, day: 1440, week: 10_080 } as const;

/** Zoho counts up to 60 minutes, hours, days or weeks; in between, the nearest that it can say. */
function nearestReminder(value: Value | undefined): Value {
  if (typeof value !== 'number') return null;
  const steps = [1, MINUTES.hour, MINUTES.day, MINUTES.week];
  const step = steps.find((one) => value <= 60 * one && value % one === 0) ?? steps.find((one) => value <= 60 * one);
  return step ? Math.round(value / step) * step : 60 * MINUTES.week;
}

const people = ({ participants }: Fields): readonly Value[] => (Array.isArray(participants) ? participants : []);
/** Zoho takes no more participants [v8 docs: LIMIT_EXCEEDED]. */
const MOST_PEOPLE = 50;

/** Zoho refuses an event without a title and has no word for a cancelled one, so the title says it: cancelled is not deleted. */
const forZoho = (f: Fields): Fields => ({
  ...f,
  subject: titleOf(f),
  cancelled: null,
  reminder: nearestReminder(f.reminder),
  participants: people(f).length > MOST_PEOPLE ? people(f).slice(0, MOST_PEOPLE) : (f.participants ?? null),
});

const leaves = ({ recurrence }: Fields): string | null => (isOwn(recurrence) ? recurrence.own : null);

/** A reminder is everybody's own; any other change of a meeting is told to those who are invited. */
const isSilent = (changed: Fields): boolean => Object.keys(changed).every((name) => name === 'reminder');

/** How many mails Outlook would send to participants for this write. Zoho is never asked to send any. */
function mails({ side, op, fields: changed }: Write, before: Fields): Readonly<Record<string, number>> {
  const all = new Set([...people(before), ...people(changed)]).size;
  const sends = side === 'outlook' && all > 0 && !(op === 'update' && isSilent(changed));
  if (!sends) return {};
  if (op === 'create') return { invitations: all };
  return op === 'delete' ? { cancellations: all } : { updates: all };
}

const label = (f: Fields): string =>
  [text(f.start).slice(0, 10), isBlank(f.subject) ? NAMELESS.toLowerCase() : text(f.subject)].filter(Boolean).join(' ');

/** Also the same people: for whoever finds subject, start and end too little. The iCalendar id stays enough. */
function stricter({ fields: f, keys: { strong, weak } }: Pick<SideRecord, 'fields' | 'keys'>): Keys {
  const who = people(f).join(',');
  return { strong: strong.map((key) => (key.startsWith('uid:') ? key : `${key}|${who}`)), weak };
}

export const event: Kind = {
  name: 'event',
  fields,
  keys,
  label,
  forZoho,
  words: { strong: 'subject, start and end', weak: 'subject' },
  leaves,
  mails,
  stricter,
};

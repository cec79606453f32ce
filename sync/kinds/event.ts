import { titleKey } from '../likeness';
import type { Fields, Keys, Limits, Neutral, Side, SideRecord, Value, Write } from '../model';
import type { Field, Kind } from './kind';
import { ENDLESS, isBlank, isOwn } from './kind';
import { daysOff, overridesIn, sayDates, sayOverrides, touched } from './occurrences';

/**
 * Start and end are ISO instants in UTC, or of whole days calendar dates, the end exclusive; they and the word for it go over
 * together. Reminder: minutes before the start. Recurrence: an RFC 5545 rule, or why the other side cannot say it. Of a series,
 * `exceptDates` are the days on which it does not take place, and `overrides` its meetings that were moved or changed one by one
 * (see `Override`). `uid`: the iCalendar id, which Outlook gives. `cancelled`: each side's own word; no side is told the other's.
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
  {
    ...{ name: 'exceptDates', label: 'Cancelled Dates', like: 'set', say: sayDates },
    ...{ composed: true, later: ['outlook'] },
  },
  {
    ...{ name: 'overrides', label: 'Changed Meetings of the Series', like: 'structure', say: sayOverrides },
    ...{ later: ['outlook'], choices: { zoho: [] } },
    why: { zoho: 'Zoho CRM has no place for single changed meetings of a series; on those dates it shows none' },
  },
  {
    name: 'uid',
    label: 'iCalendar ID',
    like: 'text',
    neverBlank: true,
    choices: { outlook: [], zoho: [] },
    why: { outlook: '', zoho: '' },
  },
  {
    ...{ name: 'cancelled', label: 'Cancelled', like: 'boolean', choices: { outlook: [], zoho: [] } },
    why: {
      outlook: 'cancelling it in Outlook would mail its participants. Cancel or delete it there, if that is meant',
      zoho: '',
    },
  },
];

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

const NAMELESS = 'Meeting without a subject';
const CANCELLED = 'Cancelled: ';
/** Exchange puts a word like this one before the subject itself, in the language of whoever cancelled. */
const saysCancelled =
  /^\s*(cancell?ed|abgesagt|annulé|annullato|cancelado|geannuleerd|キャンセル済み|已取消|취소됨)\s*[:：]/i;

const subjectOf = ({ subject }: Fields): string => (text(subject).trim() ? text(subject) : NAMELESS);

function titleOf(f: Fields): string {
  const subject = subjectOf(f);
  return f.cancelled === true && !saysCancelled.test(subject) ? `${CANCELLED}${subject}` : subject;
}

const second = (time: string): string => (time.length === 10 ? time : String(Math.floor(Date.parse(time) / 1000)));

/** Subject, start and end; or the iCalendar id (the alias) that a meeting has in every mailbox, where the CRM holds it. */
function keys({ fields: f, aliases }: Pick<Neutral, 'fields' | 'aliases'>): Keys {
  const [start, end] = [text(f.start), text(f.end)];
  // One that was cancelled may go by either title: only the side that cancelled it knows.
  const titles = start && end ? [...new Set([titleOf(f), subjectOf(f)].map(titleKey))] : [];
  const own = titles.map((title) => `event:${second(start)}|${second(end)}|${title}`);
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
const mostPeople = (f: Fields): Value =>
  people(f).length > MOST_PEOPLE ? people(f).slice(0, MOST_PEOPLE) : (f.participants ?? null);

/**
 * Zoho refuses an event without a title and cannot be told that one was cancelled, so the title says it: cancelled is not
 * deleted. Unless its interface has a place for changed meetings of a series, it must not show them where they no longer are.
 * `limits` tell of an interface that holds reminders of any length, and any number of participants.
 */
const forZoho = (f: Fields, { overrides, reminder, participants }: Limits): Fields => ({
  ...f,
  subject: titleOf(f),
  exceptDates: overrides ? (f.exceptDates ?? null) : daysOff(f),
  reminder: reminder === ENDLESS ? (f.reminder ?? null) : nearestReminder(f.reminder),
  participants: participants === ENDLESS ? (f.participants ?? null) : mostPeople(f),
});

/** A meeting is not told without its time, nor a series as a single meeting. */
const leaves = ({ start, recurrence }: Fields): string | null => [start, recurrence].find(isOwn)?.own ?? null;

/** A reminder is everybody's own; single meetings of a series are told apart; any other change is told to those invited. */
const apart = ['reminder', 'exceptDates', 'overrides'];
const changesAll = (changed: Fields): boolean => Object.keys(changed).some((name) => !apart.includes(name));

/** A meeting that was called off must not turn up as one that takes place. */
const leavesNew = ({ cancelled }: Fields, side: Side): string | null =>
  side === 'zoho' && cancelled === true ? 'It was cancelled in Zoho CRM, so it is not created in Outlook' : null;

/**
 * How many mails Outlook would send to participants for this write: it tells of each changed meeting of a series by itself. Zoho
 * is never asked to send any.
 */
function mails({ side, op, fields: changed }: Write, before: Fields): Readonly<Record<string, number>> {
  const all = new Set([...people(before), ...people(changed)]).size;
  if (side !== 'outlook' || all === 0) return {};
  if (op === 'delete') return { cancellations: all };
  const { cancelled, moved } = touched(before, changed);
  const whole = op === 'update' && changesAll(changed) ? 1 + overridesIn(before).length : 0;
  const counts = {
    invitations: op === 'create' ? all : 0,
    updates: (whole + moved) * all,
    cancellations: cancelled * all,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
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
  given: ['uid'],
  words: { strong: 'subject, start and end', weak: 'subject' },
  leaves,
  leavesNew,
  mails,
  stricter,
};

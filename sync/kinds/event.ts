import { reason, type Reason } from '../../reasons';
import { sameValue, setMembers, titleKey } from '../compare';
import {
  NAMELESS,
  gotOnlyTheWord,
  subjectFromZoho,
  subjectOf,
  titleInZoho,
  withoutCancelledWord,
} from './cancelledTitle';
import type { Base, Fields, Value, Keys, Limits, NeutralRecord, Side, SideRecord, Write } from '../model';
import { asString } from '../model';
import { UNLIMITED, isBlank, isSideOnly, type Field, type Kind } from './kind';

/**
 * One meeting of a series that is not like the others: `date` is the day (`YYYY-MM-DD`, in the series' own zone) on which the
 * rule puts it, all else is what it has instead of what the series says. RFC 5545 says it with RECURRENCE-ID.
 */
export type Override = Fields & { readonly date: string };

const isOverride = (value: Value): value is Override =>
  typeof value === 'object' && value !== null && 'date' in value && typeof value.date === 'string';

/** The changed meetings of a series, in the order of their days. */
export function overridesIn({ overrides }: Fields): readonly Override[] {
  const all = Array.isArray(overrides) ? (overrides as readonly Value[]).filter(isOverride) : [];
  return [...all].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** The days on which a series does not take place, in order. RFC 5545 says it with EXDATE. */
export const exceptDatesIn = ({ exceptDates }: Fields): readonly string[] => setMembers(exceptDates);

/** What a meeting of a series may say otherwise than the series, its time and day apart. */
const ofMeetings = ['subject', 'location', 'description', 'participants', 'reminder'];

/**
 * The changed meetings, and what such a one said before and says still, now that its series has come to say the same: only the series
 * was edited, and may yet become another.
 */
function changedStill(now: Fields, before: Fields): Value {
  const [there, off] = [overridesIn(now), exceptDatesIn(now)];
  const saysStill = (name: string, one: Override, old: Override): boolean =>
    name in old && !(name in one) && sameValue('structure', (old as Fields)[name], now[name]);
  const all = overridesIn(before).flatMap((old): readonly Override[] => {
    const one = there.find(({ date }) => date === old.date) ?? { date: old.date };
    const names = off.includes(old.date) ? [] : ofMeetings.filter((name) => saysStill(name, one, old));
    const said = Object.fromEntries(names.map((name) => [name, now[name] ?? null]));
    return names.length > 0 ? [{ ...one, ...said }] : [];
  });
  const others = there.filter(({ date }) => !all.some((one) => one.date === date));
  return all.length > 0 ? overridesIn({ overrides: [...all, ...others] }) : (now.overrides ?? null);
}

const orNull = (dates: readonly string[]): Value => (dates.length > 0 ? dates : null);

/** The days on which nothing takes place as the rule says: neither what was cancelled, nor what was moved or changed. */
const daysOff = (f: Fields) => orNull(setMembers([...exceptDatesIn(f), ...overridesIn(f).map(({ date }) => date)]));

const formatTime = (value: Value | undefined): string => String(value ?? '').replace(/T(\d\d:\d\d).*/, ' $1');

/** A changed meeting as people read it: "2026-05-04 (now 2026-05-05 09:00 UTC)". */
function changedMeeting({ date, start, ...rest }: Override) {
  const zone = String(start ?? '').includes('T') ? ' UTC' : '';
  const others = Object.keys(rest).filter((name) => !['end', 'isAllDay'].includes(name));
  const labels = others.map((name) => fields.find((one) => one.name === name)?.label ?? { en: name, ja: name });
  return { date, now: start ? `${formatTime(start)}${zone}` : '', fields: labels };
}

const formatOverrides = (value: Value): Reason =>
  reason('changedMeetings', { meetings: overridesIn({ overrides: value }).map(changedMeeting) });
const formatDates = (value: Value): Reason => reason('dates', { dates: setMembers(value) });

const changesOnlyReminder = (override: Override): boolean =>
  Object.keys(override).every((name) => name === 'date' || name === 'reminder');

/** The meetings of a series that a change cancels or changes, where people would be told of it one by one. */
function toldOccurrences(before: Fields, changed: Fields): { readonly cancelled: number; readonly moved: number } {
  const known = exceptDatesIn(before);
  const same = (one: Override) => overridesIn(before).some((old) => sameValue('structure', old, one));
  const cancelled = exceptDatesIn(changed).filter((date) => !known.includes(date)).length;
  return { cancelled, moved: overridesIn(changed).filter((one) => !changesOnlyReminder(one) && !same(one)).length };
}

/**
 * Start and end are ISO instants in UTC, or of whole days calendar dates, the end exclusive; they and the word for it go over
 * together. Reminder: minutes before the start. Recurrence: an RFC 5545 rule, or why the other side cannot say it. Of a series,
 * `exceptDates` are the days on which it does not take place, and `overrides` its meetings that were moved or changed one by one
 * (see `Override`). `uid`: the iCalendar id, which Outlook gives. `cancelled`: each side's own word; no side is told the other's.
 */
const fields: readonly Field[] = [
  { name: 'subject', dependsOnOthers: true, label: { en: 'Subject', ja: '件名' }, type: 'text', zohoMaxLength: 255 },
  { name: 'start', label: { en: 'Start', ja: '開始' }, type: 'instant', group: 'start' },
  { name: 'end', label: { en: 'End', ja: '終了' }, type: 'instant', group: 'start' },
  { name: 'isAllDay', label: { en: 'All Day', ja: '終日' }, type: 'boolean', group: 'start' },
  { name: 'location', label: { en: 'Location', ja: '場所' }, type: 'text', zohoMaxLength: 255 },
  { name: 'description', label: { en: 'Description', ja: '説明' }, type: 'prose', zohoMaxLength: 32000 },
  { name: 'participants', label: { en: 'Participants', ja: '参加者' }, type: 'set' },
  { name: 'reminder', label: { en: 'Reminder', ja: 'アラーム' }, type: 'text' },
  { name: 'recurrence', label: { en: 'Recurrence', ja: '繰り返し' }, type: 'text' },
  {
    ...{
      name: 'exceptDates',
      label: { en: 'Cancelled Dates', ja: '取り消された日付' },
      type: 'set',
      format: formatDates,
    },
    ...{ dependsOnOthers: true, afterCreate: ['outlook'] },
  },
  {
    ...{
      name: 'overrides',
      label: { en: 'Changed Meetings of the Series', ja: 'シリーズ内の変更された会議' },
      type: 'structure',
      format: formatOverrides,
    },
    ...{ afterCreate: ['outlook'], choices: { zoho: [] }, waitsForOthers: true },
    whyCannotExpress: { zoho: reason('overridesHaveNoPlace') },
  },
  {
    name: 'uid',
    label: { en: 'iCalendar ID', ja: 'iCalendar ID' },
    type: 'text',
    neverBlank: true,
    choices: { outlook: [], zoho: [] },
    whyCannotExpress: { outlook: null, zoho: null },
  },
  {
    ...{
      name: 'cancelled',
      label: { en: 'Cancelled', ja: '取り消し済み' },
      type: 'boolean',
      choices: { outlook: [], zoho: [] },
    },
    whyCannotExpress: { outlook: reason('cancellingWouldMail'), zoho: null },
  },
];

const inSeconds = (time: string): string => (time.length === 10 ? time : String(Math.floor(Date.parse(time) / 1000)));

/** Subject, start and end; or the iCalendar id (the alias) that a meeting has in every mailbox, where the CRM holds it. */
function keys({ fields: f, aliases }: Pick<NeutralRecord, 'fields' | 'aliases'>): Keys {
  const [start, end] = [asString(f.start), asString(f.end)];
  const subject = subjectOf(f);
  // One that was cancelled may go by any of these titles: only the side that cancelled it knows.
  const said = f.cancelled === true ? [titleInZoho(f), subject, withoutCancelledWord(subject)] : [subject];
  const titles = start && end ? [...new Set(said.map(titleKey))] : [];
  const own = titles.map((title) => `event:${inSeconds(start)}|${inSeconds(end)}|${title}`);
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

const participantsIn = ({ participants }: Fields): readonly Value[] =>
  Array.isArray(participants) ? participants : [];
/** Zoho takes no more participants [v8 docs: LIMIT_EXCEEDED]. */
export const MOST_PARTICIPANTS = 50;
const limitParticipants = (f: Fields): Value =>
  participantsIn(f).length > MOST_PARTICIPANTS
    ? participantsIn(f).slice(0, MOST_PARTICIPANTS)
    : (f.participants ?? null);

const leftOut = (f: Fields, { participants }: Limits): readonly Reason[] => {
  const count = participants === UNLIMITED ? 0 : participantsIn(f).length - MOST_PARTICIPANTS;
  return count > 0 ? [reason('participantsLeftOut', { count, most: MOST_PARTICIPANTS })] : [];
};

/**
 * Zoho refuses an event without a title and cannot be told that one was cancelled, so the title says it: cancelled is not
 * deleted. Unless its interface has a place for changed meetings of a series, it must not show them where they no longer are.
 * `limits` tell of an interface that holds reminders of any length, and any number of participants.
 */
const forZoho = (f: Fields, { overrides, reminder, participants }: Limits, base: Base | null): Fields => ({
  ...f,
  subject: titleInZoho(f, base),
  overrides: changedStill(f, base?.outlook ?? {}),
  exceptDates: overrides ? (f.exceptDates ?? null) : daysOff(f),
  reminder: reminder === UNLIMITED ? (f.reminder ?? null) : nearestReminder(f.reminder),
  participants: participants === UNLIMITED ? (f.participants ?? null) : limitParticipants(f),
});

function forOutlook(zoho: Fields, own: Fields, _told: Fields, now: Fields): Fields {
  const isCancelled = own.cancelled === true || now.cancelled === true;
  return {
    ...zoho,
    ...(isCancelled && { subject: subjectFromZoho(zoho.subject, own, now) }),
    ...('overrides' in zoho && { overrides: changedStill(zoho, own) }),
  };
}

/** A meeting is not told without its time, nor a series as a single meeting. */
const whyUnsyncable = (fields: Fields): Reason | null => {
  const starts = overridesIn(fields).map((one) => (one as Fields).start);
  const said = [fields.start, fields.recurrence, ...starts].find(isSideOnly)?.sideOnly ?? null;
  return typeof said === 'string' ? reason('noWordForIt', { value: said }) : said;
};

/** A reminder is everybody's own; single meetings of a series are told apart; any other change is told to those invited. */
const notToldToAll = ['reminder', 'exceptDates', 'overrides'];
const isToldToAll = (changed: Fields): boolean => Object.keys(changed).some((name) => !notToldToAll.includes(name));

/** A meeting that was called off must not turn up as one that takes place. */
const whyNotCreated = ({ cancelled }: Fields, side: Side): Reason | null =>
  side === 'zoho' && cancelled === true ? reason('cancelledNotCreated') : null;

/** How many mails Outlook would send for this write, one for each changed meeting. Zoho is never asked to send any. */
function countMails({ side, op, fields: changed }: Write, before: Fields): Readonly<Record<string, number>> {
  const all = new Set([...participantsIn(before), ...participantsIn(changed)]).size;
  if (side !== 'outlook' || all === 0) return {};
  if (op === 'delete') return { cancellations: all };
  const { cancelled, moved } = toldOccurrences(before, changed);
  const whole = op === 'update' && isToldToAll(changed) ? 1 + overridesIn(before).length : 0;
  const counts = {
    invitations: op === 'create' ? all : 0,
    updates: (whole + moved) * all,
    cancellations: cancelled * all,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

const label = (f: Fields): string =>
  [asString(f.start).slice(0, 10), isBlank(f.subject) ? NAMELESS.toLowerCase() : asString(f.subject)]
    .filter(Boolean)
    .join(' ');

/** Also the same people: for whoever finds subject, start and end too little. The iCalendar id stays enough. */
function strictKeys({ fields: f, keys: { strong, weak } }: Pick<SideRecord, 'fields' | 'keys'>): Keys {
  const who = participantsIn(f).join(',');
  return { strong: strong.map((key) => (key.startsWith('uid:') ? key : `${key}|${who}`)), weak };
}

export const event: Kind = {
  name: 'event',
  fields,
  keys,
  label,
  forZoho,
  forOutlook,
  changedByItself: (was, now) => (gotOnlyTheWord(was, now) ? ['subject'] : []),
  leftOut,
  // a copy that a sync has made has an id of its own, which is not the meeting's
  fieldsOfOthers: fields.map((one) => (['reminder', 'uid'].includes(one.name) ? { ...one, stays: true } : one)),
  alongside: { outlook: ['attendees', 'places'], zoho: ['participants', 'reminders', 'reminderAt'] },
  assignedBySide: ['uid'],
  keyNames: { strong: { en: 'subject, start and end', ja: '件名・開始・終了' }, weak: { en: 'subject', ja: '件名' } },
  whyUnsyncable,
  whyNotCreated,
  countMails,
  strictKeys,
};

import { isEqual } from 'lodash';
import type { BeforeAndAfter, Fields, Value } from '../../../sync/model';
import { member, readArray, readFilled, readNumber, readString, readWord } from '../../row';
import { instantOf, localDate, plusDays } from '../../time/dateTime';

/** One of Zoho's reminders: `unit` of `period` before the start; `time` ("09:00", "10.30") is the time of day it then rings at. */
type Reminder = { readonly unit?: unknown; readonly period?: unknown; readonly time?: unknown };

const minutesIn: Readonly<Record<string, number>> = {
  ...{ minutes: 1, mins: 1, hours: 60, hrs: 60, days: 1440, weeks: 10_080 },
};
const periods = ['minutes', 'hours', 'days', 'weeks'] as const;
/** Zoho counts no further [v8 docs: "Remind_At"]. */
const MAX_UNITS = 60;

const reminderList = (value: unknown): readonly Reminder[] => readArray(value).map(readFilled);

/** Minutes from a time of day, so many days before, to the start; whole days begin at midnight of the user's zone. */
function minutesFrom(time: string, days: number, { start, isAllDay }: Fields, zone: string): number {
  const [date, begins] =
    isAllDay === true
      ? [String(start), instantOf({ dateTime: `${String(start)}T00:00:00`, timeZone: zone })]
      : [localDate(String(start), zone), String(start)];
  const rings = instantOf({ dateTime: `${plusDays(date, -days)}T${time}:00`, timeZone: zone });
  return Math.round((Date.parse(begins) - Date.parse(rings)) / 60_000);
}

/** Minutes before the start; null where it rings after it, for which Outlook has no word. `zone`: of the user. */
function minutesOf(reminder: Reminder, times: Fields, zone: string): number | null {
  const each = minutesIn[readWord(Object.keys(minutesIn), reminder.period ?? 'minutes')] ?? 1;
  const unit = readNumber(member(reminder, 'unit'));
  if (unit === null) return null;
  const [, hour, minute] = /^(\d?\d)[.:](\d\d)/.exec(readString(reminder.time)) ?? [];
  if (!hour || each < 1440 || typeof times.start !== 'string') return unit * each;
  const minutes = minutesFrom(`${hour.padStart(2, '0')}:${minute}`, (unit * each) / 1440, times, zone);
  return minutes >= 0 ? minutes : null;
}

/** The first reminder that Outlook can say, in minutes before the start, and its place in the list: Outlook has but one. */
export function reminderIn(value: unknown, times: Fields, zone: string): { minutes: number | null; at: number } {
  const all = reminderList(value).map((one) => minutesOf(one, times, zone));
  const at = all.findIndex((minutes) => minutes !== null);
  return { minutes: all[at] ?? null, at };
}

/**
 * That reminder (`at`) anew, the others as they are. The core has rounded to what can be said. Switched off, all are off, or the
 * next one would ring, and come back to Outlook.
 */
export function remindersWith(old: unknown, minutes: Value, at = 0): readonly unknown[] {
  if (typeof minutes !== 'number') return [];
  const fits = (period: string): boolean => {
    const units = minutes / (minutesIn[period] ?? 1);
    return Number.isInteger(units) && units <= MAX_UNITS;
  };
  const period = periods.find(fits) ?? 'weeks';
  const unit = Math.min(Math.round(minutes / (minutesIn[period] ?? 1)), MAX_UNITS);
  return [{ unit, period }, ...reminderList(old).filter((_, place) => place !== at)];
}

const sameReminder = (a: Reminder, b: Reminder): boolean =>
  isEqual([a.unit, a.period, a.time ?? null], [b.unit, b.period, b.time ?? null]);

/** All reminders as they were before a write that is undone; what somebody added since, or took out, stays so. */
export function remindersBack({ before, after }: BeforeAndAfter, now: unknown): readonly unknown[] {
  const [was, left, there] = [before.reminders, after.reminders, now].map(reminderList);
  const has = (all: readonly Reminder[] = [], one: Reminder) => all.some((other) => sameReminder(one, other));
  const back = (was ?? []).filter((one) => !has(left, one) || has(there, one));
  return [...back, ...(there ?? []).filter((one) => !has(was, one) && !has(left, one))];
}

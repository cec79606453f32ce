import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import type { Fields, Value } from '../../sync/model';
import { odd } from '../row';
import { readTime, type ZoneContext } from './times';
import { firstOf, has, propertyLine, paramOf, textOf, withLines, type Component } from './ical';

const MINUTE = 60_000;
/** Whole days begin at midnight, wherever the user is. */
const toMillis = (time: Value | undefined, zone: string): number =>
  DateTime.fromISO(String(time ?? ''), { zone }).toMillis();

/** Nobody is reminded ten years ahead. */
const MOST_SECONDS = 10 * 366 * 86_400;

function secondsIn(duration: string): number {
  const seconds = ICAL.Duration.isValueString(duration) ? ICAL.Duration.fromString(duration).toSeconds() : NaN;
  return Math.abs(seconds) <= MOST_SECONDS ? seconds : odd();
}

/** Minutes before the start at which an alarm rings; null where Outlook has no word for it (after the start, say). */
function minutesOf(alarm: Component, { start, end, isRepeated }: AlarmContext, clock: ZoneContext): number | null {
  const trigger = firstOf(alarm, 'trigger');
  if (!trigger) return null;
  if (trigger.type === 'date-time') {
    const moment = readTime(trigger, clock);
    if (moment.kind === 'unreadable') return odd();
    return moment.kind === 'instant' && !isRepeated ? minutesBefore(start, Date.parse(moment.at)) : null;
  }
  const from = paramOf(trigger, 'related').toUpperCase() === 'END' ? end : start;
  return minutesBefore(start, from + secondsIn(String(trigger.values[0])) * 1000);
}
const minutesBefore = (start: number, rings: number): number | null => {
  const minutes = Math.round((start - rings) / MINUTE);
  return minutes >= 0 ? minutes : null;
};

interface AlarmContext {
  readonly start: number;
  readonly end: number;
  /** An alarm at one instant is no reminder of a series. */
  readonly isRepeated: boolean;
}

/** Shown or heard; a mail or a program is something else, a repeated snooze is no reminder but the echo of one. */
const isReminder = (alarm: Component): boolean =>
  alarm.name === 'VALARM' &&
  /^(display|audio)$/i.test(textOf(alarm, 'action')?.trim() ?? 'DISPLAY') &&
  !has(alarm, 'related-to');

const ringingOf = (event: Component, { start, end }: Fields, { zone }: ZoneContext): AlarmContext => ({
  ...{ start: toMillis(start, zone), end: toMillis(end, zone) },
  isRepeated: has(event, 'rrule'),
});

/** The alarms that Outlook could say as its reminder, each with its minutes; all others are none of our business. */
function remindersIn(event: Component, times: Fields, clock: ZoneContext) {
  const alarms = event.inner.filter(isReminder);
  if (alarms.length === 0) return [];
  const ringing = ringingOf(event, times, clock);
  return alarms.flatMap((alarm) => {
    const minutes = minutesOf(alarm, ringing, clock);
    return minutes === null ? [] : [{ alarm, minutes }];
  });
}

/** Minutes before the start, of the first where there are several; null: no reminder. `times`: start and end of the event. */
export const reminderOf = (event: Component, times: Fields, clock: ZoneContext): Value =>
  remindersIn(event, times, clock)[0]?.minutes ?? null;

const triggerLine = (minutes: number): string =>
  propertyLine('trigger', 'duration', [`${minutes > 0 ? '-' : ''}PT${minutes}M`]);

const newAlarm = (minutes: number): Component => ({
  name: 'VALARM',
  lines: ['ACTION:DISPLAY', 'DESCRIPTION:Reminder', triggerLine(minutes)],
  inner: [],
});

/** The event with its first reminder so many minutes before. None is none, or a second would flow back. Others stay. */
export function withReminder(event: Component, wanted: Value, times: Fields, clock: ZoneContext): Component {
  const all = remindersIn(event, times, clock);
  const [old] = all;
  if ((old?.minutes ?? null) === wanted) return event;
  const ring = all.map(({ alarm }) => alarm);
  if (typeof wanted !== 'number') return { ...event, inner: event.inner.filter((one) => !ring.includes(one)) };
  if (!old) return { ...event, inner: [...event.inner, newAlarm(wanted)] };
  const changed = withLines(old.alarm, 'trigger', [triggerLine(wanted)]);
  return { ...event, inner: event.inner.map((one) => (one === old.alarm ? changed : one)) };
}

import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { reason } from '../../reasons';
import { sideOnly } from '../../sync/kinds';
import type { Fields } from '../../sync/model';
import { datePart, plusDays } from '../time/dateTime';
import { wholeDaysBetween, type AllDay } from '../time/wholeDays';
import { reminderOf } from './alarms';
import { readTime, zoneIn, type ZoneContext, type ICalTime } from './times';
import { participantsOf } from './attendees';
import { firstOf, has, textOf, type Component, type Property } from './ical';

const ENDS_FIRST = sideOnly(reason('endsBeforeStart', { side: 'zoho' }));
const NO_START = sideOnly(reason('noStart'));
const UNREADABLE = sideOnly(reason('timesUnreadable'));

type Instant = Extract<ICalTime, { kind: 'instant' }>;

/** The days of a duration go by the calendar, its hours by the clock that never stops [RFC 5545 3.3.6]; null: not readable. */
function durationOf(property: Property) {
  const text = String(property.values[0]);
  if (!ICAL.Duration.isValueString(text)) return null;
  const { weeks, days, hours, minutes, seconds, isNegative } = ICAL.Duration.fromString(text);
  const sign = isNegative ? -1 : 1;
  return { days: sign * (weeks * 7 + days), seconds: sign * ((hours * 60 + minutes) * 60 + seconds) };
}

/** The first day after an event of whole days. One that says nothing of its end, or ends where it starts, takes that one day. */
function lastDay(event: Component, start: string, clock: ZoneContext): string | null {
  const [end, duration] = [firstOf(event, 'dtend'), firstOf(event, 'duration')];
  if (end) {
    const moment = readTime(end, clock);
    if (moment.kind === 'unreadable') return null;
    const date = moment.kind === 'date' ? moment.date : String(end.values[0]).slice(0, 10);
    return date === start ? plusDays(start, 1) : date;
  }
  if (!duration) return plusDays(start, 1);
  const length = durationOf(duration);
  return length && datePart(plusDays(start, length.days + Math.ceil(length.seconds / 86_400) || 1));
}

function allDayEvent(event: Component, start: string, clock: ZoneContext): Fields {
  const end = lastDay(event, start, clock);
  if (!end) return { start: UNREADABLE, end: null, isAllDay: true };
  return end < start ? { start: ENDS_FIRST, end: null, isAllDay: true } : { start, end, isAllDay: true };
}

/** The end of a timed event; without one it ends as it starts [RFC 5545 3.6.1]. */
function endAt(event: Component, start: Instant, clock: ZoneContext): string | null {
  const [end, duration] = [firstOf(event, 'dtend'), firstOf(event, 'duration')];
  const zone = zoneIn(start.form);
  if (end) {
    const moment = readTime(end, clock);
    if (moment.kind === 'instant') return moment.at;
    const midnight = moment.kind === 'date' ? DateTime.fromISO(moment.date, { zone }) : null;
    return midnight && new Date(midnight.toMillis()).toISOString();
  }
  if (!duration) return start.at;
  const length = durationOf(duration);
  const last =
    length &&
    DateTime.fromISO(start.at, { zone })
      .plus({ days: length.days })
      .plus(length.seconds * 1000);
  return last && datePart(last.toISO() ?? '') && new Date(last.toMillis()).toISOString();
}

function timedEvent(event: Component, start: Instant, clock: ZoneContext): Fields {
  const end = endAt(event, start, clock);
  if (!end) return { start: UNREADABLE, end: null, isAllDay: false };
  return end < start.at ? { start: ENDS_FIRST, end: null, isAllDay: false } : { start: start.at, end, isAllDay: false };
}

/** Exchange tells whole days as midnights of a zone, and that they are whole in a word of its own [MS-STANOICAL 2.2]. */
export const ALL_DAY = 'x-microsoft-cdo-alldayevent';

function flaggedDays(event: Component, start: Instant, clock: ZoneContext): AllDay | null {
  const end = /^true$/i.test(textOf(event, ALL_DAY)?.trim() ?? '') ? endAt(event, start, clock) : null;
  if (end === null || end < start.at) return null;
  const [first, last] = [start.at, end].map((at) => DateTime.fromISO(at, { zone: zoneIn(start.form) }));
  if (!first || !last || [first, last].some((time) => time.toFormat('HH:mm') !== '00:00'))
    return has(event, 'rrule') ? null : wholeDaysBetween(Date.parse(start.at), Date.parse(end));
  const [from, to] = [first.toFormat('yyyy-MM-dd'), last.toFormat('yyyy-MM-dd')];
  return { start: from, end: from < to ? to : plusDays(from, 1) };
}

/** Start, end and whether it is of whole days, as the core has them. */
export function eventTimes(event: Component, clock: ZoneContext): Fields {
  const property = firstOf(event, 'dtstart');
  if (!property) return { start: NO_START, end: null, isAllDay: false };
  const start = readTime(property, clock);
  if (start.kind === 'unreadable') return { start: sideOnly(start.why), end: null, isAllDay: false };
  if (start.kind === 'date') return allDayEvent(event, start.date, clock);
  const days = flaggedDays(event, start, clock);
  return days ? { ...days, isAllDay: true } : timedEvent(event, start, clock);
}

export const isCancelled = (event: Component): boolean => textOf(event, 'status')?.trim().toUpperCase() === 'CANCELLED';

/** What one meeting says by itself, be it single, a series as a whole, or one of a series. */
export function eventFields(event: Component, clock: ZoneContext): Fields {
  const times = eventTimes(event, clock);
  return {
    subject: textOf(event, 'summary'),
    ...times,
    location: textOf(event, 'location'),
    description: textOf(event, 'description'),
    participants: participantsOf(event),
    reminder: reminderOf(event, times, clock),
    cancelled: isCancelled(event) || null,
  };
}

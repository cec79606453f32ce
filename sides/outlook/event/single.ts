import { own } from '../../../sync/kinds';
import { setOf } from '../../../sync/likeness';
import type { Fields, Value } from '../../../sync/model';
import { allDayFromGraph, instantOf } from '../../time/zones';
import type { GraphTime } from '../../time/zones';
import { list, object, text } from '../contact';
import { textOf } from './body';

/** An event as Graph's v1.0 JSON has it; a series read for itself with `cancelledOccurrences` and `exceptionOccurrences`. */
export type GraphEvent = Readonly<Record<string, unknown>>;

/** What becomes of events marked private: left out, told with their title and time only, or told like any other. */
export type Privates = 'skip' | 'title' | 'full';

type Attendee = { readonly type?: string; readonly emailAddress?: { readonly address?: string } };

const hidden = ['private', 'confidential'];
/** Outlook hides these from those one shares a calendar with. What is marked personal it shows to everybody: that is no secret. */
export const isPrivate = ({ sensitivity }: GraphEvent): boolean => hidden.includes(text(sensitivity).toLowerCase());

const addressOf = (value: unknown): string => text(object(object(value).emailAddress).address);
const graphTime = (value: unknown): GraphTime => ({
  dateTime: text(object(value).dateTime),
  timeZone: text(object(value).timeZone) || 'UTC',
});

const ENDS_FIRST = 'It ends before it starts. Set its end again in Outlook';

function wholeDays(event: GraphEvent): Fields {
  const dates = allDayFromGraph({ start: graphTime(event.start), end: graphTime(event.end) });
  return dates ? { ...dates, isAllDay: true } : { start: own(ENDS_FIRST), end: null, isAllDay: true };
}

/** Why a time cannot be read, for people. */
const whyNot = (error: unknown): string => (error instanceof Error ? error.message : 'Its time cannot be read');

function timed(event: GraphEvent): Fields {
  try {
    const [start, end] = [instantOf(graphTime(event.start)), instantOf(graphTime(event.end))];
    return end < start ? { start: own(ENDS_FIRST), end: null, isAllDay: false } : { start, end, isAllDay: false };
  } catch (error) {
    return { start: own(whyNot(error)), end: null, isAllDay: false };
  }
}

export const zoneOf = (event: GraphEvent): string =>
  text(object(object(event.recurrence).range).recurrenceTimeZone) || text(event.originalStartTimeZone) || 'UTC';

const isAddress = (text: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text);
const invited = (event: GraphEvent): readonly Attendee[] =>
  list<Attendee>(event.attendees).filter(({ type }) => text(type) !== 'resource');

/** Who takes part, but for the organiser and for rooms. */
function participants(event: GraphEvent): Value {
  const organiser = addressOf(event.organizer).toLowerCase();
  const all = setOf(invited(event).map(addressOf).filter(isAddress)).filter((address) => address !== organiser);
  return all.length > 0 ? all : null;
}

const reminderOf = ({ isReminderOn, reminderMinutesBeforeStart: minutes }: GraphEvent): Value =>
  isReminderOn === true && typeof minutes === 'number' ? minutes : null;

/** What one meeting says by itself, be it single, a series as a whole, or one of a series. */
export function saidBy(event: GraphEvent, privates: Privates): Fields {
  const time = event.isAllDay === true ? wholeDays(event) : timed(event);
  const open: Fields = { subject: text(event.subject) || null, ...time, cancelled: event.isCancelled === true || null };
  if (isPrivate(event) && privates !== 'full') return open;
  return {
    ...open,
    location: text(object(event.location).displayName) || null,
    description: textOf(event.body),
    participants: participants(event),
    reminder: reminderOf(event),
  };
}

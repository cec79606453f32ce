import { own } from '../../../sync/kinds';
import { setOf } from '../../../sync/likeness';
import type { Fields, Neutral, Value } from '../../../sync/model';
import type { GraphRecurrence } from '../../time/recurrence';
import { fromGraph } from '../../time/recurrence';
import { allDayFromGraph, instantOf, localDate, toIana } from '../../time/zones';
import type { GraphTime } from '../../time/zones';
import { list, object, text } from '../contact';
import { hasJoinBlock, textOf } from './body';

/** An event as Graph's v1.0 JSON has it; `exceptions`: occurrences of a series that were changed or taken out one by one. */
export type GraphEvent = Readonly<Record<string, unknown>> & { readonly exceptions?: number };

/** What becomes of events marked private: left out, told with their title and time only, or told like any other. */
export type Privates = 'skip' | 'title' | 'full';

type Attendee = { readonly type?: string; readonly emailAddress?: { readonly address?: string } };

export const isPrivate = ({ sensitivity }: GraphEvent): boolean => !['', 'normal'].includes(text(sensitivity));

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

/** The rule of a series; or, as a word of Outlook's own, why it cannot be said. */
function ruleOf(event: GraphEvent, { start, isAllDay }: Fields): Value {
  if (text(event.type) !== 'seriesMaster') return null;
  if (event.exceptions) return own(`${event.exceptions} of the series' meetings were changed or cancelled one by one`);
  const zone = zoneOf(event);
  const date =
    isAllDay === true || !toIana(zone) ? text(start).slice(0, 10) : text(start) && localDate(text(start), zone);
  const read = fromGraph(event.recurrence as GraphRecurrence, { date, zone });
  return 'refused' in read ? own(read.refused) : read.rule;
}

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

/** What a write must know of the event it changes. */
export type EventExtra = {
  readonly timeZone: string;
  readonly isOrganizer: boolean;
  readonly attendees: readonly Value[];
  readonly hasJoinBlock: boolean;
  /** Of a private event only title and time are told, so nothing else of it is written. */
  readonly titleOnly: boolean;
  readonly iCalUId: string;
};

const extraOf = (event: GraphEvent, titleOnly: boolean): EventExtra => ({
  timeZone: zoneOf(event),
  isOrganizer: event.isOrganizer !== false,
  attendees: list<Value>(event.attendees),
  hasJoinBlock: hasJoinBlock(event.body),
  titleOnly,
  iCalUId: text(event.iCalUId),
});

/** A Graph event in neutral form; its iCalendar id, by which other mailboxes know it too, is its alias. */
export function toNeutral(event: GraphEvent, privates: Privates): Neutral {
  const titleOnly = isPrivate(event) && privates !== 'full';
  const time = event.isAllDay === true ? wholeDays(event) : timed(event);
  const open: Fields = { subject: text(event.subject) || null, ...time, recurrence: ruleOf(event, time) };
  const rest: Fields = titleOnly
    ? {}
    : {
        location: text(object(event.location).displayName) || null,
        description: textOf(event.body),
        participants: participants(event),
        reminder: reminderOf(event),
      };
  const uid = text(event.iCalUId);
  const fields = { ...open, ...rest, cancelled: event.isCancelled === true || null };
  return { fields, aliases: uid ? [uid] : [], extra: extraOf(event, titleOnly) as Value };
}

import { graphError, malformedId, notFound } from '../errors';
import { mergeMarks } from '../extendedProperties';
import { looksLikeId, makeChangeKey, makeGuid, makeId, next } from '../ids';
import type { GraphState, StoredCalendar, StoredEvent, ZonedTime } from '../model';
import type { Row } from '../shapes';
import type { EventBody } from './eventBody';
import { NEVER, emptyEvent } from './eventFields';
import type { Instance } from './instances';
import { hasDate, neighbours, noteIds, occurrenceOn, recurrenceIn, spanOf, wholeOf } from './instances';

const log = (state: GraphState, event: StoredEvent, date?: string): void => {
  const change = { seq: next(state), calendar: event.calendar, event };
  state.eventChanges.push(date === undefined ? change : { ...change, date });
};

/** The instance an id names; 404 when it is gone, 400 when it is no id at all. */
export function findInstance(state: GraphState, id: string, calendar?: string): Instance {
  const target = state.eventIds.get(id);
  const event = target && state.events.get(target.event);
  const recurrence = event && recurrenceIn(event);
  if (!event || (calendar && event.calendar !== calendar)) throw looksLikeId(id) ? notFound() : malformedId();
  if (target.date === undefined) return wholeOf(event);
  if (!recurrence || !hasDate(event, target.date)) throw notFound();
  return occurrenceOn(event, recurrence, target.date);
}

export const eventsIn = (state: GraphState, calendar: string): StoredEvent[] =>
  [...state.events.values()].filter((event) => event.calendar === calendar);

const person = ({ mailbox }: GraphState): Row => ({
  emailAddress: { name: mailbox.displayName, address: mailbox.mail },
});

/** `0400…` as Outlook makes it; the sixteen hex digits that hold the date are zero in the id of a series. */
const uidOf = (n: number): string =>
  `040000008200E00074C5B7101A82E00800000000${makeGuid(n, 'uid').replace(/-/g, '').toUpperCase()}`;

/** An online meeting gets its link, and its block of invitation in the body. */
function withMeeting(fields: Row, n: number): Row {
  if (!fields.isOnlineMeeting || fields.onlineMeeting) return fields;
  const joinUrl = `https://teams.microsoft.example/l/meetup-join/${makeGuid(n, 'meeting')}`;
  const { content = '' } = (fields.body ?? {}) as { content?: string };
  const block = `<div>________________</div><div>Microsoft Teams meeting</div><a href="${joinUrl}">Join</a>`;
  const body = { contentType: 'html', content: `${content}<br>${block}` };
  return { ...fields, body, onlineMeetingProvider: 'teamsForBusiness', onlineMeeting: { joinUrl } };
}

function ownFields(state: GraphState, n: number): Row {
  const webLink = `https://outlook.office365.example/owa/?itemid=${n}&exvsurl=1&path=/calendar/item`;
  const responseStatus = { response: 'organizer', time: NEVER };
  return { organizer: person(state), responseStatus, iCalUId: uidOf(n), webLink };
}

export function createEvent(state: GraphState, calendar: StoredCalendar, body: EventBody, now: number): StoredEvent {
  const n = (state.items += 1);
  const event: StoredEvent = {
    ...{ immutableId: makeId('immutableEvent', n), restId: makeId('event', n), calendar: calendar.id, n },
    ...{ changeKey: makeChangeKey(next(state)), created: now, modified: now },
    fields: withMeeting({ ...emptyEvent(), ...ownFields(state, n), ...body.fields }, n),
    ...{ marks: mergeMarks([], body.marks), extensions: [], exceptions: new Map(), cancelled: new Set() },
  };
  state.events.set(event.immutableId, event);
  noteIds(state, wholeOf(event));
  log(state, event);
  return event;
}

function touch(state: GraphState, event: StoredEvent, now: number, date?: string): void {
  event.changeKey = makeChangeKey(next(state));
  event.modified = now;
  log(state, event, date);
}

/** Exchange gives a new event another version by itself within seconds [seen live: compass-calendar#3665]. */
export const driftKey = (state: GraphState, event: StoredEvent): void =>
  void (event.changeKey = makeChangeKey(next(state)));

const TIMES = ['start', 'end', 'isAllDay', 'recurrence'];

/** Changes an event or a whole series. New times or a new pattern make the series forget its exceptions. */
function updateWhole(state: GraphState, event: StoredEvent, { fields, marks }: EventBody, now: number): void {
  if (TIMES.some((name) => name in fields)) {
    event.exceptions.clear();
    event.cancelled.clear();
  }
  event.fields = withMeeting({ ...event.fields, ...fields }, event.n);
  event.marks = mergeMarks(event.marks, marks);
  touch(state, event, now);
}

function checkNeighbours({ event, date = '' }: Instance, fields: Row): void {
  const { start } = spanOf({ fields });
  const crossed = neighbours(event, date).some((other) =>
    (other.date ?? '') < date ? start <= spanOf(other).start : start >= spanOf(other).start,
  );
  if (crossed)
    throw graphError(
      400,
      'ErrorOccurrenceCrossingBoundary',
      'Modified occurrence is crossing or overlapping adjacent occurrence.',
    );
}

/** Gives one occurrence something of its own: it becomes an exception. */
function updateOccurrence(state: GraphState, instance: Instance, { fields, marks }: EventBody, now: number): void {
  const { event, date = '' } = instance;
  if (fields.recurrence) throw graphError(400, 'ErrorInvalidRequest', 'An occurrence cannot have a recurrence.');
  if (fields.start) checkNeighbours(instance, { ...instance.fields, ...fields });
  const old = event.exceptions.get(date);
  event.exceptions.set(date, {
    fields: { ...old?.fields, ...fields },
    marks: mergeMarks(old?.marks ?? [], marks),
    changeKey: makeChangeKey(next(state)),
    modified: now,
  });
  touch(state, event, now, date);
}

export function updateInstance(state: GraphState, instance: Instance, body: EventBody, now: number): void {
  if (instance.date === undefined) updateWhole(state, instance.event, body, now);
  else updateOccurrence(state, instance, body, now);
}

/** Deletes an event with all its occurrences, or cancels the one occurrence of a series. */
export function deleteInstance(state: GraphState, { event, date }: Instance, now: number): void {
  if (date !== undefined) {
    event.exceptions.delete(date);
    event.cancelled.add(date);
    return touch(state, event, now, date);
  }
  state.events.delete(event.immutableId);
  state.deletedEvents.push(event);
  log(state, event);
}

export const startOf = ({ fields }: Instance): ZonedTime => fields.start as ZonedTime;

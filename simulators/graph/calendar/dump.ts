import type { GraphState, StoredEvent } from '../model';
import { etagOf } from '../store';
import { preciseTime } from '../todo/render';
import type { Row } from '../shapes';
import { calendarRow } from './calendars';
import type { Instance } from './instances';
import { noteIds, occurrenceOn, recurrenceIn, wholeOf } from './instances';
import { eventsIn } from './store';

const instanceDump = (one: Instance): Row => ({
  ...{ id: one.restId, immutableId: one.immutableId, '@odata.etag': etagOf(one), changeKey: one.changeKey },
  ...{ type: one.type, ...(one.date ? { date: one.date } : {}), lastModifiedDateTime: preciseTime(one.modified) },
  ...one.fields,
  singleValueExtendedProperties: one.marks,
});

/** An event with everything in it: times in the zones they were written in, bodies as written. */
function eventDump(state: GraphState, event: StoredEvent): Row {
  const recurrence = recurrenceIn(event);
  const own = recurrence ? [...event.exceptions.keys()].map((date) => occurrenceOn(event, recurrence, date)) : [];
  for (const one of own) noteIds(state, one);
  return {
    ...instanceDump(wholeOf(event)),
    createdDateTime: preciseTime(event.created),
    ...(recurrence ? { exceptions: own.map(instanceDump), cancelledDates: [...event.cancelled].sort() } : {}),
  };
}

/** All calendars with all of their events. */
export const dumpCalendars = (state: GraphState): Row[] =>
  [...state.calendars.values()].map((calendar) => ({
    ...calendarRow(calendar, null, false),
    events: eventsIn(state, calendar.id).map((event) => eventDump(state, event)),
  }));

export const dumpDeletedEvents = (state: GraphState): Row[] =>
  state.deletedEvents.map((event) => eventDump(state, event));

import type { GraphState, StoredCalendar } from '../model';
import type { Row } from '../shapes';
import { only } from '../values';
import { createCalendar } from './calendars';
import type { EventBody } from './eventBody';
import { readEvent } from './eventBody';
import { SERVER_FIELDS } from './eventFields';
import { findInstance, createEvent, deleteInstance, updateInstance } from './store';
import { occurrenceOn, recurrenceIn, wholeOf } from './instances';

/** An event in vendor form; a series may bring its exceptions by date and the dates it leaves out. */
export interface SeedEvent extends Readonly<Row> {
  readonly exceptions?: readonly (Readonly<Row> & { readonly date: string })[];
  readonly cancelledDates?: readonly string[];
}

/** A calendar by its name or id: made if it is not there. The default one is named `Calendar`. */
export interface SeedCalendar {
  readonly name: string;
  readonly canEdit?: boolean;
  readonly owner?: { readonly name: string; readonly address: string };
  readonly events?: readonly SeedEvent[];
}

/** A change made by another hand: the organizer's, another program's. No letter goes out for it. */
export interface SeedEdit {
  /** Id, subject or iCalUId. */
  readonly event: string;
  /** The date of one occurrence. */
  readonly date?: string;
  readonly set?: Readonly<Row>;
  readonly delete?: boolean;
}

const calendarNamed = (state: GraphState, name: string): StoredCalendar | undefined =>
  [...state.calendars.values()].find((calendar) => calendar.name === name || calendar.id === name);

const timeIn = (value: unknown, otherwise: number): number => {
  const at = Date.parse(String(value ?? ''));
  return Number.isNaN(at) ? otherwise : at;
};

/** A seed may set what only the server sets, a zone that cannot be written among it. */
function bodyOf(vendor: Readonly<Row>, stored: Row): EventBody {
  const { exceptions: _e, cancelledDates: _c, date: _d, ...rest } = vendor;
  const { fields, marks } = readEvent(rest, stored);
  return { fields: { ...fields, ...only(rest, SERVER_FIELDS) }, marks };
}

function seedEvent(state: GraphState, calendar: StoredCalendar, vendor: SeedEvent, now: number): void {
  const created = timeIn(vendor.createdDateTime ?? vendor.lastModifiedDateTime, now);
  const event = createEvent(state, calendar, bodyOf(vendor, {}), created);
  const recurrence = recurrenceIn(event);
  for (const exception of recurrence ? (vendor.exceptions ?? []) : []) {
    const one = occurrenceOn(event, recurrence as NonNullable<typeof recurrence>, exception.date);
    updateInstance(state, one, bodyOf(exception, one.fields), created);
  }
  for (const date of recurrence ? (vendor.cancelledDates ?? []) : [])
    deleteInstance(state, occurrenceOn(event, recurrence as NonNullable<typeof recurrence>, date), created);
  event.modified = timeIn(vendor.lastModifiedDateTime, created);
}

export function seedCalendars(state: GraphState, calendars: readonly SeedCalendar[], now: number): void {
  for (const { name, canEdit, owner, events } of calendars) {
    const calendar = calendarNamed(state, name) ?? createCalendar(state, name);
    calendar.canEdit = canEdit ?? calendar.canEdit;
    calendar.owner = owner ?? calendar.owner;
    for (const event of events ?? []) seedEvent(state, calendar, event, now);
  }
}

export function seedEdit(state: GraphState, edit: SeedEdit, now: number): void {
  const event = [...state.events.values()].find(({ fields, restId, immutableId }) =>
    [restId, immutableId, fields.subject, fields.iCalUId].includes(edit.event),
  );
  const whole = event ? wholeOf(event) : findInstance(state, edit.event);
  const recurrence = recurrenceIn(whole.event);
  const one = edit.date && recurrence ? occurrenceOn(whole.event, recurrence, edit.date) : whole;
  if (edit.delete) deleteInstance(state, one, now);
  else updateInstance(state, one, bodyOf(edit.set ?? {}, one.fields), now);
}

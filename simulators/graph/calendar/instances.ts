import { DateTime } from 'luxon';
import { makeOccurrenceId } from '../ids';
import type { GraphState, StoredEvent, ZonedTime } from '../model';
import { datesUntil } from '../occurrences';
import type { Recurrence } from '../recurrence';
import type { ExtendedProperty, Row } from '../shapes';
import { ianaOf } from '../timeZones';
import { graphTime, momentOf } from '../values';
import { seriesZone, wallClock } from './eventBody';

/** An event as it can be shown: a single one, a master, or one occurrence of a series. */
export interface Instance {
  readonly event: StoredEvent;
  readonly type: 'singleInstance' | 'seriesMaster' | 'occurrence' | 'exception';
  /** The date on which the pattern puts an occurrence, in the zone of the series. */
  readonly date?: string;
  readonly originalStart?: string;
  readonly fields: Row;
  readonly marks: readonly ExtendedProperty[];
  readonly changeKey: string;
  readonly modified: number;
  readonly restId: string;
  readonly immutableId: string;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export const recurrenceIn = ({ fields }: { fields: Row }): Recurrence | null => fields.recurrence as Recurrence | null;

/** The event itself: single or master. */
export function wholeOf(event: StoredEvent): Instance {
  const { fields, marks, changeKey, modified, restId, immutableId } = event;
  const type = recurrenceIn(event) || fields.type === 'seriesMaster' ? 'seriesMaster' : 'singleInstance';
  return { event, type, fields, marks, changeKey, modified, restId, immutableId };
}

const DAY = 86_400_000;

/** Start and end of the occurrence of a date: the wall-clock times of the master, so that DST does not move them. */
function timesOn(event: StoredEvent, recurrence: Recurrence, date: string): { start: ZonedTime; end: ZonedTime } {
  const [first, last] = [event.fields.start as ZonedTime, event.fields.end as ZonedTime];
  const zone = event.fields.isAllDay ? first.timeZone : seriesZone(recurrence, first);
  const [from, to] = [wallClock(first, zone), wallClock(last, zone)];
  const days = Math.round((Date.parse(to.toISODate() ?? '') - Date.parse(from.toISODate() ?? '')) / DAY);
  const at = (time: DateTime, plus: number): ZonedTime => {
    const day = new Date(Date.parse(date) + plus * DAY).toISOString().slice(0, 10);
    const moment = DateTime.fromISO(`${day}T${time.toFormat('HH:mm:ss.SSS')}`, { zone: ianaOf(zone) ?? 'UTC' });
    return { dateTime: graphTime(moment), timeZone: zone };
  };
  return { start: at(from, 0), end: at(to, days) };
}

/** The occurrence of a date; what it has of its own lies over what the master says. */
export function occurrenceOn(event: StoredEvent, recurrence: Recurrence, date: string): Instance {
  const exception = event.exceptions.get(date);
  const times = timesOn(event, recurrence, date);
  const fields = { ...event.fields, recurrence: null, transactionId: undefined, ...times, ...exception?.fields };
  return {
    ...{ event, type: exception ? 'exception' : 'occurrence', date, fields },
    originalStart: momentOf(times.start).toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'"),
    ...{ marks: exception?.marks ?? [], changeKey: exception?.changeKey ?? event.changeKey },
    modified: exception?.modified ?? event.modified,
    restId: makeOccurrenceId('event', event.n, date),
    immutableId: makeOccurrenceId('immutableEvent', event.n, date),
  };
}

/** Instants of an instance; those of an all-day event are its dates read in UTC. */
export function spanOf({ fields }: { fields: Row }): Span {
  const at = (time: ZonedTime) =>
    fields.isAllDay ? Date.parse(`${time.dateTime.slice(0, 10)}T00:00:00Z`) : momentOf(time).toMillis();
  return { start: at(fields.start as ZonedTime), end: at(fields.end as ZonedTime) };
}

const LAST = Date.UTC(2199, 0, 1);
const dayAt = (ms: number): string => new Date(Math.max(0, Math.min(ms, LAST))).toISOString().slice(0, 10);

const touches = (one: Span, window: Span): boolean =>
  one.start < window.end && (one.end > window.start || one.start >= window.start);

/** All dates of a series to a day, without those cancelled. */
function* liveDates(event: StoredEvent, recurrence: Recurrence, until: string): Generator<string> {
  for (const date of datesUntil(recurrence, until)) {
    if (date > until) return;
    if (!event.cancelled.has(date)) yield date;
  }
}

/** The instances that lie in a window: a single event itself, or the occurrences of a series, moved ones included. */
export function instancesIn(event: StoredEvent, window: Span): Instance[] {
  const recurrence = recurrenceIn(event);
  if (!recurrence) return [wholeOf(event)].filter((one) => touches(spanOf(one), window));
  const { start, end } = spanOf(event);
  const [from, until] = [dayAt(window.start - (end - start) - 2 * DAY), dayAt(window.end + 2 * DAY)];
  const dates = new Set(event.exceptions.keys());
  for (const date of liveDates(event, recurrence, until)) if (date >= from) dates.add(date);
  return [...dates]
    .sort()
    .map((date) => occurrenceOn(event, recurrence, date))
    .filter((one) => touches(spanOf(one), window));
}

/** Whether the series still has an occurrence on a date. */
export function hasDate(event: StoredEvent, date: string): boolean {
  const recurrence = recurrenceIn(event);
  return Boolean(recurrence && !event.cancelled.has(date) && datesUntil(recurrence, date).has(date));
}

/** The occurrences right before and after one, as they lie now. */
export function neighbours(event: StoredEvent, date: string): Instance[] {
  const recurrence = recurrenceIn(event);
  if (!recurrence) return [];
  const around: string[] = [];
  for (const one of liveDates(event, recurrence, dayAt(Date.parse(date) + 3660 * DAY)))
    if (one < date) around[0] = one;
    else if (one > date) around[1] ??= one;
  return around.filter(Boolean).map((one) => occurrenceOn(event, recurrence, one));
}

/** Remembers the ids under which an instance is shown, so that they can be asked for. */
export function noteIds({ eventIds }: GraphState, { event, date, restId, immutableId }: Instance): void {
  const target = date === undefined ? { event: event.immutableId } : { event: event.immutableId, date };
  eventIds.set(restId, target).set(immutableId, target);
}

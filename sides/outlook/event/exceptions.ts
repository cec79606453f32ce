import type { Fields, Value } from '../../../sync/model';
import { overrideOf, plainOn } from '../../occurrence';
import { localDate } from '../../time/zones';
import { list, text } from '../contact';
import type { GraphEvent, Privates } from './single';
import { isPrivate, saidBy, zoneOf } from './single';

/** `OID.{id of the series}.{date}`, the date in the series' own zone [learn: event resource]. */
const OCCURRENCE = /\.(\d{4}-\d\d-\d\d)$/;
const dateIn = (id: unknown): string | null => OCCURRENCE.exec(text(id))?.[1] ?? null;

/** The date on which the rule puts a meeting of a series, wherever it is now; null where nothing tells. */
export function dateOf(occurrence: GraphEvent, zone: string): string | null {
  const named = dateIn(occurrence.occurrenceId);
  const original = text(occurrence.originalStart);
  if (named || Number.isNaN(Date.parse(original))) return named;
  const midnight = /^(\d{4}-\d\d-\d\d)T00:00:00(\.0+)?Z$/.exec(original)?.[1];
  return occurrence.isAllDay === true && midnight ? midnight : localDate(new Date(original).toISOString(), zone);
}

const dated = (events: readonly GraphEvent[], zone: string) =>
  events.map((event) => ({ event, date: dateOf(event, zone) }));
type Dated = { readonly event: GraphEvent; readonly date: string };
const isDated = (one: { readonly event: GraphEvent; readonly date: string | null }): one is Dated => one.date !== null;

/** A private meeting of an open series is not there for the CRM where private ones are left out. */
const isLeftOut = (privates: Privates, series: GraphEvent) => (one: GraphEvent) =>
  privates === 'skip' && isPrivate(one) && !isPrivate(series);

const orNull = (values: readonly Value[]): Value => (values.length > 0 ? values : null);

/**
 * The days a series leaves out and its changed meetings; `series` is what it says as a whole. Null where Graph names one of them
 * in a way we cannot read.
 */
export function exceptionsOf(event: GraphEvent, series: Fields, privates: Privates): Fields | null {
  const zone = zoneOf(event);
  const changed = dated(list<GraphEvent>(event.exceptionOccurrences), zone);
  const cancelled = list(event.cancelledOccurrences).map(dateIn);
  if (!changed.every(isDated) || cancelled.includes(null)) return null;
  const hides = isLeftOut(privates, event);
  const overrides = changed
    .filter((one) => !hides(one.event))
    .flatMap((one) => overrideOf(one.date, saidBy(one.event, privates), plainOn(series, one.date, zone)) ?? [])
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  const hidden = changed.filter((one) => hides(one.event)).map(({ date }) => date);
  const days = [...new Set([...cancelled, ...hidden].flatMap((date) => date ?? []))].sort();
  return { exceptDates: orNull(days), overrides: orNull(overrides) };
}

import type { Override } from '../../../sync/kinds';
import { kinds } from '../../../sync/kinds';
import { alike } from '../../../sync/likeness';
import type { Fields, Value } from '../../../sync/model';
import type { FirstTimes } from '../../time/zones';
import { localDate, timesOn } from '../../time/zones';
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

const firstTimes = ({ start, end, isAllDay }: Fields): FirstTimes => ({
  ...{ start: text(start), end: text(end) },
  isAllDay: isAllDay === true,
});

/** What the series says of its meeting on a date. */
export const plainOn = (series: Fields, date: string, zone: string): Fields => ({
  ...series,
  ...timesOn(firstTimes(series), date, zone),
});

const times = ['start', 'end', 'isAllDay'];
const compared = kinds.event.fields.filter(
  ({ name }) => !['recurrence', 'exceptDates', 'overrides', 'uid'].includes(name),
);

/** What a changed meeting has of its own; its times go together. */
function overrideOf(date: string, meeting: Fields, plain: Fields): Override | null {
  const other = compared
    .filter(({ name }) => name in meeting && name in plain)
    .filter(({ name, like }) => !alike(like, meeting[name], plain[name]))
    .map(({ name }) => name);
  const names = other.some((name) => times.includes(name)) ? [...new Set([...other, ...times])] : other;
  const kept = names.filter((name) => name !== 'isAllDay' || other.includes(name));
  return kept.length > 0 ? { date, ...Object.fromEntries(kept.map((name) => [name, meeting[name] ?? null])) } : null;
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

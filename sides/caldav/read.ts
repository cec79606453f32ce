import { DateTime } from 'luxon';
import { reason } from '../../reasons';
import { type Override, sideOnly } from '../../sync/kinds';
import type { Fields, Value, NeutralRecord } from '../../sync/model';
import { odd } from '../row';
import { overrideOf, seriesFieldsOn } from '../occurrence';
import { type Start, canonicalRule, isRefused, MOST_DATES, orRefused } from '../time';
import { datePart, instantOf, localDate, toIana, unknownZone } from '../time/dateTime';
import { isInvited } from './attendees';
import type { CalendarObject, Component, Property, Unreadable } from './ical';
import { isThisAndFuture, firstOf, has, paramOf, propertiesOf, rawValues, parseObject, innerOf, textOf } from './ical';
import { type ZoneContext, type ICalTime, readTimeValue, readTime, zoneIn, zonesOf } from './times';
import { isCancelled, eventFields } from './vevent';

/** The zone a series keeps to: that of its first meeting; the user's where it is of whole days or on no particular clock. */
function seriesZone(event: Component, clock: ZoneContext): string {
  const start = firstOf(event, 'dtstart');
  const moment = start && readTime(start, clock);
  return moment?.kind === 'instant' ? zoneIn(moment.form) : clock.zone;
}

/** Where a series begins, as a rule wants to know it. */
export function seriesStart({ start, isAllDay }: Fields, zone: string): Start {
  if (isAllDay === true) return { date: String(start), zone: 'UTC' };
  return {
    date: localDate(String(start), zone),
    time: DateTime.fromISO(String(start), { zone }).toFormat('HH:mm'),
    zone,
  };
}

/** How many values a property has, without a look at what they are. */
const countValues = (event: Component, name: string): number =>
  rawValues(event, name).reduce((sum, line) => sum + line.split(',').length, 0);
const hasTooMany = (event: Component): boolean => countValues(event, 'exdate') > MOST_DATES;

/** Some tell the first meeting among the extra dates, too. */
function hasExtraDates(event: Component, said: Fields, clock: ZoneContext): boolean {
  if (countValues(event, 'rdate') > MOST_DATES) return true;
  const at = (moment: ICalTime) => (moment.kind === 'date' ? moment.date : moment.kind === 'instant' && moment.at);
  const all = propertiesOf(event, 'rdate').flatMap((one) =>
    one.values.map((value) => at(readTimeValue(one, value, clock))),
  );
  return has(event, 'rdate') && (all.length === 0 || all.some((one) => one !== said.start));
}

/** The zone of the first meeting, where nobody else knows it: a series needs one that goes on. */
function namelessZone(event: Component, { zoneOf }: ZoneContext): string | null {
  const start = firstOf(event, 'dtstart');
  const tzid = start && /T[^Z]+$/.test(String(start.values[0])) ? paramOf(start, 'tzid') : '';
  return tzid && zoneOf(tzid) === null ? tzid : null;
}

/** The rule of a series as all sides spell it; or, as a word of the calendar's own, why it cannot be said. */
function ruleOf({ main, changed, isDetached }: CalendarObject, said: Fields, clock: ZoneContext): Value {
  if (isDetached) return changed.length > 0 ? sideOnly(reason('calendarPieces')) : null;
  const rules = rawValues(main, 'rrule').filter(Boolean);
  if (hasExtraDates(main, said, clock)) return sideOnly(reason('calendarExtraDates'));
  if (rules.length === 0) return changed.length > 0 ? sideOnly(reason('calendarPieces')) : null;
  const nameless = namelessZone(main, clock);
  if (nameless !== null) return sideOnly((clock.whyUnknown ?? unknownZone)(nameless));
  if (rules.length > 1) return sideOnly(reason('calendarSeveralRules'));
  if (has(main, 'exrule')) return sideOnly(reason('calendarSecondExclusion'));
  if (hasTooMany(main)) return sideOnly(reason('tooManyDates', { max: MOST_DATES }));
  if (changed.some(isThisAndFuture)) return sideOnly(reason('calendarSplit'));
  const read = canonicalRule(rules[0] ?? '', seriesStart(said, seriesZone(main, clock)));
  return 'refused' in read ? sideOnly(read.refused) : read.rule;
}

/** A series of whole days is at home in no zone: its dates are the ones that are written. */
const wallDay = (text: string): string => text.slice(0, 10);

/** Dates without a zone of their own are meant on the series' own clock. */
const inSeriesZone = (zone: string, clock: ZoneContext): ZoneContext => ({ ...clock, zone });

/** The day of the series that a RECURRENCE-ID names; null where it cannot be read. */
function recurrenceDay(event: Component, series: Fields, zone: string, clock: ZoneContext): string | null {
  const named = firstOf(event, 'recurrence-id');
  if (!named) return null;
  const moment = readTime(named, inSeriesZone(zone, clock));
  if (moment.kind !== 'instant') return moment.kind === 'date' ? moment.date : null;
  return series.isAllDay === true ? wallDay(String(named.values[0])) : localDate(moment.at, zone);
}

export interface ExcludedDate {
  readonly line: string;
  readonly value: unknown;
  readonly date: string;
}

/** How the clock of the series shows its start: `T09:00:00.000`. */
const wallTime = ({ start }: Fields, zone: string): string =>
  DateTime.fromISO(String(start), { zone }).toFormat("'T'HH:mm:ss.SSS");

const WALL = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d)(Z?)$/;

/** The parts of a time that is written on the clock of the series: it says the same as it shows, and there may be many. */
function onSeriesClock(property: Property, value: unknown, zone: string, { zoneOf }: ZoneContext) {
  const [text, date = '', time = '', utc] = WALL.exec(String(value)) ?? [];
  const tzid = paramOf(property, 'tzid');
  const isOn = utc ? zone === 'UTC' : tzid === '' || zoneOf(tzid) === zone;
  return text && isOn && property.type === 'date-time' && datePart(date) ? { date, time: `${time}.000` } : null;
}

/** The days taken out of a series. One with another time of day than the series takes out nothing [RFC 5545 3.8.5.1]. */
export function excludedDates(
  event: Component,
  series: Fields,
  zone: string,
  clock: ZoneContext,
): readonly ExcludedDate[] {
  const time = wallTime(series, zone);
  const read = (one: Property, value: unknown): string | null => {
    const plain = series.isAllDay === true ? null : onSeriesClock(one, value, zone, clock);
    if (plain) return plain.time === time ? plain.date : null;
    const moment = readTimeValue(one, value, inSeriesZone(zone, clock));
    if (moment.kind === 'unreadable') return odd();
    if (moment.kind === 'date') return moment.date;
    if (series.isAllDay === true) return wallDay(String(value));
    const date = localDate(moment.at, zone);
    return instantOf({ dateTime: `${date}${time}`, timeZone: zone }) === moment.at ? date : null;
  };
  return propertiesOf(event, 'exdate').flatMap((one) =>
    one.values.flatMap((value) => {
      const date = read(one, value);
      return date ? [{ line: one.line, value, date }] : [];
    }),
  );
}

export interface ChangedMeeting {
  readonly event: Component;
  readonly date: string;
  readonly said: Fields;
}

/** The changed meetings of a series by their days; null where one of them names its day in a way we cannot read. */
export function changedMeetings(
  { main, changed }: CalendarObject,
  series: Fields,
  clock: ZoneContext,
): readonly ChangedMeeting[] | null {
  const zone = seriesZone(main, clock);
  const all = changed.map((event) => ({
    event,
    date: recurrenceDay(event, series, zone, clock),
    said: eventFields(event, clock),
  }));
  return all.every((one): one is ChangedMeeting => one.date !== null) ? all : null;
}

const orNull = (values: readonly Value[]): Value => (values.length > 0 ? values : null);

/** What only a series has: its rule, the days it leaves out, its changed meetings. */
function seriesFields(parts: CalendarObject, said: Fields, clock: ZoneContext): Fields {
  const recurrence = ruleOf(parts, said, clock);
  if (typeof recurrence !== 'string' || typeof said.start !== 'string') return { recurrence };
  const all = changedMeetings(parts, said, clock);
  if (!all || all.some((one) => typeof one.said.start !== 'string' && !isCancelled(one.event)))
    return { recurrence: sideOnly(reason('calendarChangesUnreadable')) };
  const zone = seriesZone(parts.main, clock);
  const excluded = excludedDates(parts.main, said, zone, clock).map(({ date }) => date);
  const cancelled = all.filter(({ event }) => isCancelled(event)).map(({ date }) => date);
  const days = [...new Set([...excluded, ...cancelled])].sort();
  const off = new Set(days);
  const overrides = all
    .filter(({ date }) => !off.has(date))
    .flatMap((one): readonly Override[] => {
      const override = overrideOf(one.date, one.said, seriesFieldsOn(said, one.date, zone));
      return override ? [override] : [];
    });
  const byDay = new Map(overrides.map((one) => [one.date, one]));
  const sorted = [...byDay.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
  return { recurrence, exceptDates: orNull(days), overrides: orNull(sorted) };
}

/** Our own property: the id of the intent that made the event. */
export const INTENT_PROPERTY = 'x-zoho-outlook-intent';

/** What a write must know of the event it changes, and what the other side must know to make one of it. */
export type CalDavExtra = {
  /** The zone the event keeps to, by its IANA name. */
  readonly timeZone: string;
  readonly isOrganizer: boolean;
  readonly uid: string;
};

/** An event as read, with what the feed needs besides. */
export type ReadEvent = NeutralRecord & { readonly mark: string | null; readonly modifiedAt: string | null };

/** The clock of a text: the user's zone, and what the zone names in it mean around its first event. */
export function zoneContextFor(calendar: Component, main: Component, zone: string): ZoneContext {
  const year = Number(/^\d{4}/.exec(rawValues(main, 'dtstart')[0] ?? '')?.[0] ?? '2000');
  const own = toIana(zone) ?? 'UTC';
  return { zone: own, ...zonesOf(calendar, own, year) };
}

const isoOf = (value: unknown): string | null => {
  const at = Date.parse(String(value ?? ''));
  return Number.isNaN(at) ? null : new Date(at).toISOString();
};

/** The last change that any of its parts tells of. */
function modifiedAt(events: readonly Component[]): string | null {
  const timesOf = (name: string) => events.flatMap((one) => isoOf(propertiesOf(one, name)[0]?.values[0]) ?? []);
  const known = timesOf('last-modified');
  return (known.length > 0 ? known : timesOf('dtstamp')).sort().at(-1) ?? null;
}

/** The fields of an event, by its parts. Total: whatever cannot be said is a word of the calendar's own. */
export function objectFields(parts: CalendarObject, clock: ZoneContext): Fields {
  const said = eventFields(parts.main, clock);
  const series = orRefused(() => seriesFields(parts, said, clock));
  const ofSeries = isRefused(series) ? { recurrence: sideOnly(series.refused) } : series;
  return { ...said, ...ofSeries, uid: parts.uid || null };
}

/**
 * The text of one calendar object in neutral form; or why it is none that can be read. `zone`: of the
 * calendar or its user, for times on no particular clock; any other name than a known one counts as UTC. `user`: the address of
 * the calendar's owner, by which is known who organises.
 */
export function readObject(ics: string, at: { readonly zone: string; readonly user?: string }): ReadEvent | Unreadable {
  const parts = parseObject(ics);
  if ('unreadable' in parts) return parts;
  const { calendar, main, uid } = parts;
  const clock = zoneContextFor(calendar, main, at.zone);
  const extra: CalDavExtra = { timeZone: seriesZone(main, clock), isOrganizer: !isInvited(main, at.user ?? ''), uid };
  return {
    fields: objectFields(parts, clock),
    aliases: uid ? [uid] : [],
    extra: extra as unknown as Value,
    mark: textOf(main, INTENT_PROPERTY),
    modifiedAt: modifiedAt(innerOf(calendar, 'VEVENT')),
  };
}

import type { Override } from '../../sync/kinds';
import { own } from '../../sync/kinds';
import type { Fields, Value } from '../../sync/model';
import { overrideOf, plainOn } from '../occurrence';
import type { Start } from '../time/recurrence';
import { plainRule } from '../time/recurrence';
import { localDate } from '../time/zones';
import { DateTime } from 'luxon';
import type { Clock, Moment } from './moment';
import { momentIn, momentOf, zoneIn } from './moment';
import type { Parts } from './parts';
import { reachesOn } from './parts';
import { isCancelled, saidBy } from './single';
import type { Component } from './tree';
import { firstOf, has, propertiesOf, rawOf } from './tree';

const RULES = 'It repeats by several rules at once; Outlook knows one rule per series. Make a series of each';
const EXTRA =
  'It has extra dates beside its rule; Outlook cannot add dates to a series. Make events of their own of them';
const LESS = 'It leaves dates out by a second rule; Outlook knows one rule per series. Take single dates out instead';
const SPLIT =
  'From one of its meetings on it was changed for good, in a way that Outlook has no word for. Make a new series from there on';
const PIECES = 'It is several single meetings of a series that is not in this calendar, and they cannot be told apart';

/** The zone a series keeps to: that of its first meeting; the user's where it is of whole days or on no particular clock. */
export function zoneOf(event: Component, clock: Clock): string {
  const start = firstOf(event, 'dtstart');
  const moment = start && momentOf(start, clock);
  return moment?.kind === 'instant' ? zoneIn(moment.form) : clock.zone;
}

/** Where a series begins, as a rule wants to know it. */
export function startOf({ start, isAllDay }: Fields, zone: string): Start {
  if (isAllDay === true) return { date: String(start), zone: 'UTC' };
  return {
    date: localDate(String(start), zone),
    time: DateTime.fromISO(String(start), { zone }).toFormat('HH:mm'),
    zone,
  };
}

/** Some tell the first meeting among the extra dates, too. */
function hasExtraDates(event: Component, said: Fields, clock: Clock): boolean {
  const at = (moment: Moment) => (moment.kind === 'date' ? moment.date : moment.kind === 'instant' && moment.at);
  const all = propertiesOf(event, 'rdate').flatMap((one) => one.values.map((value) => at(momentIn(one, value, clock))));
  return has(event, 'rdate') && (all.length === 0 || all.some((one) => one !== said.start));
}

/** The rule of a series as all sides spell it; or, as a word of the calendar's own, why it cannot be said. */
function ruleOf({ main, changed, isPiece }: Parts, said: Fields, clock: Clock): Value {
  if (isPiece) return changed.length > 0 ? own(PIECES) : null;
  const rules = rawOf(main, 'rrule').filter(Boolean);
  if (hasExtraDates(main, said, clock)) return own(EXTRA);
  if (rules.length === 0) return changed.length > 0 ? own(PIECES) : null;
  if (rules.length > 1) return own(RULES);
  if (has(main, 'exrule')) return own(LESS);
  if (changed.some(reachesOn)) return own(SPLIT);
  const read = plainRule(rules[0] ?? '', startOf(said, zoneOf(main, clock)));
  return 'refused' in read ? own(read.refused) : read.rule;
}

/** A series of whole days is at home in no zone: its dates are the ones that are written. */
const wallDay = (text: string): string => text.slice(0, 10);

/** Dates without a zone of their own are meant on the series' own clock. */
const clockOf = (zone: string, clock: Clock): Clock => ({ ...clock, zone });

/** The day of the series that a RECURRENCE-ID names; null where it cannot be read. */
export function dayNamed(event: Component, series: Fields, zone: string, clock: Clock): string | null {
  const named = firstOf(event, 'recurrence-id');
  if (!named) return null;
  const moment = momentOf(named, clockOf(zone, clock));
  if (moment.kind !== 'instant') return moment.kind === 'date' ? moment.date : null;
  return series.isAllDay === true ? wallDay(String(named.values[0])) : localDate(moment.at, zone);
}

export interface LeftOut {
  readonly line: string;
  readonly value: unknown;
  readonly date: string;
}

/**
 * The days taken out of a series, by the lines that say so. One that names another time of day than the series has takes nothing
 * out [RFC 5545 3.8.5.1].
 */
export function leftOut(event: Component, series: Fields, zone: string, clock: Clock): readonly LeftOut[] {
  const read = (moment: Moment, value: unknown): string | null => {
    if (moment.kind !== 'instant') return moment.kind === 'date' ? moment.date : null;
    if (series.isAllDay === true) return wallDay(String(value));
    const date = localDate(moment.at, zone);
    return plainOn(series, date, zone).start === moment.at ? date : null;
  };
  return propertiesOf(event, 'exdate').flatMap((one) =>
    one.values.flatMap((value) => {
      const date = read(momentIn(one, value, clockOf(zone, clock)), value);
      return date ? [{ line: one.line, value, date }] : [];
    }),
  );
}

export interface Changed {
  readonly event: Component;
  readonly date: string;
  readonly said: Fields;
}

/** The changed meetings of a series by their days; null where one of them names its day in a way we cannot read. */
export function changedOf({ main, changed }: Parts, series: Fields, clock: Clock): readonly Changed[] | null {
  const zone = zoneOf(main, clock);
  const all = changed.map((event) => ({
    event,
    date: dayNamed(event, series, zone, clock),
    said: saidBy(event, clock),
  }));
  return all.every((one): one is Changed => one.date !== null) ? all : null;
}

const orNull = (values: readonly Value[]): Value => (values.length > 0 ? values : null);
const UNREADABLE = 'It cannot be read which of its meetings were changed one by one. Make the series anew in Zoho CRM';

/** What only a series has: its rule, the days it leaves out, its changed meetings. */
export function seriesOf(parts: Parts, said: Fields, clock: Clock): Fields {
  const recurrence = ruleOf(parts, said, clock);
  if (typeof recurrence !== 'string' || typeof said.start !== 'string') return { recurrence };
  const all = changedOf(parts, said, clock);
  if (!all || all.some((one) => typeof one.said.start !== 'string' && !isCancelled(one.event)))
    return { recurrence: own(UNREADABLE) };
  const zone = zoneOf(parts.main, clock);
  const off = leftOut(parts.main, said, zone, clock).map(({ date }) => date);
  const cancelled = all.filter(({ event }) => isCancelled(event)).map(({ date }) => date);
  const days = [...new Set([...off, ...cancelled])].sort();
  const overrides = all
    .filter(({ date }) => !days.includes(date))
    .flatMap((one): readonly Override[] => {
      const override = overrideOf(one.date, one.said, plainOn(said, one.date, zone));
      return override ? [override] : [];
    });
  const byDay = new Map(overrides.map((one) => [one.date, one]));
  const sorted = [...byDay.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
  return { recurrence, exceptDates: orNull(days), overrides: orNull(sorted) };
}

import ICAL from 'ical.js';
import type { Override } from '../../sync/kinds';
import { exceptDatesIn, overridesIn } from '../../sync/kinds';
import type { Fields } from '../../sync/model';
import { plainOn } from '../occurrence';
import { momentOf } from './moment';
import { patched } from './patch';
import { MARK } from './read';
import type { Changed } from './series';
import type { SeriesGround } from './seriesPatch';
import { dayLine } from './seriesPatch';
import { isCancelled, saidBy } from './single';
import type { Component } from './tree';
import { firstOf, withLines, without } from './tree';

const ofSeries = ['rrule', 'rdate', 'exrule', 'exdate', MARK];

/** A RECURRENCE-ID that still names its day stays as it was written. */
function named(event: Component, date: string, ground: SeriesGround): Component {
  const there = firstOf(event, 'recurrence-id');
  const now = there && momentOf(there, { ...ground.clock, zone: ground.zone });
  const { start } = plainOn(ground.after, date, ground.zone);
  const says = now && (now.kind === 'date' ? now.date === start : now.kind === 'instant' && now.at === start);
  if (there && (says || !ground.moved)) return event;
  return withLines(event, 'recurrence-id', [dayLine('recurrence-id', date, ground)]);
}

/** What a meeting is to say: what it has of its own, and for all else what the series says. */
function targetOf({ date, ...own }: Override, { after, zone }: SeriesGround): Fields {
  const { subject, start, end, isAllDay, location, description, participants, reminder } = {
    ...plainOn(after, date, zone),
    ...own,
  } as Fields;
  const whole = 'start' in own ? !String(own.start).includes('T') : isAllDay === true;
  const said = { subject, start, end, location, description, participants, reminder };
  const all = Object.entries({ ...said, isAllDay: whole });
  return Object.fromEntries(all.map(([name, value]) => [name, value ?? null]));
}

function meeting(override: Override, old: Changed | null, series: Component, ground: SeriesGround): Component {
  const base = old?.event ?? without(series, ...ofSeries);
  const said = old?.said ?? saidBy(base, ground.clock);
  // Only where the series puts it a meeting has to be told on the clock of the series.
  const use = 'start' in override ? 'once' : 'series';
  const shaped = patched(base, targetOf(override, ground), said, { ...ground, use });
  const takesPlace = isCancelled(shaped) ? without(shaped, 'status') : shaped;
  return named(takesPlace, override.date, ground);
}

/** What becomes of the component of a day: see `meetingsOf`. */
function fateOf(one: Changed, before: Fields, ground: SeriesGround): Override | 'stays' | 'goes' {
  const wanted = overridesIn(ground.after).find(({ date }) => date === one.date);
  if (exceptDatesIn(ground.after).includes(one.date)) return isCancelled(one.event) ? 'stays' : 'goes';
  if (wanted) return wanted;
  const wasOther = isCancelled(one.event) || overridesIn(before).some(({ date }) => date === one.date);
  return wasOther ? 'goes' : { date: one.date };
}

/**
 * The components of the changed meetings as they are to be. Those that are no longer wanted go; those that differ only in what is
 * not ours to know stay, and follow the series in all else. `series`: its component as it is to be; `before`: what it said.
 */
export function meetingsOf(
  there: readonly Changed[],
  series: Component,
  before: Fields,
  ground: SeriesGround,
): readonly Component[] {
  const kept = there.flatMap((one): readonly Component[] => {
    const fate = fateOf(one, before, ground);
    if (fate === 'goes') return [];
    return [fate === 'stays' ? named(one.event, one.date, ground) : meeting(fate, one, series, ground)];
  });
  const known = [...there.map(({ date }) => date), ...exceptDatesIn(ground.after)];
  const fresh = overridesIn(ground.after).filter(({ date }) => !known.includes(date));
  return [...kept, ...fresh.map((override) => meeting(override, null, series, ground))];
}

/** Days that a cancelled component tells of, so that no EXDATE has to. */
export const toldDays = (there: readonly Changed[], after: Fields): readonly string[] =>
  there.filter(({ event, date }) => isCancelled(event) && exceptDatesIn(after).includes(date)).map(({ date }) => date);

/** A century of days: no series that matters is longer. */
const MOST = 36_600;

/** Those of the days on which the rule really puts a meeting. */
export function daysOfRule(rule: string, start: string, days: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const last = [...days].sort().at(-1) ?? '';
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(start));
  for (let count = 0; count < MOST; count += 1) {
    const day = iterator.next()?.toString() ?? null;
    if (day === null || day > last) break;
    if (days.includes(day)) found.add(day);
  }
  return found;
}

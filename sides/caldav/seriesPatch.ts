import { groupBy } from 'lodash';
import { exceptDatesIn, overridesIn, type Override } from '../../sync/kinds';
import { type Fields, asString } from '../../sync/model';
import { seriesFieldsOn } from '../occurrence';
import { canonicalRule, isRefused } from '../time';
import { instantOf } from '../time/dateTime';
import { readRule } from '../time/rrule';
import { seriesDates } from '../time/seriesDates';
import { type Component, propertyLine, lineName, propertiesOf, rawValues, withLines, firstOf, without } from './ical';
import { type PatchContext, patchEvent } from './patch';
import { excludedDates, seriesStart, INTENT_PROPERTY, type ChangedMeeting } from './read';
import { dateLine, instantLine, readTime, zoneIn } from './times';
import { isCancelled, eventFields } from './vevent';

/** A series as it is to be: its fields, the zone it keeps to, and whether its first meeting lies elsewhere than before. */
export interface SeriesContext extends PatchContext {
  /** Is its start written as a date? Exchange has midnights for whole days. */
  readonly asDates: boolean;
  readonly after: Fields;
  readonly zone: string;
  readonly moved: boolean;
}

/** RFC 5545 wants an UNTIL in UTC where the series has a zone, and in the form of its start elsewhere [3.3.10]. */
function untilText(date: string, { asDates, form }: SeriesContext): string {
  if (asDates) return date;
  const wall = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}T23:59:59`;
  if (form.kind === 'floating') return wall.replace(/[-:]/g, '');
  return `${instantOf({ dateTime: wall, timeZone: zoneIn(form) })
    .slice(0, 19)
    .replace(/[-:]/g, '')}Z`;
}

/** The rule as the text has it, where that still means the same; else as all sides spell it. */
export function withRule(event: Component, ground: SeriesContext): Component {
  const { after, zone } = ground;
  const [now] = rawValues(event, 'rrule');
  const read = now ? canonicalRule(now, seriesStart(after, zone)) : null;
  if (read && 'rule' in read && read.rule === after.recurrence) return event;
  const rule = asString(after.recurrence).replace(
    /UNTIL=(\d{8})/,
    (_, date: string) => `UNTIL=${untilText(date, ground)}`,
  );
  return withLines(event, 'rrule', [`RRULE:${rule}`]);
}

/** A day of the series in the form of its start: what EXDATE and RECURRENCE-ID want. */
function dayLine(name: string, date: string, { after, zone, form, asDates }: SeriesContext): string {
  if (asDates) return dateLine(name, date);
  const midnight = { dateTime: `${date}T00:00:00`, timeZone: zoneIn(form) };
  const at = after.isAllDay === true ? instantOf(midnight) : asString(seriesFieldsOn(after, date, zone).start);
  return instantLine(name, at, form, 'series');
}

/** A line without these of its values; none where none is left. */
function withoutValues(event: Component, line: string, values: readonly unknown[]): readonly string[] {
  const property = propertiesOf(event, 'exdate').find((one) => one.line === line);
  const gone = new Set(values);
  const rest = property?.values.filter((value) => !gone.has(value)) ?? [];
  return property && rest.length > 0 ? [propertyLine('exdate', property.type, rest, property.params)] : [];
}

/** The series without days. `now`: the fields of the text; `cancelled`: days that a cancelled meeting tells of already. */
export function withExcludedDates(
  event: Component,
  now: Fields,
  cancelled: readonly string[],
  ground: SeriesContext,
): Component {
  const there = typeof now.start === 'string' ? excludedDates(event, now, ground.zone, ground.clock) : [];
  const wanted = exceptDatesIn(ground.after);
  const off = new Set(wanted);
  const stays = (date: string) => !ground.moved && off.has(date);
  const dropped = there.filter(({ date }) => !stays(date));
  const known = new Set([...cancelled, ...there.map(({ date }) => date).filter(stays)]);
  const fresh = wanted.filter((date) => !known.has(date)).map((date) => dayLine('exdate', date, ground));
  if (dropped.length + fresh.length === 0) return event;
  const byLine = groupBy(dropped, 'line');
  const lines = event.lines.flatMap((line) => {
    const values = lineName(line) === 'exdate' ? (byLine[line] ?? []).map(({ value }) => value) : [];
    return values.length > 0 ? withoutValues(event, line, values) : [line];
  });
  return { ...event, lines: [...lines, ...fresh] };
}

const seriesProperties = ['rrule', 'rdate', 'exrule', 'exdate', INTENT_PROPERTY];

/** A RECURRENCE-ID that still names its day stays as it was written. */
function withRecurrenceId(event: Component, date: string, ground: SeriesContext): Component {
  const there = firstOf(event, 'recurrence-id');
  const now = there && readTime(there, { ...ground.clock, zone: ground.zone });
  const { start } = seriesFieldsOn(ground.after, date, ground.zone);
  const says = now && (now.kind === 'date' ? now.date === start : now.kind === 'instant' && now.at === start);
  if (there && (says || !ground.moved)) return event;
  return withLines(event, 'recurrence-id', [dayLine('recurrence-id', date, ground)]);
}

/** What a meeting is to say: what it has of its own, and for all else what the series says. */
function meetingFields({ date, ...own }: Override, { after, zone }: SeriesContext): Fields {
  const { subject, start, end, isAllDay, location, description, participants, reminder } = {
    ...seriesFieldsOn(after, date, zone),
    ...own,
  } as Fields;
  const whole = 'start' in own ? !String(own.start).includes('T') : isAllDay === true;
  const said = { subject, start, end, location, description, participants, reminder };
  const all = Object.entries({ ...said, isAllDay: whole });
  return Object.fromEntries(all.map(([name, value]) => [name, value ?? null]));
}

function patchMeeting(override: Override, old: ChangedMeeting | null, series: Component, ground: SeriesContext) {
  const base = old?.event ?? without(series, ...seriesProperties);
  const said = old?.said ?? eventFields(base, ground.clock);
  // Only where the series puts it a meeting has to be told on the clock of the series.
  const use = 'start' in override ? 'once' : 'series';
  const shaped = patchEvent(base, meetingFields(override, ground), said, { ...ground, use });
  const takesPlace = isCancelled(shaped) ? without(shaped, 'status') : shaped;
  return withRecurrenceId(takesPlace, override.date, ground);
}

/** What becomes of the component of a day: see `meetingsOf`. */
function meetingChange({ event, date }: ChangedMeeting, before: Days, after: Days): Override | 'stays' | 'goes' {
  if (after.off.has(date)) return isCancelled(event) ? 'stays' : 'goes';
  const wanted = after.changed.get(date);
  if (wanted) return wanted;
  return isCancelled(event) || before.changed.has(date) ? 'goes' : { date };
}

/** What a series says of its days. */
interface Days {
  readonly off: ReadonlySet<string>;
  readonly changed: ReadonlyMap<string, Override>;
}
const daysOf = (series: Fields): Days => ({
  off: new Set(exceptDatesIn(series)),
  changed: new Map(overridesIn(series).map((one) => [one.date, one])),
});

/**
 * The components of the changed meetings as they are to be. Those that are no longer wanted go; those that differ only in what is
 * not ours to know stay, and follow the series in all else. `series`: its component as it is to be; `before`: what it said.
 */
export function patchMeetings(
  there: readonly ChangedMeeting[],
  series: Component,
  before: Fields,
  ground: SeriesContext,
): readonly Component[] {
  const [was, after] = [daysOf(before), daysOf(ground.after)];
  const kept = there.flatMap((one): readonly Component[] => {
    const change = meetingChange(one, was, after);
    if (change === 'goes') return [];
    return [
      change === 'stays' ? withRecurrenceId(one.event, one.date, ground) : patchMeeting(change, one, series, ground),
    ];
  });
  const known = new Set([...there.map(({ date }) => date), ...after.off]);
  const fresh = overridesIn(ground.after).filter(({ date }) => !known.has(date));
  return [...kept, ...fresh.map((override) => patchMeeting(override, null, series, ground))];
}

/** Days that a cancelled component tells of, so that no EXDATE has to. */
export const cancelledDays = (there: readonly ChangedMeeting[], after: Fields): readonly string[] =>
  there.filter(({ event, date }) => isCancelled(event) && exceptDatesIn(after).includes(date)).map(({ date }) => date);

/** Those of the days on which the rule really puts a meeting. */
export function daysInRule(rule: string, start: string, days: readonly string[]): ReadonlySet<string> {
  const repeat = readRule(rule, { date: start, zone: 'UTC' });
  if (isRefused(repeat)) return new Set();
  return new Set(days.filter((day) => !seriesDates(repeat, start, day, day).next().done));
}

import { exceptDatesIn } from '../../sync/kinds';
import type { Fields } from '../../sync/model';
import { plainOn } from '../occurrence';
import { plainRule } from '../time/recurrence';
import { instantOf } from '../time/zones';
import { dateLine, instantLine } from './moment';
import type { Ground } from './patch';
import { leftOut, startOf } from './series';
import type { Component } from './tree';
import { lineOf, nameOf, propertiesOf, rawOf, withLines } from './tree';

/** A series as it is to be: its fields, the zone it keeps to, and whether its first meeting lies elsewhere than before. */
export interface SeriesGround extends Ground {
  readonly after: Fields;
  readonly zone: string;
  readonly moved: boolean;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** RFC 5545 wants an UNTIL in UTC where the series has a zone, and in the form of its start elsewhere [3.3.10]. */
function untilText(date: string, { after, form, zone }: SeriesGround): string {
  if (after.isAllDay === true) return date;
  const wall = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}T23:59:59`;
  if (form.kind === 'floating') return wall.replace(/[-:]/g, '');
  return `${instantOf({ dateTime: wall, timeZone: zone }).slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** The rule as the text has it, where that still means the same; else as all sides spell it. */
export function withRule(event: Component, ground: SeriesGround): Component {
  const { after, zone } = ground;
  const [now] = rawOf(event, 'rrule');
  const read = now ? plainRule(now, startOf(after, zone)) : null;
  if (read && 'rule' in read && read.rule === after.recurrence) return event;
  const rule = text(after.recurrence).replace(/UNTIL=(\d{8})/, (_, date: string) => `UNTIL=${untilText(date, ground)}`);
  return withLines(event, 'rrule', [`RRULE:${rule}`]);
}

/** A day of the series in the form of its start: what EXDATE and RECURRENCE-ID want. */
export const dayLine = (name: string, date: string, { after, zone, form }: SeriesGround): string =>
  after.isAllDay === true
    ? dateLine(name, date)
    : instantLine(name, text(plainOn(after, date, zone).start), form, 'series');

/** A line without these of its values; none where none is left. */
function lessOf(event: Component, line: string, values: readonly unknown[]): readonly string[] {
  const property = propertiesOf(event, 'exdate').find((one) => one.line === line);
  const rest = property?.values.filter((value) => !values.includes(value)) ?? [];
  return property && rest.length > 0 ? [lineOf('exdate', property.type, rest, property.params)] : [];
}

/**
 * The series without the days it is to leave out; lines that say other things stay. `now`: the fields that the text has; `told`:
 * days that a cancelled meeting tells of already.
 */
export function withDaysOff(event: Component, now: Fields, told: readonly string[], ground: SeriesGround): Component {
  const there = typeof now.start === 'string' ? leftOut(event, now, ground.zone, ground.clock) : [];
  const wanted = exceptDatesIn(ground.after);
  const stays = (date: string) => !ground.moved && wanted.includes(date);
  const dropped = there.filter(({ date }) => !stays(date));
  const known = [...told, ...there.map(({ date }) => date).filter(stays)];
  const fresh = wanted.filter((date) => !known.includes(date)).map((date) => dayLine('exdate', date, ground));
  if (dropped.length + fresh.length === 0) return event;
  const lines = event.lines.flatMap((line) => {
    const values = dropped.filter((one) => one.line === line).map(({ value }) => value);
    return nameOf(line) === 'exdate' && values.length > 0 ? lessOf(event, line, values) : [line];
  });
  return { ...event, lines: [...lines, ...fresh] };
}

import { isEqual } from 'lodash';
import { kinds } from '../../sync/kinds';
import { sameValue } from '../../sync/compare';
import { type Fields, type Value, asString } from '../../sync/model';
import { withReminder } from './alarms';
import { dateLine, instantLine, readTime, type ZoneContext, type TimeForm } from './times';
import { withParticipants, type InviteSettings } from './attendees';
import { ALL_DAY, eventTimes } from './vevent';
import { firstOf, has, textLine, withLines, without, propertyLine, type Component } from './ical';

/** What is known besides the values to be written. */
export interface PatchContext extends InviteSettings {
  readonly clock: ZoneContext;
  /** How times are written where the event has none yet. */
  readonly form: TimeForm;
  /** Does the event belong to a series, as a whole or as one of its meetings? */
  readonly use: 'once' | 'series';
}

/** In whose form a time is written now; null: as a date, or not at all. */
export function formIn(event: Component, name: string, clock: ZoneContext): TimeForm | null {
  const property = firstOf(event, name);
  const moment = property && readTime(property, clock);
  return moment?.kind === 'instant' ? moment.form : null;
}

/** What Exchange says once more must not say the contrary. */
const withAllDayFlag = (event: Component, isAllDay: boolean): Component =>
  has(event, ALL_DAY) ? withLines(event, ALL_DAY, [`${ALL_DAY.toUpperCase()}:${isAllDay ? 'TRUE' : 'FALSE'}`]) : event;

const endsAs = (event: Component, times: Fields, clock: ZoneContext): boolean => {
  const now = eventTimes(event, clock);
  return now.isAllDay === times.isAllDay && sameValue('instant', now.end, times.end);
};

/** An end in the hour that comes twice, when summer time ends, has no wall clock of its own: how long it lasts tells it. */
function lastingUntil(event: Component, end: string, clock: ZoneContext): Component {
  // the former end may lie before the new start, and then nobody knows when it begins
  const open = without(event, 'dtend', 'duration');
  const seconds = (Date.parse(end) - Date.parse(asString(eventTimes(open, clock).start))) / 1000;
  return withLines(open, 'duration', [`DURATION:PT${Math.max(0, Math.round(seconds))}S`]);
}

/** The event at these times; a duration that still says the truth stays, and so does each time's own zone. */
export function withTimes(before: Component, times: Fields, ground: PatchContext): Component {
  const isAllDay = times.isAllDay === true;
  // hours from midnight to midnight would be read as days as long as Exchange's flag still says so
  const event = isAllDay ? before : withAllDayFlag(before, false);
  const form = formIn(event, 'dtstart', ground.clock) ?? ground.form;
  const endForm = formIn(event, 'dtend', ground.clock) ?? form;
  const line = (name: string, value: Value | undefined, of: TimeForm) =>
    isAllDay ? dateLine(name, asString(value)) : instantLine(name, asString(value), of, ground.use);
  const now = eventTimes(event, ground.clock);
  const stays = now.isAllDay === isAllDay && sameValue('instant', now.start, times.start);
  const moved = stays ? event : withLines(event, 'dtstart', [line('dtstart', times.start, form)]);
  if (endsAs(moved, { ...times, isAllDay }, ground.clock)) return withAllDayFlag(moved, isAllDay);
  const ended = withLines(without(moved, 'duration'), 'dtend', [line('dtend', times.end, endForm)]);
  const isExact = isAllDay || endsAs(ended, { ...times, isAllDay }, ground.clock);
  return isExact ? withAllDayFlag(ended, isAllDay) : lastingUntil(moved, asString(times.end), ground.clock);
}

/** The same thing said again in a way that we cannot write: it would go on saying what is no longer so. */
const duplicateProperties: Readonly<Record<string, readonly string[]>> = {
  summary: [],
  location: ['x-apple-structured-location'],
  description: ['x-alt-desc', 'styled-description'],
};

function withText(event: Component, name: string, value: Value): Component {
  const lines = asString(value).trim() === '' ? [] : [textLine(name, asString(value))];
  return without(withLines(event, name, lines), ...(duplicateProperties[name] ?? []));
}

type FieldWriter = (event: Component, value: Value, ground: PatchContext) => Component;
const fieldWriters: Readonly<Record<string, FieldWriter>> = {
  subject: (event, value) => withText(event, 'summary', value),
  location: (event, value) => withText(event, 'location', value),
  description: (event, value) => withText(event, 'description', value),
  participants: (event, value, ground) => withParticipants(event, value, ground),
};

/** Minutes before the start stay what they are, also where an alarm rings at a fixed instant and the event moves. */
function remind(event: Component, wanted: Value, { clock }: PatchContext): Component {
  return withReminder(event, wanted, eventTimes(event, clock), clock);
}

export const timeNames = ['start', 'end', 'isAllDay'];
const likenessByField = new Map(kinds.event.fields.map(({ name, type }) => [name, type]));

/** The names of those values that are not what is there already. */
export const changedNames = (wanted: Fields, now: Fields): readonly string[] =>
  Object.keys(wanted).filter((name) => !sameValue(likenessByField.get(name) ?? 'text', wanted[name], now[name]));

/** One event with what `wanted` says; `now`: what it says itself. It is the same one where it says so already, as far as it can. */
export function patchEvent(event: Component, wanted: Fields, now: Fields, ground: PatchContext): Component {
  const names = changedNames(wanted, now);
  const after = { ...now, ...wanted };
  const timed = names.some((name) => timeNames.includes(name)) ? withTimes(event, after, ground) : event;
  const said = names.reduce((one, name) => fieldWriters[name]?.(one, wanted[name] ?? null, ground) ?? one, timed);
  const patched = remind(said, after.reminder ?? null, ground);
  return isEqual(patched, event) ? event : patched;
}

const timestampLine = (name: string, now: string): string => propertyLine(name, 'date-time', [`${now.slice(0, 19)}Z`]);

const sequenceOf = (event: Component): number => {
  const value = Number(firstOf(event, 'sequence')?.values[0] ?? 0);
  return Number.isInteger(value) && value >= 0 ? value : 0;
};

/** A changed event says when, and where its time or its days changed also that it is another version [RFC 5546 2.1.4]. */
export function withTimestamps(event: Component, now: string, isOther: boolean): Component {
  const timed = withLines(event, 'dtstamp', [timestampLine('dtstamp', now)]);
  const modified = withLines(timed, 'last-modified', [timestampLine('last-modified', now)]);
  return isOther ? withLines(modified, 'sequence', [`SEQUENCE:${sequenceOf(event) + 1}`]) : modified;
}

/** The lines every new event begins with. */
export const newEventLines = (uid: string, now: string): readonly string[] => [
  propertyLine('uid', 'text', [uid]),
  timestampLine('dtstamp', now),
  timestampLine('created', now),
  timestampLine('last-modified', now),
  'SEQUENCE:0',
];

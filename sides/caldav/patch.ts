import { kinds } from '../../sync/kinds';
import { alike } from '../../sync/likeness';
import type { Fields, Value } from '../../sync/model';
import { withReminder } from './alarms';
import type { Clock, Form } from './moment';
import { dateLine, instantLine, momentOf } from './moment';
import type { Inviting } from './people';
import { withParticipants } from './people';
import { timesOf } from './single';
import type { Component } from './tree';
import { firstOf, has, textLine, withLines, without } from './tree';

/** What is known besides the values to be written. */
export interface Ground extends Inviting {
  readonly clock: Clock;
  /** How times are written where the event has none yet. */
  readonly form: Form;
  /** Does the event belong to a series, as a whole or as one of its meetings? */
  readonly use: 'once' | 'series';
}

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** In whose form a time is written now; null: as a date, or not at all. */
export function formIn(event: Component, name: string, clock: Clock): Form | null {
  const property = firstOf(event, name);
  const moment = property && momentOf(property, clock);
  return moment?.kind === 'instant' ? moment.form : null;
}

/** Exchange says once more, in a word of its own, that a meeting is of whole days; it must not say the contrary. */
const ALL_DAY = 'x-microsoft-cdo-alldayevent';
const withWord = (event: Component, isAllDay: boolean): Component =>
  has(event, ALL_DAY) ? withLines(event, ALL_DAY, [`${ALL_DAY.toUpperCase()}:${isAllDay ? 'TRUE' : 'FALSE'}`]) : event;

const endsAs = (event: Component, times: Fields, clock: Clock): boolean => {
  const now = timesOf(event, clock);
  return now.isAllDay === times.isAllDay && alike('instant', now.end, times.end);
};

/** The event at these times; a duration that still says the truth stays, and so does each time's own zone. */
export function withTimes(event: Component, times: Fields, ground: Ground): Component {
  const isAllDay = times.isAllDay === true;
  const form = formIn(event, 'dtstart', ground.clock) ?? ground.form;
  const endForm = formIn(event, 'dtend', ground.clock) ?? form;
  const line = (name: string, value: Value | undefined, of: Form) =>
    isAllDay ? dateLine(name, text(value)) : instantLine(name, text(value), of, ground.use);
  const now = timesOf(event, ground.clock);
  const stays = now.isAllDay === isAllDay && alike('instant', now.start, times.start);
  const moved = stays ? event : withLines(event, 'dtstart', [line('dtstart', times.start, form)]);
  if (endsAs(moved, { ...times, isAllDay }, ground.clock)) return withWord(moved, isAllDay);
  const ended = withLines(without(moved, 'duration'), 'dtend', [line('dtend', times.end, endForm)]);
  return withWord(ended, isAllDay);
}

/** The same thing said again in a way that we cannot write: it would go on saying what is no longer so. */
const echoes: Readonly<Record<string, readonly string[]>> = {
  summary: [],
  location: ['x-apple-structured-location'],
  description: ['x-alt-desc', 'styled-description'],
};

function withText(event: Component, name: string, value: Value): Component {
  const lines = text(value).trim() === '' ? [] : [textLine(name, text(value))];
  return without(withLines(event, name, lines), ...(echoes[name] ?? []));
}

type Put = (event: Component, value: Value, ground: Ground) => Component;
const puts: Readonly<Record<string, Put>> = {
  subject: (event, value) => withText(event, 'summary', value),
  location: (event, value) => withText(event, 'location', value),
  description: (event, value) => withText(event, 'description', value),
  participants: (event, value, ground) => withParticipants(event, value, ground),
};

/** Minutes before the start stay what they are, also where an alarm rings at a fixed instant and the event moves. */
function remind(event: Component, wanted: Value, { clock }: Ground): Component {
  return withReminder(event, wanted, timesOf(event, clock), clock);
}

export const timeNames = ['start', 'end', 'isAllDay'];
const likeness = new Map(kinds.event.fields.map(({ name, like }) => [name, like]));

/** The names of those values that are not what is there already. */
export const changedNames = (wanted: Fields, now: Fields): readonly string[] =>
  Object.keys(wanted).filter((name) => !alike(likeness.get(name) ?? 'text', wanted[name], now[name]));

/** One event with what `wanted` says; `now`: what it says itself. Nothing is touched that says so already. */
export function patched(event: Component, wanted: Fields, now: Fields, ground: Ground): Component {
  const names = changedNames(wanted, now);
  const after = { ...now, ...wanted };
  const timed = names.some((name) => timeNames.includes(name)) ? withTimes(event, after, ground) : event;
  const said = names.reduce((one, name) => puts[name]?.(one, wanted[name] ?? null, ground) ?? one, timed);
  return remind(said, after.reminder ?? null, ground);
}

import type { Fields } from '../../sync/model';
import { alike, setOf } from '../../sync/likeness';
import { plainRule } from '../time/recurrence';
import type { Refused } from '../time/recurrence';
import { daysOfRule, meetingsOf, toldDays } from './meetings';
import { overridesIn } from '../../sync/kinds';
import type { Clock } from './moment';
import { formFor, zoneIn } from './moment';
import type { Ground } from './patch';
import { changedNames, formIn, patched, timeNames, withTimes } from './patch';
import type { Inviting } from './people';
import type { Parts } from './parts';
import { changedOf, startOf } from './series';
import type { SeriesGround } from './seriesPatch';
import { withDaysOff, withRule } from './seriesPatch';
import { stamped } from './stamp';
import type { Component } from './tree';
import { without } from './tree';

/** What an object is to become. */
export interface Job extends Inviting {
  readonly parts: Parts;
  readonly clock: Clock;
  /** What the text says now. */
  readonly before: Fields;
  readonly patch: Fields;
  readonly isNew: boolean;
  /** The moment of the change, as ISO in UTC. */
  readonly now: string;
}

/** The event and its changed meetings as they are to be. */
export interface Composed {
  readonly main: Component;
  readonly changed: readonly Component[];
  readonly notes: readonly string[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A single meeting told in UTC would, as a series, move with every change of the clocks: it gets the user's zone. */
function rooted({ parts: { main }, clock, before, patch }: Job, whole: Fields, ground: Ground): Component {
  const becomes = typeof before.start === 'string' && typeof before.recurrence !== 'string' && whole.isAllDay !== true;
  const form = formIn(main, 'dtstart', clock);
  if (!becomes || form?.kind !== 'utc' || !('recurrence' in patch)) return main;
  return withTimes(without(main, 'dtstart', 'dtend', 'duration'), whole, ground);
}

/** Meetings that the moved series does not have any more, where nobody said what becomes of them. */
function withoutLost(
  after: Fields,
  { patch }: Job,
  zone: string,
): { readonly after: Fields; readonly lost: readonly string[] } {
  const all = overridesIn(after);
  const moves = ['recurrence', 'start'].some((name) => name in patch);
  if (!moves || 'overrides' in patch || all.length === 0) return { after, lost: [] };
  const days = daysOfRule(
    text(after.recurrence),
    startOf(after, zone).date,
    all.map(({ date }) => date),
  );
  const lost = all.map(({ date }) => date).filter((date) => !days.has(date));
  return { after: { ...after, overrides: all.filter(({ date }) => days.has(date)) }, lost };
}

const LOST = (days: readonly string[]): string =>
  `The series no longer falls on ${days.join(', ')}, so the changes made to its meetings of these days are gone.`;

const single = (job: Job, ground: Ground): Composed => {
  const main = patched(job.parts.main, job.patch, job.before, ground);
  return { main: without(main, 'rrule', 'rdate', 'exrule', 'exdate'), changed: [], notes: [] };
};

function series(job: Job, ground: Ground): Composed | Refused {
  const { parts, clock, before, patch } = job;
  const whole: Fields = { ...before, ...patch };
  const timed = patched(rooted(job, whole, ground), patch, before, ground);
  const form = formIn(timed, 'dtstart', clock) ?? ground.form;
  const zone = whole.isAllDay === true ? clock.zone : zoneIn(form);
  const rule = plainRule(text(whole.recurrence), startOf(whole, zone));
  if ('refused' in rule) return rule;
  const { after, lost } = withoutLost({ ...whole, recurrence: rule.rule }, job, zone);
  const moved = ['start', 'isAllDay'].some((name) => !alike('instant', before[name], after[name]));
  const place: SeriesGround = { ...ground, form, after, zone, moved };
  const there = changedOf(parts, before, clock) ?? [];
  const main = withDaysOff(withRule(timed, place), before, toldDays(there, after), place);
  const notes = lost.length > 0 ? [LOST(lost)] : [];
  return { main, changed: meetingsOf(there, main, before, place), notes };
}

const ofVersion = [...timeNames, 'recurrence', 'exceptDates'];

/** What was changed says when. What is new does so already, and is its own first version. */
function stampedAll({ main, changed, notes }: Composed, { parts, before, patch, now, isNew }: Job): Composed {
  if (isNew) return { main, changed, notes };
  const names = changedNames(patch, before);
  const isOther = names.some((name) => ofVersion.includes(name));
  const old = [parts.main, ...parts.changed];
  const stamp = (one: Component, other: boolean) => (old.includes(one) ? one : stamped(one, now, other));
  const others = changed.map((one) => stamp(one, isOther || names.includes('overrides')));
  return { main: stamp(main, isOther), changed: others, notes };
}

/** Who is to be told apart as the organiser: nobody, where the user is to be one of those who take part. */
const hostOf = (after: Fields, user: string): string =>
  [after, ...overridesIn(after)].some(({ participants }) => setOf(participants).includes(user.trim().toLowerCase()))
    ? ''
    : user;

/** The event as it is to be; or why the calendar cannot say it. Throws RangeError for a value that is none. */
export function composed(job: Job): Composed | Refused {
  const { before, patch, clock, invite, user } = job;
  const recurs = typeof { ...before, ...patch }.recurrence === 'string';
  const use = recurs || job.parts.isPiece ? 'series' : 'once';
  const ground: Ground = { clock, form: formFor(clock.zone), use, invite, user: hostOf({ ...before, ...patch }, user) };
  const made = recurs ? series(job, ground) : single(job, ground);
  return 'refused' in made ? made : stampedAll(made, job);
}

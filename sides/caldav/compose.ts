import { reason, type Reason } from '../../reasons';
import { type Fields, asString } from '../../sync/model';
import { addressKey, sameValue, setMembers } from '../../sync/compare';
import { canonicalRule, type Refused } from '../time';
import { daysInRule, patchMeetings, cancelledDays, withExcludedDates, withRule } from './seriesPatch';
import { overridesIn } from '../../sync/kinds';
import { formFor, zoneIn, type ZoneContext } from './times';
import { changedNames, formIn, patchEvent, timeNames, withTimes, withTimestamps, type PatchContext } from './patch';
import type { InviteSettings } from './attendees';
import { changedMeetings, seriesStart } from './read';
import type { SeriesContext } from './seriesPatch';
import { without, type CalendarObject, type Component } from './ical';

/** What an object is to become. */
export interface ObjectChange extends InviteSettings {
  readonly parts: CalendarObject;
  readonly clock: ZoneContext;
  /** What the text says now. */
  readonly before: Fields;
  readonly patch: Fields;
  readonly isNew: boolean;
  /** The moment of the change, as ISO in UTC. */
  readonly now: string;
}

/** The event and its changed meetings as they are to be. */
export interface ComposedEvent {
  readonly main: Component;
  readonly changed: readonly Component[];
  readonly notes: readonly Reason[];
}

/** A single meeting told in UTC would, as a series, move with every change of the clocks: it gets the user's zone. */
function inOwnZone({ parts: { main }, clock, before, patch }: ObjectChange, whole: Fields, ground: PatchContext) {
  const becomes = typeof before.start === 'string' && typeof before.recurrence !== 'string' && whole.isAllDay !== true;
  const form = formIn(main, 'dtstart', clock);
  if (!becomes || form?.kind !== 'utc' || !('recurrence' in patch)) return main;
  return withTimes(without(main, 'dtstart', 'dtend', 'duration'), whole, ground);
}

/** Meetings that the moved series does not have any more, where nobody said what becomes of them. */
function withoutLostMeetings(
  after: Fields,
  { patch }: ObjectChange,
  zone: string,
): { readonly after: Fields; readonly lost: readonly string[] } {
  const all = overridesIn(after);
  const moves = ['recurrence', 'start'].some((name) => name in patch);
  if (!moves || 'overrides' in patch || all.length === 0) return { after, lost: [] };
  const dates = all.map(({ date }) => date);
  const days = daysInRule(asString(after.recurrence), seriesStart(after, zone).date, dates);
  const lost = dates.filter((date) => !days.has(date));
  return { after: { ...after, overrides: all.filter(({ date }) => days.has(date)) }, lost };
}

const composeSingle = (job: ObjectChange, ground: PatchContext): ComposedEvent => {
  const main = patchEvent(job.parts.main, job.patch, job.before, ground);
  return { main: without(main, 'rrule', 'rdate', 'exrule', 'exdate'), changed: [], notes: [] };
};

function composeSeries(job: ObjectChange, ground: PatchContext): ComposedEvent | Refused {
  const { parts, clock, before, patch } = job;
  const whole: Fields = { ...before, ...patch };
  const timed = patchEvent(inOwnZone(job, whole, ground), patch, before, ground);
  const written = formIn(timed, 'dtstart', clock);
  const form = written ?? ground.form;
  const zone = whole.isAllDay === true ? clock.zone : zoneIn(form);
  const rule = canonicalRule(asString(whole.recurrence), seriesStart(whole, zone));
  if ('refused' in rule) return rule;
  const { after, lost } = withoutLostMeetings({ ...whole, recurrence: rule.rule }, job, zone);
  const moved = ['start', 'isAllDay'].some((name) => !sameValue('instant', before[name], after[name]));
  const place: SeriesContext = { ...ground, asDates: written === null, form, after, zone, moved };
  const there = changedMeetings(parts, before, clock) ?? [];
  const main = withExcludedDates(withRule(timed, place), before, cancelledDays(there, after), place);
  const notes = lost.length > 0 ? [reason('lostChanges', { dates: lost })] : [];
  return { main, changed: patchMeetings(there, main, before, place), notes };
}

const versionFields = [...timeNames, 'recurrence', 'exceptDates'];

/** What was changed says when. What is new does so already, and is its own first version. */
function withAllTimestamps(
  { main, changed, notes }: ComposedEvent,
  { parts, before, patch, now, isNew }: ObjectChange,
): ComposedEvent {
  if (isNew) return { main, changed, notes };
  const names = changedNames(patch, before);
  const isOther = names.some((name) => versionFields.includes(name));
  const old = [parts.main, ...parts.changed];
  const stamp = (one: Component, other: boolean) => (old.includes(one) ? one : withTimestamps(one, now, other));
  const others = changed.map((one) => stamp(one, isOther || names.includes('overrides')));
  return { main: stamp(main, isOther), changed: others, notes };
}

/** Who is to be told apart as the organiser: nobody, where the user is to be one of those who take part. */
const organizerFor = (after: Fields, user: string): string =>
  [after, ...overridesIn(after)].some(({ participants }) => setMembers(participants).includes(addressKey(user)))
    ? ''
    : user;

/** The event as it is to be; or why the calendar cannot say it. Throws RangeError for a value that is none. */
export function composeEvent(job: ObjectChange): ComposedEvent | Refused {
  const { before, patch, clock, invite, user, former } = job;
  const recurs = typeof { ...before, ...patch }.recurrence === 'string';
  const use = recurs || job.parts.isDetached ? 'series' : 'once';
  const ground: PatchContext = {
    clock,
    form: formFor(clock.zone),
    use,
    invite,
    former,
    user: organizerFor({ ...before, ...patch }, user),
  };
  const made = recurs ? composeSeries(job, ground) : composeSingle(job, ground);
  return 'refused' in made ? made : withAllTimestamps(made, job);
}

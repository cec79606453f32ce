import { makeOccurrenceId } from '../ids';
import type { Change, EventChange, GraphState, LinkState, StoredEvent, Window } from '../model';
import type { Instance } from './instances';
import { hasDate, instancesIn, noteIds, wholeOf } from './instances';
import { eventsIn } from './store';

export interface Round {
  readonly rows: readonly Change[];
  /** All rows that the chain has shown and not taken back: immutable row id to immutable event id. */
  readonly shown: ReadonlyMap<string, string>;
}

type Ids = Pick<Instance, 'immutableId' | 'restId'>;

/** The rows of an event in a window: itself, or its master with the instances; none when nothing of it lies there. */
function rowsOf(state: GraphState, event: StoredEvent, window: Window): Instance[] {
  if (!state.events.has(event.immutableId)) return [];
  const found = instancesIn(event, window);
  return found.length > 0 && event.fields.recurrence ? [wholeOf(event), ...found] : found;
}

const row = (calendar: string, { immutableId, restId }: Ids): Change => ({
  seq: 0,
  scope: calendar,
  immutableId,
  restId,
});

/** The default id that belongs to an immutable one that was shown before. */
function restIdOf(state: GraphState, event: StoredEvent, immutableId: string): string {
  const date = state.eventIds.get(immutableId)?.date;
  return date === undefined ? event.restId : makeOccurrenceId('event', event.n, date);
}

interface Changed {
  readonly event: StoredEvent;
  /** Dates that changed alone; null when the whole series did. */
  readonly dates: ReadonlySet<string> | null;
}

/** The events changed in the span of a round, each once, in the order of their last change. */
function changedIn(changes: readonly EventChange[]): Changed[] {
  const found = new Map<StoredEvent, Changed>();
  for (const { event, date } of changes) {
    const before = found.get(event);
    const dates = date === undefined || before?.dates === null ? null : new Set([...(before?.dates ?? []), date]);
    found.delete(event);
    found.set(event, { event, dates });
  }
  return [...found.values()];
}

/** Whether a row must be told anew when only some dates of its series changed; the master always, for it holds them. */
const concerns = ({ dates }: Changed, one: Instance): boolean =>
  dates === null || one.date === undefined || dates.has(one.date);

/** Of an occurrence that was cancelled the round says nothing: it only tells its master again [seen live; GH docs#4501]. */
const isCancelled = (state: GraphState, { cancelled }: StoredEvent, id: string): boolean =>
  cancelled.has(state.eventIds.get(id)?.date ?? '');

interface RoundHabits {
  readonly removedOutside: boolean;
  readonly tellsCancelled: boolean;
}

function laterRows(state: GraphState, link: LinkState, window: Window, habits: RoundHabits): Round {
  const span = state.eventChanges.filter(
    ({ seq, calendar }) => calendar === link.scope && seq > (link.from ?? 0) && seq <= link.until,
  );
  const [rows, shown]: [Change[], Map<string, string>] = [[], new Map(window.shown)];
  for (const change of changedIn(span)) {
    const { event } = change;
    // One that was moved to another calendar is no longer in this one.
    const now = event.calendar === link.scope ? rowsOf(state, event, window) : [];
    const ids = new Set(now.map(({ immutableId }) => immutableId));
    const gone = [...shown].filter(([id, of]) => of === event.immutableId && !ids.has(id)).map(([id]) => id);
    const outside =
      habits.removedOutside && now.length === 0 && gone.length === 0 && state.events.has(event.immutableId);
    rows.push(...now.filter((one) => concerns(change, one)).map((one) => row(link.scope, one)));
    for (const id of outside ? [event.immutableId] : gone) {
      shown.delete(id);
      if (!habits.tellsCancelled && isCancelled(state, event, id)) continue;
      rows.push({ ...row(link.scope, { immutableId: id, restId: restIdOf(state, event, id) }), removed: 'deleted' });
    }
    for (const id of ids) shown.set(id, event.immutableId);
  }
  return { rows, shown };
}

/** The rows of a round of calendarView/delta, fixed when its first page is asked for, and what is shown after it. */
export function viewRound(state: GraphState, link: LinkState, window: Window, habits: RoundHabits): Round {
  if (link.from !== null) return laterRows(state, link, window, habits);
  const found = eventsIn(state, link.scope).flatMap((event) => rowsOf(state, event, window));
  for (const one of found) noteIds(state, one);
  const shown = new Map(found.map((one) => [one.immutableId, one.event.immutableId]));
  return { rows: found.map((one) => row(link.scope, one)), shown };
}

/** Whether a row id still stands for something. */
export const isThere = (state: GraphState, immutableId: string): boolean => {
  const target = state.eventIds.get(immutableId);
  const event = target && state.events.get(target.event);
  return Boolean(event && (target.date === undefined || hasDate(event, target.date)));
};

import { DateTime } from 'luxon';
import { occurrenceDates } from '../occurrences';
import type { GraphState, StoredTask, ZonedTime } from '../model';
import type { Recurrence } from '../recurrence';
import { ianaOf } from '../timeZones';
import { graphTime, momentOf } from '../values';
import { createTask, findList } from './store';

/** The due date as a date of the zone it was written in. */
const dueDay = (due: ZonedTime, zone: string): string => momentOf(due).setZone(zone).toISODate() ?? '';

function nextDate(recurrence: Recurrence, day: string): string | null {
  for (const date of occurrenceDates(recurrence, '2999-12-31')) if (date > day) return date;
  return null;
}

/** What the documents leave open: which of the two keeps the id. */
interface Next {
  readonly dueDateTime: ZonedTime;
  readonly recurrence: Recurrence;
}

function nextOf(task: StoredTask): Next | null {
  const recurrence = task.fields.recurrence as Recurrence | null;
  const due = task.fields.dueDateTime as ZonedTime | null;
  if (!recurrence || !due) return null;
  const zone = ianaOf(recurrence.range.recurrenceTimeZone) ?? 'UTC';
  const next = nextDate(recurrence, dueDay(due, zone));
  if (!next) return null;
  const midnight = DateTime.fromISO(next, { zone }).toUTC();
  return { dueDateTime: { dateTime: graphTime(midnight), timeZone: 'UTC' }, recurrence };
}

/** A completed recurring task leaves the next one behind as a new task with the next due date [field]; itself recurs no more. */
export function respawn(state: GraphState, task: StoredTask, now: number): void {
  const next = nextOf(task);
  task.fields.recurrence = null;
  if (!next) return;
  const fields = { ...task.fields, ...next, completedDateTime: null, status: 'notStarted' };
  createTask(state, findList(state, task.list), fields, task, now);
}

/** The other way that clients tell of: the task moves on to its next date, and its completed occurrence is a new task. */
export function moveOn(state: GraphState, task: StoredTask, now: number): void {
  const next = nextOf(task);
  const done = { ...task.fields, recurrence: null };
  if (!next) return void (task.fields.recurrence = null);
  createTask(state, findList(state, task.list), done, task, now);
  task.fields = { ...task.fields, ...next, completedDateTime: null, status: 'notStarted' };
}

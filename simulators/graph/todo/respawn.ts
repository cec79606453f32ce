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

/**
 * A completed recurring task leaves the next one behind as a new task with the next due date [field]; the completed
 * one recurs no more.
 */
export function respawn(state: GraphState, task: StoredTask, now: number): void {
  const recurrence = task.fields.recurrence as Recurrence | null;
  const due = task.fields.dueDateTime as ZonedTime | null;
  if (!recurrence || !due) return;
  const zone = ianaOf(recurrence.range.recurrenceTimeZone) ?? 'UTC';
  const day = dueDay(due, zone);
  task.fields.recurrence = null;
  const next = nextDate(recurrence, day);
  if (!next) return;
  const midnight = DateTime.fromISO(next, { zone }).toUTC();
  const dates = { dueDateTime: { dateTime: graphTime(midnight), timeZone: 'UTC' }, completedDateTime: null };
  const fields = { ...task.fields, ...dates, status: 'notStarted', recurrence };
  createTask(state, findList(state, task.list), fields, task, now);
}

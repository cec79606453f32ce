import { DateTime } from 'luxon';
import type { ZohoFailure } from './errors';
import { failure } from './errors';
import type { ModuleMeta } from './modules';
import { actualValue, referenceValue } from './fieldMeta';
import { relationRefusal, spot } from './pairs';
import { keptParticipants, participantRefusal } from './participants';
import { dayNumber, dayText, endsSometime, occurrenceDays } from './recurrence';
import { alarmRefusal, keptReminders, reminderRefusal } from './reminders';
import type { Values } from './record';
import type { World } from './state';
import { instant, zohoTime } from './times';
import { fieldMap } from './world';

/** A write of an activity: what was sent (known keys), the record before it (null for a new one), who writes. */
export interface ActivityWrite {
  readonly world: World;
  readonly module: ModuleMeta;
  readonly given: Values;
  readonly before: Values | null;
  /** The writing user's time zone. */
  readonly zone: string;
}

const isActivity = ({ api_name }: ModuleMeta): boolean => api_name === 'Tasks' || api_name === 'Events';

/** Whether a status means "done": the value Completed, also after an administrator renamed it. */
function isDone(world: World, module: ModuleMeta, status: unknown): boolean {
  const choice = fieldMap(world, module)
    .get('Status')
    ?.values?.find((one) => actualValue(one) === status);
  return status === 'Completed' || (choice !== undefined && referenceValue(choice) === 'Completed');
}

/** Zoho stamps the time of completion itself and takes it away when the task is opened again. */
function closedTime({ world, module, before }: ActivityWrite, sent: Values): Values {
  if (!('Status' in sent)) return {};
  if (!isDone(world, module, sent.Status)) return { Closed_Time: null };
  return { Closed_Time: before?.Closed_Time ?? zohoTime(world.now(), 'UTC') };
}

const ALL_DAY_ENDS = { asSent: 0, lastMinute: 1, lastMidnight: 2 } as const;
const DAY_FIELDS = ['All_day', 'Start_DateTime', 'End_DateTime'];

/** The last day of an all-day meeting: with `lastMidnight` the end names it, else a midnight closes the day before. */
function lastDay(mode: number, start: number, end: number, zone: string): DateTime {
  const within = mode === ALL_DAY_ENDS.lastMidnight ? end : Math.max(start, end - 1);
  return DateTime.fromMillis(within, { zone }).startOf('day');
}

/** What Zoho makes of an all-day meeting's end is not written anywhere; the limit `allDayEnd` chooses. */
function allDayTimes({ world, before, zone }: ActivityWrite, sent: Values): Values {
  const after = { ...before, ...sent };
  const mode = Number(world.limits.allDayEnd ?? 0);
  const [start, end] = [instant(after.Start_DateTime), instant(after.End_DateTime)];
  const isSent = DAY_FIELDS.some((name) => name in sent);
  if (!isSent || String(after.All_day) !== 'true') return {};
  if (start === null || end === null || end < start) return {};
  // The days are kept as the writer's clock shows them.
  if (mode === ALL_DAY_ENDS.asSent) return { Start_DateTime: zohoTime(start, zone), End_DateTime: zohoTime(end, zone) };
  const first = DateTime.fromMillis(start, { zone }).startOf('day');
  const last = lastDay(mode, start, end, zone);
  const close = mode === ALL_DAY_ENDS.lastMinute ? last.set({ hour: 23, minute: 59 }) : last;
  return { Start_DateTime: zohoTime(first.toMillis(), zone), End_DateTime: zohoTime(close.toMillis(), zone) };
}

function eventValues(write: ActivityWrite, sent: Values): Values {
  const lists = {
    ...('Participants' in sent
      ? { Participants: keptParticipants(sent.Participants, write.before?.Participants) }
      : {}),
    ...('Remind_At' in sent ? { Remind_At: keptReminders(sent.Remind_At) } : {}),
  };
  return { ...lists, ...allDayTimes(write, sent) };
}

/** What is kept of a write: what was sent, and what Zoho works out from it. */
export function activityValues(write: ActivityWrite, sent: Values): Values {
  if (!isActivity(write.module)) return sent;
  const own = write.module.api_name === 'Tasks' ? closedTime(write, sent) : eventValues(write, sent);
  return { ...sent, ...own };
}

const ruleOf = (values: Values): string | null => {
  const { RRULE } = (values.Recurring_Activity ?? {}) as { RRULE?: unknown };
  return values.Recurring_Activity ? String(RRULE ?? '') : null;
};

/** Rules without an end are followed this far; no rule makes more than the larger number. */
const UNENDING = 30;
const MOST = 1000;

/** The day a series counts from when its rule does not say: the due date or the start, else today. */
function firstDay({ world, zone }: ActivityWrite, values: Values): number {
  const start = instant(values.Start_DateTime) ?? world.now();
  const day = (values.Due_Date as string | null | undefined) ?? DateTime.fromMillis(start, { zone }).toISODate();
  return dayNumber(day ?? '') ?? 0;
}

function daysOf(write: ActivityWrite, values: Values): number[] | null {
  const rule = ruleOf(values) ?? '';
  const { EXDATE } = (values.Recurring_Activity ?? {}) as { EXDATE?: unknown };
  return occurrenceDays(rule, firstDay(write, values), String(EXDATE ?? ''), endsSometime(rule) ? MOST : UNENDING);
}

/** "Remind_At is mandatory" for what recurs (v7 docs: "Insert records"); whether every org holds to it is not known. */
const lacksReminder = ({ world }: ActivityWrite, { Remind_At: given }: Values): boolean =>
  world.limits.seriesNeedReminder === true && (!given || (Array.isArray(given) && given.length === 0));

function ruleRefusal(write: ActivityWrite, sent: Values, index: number): ZohoFailure | null {
  if (ruleOf(sent) === null) return null;
  if (lacksReminder(write, sent)) return failure('MANDATORY_NOT_FOUND', spot('Remind_At', index));
  if (daysOf(write, sent)?.length) return null;
  return failure('INVALID_DATA', { expected_data_type: 'RRULE', ...spot('Recurring_Activity', index) });
}

function orderRefusal(after: Values, index: number): ZohoFailure | null {
  const [start, end] = [instant(after.Start_DateTime), instant(after.End_DateTime)];
  if (start === null || end === null || start <= end) return null;
  const details = { ...spot('End_DateTime', index), dependee: spot('Start_DateTime', index) };
  return failure('DEPENDENT_MISMATCH', details, 'the end is before the start');
}

/** What is wrong with an activity beyond what every module checks; null when it is fine. */
export function activityRefusal(write: ActivityWrite, sent: Values, index: number): ZohoFailure | null {
  if (!isActivity(write.module)) return null;
  const { world, given } = write;
  const after = { ...write.before, ...sent };
  const isTask = write.module.api_name === 'Tasks';
  const reminder = isTask
    ? alarmRefusal(sent.Remind_At, index)
    : (reminderRefusal('Remind_At', sent.Remind_At, index) ?? participantRefusal(world, sent.Participants, index));
  return (
    relationRefusal(world, { ...sent, $se_module: given.$se_module }, after, index) ??
    reminder ??
    (isTask ? null : orderRefusal(after, index)) ??
    (write.before ? null : ruleRefusal(write, sent, index))
  );
}

/** The same wall-clock times on another day; the length in time stays. */
function movedEvent({ zone }: ActivityWrite, sent: Values, day: number): Values {
  const [start, end] = [instant(sent.Start_DateTime) ?? 0, instant(sent.End_DateTime) ?? 0];
  const { hour, minute, second } = DateTime.fromMillis(start, { zone });
  const begins = DateTime.fromISO(dayText(day), { zone }).set({ hour, minute, second }).toMillis();
  const [Start_DateTime, End_DateTime] = [begins, begins + end - start].map((ms) => zohoTime(ms, zone));
  return { ...sent, Start_DateTime, End_DateTime };
}

/**
 * The records one insert makes. A recurring task or meeting becomes one record per occurrence, each with the rule, as Zoho's
 * own samples show (v7 docs: "Insert records"); without the limit `eventOccurrences` a meeting is one record that holds it.
 */
export function insertedRecords(write: ActivityWrite, sent: Values): Values[] {
  if (!isActivity(write.module) || ruleOf(sent) === null) return [sent];
  if (write.module.api_name === 'Tasks') {
    return (daysOf(write, sent) ?? []).map((day) => ({ ...sent, Due_Date: dayText(day) }));
  }
  if (write.world.limits.eventOccurrences !== true) return [sent];
  return (daysOf(write, sent) ?? []).map((day) => movedEvent(write, sent, day));
}

/** A seeded activity, unchecked: participants in kept form, and a time of completion for a task that is done. */
export function seededActivity(world: World, name: string, values: Values, modified: number): Values {
  const module = world.state.modules.find((one) => one.api_name === name);
  if (name === 'Events' && values.Participants) {
    return { ...values, Participants: keptParticipants(values.Participants, null) };
  }
  if (name !== 'Tasks' || !module || values.Closed_Time || !isDone(world, module, values.Status)) return values;
  return { ...values, Closed_Time: zohoTime(modified, 'UTC') };
}

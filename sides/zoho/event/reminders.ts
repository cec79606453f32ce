import type { Value } from '../../../sync/model';

/** One of Zoho's reminders: `unit` of `period` before the start; `time`, for a reminder days before, is the time of day. */
type Reminder = { readonly unit?: unknown; readonly period?: unknown; readonly time?: unknown };

const minutesIn: Readonly<Record<string, number>> = {
  minutes: 1,
  mins: 1,
  hours: 60,
  hrs: 60,
  days: 1440,
  weeks: 10_080,
};
const periods = ['minutes', 'hours', 'days', 'weeks'] as const;
/** Zoho counts no further [v8 docs: "Remind_At"]. */
const MOST_UNITS = 60;

const list = (value: unknown): readonly Reminder[] => (Array.isArray(value) ? (value as readonly Reminder[]) : []);

/** Minutes before the start of the first reminder; Outlook has but one. */
export function minutesOf(value: unknown): number | null {
  const [first] = list(value);
  const each = minutesIn[String(first?.period)];
  return typeof first?.unit === 'number' && each ? first.unit * each : null;
}

/** The first reminder anew; further ones stay. The core has rounded to what can be said. */
export function remindersWith(old: unknown, minutes: Value): readonly unknown[] {
  const rest = list(old).slice(1);
  if (typeof minutes !== 'number') return rest;
  const fits = (period: string): boolean => {
    const units = minutes / (minutesIn[period] ?? 1);
    return Number.isInteger(units) && units <= MOST_UNITS;
  };
  const period = periods.find(fits) ?? 'weeks';
  return [{ unit: Math.min(Math.round(minutes / (minutesIn[period] ?? 1)), MOST_UNITS), period }, ...rest];
}

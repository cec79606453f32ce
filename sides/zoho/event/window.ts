import { allDayFromZoho } from '../../time/zones';
import type { ZohoRecord } from '../values';
import { isoOf } from '../times';

/** The days that are synced, as Outlook's side reads them: counted from today, today included. */
export interface Span {
  readonly daysBack: number;
  readonly daysAhead: number;
}

/** The same as instants; `to` is the first moment after it. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;
const midnight = (time: number): string => `${new Date(time).toISOString().slice(0, 10)}T00:00:00.000Z`;

export const windowAt = (now: number, { daysBack, daysAhead }: Span): Window => ({
  from: midnight(now - daysBack * DAY_MS),
  to: midnight(now + (daysAhead + 1) * DAY_MS),
});

const untilOf = (rule: unknown): string | null => {
  const [, year, month, day] = /UNTIL=(\d{4})-?(\d\d)-?(\d\d)/.exec(JSON.stringify(rule ?? null)) ?? [];
  return year ? `${year}-${month}-${day}T24` : null;
};

/**
 * Whole days have no zone, and Outlook counts them against its window as days of UTC [field]. Counted otherwise here, one that
 * both sides have at the edge of the window would be known on one side only, and made again on the other.
 */
function spanOf(record: ZohoRecord): { readonly start: string | null; readonly end: string | null } {
  const [first, last] = [String(record.Start_DateTime ?? ''), String(record.End_DateTime ?? '')];
  const days = record.All_day === true ? allDayFromZoho({ Start_DateTime: first, End_DateTime: last }) : null;
  return days
    ? { start: `${days.start}T00:00:00.000Z`, end: `${days.end}T00:00:00.000Z` }
    : { start: isoOf(first), end: isoOf(last) };
}

/** A series goes on after its first meeting: it is over only when its rule says so. */
function isOver(record: ZohoRecord, from: string): boolean {
  const rule = record.Recurring_Activity;
  const end = rule ? untilOf(rule) : spanOf(record).end;
  return end !== null && end <= from;
}

/** Too old or too far ahead: years of meetings in the CRM must not all land in somebody's calendar. */
export function isAway(record: ZohoRecord, { from, to }: Window): boolean {
  const { start } = spanOf(record);
  return start !== null && (start >= to || isOver(record, from));
}

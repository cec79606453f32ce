import type { Value } from '../../../sync/model';
import type { CalendarSettings } from './settings';

/** Where the event feed was read up to, and under which settings and which window; others make it worthless. */
export type EventCursor = {
  /** A delta link, or in the middle of a round a next link. */
  readonly link: string;
  /** First day of the window (`YYYY-MM-DD`, UTC): the window is frozen in the link, so it is made anew as days pass. */
  readonly from: string;
  /** The settings, as text. */
  readonly settings: string;
  /** A reading from the very start is under way. */
  readonly full: boolean;
};

const DAY_MS = 86_400_000;
const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The window as days; `to` is the first day after it. */
export const windowAt = (now: number, { daysBack, daysAhead }: CalendarSettings) => ({
  from: dayAt(now - daysBack * DAY_MS),
  to: dayAt(now + (daysAhead + 1) * DAY_MS),
});

const isCursor = (value: Value): value is EventCursor & Value =>
  typeof value === 'object' && value !== null && 'link' in value && 'from' in value;

/** The cursor, if its window is today's and its settings are these; null starts over. */
export function usable(value: Value, settings: CalendarSettings, now: number): EventCursor | null {
  if (!isCursor(value)) return null;
  const same = value.settings === JSON.stringify(settings) && value.from === windowAt(now, settings).from;
  return same ? value : null;
}

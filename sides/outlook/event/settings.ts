import type { Privates } from './event';

/** What of the calendar is synced. */
export interface CalendarSettings {
  /** Null: the default calendar. */
  readonly calendarId: string | null;
  /** Further categories; *Zoho* is always among them. */
  readonly categories: readonly string[];
  readonly daysBack: number;
  readonly daysAhead: number;
  readonly privates: Privates;
}

export const defaultWindow = { daysBack: 90, daysAhead: 365 } as const;

/** What of an event makes it one of ours. */
export type EventScope = Pick<CalendarSettings, 'categories' | 'privates'>;

import type { Value } from '../../sync/model';
import type { Span } from '../zoho/event/window';

/** Where the feed was read up to, and of which calendar and span; others make it worthless. */
export type CalDavCursor = {
  /** Address of the calendar. */
  readonly calendar: string;
  /** The span, as text. */
  readonly span: string;
  /** To ask for changes from here on; null where the server has no such report. */
  readonly token: string | null;
  /** Mark of the calendar when it was last read; null where it has none. */
  readonly ctag: string | null;
  /** Up to where the rolling window was looked at, as ISO in UTC. */
  readonly until: string;
  /** A reading of the whole span is under way. */
  readonly full: boolean;
};

const isCursor = (value: Value): value is CalDavCursor & Value =>
  typeof value === 'object' && value !== null && 'calendar' in value && 'until' in value;

export const spanText = ({ daysBack, daysAhead }: Span): string => JSON.stringify({ daysBack, daysAhead });

/** The cursor, if it was made for this calendar and span; null starts over. */
export const usable = (value: Value, calendar: string, span: Span): CalDavCursor | null =>
  isCursor(value) && value.calendar === calendar && value.span === spanText(span) ? value : null;

import type { GraphClient } from '../../../clients/graph';
import { withQuery } from '../../../clients/graph/path';
import type { SideRecord, Value } from '../../../sync/model';
import type { FeedPage, Known } from '../../types';
import { text } from '../contact';
import type { DeltaRow, DeltaSource } from '../delta';
import { deltaFeed } from '../delta';
import { deletedRecord, withZoho } from '../record';
import { calendarPath } from './calendars';
import type { EventCursor } from './cursor';
import { usable, windowAt } from './cursor';
import { hydrate } from './hydrate';
import { AWAY, awayRecord, isIn, outsideRecord, recordOf } from './record';
import type { CalendarSettings } from './settings';

export interface EventFeed {
  readonly settings: CalendarSettings;
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: Known;
  /** Milliseconds since 1970; the system's clock unless told. */
  readonly now?: () => number;
}

const NEEDED = ['subject', 'start', 'end', 'categories', 'sensitivity'] as const;
const isWhole = (row: DeltaRow): boolean => NEEDED.every((name) => name in row);
const isPart = (row: DeltaRow): boolean => ['occurrence', 'exception'].includes(text(row.type));

/** Occurrences are stubs of their series, never records; an exception says that its series has to be looked at. */
function asks(row: DeltaRow): readonly string[] {
  if (!isPart(row)) return [row.id];
  return text(row.type) === 'exception' && text(row.seriesMasterId) ? [text(row.seriesMasterId)] : [];
}

async function readRecords(
  graph: GraphClient,
  refs: readonly string[],
  settings: CalendarSettings,
): Promise<readonly SideRecord[]> {
  const events = await hydrate(graph, refs);
  return [...events].map(([ref, event]) => (event ? recordOf(event, settings) : deletedRecord(ref)));
}

/** Only a 404 is a deletion; what is still there has left the window or the calendar. Who is known to be away is not asked for. */
async function confirm(
  graph: GraphClient,
  refs: readonly string[],
  versions: ReadonlyMap<string, string | null>,
): Promise<readonly SideRecord[]> {
  const events = await hydrate(
    graph,
    refs.filter((ref) => versions.get(ref) !== AWAY),
  );
  return [...events].map(([ref, event]) => (event ? awayRecord(ref) : deletedRecord(ref)));
}

function firstCursor(settings: CalendarSettings, now: number): EventCursor {
  const { from, to } = windowAt(now, settings);
  const bounds = { startDateTime: `${from}T00:00:00Z`, endDateTime: `${to}T00:00:00Z` };
  const link = withQuery(`${calendarPath(settings.calendarId)}/calendarView/delta`, bounds);
  return { link, from, settings: JSON.stringify(settings), full: true };
}

const eventsOf = (graph: GraphClient, settings: CalendarSettings, now: number): DeltaSource<EventCursor> => ({
  first: async () => firstCursor(settings, now),
  usable: (cursor) => usable(cursor, settings, now),
  outside: (row) => (!isPart(row) && isWhole(row) && !isIn(row, settings) ? outsideRecord(row, settings) : null),
  asks,
  read: (refs) => readRecords(graph, refs, settings),
  confirm: (refs, versions) => confirm(graph, refs, versions),
});

/**
 * What changed among the events of the window since the cursor, page by page (see `deltaFeed`). The window rolls with the days:
 * once a day it is read anew, and an event that fell out of it has left the scope. So has one that Microsoft reports as removed
 * and yet still has. Throws ApiError.
 */
export function eventFeed(
  graph: GraphClient,
  { settings: given, now = Date.now, ...from }: EventFeed,
): AsyncGenerator<FeedPage> {
  const settings = { ...given, categories: withZoho(given.categories) };
  return deltaFeed(graph, eventsOf(graph, settings, now()), from);
}

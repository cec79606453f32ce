import { type Value, type SideRecord, type Refs, asString } from '../../../sync/model';
import type { CalendarSettings } from './record';
import type { GraphClient } from '../../../clients/graph';
import { graphQuery } from '../../../clients/urls';
import type { KnownRecords, FeedPages } from '../../types';
import { deltaFeed, type DeltaRow, type DeltaSource } from '../delta';
import { deletedRecord, syncedCategories } from '../record';
import { calendarPath, inNoCalendar, readEvents } from './read';
import { OUT_OF_WINDOW, outOfWindowRecord, isInScope, liveRecord, outsideRecord, recordOf } from './record';

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
const windowAt = (now: number, { daysBack, daysAhead }: CalendarSettings) => ({
  from: dayAt(now - daysBack * DAY_MS),
  to: dayAt(now + (daysAhead + 1) * DAY_MS),
});

const isCursor = (value: Value): value is EventCursor & Value =>
  typeof value === 'object' && value !== null && 'link' in value && 'from' in value;

/** The cursor, if its window is today's and its settings are these; null starts over. */
function resumable(value: Value, settings: CalendarSettings, now: number): EventCursor | null {
  if (!isCursor(value)) return null;
  const same = value.settings === JSON.stringify(settings) && value.from === windowAt(now, settings).from;
  return same ? value : null;
}

export interface EventFeed {
  readonly settings: CalendarSettings;
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: KnownRecords;
  /** Milliseconds since 1970; the system's clock unless told. */
  readonly now?: () => number;
}

const ROW_FIELDS = ['subject', 'start', 'end', 'categories', 'sensitivity'] as const;
const isWholeRow = (row: DeltaRow): boolean => ROW_FIELDS.every((name) => name in row);
const isInstance = (row: DeltaRow): boolean => ['occurrence', 'exception'].includes(asString(row.type));

/**
 * Occurrences are never records. In a round they are stubs beside their series, and only an exception says that it has to be looked
 * at; a list shows them whole and leaves the series out.
 */
function refsToRead(row: DeltaRow): readonly string[] {
  if (!isInstance(row)) return [row.id];
  const asksForSeries = asString(row.type) === 'exception' || isWholeRow(row);
  return asksForSeries && asString(row.seriesMasterId) ? [asString(row.seriesMasterId)] : [];
}

async function readRecords(graph: GraphClient, refs: Refs, settings: CalendarSettings): Promise<readonly SideRecord[]> {
  const events = await readEvents(graph, refs, settings.calendarId);
  return [...events].map(([ref, event]) => (event ? recordOf(event, settings) : deletedRecord(ref)));
}

const presentIn = (events: ReadonlyMap<string, unknown>): readonly string[] =>
  [...events].filter(([, event]) => event !== null).map(([ref]) => ref);

/** Events as they are now, synced or not: live or deleted. */
export async function readLive(
  graph: GraphClient,
  refs: Refs,
  { privates, calendarId }: Pick<CalendarSettings, 'privates' | 'calendarId'>,
): Promise<readonly SideRecord[]> {
  const events = await readEvents(graph, refs, calendarId);
  const binned = await inNoCalendar(graph, presentIn(events));
  return [...events].map(([ref, event]) =>
    event && !binned.includes(ref) ? liveRecord(event, privates) : deletedRecord(ref),
  );
}

/** Only proof is a deletion; what is still there has left the window or the calendar. Who is known to be away is not asked for. */
async function confirmEvents(
  graph: GraphClient,
  refs: Refs,
  versions: ReadonlyMap<string, string | null>,
  calendar: string | null,
): Promise<readonly SideRecord[]> {
  const events = await readEvents(
    graph,
    refs.filter((ref) => versions.get(ref) !== OUT_OF_WINDOW),
    calendar,
  );
  const binned = await inNoCalendar(graph, presentIn(events));
  return [...events].map(([ref, event]) =>
    event && !binned.includes(ref) ? outOfWindowRecord(ref, event) : deletedRecord(ref),
  );
}

const viewLink = (settings: CalendarSettings, now: number, more: '' | '/delta', query: object = {}): string => {
  const { from, to } = windowAt(now, settings);
  const bounds = { startDateTime: `${from}T00:00:00Z`, endDateTime: `${to}T00:00:00Z` };
  return graphQuery(`${calendarPath(settings.calendarId)}/calendarView${more}`, { ...bounds, ...query });
};

function firstCursor(settings: CalendarSettings, now: number): EventCursor {
  const [link, { from }] = [viewLink(settings, now, '/delta'), windowAt(now, settings)];
  return { link, from, settings: JSON.stringify(settings), full: true };
}

const LISTED = { $select: ['id', 'type', 'seriesMasterId', ...ROW_FIELDS].join(','), $top: 100 };

const eventSource = (graph: GraphClient, settings: CalendarSettings, now: number): DeltaSource<EventCursor> => ({
  firstCursor: async () => firstCursor(settings, now),
  listLink: () => viewLink(settings, now, '', LISTED),
  resumable: (cursor) => resumable(cursor, settings, now),
  outside: (row) =>
    !isInstance(row) && isWholeRow(row) && !isInScope(row, settings) ? outsideRecord(row, settings) : null,
  refsToRead,
  read: (refs) => readRecords(graph, refs, settings),
  confirm: (refs, versions) => confirmEvents(graph, refs, versions, settings.calendarId),
});

/**
 * What changed among the events of the window since the cursor, page by page (see `deltaFeed`). The window rolls with the days:
 * once a day it is read anew, and an event that fell out of it has left the scope. So has one that Microsoft reports as removed
 * and yet still has. Throws ApiError.
 */
export function eventFeed(graph: GraphClient, { settings: given, now = Date.now, ...from }: EventFeed): FeedPages {
  const settings = { ...given, categories: syncedCategories(given.categories) };
  return deltaFeed(graph, eventSource(graph, settings, now()), from);
}

import { type Value, type SideRecord, type Refs, asString, sideName, deletedRecord } from '../../../sync/model';
import { ENDLESS, type GraphClient } from '../../../clients/graph';
import { ApiError } from '../../../clients/errors';
import { reason } from '../../../reasons';
import { graphQuery } from '../../../clients/urls';
import { inTurns } from '../../row';
import type { KnownRecords, FeedPage, FeedPages } from '../../types';
import { deltaFeed } from '../delta';
import type { DeltaRow, DeltaSource } from '../deltaSource';
import { syncedCategories } from '../record';
import { calendarPath, inNoCalendar, readEvents } from './read';
import type { EventScope } from './record';
import { isInScope, isKnownAway, liveRecord, outOfWindowRecord, outsideRecord, recordOf } from './record';

/** What of the calendar is synced. */
export interface CalendarSettings extends EventScope {
  /** Null: the default calendar. */
  readonly calendarId: string | null;
  readonly daysBack: number;
  readonly daysAhead: number;
}

export const defaultWindow = { daysBack: 90, daysAhead: 365 } as const;

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
  /** Days ahead that are read, where Microsoft cannot tell as many as the settings say. */
  readonly ahead?: number;
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

/** The settings that are read by, and those that were chosen. */
interface Reading {
  readonly settings: CalendarSettings;
  readonly given: CalendarSettings;
}

/** The cursor, if its window is today's and its settings are these; null starts over. */
function resumable(value: Value, { given }: Reading, now: number): EventCursor | null {
  if (!isCursor(value)) return null;
  const same = value.settings === JSON.stringify(given) && value.from === windowAt(now, given).from;
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

/** Occurrences are never records: a round has stubs beside the series, of which only exceptions count; a list has no series. */
function refsToRead(row: DeltaRow): readonly string[] {
  if (!isInstance(row)) return [row.id];
  const asksForSeries = asString(row.type) === 'exception' || isWholeRow(row);
  return asksForSeries && asString(row.seriesMasterId) ? [asString(row.seriesMasterId)] : [];
}

async function readRecords(graph: GraphClient, refs: Refs, settings: CalendarSettings): Promise<readonly SideRecord[]> {
  const events = await readEvents(graph, refs, settings.calendarId);
  return inTurns([...events], ([ref, event]) => (event ? recordOf(event, settings) : deletedRecord(ref)));
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
  return inTurns([...events], ([ref, event]) =>
    event && !binned.includes(ref) ? liveRecord(event, privates) : deletedRecord(ref),
  );
}

/** Only proof is a deletion; what is still there has left the window or the calendar. Who is known to be away is not asked for. */
async function confirmEvents(
  graph: GraphClient,
  refs: Refs,
  versions: ReadonlyMap<string, string | null>,
  { calendarId, to }: Pick<CalendarSettings, 'calendarId'> & { readonly to: string },
): Promise<readonly SideRecord[]> {
  const within = refs.filter((ref) => !isKnownAway(versions.get(ref) ?? null, to));
  const events = await readEvents(graph, within, calendarId);
  const binned = await inNoCalendar(graph, presentIn(events));
  return [...events].map(([ref, event]) =>
    event && !binned.includes(ref) ? outOfWindowRecord(ref, event, to) : deletedRecord(ref),
  );
}

const viewLink = (settings: CalendarSettings, now: number, more: '' | '/delta', query: object = {}): string => {
  const { from, to } = windowAt(now, settings);
  const bounds = { startDateTime: `${from}T00:00:00Z`, endDateTime: `${to}T00:00:00Z` };
  return graphQuery(`${calendarPath(settings.calendarId)}/calendarView${more}`, { ...bounds, ...query });
};

function firstCursor({ settings, given }: Reading, now: number): EventCursor {
  const [link, { from }] = [viewLink(settings, now, '/delta'), windowAt(now, settings)];
  const { daysAhead: ahead } = settings;
  return { link, from, settings: JSON.stringify(given), full: true, ...(ahead < given.daysAhead && { ahead }) };
}

const LISTED = { $select: ['id', 'type', 'seriesMasterId', ...ROW_FIELDS].join(','), $top: 100 };

const eventSource = (graph: GraphClient, reading: Reading, now: number): DeltaSource<EventCursor> => ({
  firstCursor: async () => firstCursor(reading, now),
  listLink: () => viewLink(reading.settings, now, '', LISTED),
  resumable: (cursor) => resumable(cursor, reading, now),
  outside: (row) =>
    !isInstance(row) && isWholeRow(row) && !isInScope(row, reading.given) ? outsideRecord(row, reading.given) : null,
  refsToRead,
  read: (refs) => readRecords(graph, refs, reading.given),
  confirm: (refs, versions) =>
    confirmEvents(graph, refs, versions, { ...reading.given, ...windowAt(now, reading.settings) }),
});

/** Fewer days ahead than these are not worth a try. */
const FEWEST_AHEAD = 30;

/** Microsoft could not tell so long a window: its changes have no end, or a gateway gave up though the mailbox answers. */
async function isTooLong(graph: GraphClient, error: unknown, { calendarId, daysAhead }: CalendarSettings) {
  if (!(error instanceof ApiError) || daysAhead <= FEWEST_AHEAD) return false;
  if (error.status !== 504) return error.code === ENDLESS;
  await graph.get(`${calendarPath(calendarId)}/events`, { query: { $top: 1, $select: 'id' } });
  return true;
}

const shorter = (settings: CalendarSettings): CalendarSettings => ({
  ...settings,
  daysAhead: Math.max(FEWEST_AHEAD, Math.floor(settings.daysAhead / 2)),
});

const shortened = (days: number): FeedPage['left'] => [
  { ref: null, label: sideName.outlook, reason: reason('windowShortened', { days }) },
];

/** The settings as given, with the days ahead that an earlier run under them came down to. */
const asKept = (cursor: Value, given: CalendarSettings): CalendarSettings =>
  isCursor(cursor) && cursor.settings === JSON.stringify(given) && cursor.ahead !== undefined
    ? { ...given, daysAhead: cursor.ahead }
    : given;

/**
 * What changed among the events of the window since the cursor, page by page (see `deltaFeed`). The window rolls with the days:
 * once a day it is read anew, and an event that fell out of it has left the scope. So has one that Microsoft reports as removed
 * and yet still has. A window that Microsoft cannot tell is halved, said, and kept to until the settings change. Throws ApiError.
 */
export async function* eventFeed(
  graph: GraphClient,
  { settings: chosen, now = Date.now, cursor, known }: EventFeed,
): FeedPages {
  const given = { ...chosen, categories: syncedCategories(chosen.categories) };
  const at = now();
  let settings = asKept(cursor, given);
  for (let from = cursor; ; from = null) {
    try {
      return yield* deltaFeed(graph, eventSource(graph, { settings, given }, at), { cursor: from, known });
    } catch (error) {
      if (!(await isTooLong(graph, error, settings))) throw error;
      settings = shorter(settings);
      await known.startOver();
      const next = firstCursor({ settings, given }, at);
      yield { rows: [], cursor: next, read: 0, left: shortened(settings.daysAhead) };
    }
  }
}

import { chunk, partition } from 'lodash';
import { type CalDavClient, type DavChanges, type Range, type VersionTag, canonicalPath } from '../../clients/caldav';
import { type Value, type SideRecord, type Refs, deletedRecord } from '../../sync/model';
import type { FeedPage, KnownRecords } from '../types';
import { confirmUnseen, readAgain } from '../deletion';
import { inTurns } from '../row';
import { type DayRange, type Window, windowAt } from '../zoho/event/record';
import { type Reader, OUTSIDE_VERSION, outsideRecord, recordOf } from './record';

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

const spanText = ({ daysBack, daysAhead }: DayRange): string => JSON.stringify({ daysBack, daysAhead });

/** The cursor, if it was made for this calendar and span; null starts over. */
const usableCursor = (value: Value, calendar: string, span: DayRange): CalDavCursor | null =>
  isCursor(value) && value.calendar === calendar && value.span === spanText(span) ? value : null;

export interface CalDavFeed {
  /** Address of the calendar. */
  readonly calendar: string;
  readonly span: DayRange;
  readonly reader: Reader;
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: KnownRecords;
  /** Milliseconds since 1970; the system's clock unless told. */
  readonly now?: () => number;
}

/** What every step of a reading needs. */
interface FeedContext {
  readonly dav: CalDavClient;
  readonly calendar: string;
  readonly known: KnownRecords;
  readonly window: Window;
  readonly reader: Reader;
}

/** What one page brings; a reading that breaks off repeats one at most. */
const PAGE = 50;

type Versions = ReadonlyMap<string, string | null>;

const versionsOf = async ({ known }: FeedContext, refs: Refs): Promise<Versions> =>
  refs.length > 0 ? await known.versions(refs) : new Map<string, string | null>();

async function readRecords({ dav, calendar, window, reader }: FeedContext, refs: Refs): Promise<readonly SideRecord[]> {
  if (refs.length === 0) return [];
  const found = await dav.objects(calendar, refs);
  return inTurns(found, (object) => recordOf(object, window, reader));
}

/** One that carries a known version is an echo, of our own write for one. A server without marks tells everything again. */
const unknownVersions = (tags: readonly VersionTag[], versions: Versions): readonly string[] =>
  tags.filter(({ href, etag }) => etag === null || versions.get(href) !== etag).map(({ href }) => href);

/** One that came and went before it could be read, and that nobody knows, is no news. */
const isNews =
  (versions: Versions) =>
  ({ state, ref }: SideRecord): boolean =>
    state !== 'deleted' || versions.has(ref);

/** Reads what is new among these, page by page; `last` is the cursor once all of it is taken in, `meanwhile` until then. */
async function* readPages(
  ground: FeedContext,
  tags: readonly VersionTag[],
  meanwhile: CalDavCursor,
  last: CalDavCursor,
  more: (versions: Versions) => Promise<readonly SideRecord[]> = async () => [],
): AsyncGenerator<FeedPage> {
  const hrefs = tags.map(({ href }) => href);
  const versions = await versionsOf(ground, hrefs);
  const pages = chunk(unknownVersions(tags, versions), PAGE);
  const old = tags.length - pages.flat().length;
  for (const [at, refs] of pages.entries()) {
    const rows = (await readRecords(ground, refs)).filter(isNews(versions));
    yield { rows, cursor: meanwhile, read: refs.length + (at === 0 ? old : 0) };
  }
  const seen = tags.map(({ href }) => href);
  yield { rows: await more(versions), seen, cursor: last, read: pages.length === 0 ? old : 0 };
}

/** Who was not met: of this calendar, each is asked for; of another one they have left the scope. */
async function readUnmet(ground: FeedContext, unmet: readonly string[]): Promise<readonly SideRecord[]> {
  const versions = await versionsOf(ground, unmet);
  const folder = canonicalPath(new URL(ground.calendar));
  const near = unmet.filter((ref) => versions.get(ref) !== OUTSIDE_VERSION);
  const [here, elsewhere] = partition(near, (ref) => ref.startsWith(folder));
  return [...(await readRecords(ground, here)), ...elsewhere.map((ref) => outsideRecord(ref))];
}

/** Reads the whole span; that the list lacks a known meeting proves nothing, only a 404 of its own does. */
async function* fullRound(ground: FeedContext, start: CalDavCursor): AsyncGenerator<FeedPage> {
  yield* readPages(ground, await ground.dav.etags(ground.calendar, ground.window), start, start);
}

/** A reading from the start: first the mark to go on from, then what is there, so that nothing falls in between. */
async function* startOver(ground: FeedContext, span: DayRange): AsyncGenerator<FeedPage> {
  const { syncToken: token, ctag } = await ground.dav.calendar(ground.calendar);
  await ground.known.startOver();
  const start = { calendar: ground.calendar, span: spanText(span), token, ctag, until: ground.window.to, full: true };
  yield* fullRound(ground, start);
}

/** Zoho lets a deleted meeting be read for some seconds more: it counts as there only if the calendar lists it. */
async function withoutGhosts(ground: FeedContext, rows: readonly SideRecord[]): Promise<readonly SideRecord[]> {
  if (rows.every(({ state }) => state === 'deleted')) return rows;
  const listed = new Set((await ground.dav.etags(ground.calendar, null)).map(({ href }) => href));
  return rows.map((row) => (listed.has(row.ref) ? row : deletedRecord(row.ref)));
}

/** What a server with sync tokens says has changed; who is gone is asked for once more, and may be there again. */
async function* readChanges(ground: FeedContext, old: CalDavCursor, said: DavChanges): AsyncGenerator<FeedPage> {
  const gone = async (): Promise<readonly SideRecord[]> => {
    const versions = await versionsOf(ground, said.gone);
    const known = said.gone.filter((ref) => versions.has(ref));
    return withoutGhosts(ground, await readRecords(ground, known));
  };
  yield* readPages(ground, said.changed, old, { ...old, token: said.token }, gone);
}

/** A server without sync tokens: where its calendar's mark is another, or it has none, the span is read anew. */
async function* readByCtag(ground: FeedContext, old: CalDavCursor, span: DayRange): AsyncGenerator<FeedPage> {
  const { ctag, syncToken } = await ground.dav.calendar(ground.calendar);
  if (ctag !== null && ctag === old.ctag && syncToken === null) yield { rows: [], cursor: old, read: 0 };
  else yield* startOver(ground, span);
}

/** What changed since the cursor, by whatever way the server has. */
async function* since(ground: FeedContext, old: CalDavCursor | null, span: DayRange): AsyncGenerator<FeedPage> {
  if (!old) return yield* startOver(ground, span);
  if (old.full) return yield* fullRound(ground, old);
  if (old.token === null) return yield* readByCtag(ground, old, span);
  const said = await ground.dav.changes(ground.calendar, old.token);
  if (said === 'expired') yield* startOver(ground, span);
  else yield* readChanges(ground, old, said);
}

/** Meetings that the rolling window has reached by now: nobody changed them, so the changes do not tell of them. */
async function* newlyInWindow(ground: FeedContext, last: CalDavCursor): AsyncGenerator<FeedPage> {
  const range: Range = { from: last.until, to: ground.window.to };
  const tags = await ground.dav.etags(ground.calendar, range);
  yield* readPages(ground, tags, last, { ...last, until: ground.window.to });
}

/**
 * What changed among the meetings of the span, page by page; once a day also those that the window has reached. Where nothing
 * changed it costs one request. A token the server has forgotten, another calendar or another span reads everything anew, and
 * nothing counts as deleted by that. Throws ApiError.
 */
export async function* calDavFeed(
  dav: CalDavClient,
  { calendar, span, reader, cursor, known, now = Date.now }: CalDavFeed,
): AsyncGenerator<FeedPage> {
  const ground: FeedContext = { dav, calendar, known, reader, window: windowAt(now(), span) };
  let last: CalDavCursor | null = null;
  const old = usableCursor(cursor, calendar, span);
  if (old) yield* readAgain(known, old, (refs) => readRecords(ground, refs));
  for await (const page of since(ground, old, span)) {
    last = page.cursor as CalDavCursor;
    yield page;
  }
  if (!last) return;
  yield* confirmUnseen(known, last, (refs) => readUnmet(ground, refs));
  if (last.until < ground.window.to) yield* newlyInWindow(ground, { ...last, full: false });
}

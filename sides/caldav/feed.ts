import { chunk, partition } from 'lodash';
import type { CalDavClient, DavChanges, Range, Tag } from '../../clients/caldav';
import { pathOfHref } from '../../clients/caldav';
import type { SideRecord, Value } from '../../sync/model';
import { sweep } from '../sweep';
import type { FeedPage, Known } from '../types';
import type { Span, Window } from '../zoho/event/window';
import { windowAt } from '../zoho/event/window';
import type { CalDavCursor } from './cursor';
import { spanText, usable } from './cursor';
import type { Reader } from './record';
import { AWAY, awayRecord, recordOf } from './record';

export interface CalDavFeed {
  /** Address of the calendar. */
  readonly calendar: string;
  readonly span: Span;
  readonly reader: Reader;
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: Known;
  /** Milliseconds since 1970; the system's clock unless told. */
  readonly now?: () => number;
}

/** What every step of a reading needs. */
interface Ground {
  readonly dav: CalDavClient;
  readonly calendar: string;
  readonly known: Known;
  readonly window: Window;
  readonly reader: Reader;
}

/** What one page brings; a reading that breaks off repeats one at most. */
const PAGE = 50;

type Versions = ReadonlyMap<string, string | null>;

const versionsOf = async ({ known }: Ground, refs: readonly string[]): Promise<Versions> =>
  refs.length > 0 ? await known.versions(refs) : new Map<string, string | null>();

async function read(
  { dav, calendar, window, reader }: Ground,
  refs: readonly string[],
): Promise<readonly SideRecord[]> {
  if (refs.length === 0) return [];
  const found = await dav.objects(calendar, refs);
  return found.map((object) => recordOf(object, window, reader));
}

/** One that carries a known version is an echo, of our own write for one. A server without marks tells everything again. */
const news = (tags: readonly Tag[], versions: Versions): readonly string[] =>
  tags.filter(({ href, etag }) => etag === null || versions.get(href) !== etag).map(({ href }) => href);

/** One that came and went before it could be read, and that nobody knows, is no news. */
const isNews =
  (versions: Versions) =>
  ({ state, ref }: SideRecord): boolean =>
    state !== 'deleted' || versions.has(ref);

/** Reads what is new among these, page by page; `last` is the cursor once all of it is taken in, `meanwhile` until then. */
async function* taking(
  ground: Ground,
  tags: readonly Tag[],
  meanwhile: CalDavCursor,
  last: CalDavCursor,
  more: (versions: Versions) => Promise<readonly SideRecord[]> = async () => [],
): AsyncGenerator<FeedPage> {
  const versions = await versionsOf(
    ground,
    tags.map(({ href }) => href),
  );
  const pages = chunk(news(tags, versions), PAGE);
  const old = tags.length - pages.flat().length;
  for (const [at, refs] of pages.entries()) {
    const rows = (await read(ground, refs)).filter(isNews(versions));
    yield { rows, cursor: meanwhile, read: refs.length + (at === 0 ? old : 0) };
  }
  const met = tags.map(({ href }) => href);
  yield { rows: await more(versions), met, cursor: last, read: pages.length === 0 ? old : 0 };
}

/** Who was not met: of this calendar, each is asked for; of another one they have left the scope. */
async function missing(ground: Ground, unmet: readonly string[]): Promise<readonly SideRecord[]> {
  const versions = await versionsOf(ground, unmet);
  const folder = pathOfHref(new URL(ground.calendar));
  const near = unmet.filter((ref) => versions.get(ref) !== AWAY);
  const [here, elsewhere] = partition(near, (ref) => ref.startsWith(folder));
  return [...(await read(ground, here)), ...elsewhere.map((ref) => awayRecord(ref))];
}

/** Reads the whole span; that the list lacks a known meeting proves nothing, only a 404 of its own does. */
async function* fullRound(ground: Ground, start: CalDavCursor): AsyncGenerator<FeedPage> {
  yield* taking(ground, await ground.dav.etags(ground.calendar, ground.window), start, start);
}

/** A reading from the start: first the mark to go on from, then what is there, so that nothing falls in between. */
async function* afresh(ground: Ground, span: Span): AsyncGenerator<FeedPage> {
  const { syncToken: token, ctag } = await ground.dav.calendar(ground.calendar);
  await ground.known.startOver();
  const start = { calendar: ground.calendar, span: spanText(span), token, ctag, until: ground.window.to, full: true };
  yield* fullRound(ground, start);
}

/** What a server with sync tokens says has changed; who is gone is asked for once more, and may be there again. */
async function* changed(ground: Ground, old: CalDavCursor, said: DavChanges): AsyncGenerator<FeedPage> {
  const gone = async (): Promise<readonly SideRecord[]> => {
    const versions = await versionsOf(ground, said.gone);
    return await read(
      ground,
      said.gone.filter((ref) => versions.has(ref)),
    );
  };
  yield* taking(ground, said.changed, old, { ...old, token: said.token }, gone);
}

/** A server without sync tokens: where its calendar's mark is another, or it has none, the span is read anew. */
async function* compared(ground: Ground, old: CalDavCursor, span: Span): AsyncGenerator<FeedPage> {
  const { ctag, syncToken } = await ground.dav.calendar(ground.calendar);
  if (ctag !== null && ctag === old.ctag && syncToken === null) yield { rows: [], cursor: old, read: 0 };
  else yield* afresh(ground, span);
}

/** What changed since the cursor, by whatever way the server has. */
async function* since(ground: Ground, old: CalDavCursor | null, span: Span): AsyncGenerator<FeedPage> {
  if (!old) return yield* afresh(ground, span);
  if (old.full) return yield* fullRound(ground, old);
  if (old.token === null) return yield* compared(ground, old, span);
  const said = await ground.dav.changes(ground.calendar, old.token);
  if (said === 'expired') yield* afresh(ground, span);
  else yield* changed(ground, old, said);
}

/** Meetings that the rolling window has reached by now: nobody changed them, so the changes do not tell of them. */
async function* reached(ground: Ground, last: CalDavCursor): AsyncGenerator<FeedPage> {
  const range: Range = { from: last.until, to: ground.window.to };
  const tags = await ground.dav.etags(ground.calendar, range);
  yield* taking(ground, tags, last, { ...last, until: ground.window.to });
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
  const ground: Ground = { dav, calendar, known, reader, window: windowAt(now(), span) };
  let last: CalDavCursor | null = null;
  for await (const page of since(ground, usable(cursor, calendar, span), span)) {
    last = page.cursor as CalDavCursor;
    yield page;
  }
  if (!last) return;
  yield* sweep(known, last, (refs) => missing(ground, refs));
  if (last.until < ground.window.to) yield* reached(ground, { ...last, full: false });
}

import { ApiError } from '../../clients/errors';
import { ENDLESS, FOREIGN_MAILBOX, isDamagedPage, type GraphClient, type GraphPage } from '../../clients/graph';
import { reason } from '../../reasons';
import { sideName, type SideRecord, type Value, deletedRecord } from '../../sync/model';
import { confirmUnseen, readAgain } from '../deletion';
import { readOrNull } from '../row';
import type { FeedPage, KnownRecords } from '../types';
import { isWorthListing, listAhead } from './ahead';
import type { DeltaCursor, DeltaRow, DeltaSource } from './deltaSource';
import { versionOf } from './record';

/** Told as existing, and none of them is found by the same id. */
const idsNotFound = (): ApiError =>
  new ApiError({
    ...{ side: 'outlook', status: null, code: 'idsNotFound', radius: 'kind' },
    reason: reason('idsNotFound'),
  });

/** A round from nothing that has no end, or that leads into another mailbox, does so the next time, too. */
const isCursorExpired = (error: unknown, isFresh: boolean): boolean =>
  error instanceof ApiError &&
  (error.code === 'resync' || ([ENDLESS, FOREIGN_MAILBOX].includes(error.code) && !isFresh));

/** An item that Microsoft tells of and cannot show: it stays as it was known, and is read again in every run. */
const damagedRecord = (ref: string): SideRecord => ({
  ...deletedRecord(ref),
  ...{ state: 'outside', unreadable: reason('outlookItemDamaged') },
});

/** Those of which not even the id is known are told. */
export const damagedItems = ({ damaged = 0 }: GraphPage): Pick<FeedPage, 'left'> =>
  damaged === 0
    ? {}
    : {
        left: Array.from({ length: damaged }, () => ({
          ...{ ref: null, label: sideName.outlook, reason: reason('outlookItemDamaged') },
        })),
      };

/** Not kept by links, so it goes with every page. */
const PREFER = 'odata.maxpagesize=500';

const isRemoved = (row: DeltaRow): boolean => '@removed' in row;

/** An id may come several times in a page; the last row counts. */
const lastRows = (rows: readonly DeltaRow[]): readonly DeltaRow[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];

type Versions = ReadonlyMap<string, string | null>;

/** Removed rows matter only for records we know; rows that carry a known version are echoes, of our own writes for one. */
function sortRows<C extends DeltaCursor & Value>(
  rows: readonly DeltaRow[],
  versions: Versions,
  source: DeltaSource<C>,
  cursor: C,
) {
  const isEcho = (row: DeltaRow): boolean => versionOf(row) !== null && versions.get(row.id) === versionOf(row);
  const matters = rows.filter((row) => !isRemoved(row) || versions.has(row.id));
  const sorted = matters.map((row) => ({
    row,
    outside: isRemoved(row) ? null : readOrNull(() => source.outside(row, cursor)),
  }));
  const rest = sorted.filter(({ row, outside }) => !outside && !isEcho(row)).map(({ row }) => row);
  const isToConfirm = (row: DeltaRow): boolean => source.confirm !== undefined && isRemoved(row);
  const asked = rest.filter((row) => !isToConfirm(row)).flatMap((row) => source.refsToRead?.(row) ?? [row.id]);
  const outside = sorted.flatMap((one) => one.outside ?? []);
  const known = new Set(outside.map(({ ref }) => ref));
  return {
    toRead: [...new Set(asked)].filter((ref) => !known.has(ref)),
    toConfirm: rest.filter(isToConfirm).map(({ id }) => id),
    outside,
  };
}

/** A record that came and went before we could read it, and that nobody knows, is no news. */
const isNews =
  (versions: Versions) =>
  ({ state, ref }: SideRecord): boolean =>
    state !== 'deleted' || versions.has(ref);

/** As many as may have been deleted between the page and the reading. */
const MOST_LOST = 2;

/**
 * Who was just told as existing and cannot be found by the same id proves nothing: if it was deleted in between, the next round
 * tells so. Where none can be found, the ids are of another form than this mailbox is asked by.
 */
function withoutContradictions(read: readonly SideRecord[], rows: readonly DeltaRow[]): readonly SideRecord[] {
  const removed = new Set(rows.filter(isRemoved).map(({ id }) => id));
  const told = read.filter(({ ref }) => !removed.has(ref));
  const lost = told.filter(({ state }) => state === 'deleted');
  if (lost.length > MOST_LOST && lost.length === told.length) throw idsNotFound();
  return read.filter((row) => !lost.includes(row));
}

/** Those of these that a reading left out, because Microsoft cannot show them. */
const damaged = (asked: readonly string[], read: readonly SideRecord[]): readonly SideRecord[] =>
  asked.filter((ref) => !read.some((row) => row.ref === ref)).map(damagedRecord);

const versionsIn = async (rows: readonly DeltaRow[], known: KnownRecords): Promise<Versions> =>
  rows.length > 0 ? known.versions(rows.map((row) => row.id)) : new Map();

async function readRows<C extends DeltaCursor & Value>(
  rows: readonly DeltaRow[],
  known: KnownRecords,
  source: DeltaSource<C>,
  cursor: C,
): Promise<readonly SideRecord[]> {
  const versions = await versionsIn(rows, known);
  const { toRead, toConfirm, outside } = sortRows(rows, versions, source, cursor);
  const read = toRead.length > 0 ? await source.read(toRead, cursor) : [];
  const confirmed = toConfirm.length > 0 ? await source.confirm?.(toConfirm, versions) : [];
  const news = withoutContradictions(read, rows).filter(isNews(versions));
  return [...news, ...damaged(toRead, read), ...outside, ...(confirmed ?? [])];
}

const afterPage = <C extends DeltaCursor>(cursor: C, page: GraphPage): C => ({
  ...cursor,
  link: page.nextLink ?? page.deltaLink ?? cursor.link,
});

const foundBy =
  <C extends DeltaCursor & Value>(source: DeltaSource<C>, cursor: C) =>
  async (refs: readonly string[]) =>
    withoutContradictions(await source.read(refs, cursor), []);

/** Fewer than so many are read by id, twenty a batch. */
const FEWEST = 60;

/** The list, where a page of a round tells of more records than it is worth asking for one by one. */
async function* muchChanged<C extends DeltaCursor & Value>(
  graph: GraphClient,
  cursor: C,
  rows: readonly DeltaRow[],
  { known, source }: { readonly known: KnownRecords; readonly source: DeltaSource<C> },
) {
  if (!source.listAhead) return;
  const there = rows.filter((row) => !isRemoved(row));
  const { toRead } = sortRows(there, await versionsIn(there, known), source, cursor);
  if (toRead.length < FEWEST || !(await isWorthListing(toRead.length, known))) return;
  const start = { ...(cursor as object), list: source.listAhead(cursor) } as C;
  yield* listAhead(graph, start, source, { known, found: foundBy(source, cursor) });
}

/** A link into the middle of a round (learn: "Use delta query to track changes": `$skiptoken`; between rounds it is `$deltatoken`). */
export const isMidway = (link: string): boolean => /[?&]\$skiptoken=/i.test(link);

/**
 * One round of the feed from a cursor, or its plain list. A round that another run had begun shows things as they were then, so what
 * came since is read right after it: else the other side, read as it is now, would seem to have what this one lacks.
 */
export async function* deltaRound<C extends DeltaCursor & Value>(
  graph: GraphClient,
  start: C,
  known: KnownRecords,
  source: DeltaSource<C>,
  isList = false,
  wasListed = false,
): AsyncGenerator<FeedPage> {
  let cursor = start;
  let isListed = wasListed || isList || start.full;
  for await (const page of graph.pages(isList ? source.listLink(start) : start.link, { prefer: PREFER })) {
    const rows = lastRows(page.value as readonly DeltaRow[]);
    cursor = source.withRowsSeen?.(cursor, rows) ?? cursor;
    if (!isListed)
      for await (const ahead of muchChanged(graph, cursor, rows, { known, source })) {
        [cursor, isListed] = [ahead.cursor, true];
        yield ahead;
      }
    const taken = await readRows(rows, known, source, cursor);
    if (!isList) cursor = afterPage(cursor, page);
    yield { rows: taken, seen: rows.map(({ id }) => id), cursor, read: page.value.length, ...damagedItems(page) };
  }
  if (isMidway(start.link) && !isMidway(cursor.link)) yield* deltaRound(graph, cursor, known, source);
}

/** Cursors may be forgotten one after the other; a service that forgets faster than we read is not chased for ever. */
const MOST_TRIES = 3;

/** A round, and whoever it should have told. */
async function* wholeRound<C extends DeltaCursor & Value>(
  graph: GraphClient,
  start: C,
  known: KnownRecords,
  source: DeltaSource<C>,
  isList = false,
): AsyncGenerator<FeedPage> {
  let cursor = start;
  yield* readAgain(known, start, (refs) => source.read(refs, start));
  if (start.list && !isList)
    for await (const page of listAhead(graph, start, source, { known, found: foundBy(source, start) })) {
      cursor = page.cursor;
      yield page;
    }
  for await (const page of deltaRound(graph, cursor, known, source, isList, Boolean(start.list))) {
    cursor = page.cursor as C;
    yield page;
  }
  const confirm = async (refs: readonly string[]) =>
    source.confirm?.(refs, await known.versions(refs)) ?? source.read(refs, cursor);
  yield* confirmUnseen(known, cursor, confirm);
}

/** All of it, from nothing; or by its list, time and again until the item is mended that stops the round. */
async function* fullRound<C extends DeltaCursor & Value>(
  graph: GraphClient,
  start: () => C | Promise<C>,
  known: KnownRecords,
  source: DeltaSource<C>,
  isList = false,
) {
  await known.startOver();
  yield* wholeRound(graph, await start(), known, source, isList);
}

type Pages<P> = () => AsyncIterable<P>;

/** Goes on where it can; where Microsoft has forgotten the cursor, also in the middle, it begins afresh. */
export async function* resumeOrRestart<P>(old: Pages<P> | null, afresh: Pages<P>): AsyncGenerator<P> {
  for (let tries = 1; ; tries += 1) {
    try {
      yield* old && tries === 1 ? old() : afresh();
      return;
    } catch (error) {
      if (!isCursorExpired(error, !old || tries > 1) || tries === MOST_TRIES) throw error;
    }
  }
}

/**
 * What changed since the cursor, page by page. Where nothing changed it costs one request. A cursor that Microsoft has
 * forgotten (410), also in the middle of a round, or that was made under other settings, starts over: everything is read
 * again, and nothing counts as deleted by that. Throws ApiError.
 */
export async function* deltaFeed<C extends DeltaCursor & Value>(
  graph: GraphClient,
  source: DeltaSource<C>,
  { cursor, known }: { readonly cursor: Value; readonly known: KnownRecords },
): AsyncGenerator<FeedPage> {
  const old = source.resumable(cursor);
  let at = old;
  const round = old && (() => wholeRound(graph, old, known, source));
  try {
    for await (const page of resumeOrRestart(round, () => fullRound(graph, source.firstCursor, known, source))) {
      at = page.cursor as C;
      yield page;
    }
  } catch (error) {
    if (!isDamagedPage(error)) throw error;
    const stuck = at ?? (await source.firstCursor());
    yield* fullRound(graph, () => ({ ...(stuck as object), full: true }) as C, known, source, true);
  }
}

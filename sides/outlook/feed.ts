import { ApiError } from '../../clients/errors';
import type { GraphClient, GraphPage } from '../../clients/graph';
import { withQuery } from '../../clients/graph/path';
import type { SideRecord, Value } from '../../sync/model';
import type { FeedPage, Known } from '../types';
import type { GraphContact } from './contact';
import type { ContactCursor } from './cursor';
import { usable } from './cursor';
import { contactsIn, defaultFolder } from './folder';
import { readRecords } from './hydrate';
import type { Scope } from './record';
import { isIn, outsideRecord, versionOf, withZoho } from './record';

/** What of the mailbox is synced. */
export interface OutlookSettings {
  /** Null: the default contacts folder. */
  readonly folderId: string | null;
  /** Further categories; *Zoho* is always among them. */
  readonly categories: readonly string[];
}

export interface OutlookFeed {
  readonly settings: OutlookSettings;
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: Known;
}

/** A delta row needs just enough to see whether it concerns us, and by which keys others may know it. */
const ROW = 'id,categories,parentFolderId,emailAddresses,givenName,surname';
/** Not kept by links, so it goes with every page. */
const PREFER = 'odata.maxpagesize=500';

type Row = GraphContact & { readonly id: string };

interface Sorted {
  /** To be read in full, or confirmed. */
  readonly toRead: readonly string[];
  /** Complete enough to know that they are not synced. */
  readonly outside: readonly Row[];
}

/** An id may come several times in a page; the last row counts. */
const lastRows = (rows: readonly Row[]): readonly Row[] => [...new Map(rows.map((row) => [row.id, row])).values()];

const isWhole = (row: Row): boolean => ROW.split(',').every((name) => name in row);

/** Removed rows matter only for contacts we know; rows that carry a known version are echoes, of our own writes for one. */
function sortRows(rows: readonly Row[], versions: ReadonlyMap<string, string | null>, scope: Scope): Sorted {
  const isEcho = (row: Row): boolean => versionOf(row) !== null && versions.get(row.id) === versionOf(row);
  const matters = rows.filter((row) => ('@removed' in row ? versions.has(row.id) : true));
  const isOutside = (row: Row): boolean => !('@removed' in row) && isWhole(row) && !isIn(row, scope);
  const outside = matters.filter(isOutside);
  const toRead = matters.filter((row) => !isOutside(row) && !isEcho(row)).map((row) => row.id);
  return { toRead, outside };
}

/** A contact that came and went before we could read it, and that nobody knows, is no news. */
const isNews =
  (versions: ReadonlyMap<string, string | null>) =>
  (record: SideRecord): boolean =>
    record.state !== 'deleted' || versions.has(record.ref);

async function takeRows(
  graph: GraphClient,
  rows: readonly Row[],
  known: Known,
  scope: Scope,
): Promise<readonly SideRecord[]> {
  const versions = rows.length > 0 ? await known.versions(rows.map((row) => row.id)) : new Map<string, string | null>();
  const { toRead, outside } = sortRows(rows, versions, scope);
  const read = await readRecords(graph, toRead, scope);
  return [...read.filter(isNews(versions)), ...outside.map(outsideRecord)];
}

async function firstCursor(
  graph: GraphClient,
  chosen: string | null,
  categories: readonly string[],
): Promise<ContactCursor> {
  const folder = chosen ?? (await defaultFolder(graph));
  const link = withQuery(`${contactsIn(folder)}/delta`, { $select: ROW });
  return { link, chosen, folder, categories, full: true };
}

/** The folder's id shows in its first contact, where it was not known before. */
const learnt = (cursor: ContactCursor, rows: readonly Row[]): ContactCursor => {
  const shown = rows.find((row) => typeof row.parentFolderId === 'string')?.parentFolderId;
  return cursor.folder === null && typeof shown === 'string' ? { ...cursor, folder: shown } : cursor;
};

const following = (cursor: ContactCursor, page: GraphPage): ContactCursor => ({
  ...cursor,
  link: page.nextLink ?? page.deltaLink ?? cursor.link,
  full: cursor.full && page.nextLink !== null,
});

/**
 * One round of the feed from a cursor. After a complete reading from the start, contacts that are known but were not met are
 * asked for one by one: a list that lacks them proves nothing.
 */
async function* round(graph: GraphClient, start: ContactCursor, known: Known): AsyncGenerator<FeedPage> {
  const met = new Set<string>();
  let cursor = start;
  for await (const page of graph.pages(start.link, { prefer: PREFER })) {
    const rows = lastRows(page.value as readonly Row[]);
    cursor = learnt(cursor, rows);
    const scope: Scope = cursor;
    const taken = await takeRows(graph, rows, known, scope);
    rows.forEach((row) => met.add(row.id));
    const done = cursor.full && page.nextLink === null;
    const missing = done ? (await known.unseen()).filter((ref) => !met.has(ref)) : [];
    const confirmed = await readRecords(graph, missing, scope);
    cursor = following(cursor, page);
    yield { rows: [...taken, ...confirmed], cursor, read: page.value.length };
  }
}

const isLost = (error: unknown): boolean => error instanceof ApiError && error.code === 'resync';

/** A round that begins from nothing. */
async function* fullRound(graph: GraphClient, folderId: string | null, categories: readonly string[], known: Known) {
  await known.startOver();
  yield* round(graph, await firstCursor(graph, folderId, categories), known);
}

/** Cursors may be forgotten one after the other; a service that forgets faster than we read is not chased for ever. */
const MOST_TRIES = 3;

/**
 * What changed among the contacts of the folder since the cursor, page by page. Where nothing changed it costs one request.
 * A cursor that Microsoft has forgotten (410), also in the middle of a round, or that was made under other settings, starts
 * over: everything is read again, and nothing counts as deleted by that. Throws ApiError.
 */
export async function* contactFeed(
  graph: GraphClient,
  { settings, cursor, known }: OutlookFeed,
): AsyncGenerator<FeedPage> {
  const categories = withZoho(settings.categories);
  const old = usable(cursor, settings.folderId, { categories });
  for (let tries = 1; ; tries += 1) {
    try {
      yield* old && tries === 1 ? round(graph, old, known) : fullRound(graph, settings.folderId, categories, known);
      return;
    } catch (error) {
      if (!isLost(error) || tries === MOST_TRIES) throw error;
    }
  }
}

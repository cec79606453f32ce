import { graphPath, isDamagedPage, type GraphClient, type GraphPage } from '../../../clients/graph';
import { graphQuery } from '../../../clients/urls';
import type { Value } from '../../../sync/model';
import { readAgain } from '../../deletion';
import { inTurns } from '../../row';
import type { FeedPage, KnownRecords, FeedPages } from '../../types';
import { damagedItems, isMidway, resumeOrRestart } from '../delta';
import { attachmentsOf, readMails, readMailsIn } from './read';
import { isMeetingMail, isWholeRow, recordOf, SELECT, type MailRow } from './record';
import type { Person } from '../../../sync/mail/recipients';

/** Which mails are read. */
export interface MailSettings {
  /** Null: Sent Items. */
  readonly folderId: string | null;
  /** ISO instant from which on mails count; null: a week before the first reading. */
  readonly since: string | null;
}

export interface MailFeed {
  readonly settings: MailSettings;
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: KnownRecords;
  /** Whose mailbox it is: the sender of a mail that names none. */
  readonly owner?: Person | null;
  /** Milliseconds since 1970; the system's clock unless told. */
  readonly now?: () => number;
  /** Mails after which a delta with a start date falls silent; 5,000 unless told [learn: "message: delta"]. */
  readonly most?: number;
}

/** Where the feed was read up to, and under which settings; other settings make it worthless. */
type MailCursor = {
  readonly settings: string;
  /** Start of what is read, an ISO instant. */
  readonly from: string;
  /** A delta link, or in the middle of a round a next link. */
  readonly link: string;
  /** Rows of the first round so far; null once it is over. */
  readonly first: number | null;
  /** Where the plain list is read up to, while it fills in what the first round could not hold. */
  readonly list: string | null;
};

const WEEK = 7 * 86_400_000;
/** Bodies make pages big, and a page that takes too long is answered by 504. */
const PAGE = 25;
const PREFER = `odata.maxpagesize=${PAGE}`;
const MOST_FILTERED = 5000;

const folderOf = ({ folderId }: MailSettings): string => folderId ?? 'sentitems';
const pathOf = (settings: MailSettings): string => graphPath`/me/mailFolders/${folderOf(settings)}/messages`;

const graphTime = (iso: string): string => iso.replace(/\.\d+Z$/, 'Z');

/** Not only new ones: Microsoft would not tell of those that were moved away and back in between. */
function firstCursor(settings: MailSettings, now: number): MailCursor {
  const from = settings.since ?? new Date(now - WEEK).toISOString();
  const $filter = `receivedDateTime ge ${graphTime(from)}`;
  const link = graphQuery(`${pathOf(settings)}/delta`, { $select: SELECT, $filter });
  return { settings: JSON.stringify(settings), from, link, first: 0, list: null };
}

const isCursor = (value: Value): value is MailCursor & Value =>
  typeof value === 'object' && value !== null && typeof (value as { link?: unknown }).link === 'string';

const resumable = (value: Value, settings: MailSettings): MailCursor | null =>
  isCursor(value) && value.settings === JSON.stringify(settings) ? value : null;

/** A start date given later or earlier goes on with what is known; nothing is taken in twice. */
function listLink(settings: MailSettings, from: string): string {
  const $filter = `sentDateTime ge ${graphTime(from)}`;
  return graphQuery(pathOf(settings), { $select: SELECT, $filter, $orderby: 'sentDateTime', $top: PAGE });
}

const idsOf = (rows: readonly MailRow[]): readonly string[] => rows.map(({ id }) => id);

/** Moved out or deleted, or away and back, which looks the same [seen live: allodia; microsoft-graph-docs#21752]. */
const isAway = (row: MailRow): boolean => '@removed' in row;

/** One whose time nobody can read is not passed over: it is told as unreadable. */
const isSince = ({ sentDateTime }: MailRow, from: string) => !(Date.parse(String(sentDateTime)) < Date.parse(from));

const isMail = (row: MailRow): boolean => !('@removed' in row) && row.isDraft !== true && !isMeetingMail(row);

type MailReading = Pick<MailFeed, 'settings' | 'known' | 'most' | 'owner'>;

/** The mails that nobody knew. A known one never comes again, whatever became of it; a draft is no mail yet. */
async function readRows(graph: GraphClient, rows: readonly MailRow[], from: string, reading: MailReading) {
  const latest = [...new Map(rows.map((row) => [row.id, row])).values()];
  const versions = latest.length > 0 ? await reading.known.versions(idsOf(latest)) : new Map();
  const fresh = latest.filter(({ id }) => !versions.has(id));
  const mails = fresh.filter(isMail);
  const parts = await readMails(graph, idsOf(mails.filter((row) => !isWholeRow(row))));
  const back = await readMailsIn(graph, folderOf(reading.settings), idsOf(fresh.filter(isAway)));
  const whole = [...mails.filter(isWholeRow), ...parts, ...back].filter((row) => isMail(row) && isSince(row, from));
  return recordsOf(graph, whole, reading);
}

async function recordsOf(graph: GraphClient, whole: readonly MailRow[], { owner = null }: MailReading) {
  const attachments = await attachmentsOf(graph, whole);
  return inTurns(whole, (row) => recordOf(row, attachments.get(row.id) ?? [], owner));
}

/** Where to go on after a page of changes; a first round that was too full is followed by the list. */
function afterChanges(cursor: MailCursor, page: GraphPage, { settings, most = MOST_FILTERED }: MailReading) {
  const first = cursor.first === null ? null : cursor.first + page.value.length;
  const link = page.nextLink ?? page.deltaLink ?? cursor.link;
  if (page.nextLink !== null || first === null) return { ...cursor, link, first };
  return { ...cursor, link, first: null, list: first >= most ? listLink(settings, cursor.from) : null };
}

type Step = (cursor: MailCursor, page: GraphPage) => MailCursor;

async function* pages(graph: GraphClient, start: MailCursor, link: string, reading: MailReading, step: Step) {
  let cursor = start;
  for await (const page of graph.pages(link, { prefer: PREFER })) {
    const rows = await readRows(graph, page.value as readonly MailRow[], start.from, reading);
    cursor = step(cursor, page);
    yield { page: { rows, cursor, read: page.value.length, ...damagedItems(page) } as FeedPage, cursor };
  }
}

/** A round that another run had begun ends at the mails of that time; those sent since are read right after it. */
async function* mailRound(graph: GraphClient, start: MailCursor, reading: MailReading): FeedPages {
  let cursor = start;
  const read = async (refs: readonly string[]) => recordsOf(graph, await readMails(graph, refs), reading);
  yield* readAgain(reading.known, start, read);
  if (cursor.list === null)
    for await (const one of pages(graph, cursor, cursor.link, reading, (at, page) => afterChanges(at, page, reading))) {
      cursor = one.cursor;
      yield one.page;
    }
  if (isMidway(start.link) && !isMidway(cursor.link) && cursor.list === null) yield* mailRound(graph, cursor, reading);
  if (cursor.list !== null)
    for await (const one of pages(graph, cursor, cursor.list, reading, (at, page) => ({ ...at, list: page.nextLink })))
      yield one.page;
}

/** Where a mail that cannot be shown stops the round, the list is read until it is mended: there it goes on then. */
async function* roundOrList(graph: GraphClient, start: MailCursor, reading: MailReading): AsyncGenerator<FeedPage> {
  let cursor: MailCursor = start;
  try {
    for await (const page of mailRound(graph, start, reading)) {
      cursor = page.cursor as MailCursor;
      yield page;
    }
  } catch (error) {
    if (!isDamagedPage(error)) throw error;
    yield* mailRound(graph, { ...cursor, list: listLink(reading.settings, cursor.from) }, reading);
  }
}

/**
 * Mails that were sent since the cursor, page by page; where none were it costs one request. A cursor that Microsoft has
 * forgotten (410), or that was made under other settings, reads anew from the start date, and only what is new counts.
 * Throws ApiError.
 */
export async function* mailFeed(graph: GraphClient, { cursor, now = Date.now, ...reading }: MailFeed): FeedPages {
  const { settings } = reading;
  const old = resumable(cursor, settings);
  const again = { ...settings, since: old?.from ?? settings.since };
  const first = (): MailCursor => ({ ...firstCursor(again, now()), settings: JSON.stringify(settings) });
  yield* resumeOrRestart(old && (() => roundOrList(graph, old, reading)), () => roundOrList(graph, first(), reading));
}

import type { ZohoClient, ZohoPage } from '../../clients/zoho';
import type { Value } from '../../sync/model';
import type { FeedPage, Known } from '../types';
import { completing } from './complete';
import { contacts } from './contact';
import { quoted } from './coql';
import type { ZohoCursor } from './cursor';
import { cursorOf, firstCursor, firstTombstones, isUsable, startOf } from './cursor';
import type { Module, ModuleName } from './module';
import type { ZohoProfile } from './profile';
import type { ZohoScope } from './record';
import { isSuspect, olderThanKnown } from './setBack';
import type { SentCreate } from './recall';
import { recall, waitingFor } from './recall';
import { recordOf } from './record';
import { isoOf, zohoTime } from './times';
import { buryDead } from './tombstones';
import type { ZohoRecord } from './values';

export interface ZohoSettings {
  readonly module: ModuleName;
  readonly scope: ZohoScope;
}

export interface ZohoFeed {
  readonly module: Module;
  readonly profile: ZohoProfile;
  readonly settings: ZohoSettings;
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: Known;
  /** Creates without an answer (the archive's open intents of this side), to be recognised. */
  readonly sent?: readonly SentCreate[];
  /** Milliseconds since 1970; the system's clock unless told. */
  readonly now?: () => number;
}

/** The fields to ask Zoho for; those that a query refuses are read apart. */
export function columnsOf(module: Module, profile: ZohoProfile): string {
  const asked = [...Object.values(profile.places).map(({ api }) => api), ...module.columns(profile)];
  const apart = profile.jsonInQueries === false ? (module.jsonColumns ?? []) : [];
  return [...new Set(asked.filter((api) => !apart.includes(api))), 'Owner', 'Modified_Time'].join(', ');
}

/** A query for what comes next in order of change; `where` says from where on. */
type Select = (where: string) => string;

const sinceTime = (select: Select, iso: string): string => select(`Modified_Time >= ${quoted(zohoTime(iso))}`);

/** What comes after a row in the order of the query, so that records changed meanwhile can neither be skipped nor shift pages. */
function afterRow(select: Select, iso: string, id: string): string {
  const time = quoted(zohoTime(iso));
  return select(`(Modified_Time > ${time} or (Modified_Time = ${time} and id > ${quoted(id)}))`);
}

const queryOf = (module: Module, columns: string, cursor: ZohoCursor) => {
  const start = startOf(cursor);
  const select: Select = (where) =>
    `select ${columns} from ${module.name} where ${where} order by Modified_Time asc, id asc`;
  return {
    select: start === null ? afterRow(select, cursor.since, cursor.lastId) : sinceTime(select, start),
    after: (row: ZohoRecord) => afterRow(select, isoOf(row.Modified_Time) ?? '', String(row.id)),
  };
};

/** The cursor after a page. */
function following(cursor: ZohoCursor, page: ZohoPage): ZohoCursor {
  const last = page.data.at(-1) as ZohoRecord | undefined;
  const time = isoOf(last?.Modified_Time);
  if (!last || !time) return { ...cursor, midway: false };
  return { ...cursor, since: time, lastId: String(last.id), midway: page.more };
}

const rowsOf = (page: ZohoPage): readonly ZohoRecord[] => [
  ...new Map((page.data as readonly ZohoRecord[]).map((row) => [String(row.id), row])).values(),
];

/**
 * What changed in a module since the cursor: first the changed records, page by page (one query of up to 2000), then,
 * but for the first reading, the tombstones. Where nothing changed this costs two requests. Rows met again in the overlap are
 * told again: their second may not have been over when they were read, so only their content can say that nothing is new.
 * That a record is not listed never proves a deletion; but where the one changed last is missing, all are read anew, and those
 * that are older than before are told as set back. Throws ApiError.
 */
export async function* changeFeed(zoho: ZohoClient, feed: ZohoFeed): AsyncGenerator<FeedPage> {
  const { module, profile, settings, known } = feed;
  const startedAt = (feed.now ?? Date.now)();
  const before = cursorOf(feed.cursor);
  const goesOn = isUsable(before, settings.scope, profile.userId);
  if (!goesOn) await known.startOver();
  const start = goesOn ? before : firstCursor(settings.scope, profile.userId, startedAt, before);
  const waiting = waitingFor(feed.sent ?? [], module);
  const columns = columnsOf(module, profile);
  const complete = completing(zoho, module, profile);
  const met = new Set<string>();
  let cursor: ZohoCursor = { ...start, readAt: startedAt };
  for await (const page of zoho.coql(queryOf(module, columns, start))) {
    cursor = following(cursor, page);
    if (!cursor.deletedSince && !cursor.midway)
      cursor = { ...cursor, deletedSince: firstTombstones(cursor.since, startedAt) };
    const rows = (await complete(rowsOf(page))).map((row) => recordOf(row, module, profile, settings.scope));
    for (const { ref } of rows) met.add(ref);
    const setBack = goesOn ? 0 : await olderThanKnown(rows, known);
    const told = await recall(rows, waiting, known, module, profile.places);
    yield { rows: told, cursor, read: page.data.length, ...(setBack > 0 && { setBack }) };
  }
  if (goesOn && (await isSuspect(zoho, module.name, start, met))) {
    yield* changeFeed(zoho, { ...feed, cursor: { ...cursor, userId: '' } });
    return;
  }
  if (goesOn && !start.midway && cursor.lastId === start.lastId && !met.has(start.lastId))
    cursor = { ...cursor, lastId: '' };
  if (start.deletedSince) yield await buryDead(zoho, { ...feed, cursor, columns, complete });
}

/** `changeFeed` for contacts. */
export const contactFeed = (zoho: ZohoClient, feed: Omit<ZohoFeed, 'module'>): AsyncGenerator<FeedPage> =>
  changeFeed(zoho, { ...feed, module: contacts });

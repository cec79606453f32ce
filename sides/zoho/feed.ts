import type { ZohoClient, ZohoPage } from '../../clients/zoho';
import type { Value } from '../../sync/model';
import type { FeedPage, Known } from '../types';
import type { ZohoRecord } from './contact';
import { selectOf } from './contact';
import { quoted } from './coql';
import type { ZohoCursor } from './cursor';
import { cursorOf, firstCursor, firstTombstones, isUsable, startOf } from './cursor';
import type { ZohoProfile } from './profile';
import type { ZohoScope } from './record';
import type { SentCreate } from './recall';
import { recall, waitingFor } from './recall';
import { recordOf } from './record';
import { isoOf, zohoTime } from './times';
import { buryDead } from './tombstones';

export interface ZohoSettings {
  readonly module: 'Contacts';
  readonly scope: ZohoScope;
}

export interface ZohoFeed {
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

const columns = (profile: ZohoProfile): string => selectOf(profile.places, profile.hasSecondaryEmail).join(', ');

const from = (profile: ZohoProfile, where: string): string =>
  `select ${columns(profile)} from Contacts where ${where} order by Modified_Time asc, id asc`;

const sinceTime = (profile: ZohoProfile, iso: string): string =>
  from(profile, `Modified_Time >= ${quoted(zohoTime(iso))}`);

/** What comes after a row in the order of the query, so that records changed meanwhile can neither be skipped nor shift pages. */
function afterRow(profile: ZohoProfile, iso: string, id: string): string {
  const time = quoted(zohoTime(iso));
  return from(profile, `(Modified_Time > ${time} or (Modified_Time = ${time} and id > ${quoted(id)}))`);
}

const queryOf = (profile: ZohoProfile, cursor: ZohoCursor) => {
  const start = startOf(cursor);
  return {
    select: start === null ? afterRow(profile, cursor.since, cursor.lastId) : sinceTime(profile, start),
    after: (row: ZohoRecord) => afterRow(profile, isoOf(row.Modified_Time) ?? '', String(row.id)),
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
 * What changed among the contacts since the cursor: first the changed records, page by page (one query of up to 2000), then,
 * but for the first reading, the tombstones. Where nothing changed this costs two requests. Rows met again in the overlap are
 * told again: their second may not have been over when they were read, so only their content can say that nothing is new.
 * That a record is not listed never proves a deletion. Throws ApiError.
 */
export async function* contactFeed(zoho: ZohoClient, feed: ZohoFeed): AsyncGenerator<FeedPage> {
  const { profile, settings, known } = feed;
  const startedAt = (feed.now ?? Date.now)();
  const before = cursorOf(feed.cursor);
  const goesOn = isUsable(before, settings.scope, profile.userId);
  if (!goesOn) await known.startOver();
  const start = goesOn ? before : firstCursor(settings.scope, profile.userId, startedAt, before);
  const waiting = waitingFor(feed.sent ?? []);
  let cursor: ZohoCursor = { ...start, readAt: startedAt };
  for await (const page of zoho.coql(queryOf(profile, start))) {
    cursor = following(cursor, page);
    if (!cursor.deletedSince && !cursor.midway)
      cursor = { ...cursor, deletedSince: firstTombstones(cursor.since, startedAt) };
    const rows = rowsOf(page).map((row) => recordOf(row, profile, settings.scope));
    yield { rows: await recall(rows, waiting, known, profile.places), cursor, read: page.data.length };
  }
  if (start.deletedSince) yield await buryDead(zoho, { ...feed, cursor, columns: columns(profile) });
}

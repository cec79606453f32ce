import type { ZohoClient } from '../../clients/zoho';
import type { Value, SideRecord } from '../../sync/model';
import type { ZohoScope } from './record';
import { minusMs, toZohoTime, quoted, isoOf } from './values';
import type { KnownRecords } from '../types';

/** Where the feed was read up to, and under which settings; other settings make it worthless. Times are ISO in UTC. */
export type ZohoCursor = {
  readonly scope: ZohoScope;
  readonly userId: string;
  /** Modified_Time and id of the last row read; '' and '' before any. */
  readonly since: string;
  readonly lastId: string;
  /** Pages of this reading are still to come. */
  readonly midway: boolean;
  /** When the reading began, by our own clock, in ms. */
  readonly readAt: number;
  /** Tombstones are read up to here. */
  readonly deletedSince: string;
  /** Tombstones near `deletedSince` that have been dealt with: `id@time`. */
  readonly seenTombstones: readonly string[];
};

/** Changes become visible later than their Modified_Time (whole seconds): the last minute is read again, for a while. */
export const OVERLAP_MS = 60_000;

const DAY_MS = 86_400_000;
export const BEGINNING = '1970-01-01T00:00:00.000Z';

/** What the archive holds, if it is a cursor of ours. */
export const cursorOf = (value: Value): ZohoCursor | null =>
  typeof value === 'object' && value !== null && 'deletedSince' in value ? (value as ZohoCursor) : null;

/** Up to when a module was read (ISO); '' where it was empty, or never read. */
export const readTo = (value: Value): string => cursorOf(value)?.since ?? '';

/** True for the scope and the user it was made for; otherwise every record has to be looked at again. */
export const isResumable = (cursor: ZohoCursor | null, scope: ZohoScope, userId: string): cursor is ZohoCursor =>
  cursor !== null && cursor.scope === scope && cursor.userId === userId;

/** A reading from the very start. How far tombstones have been read does not depend on scope or user, and is kept. */
export const firstCursor = (scope: ZohoScope, userId: string, now: number, before: ZohoCursor | null): ZohoCursor => ({
  ...{ scope, userId, since: '', lastId: '', midway: false, readAt: now },
  ...{ deletedSince: before?.deletedSince ?? '', seenTombstones: before?.seenTombstones ?? [] },
});

/** From which Modified_Time (inclusive) the next reading has to start; null where it goes on in the middle, by keyset. */
export function readFrom(cursor: ZohoCursor): string | null {
  if (cursor.midway) return null;
  if (!cursor.since) return BEGINNING;
  const settled = cursor.readAt - Date.parse(cursor.since) >= OVERLAP_MS;
  return settled ? cursor.since : minusMs(cursor.since, OVERLAP_MS);
}

/**
 * From when tombstones have to be read. A record may have been deleted while the first reading went on, at a time before the
 * last change it met; a day back is ample, and tombstones of records we never knew cost nothing.
 */
export function firstTombstoneTime(since: string, startedAt: number): string {
  const dayBefore = startedAt - DAY_MS;
  const hourBefore = since ? Date.parse(since) - 3_600_000 : dayBefore;
  // A whole day, so that everybody's syncs ask the same question, which one answer serves in a round.
  return new Date(Math.max(0, Math.floor(Math.min(dayBefore, hourBefore) / DAY_MS) * DAY_MS)).toISOString();
}
/** Ids that a tombstone since this time proves deleted. */
export async function deletedIdsSince(zoho: ZohoClient, module: string, since: string): Promise<ReadonlySet<string>> {
  const dead = new Set<string>();
  for await (const page of zoho.deleted(module, toZohoTime(since)))
    page.data.forEach((row) => dead.add(String(row.id)));
  return dead;
}

/**
 * Is the org another than the one that was read last, a backup put back for one? The record changed last is always listed again;
 * where it was not (`met`), and neither was it deleted, everything has to be looked at again. Two requests at most, and none normally.
 */
export async function looksRolledBack(
  zoho: ZohoClient,
  module: string,
  before: ZohoCursor,
  met: ReadonlySet<string>,
): Promise<boolean> {
  if (before.midway || !before.lastId || met.has(before.lastId)) return false;
  const select = `select Modified_Time from ${module} where id = ${quoted(before.lastId)} limit 1`;
  for await (const page of zoho.coql(select))
    for (const row of page.data) return (isoOf(row.Modified_Time) ?? '') < before.since;
  return !(await deletedIdsSince(zoho, module, minusMs(before.since, OVERLAP_MS))).has(before.lastId);
}

/** How many of the rows are older than what was read of them before. */
export async function countOlderThanKnown(rows: readonly SideRecord[], known: KnownRecords): Promise<number> {
  const live = rows.filter(({ state }) => state === 'live');
  const versions = await known.versions(live.map(({ ref }) => ref));
  return live.filter(({ ref, version }) => (version ?? '') < (versions.get(ref) ?? '')).length;
}

import type { ZohoClient } from '../../clients/zoho';
import { MOST_VALUES, within } from './coql';
import type { Ready } from './result';
import { isoOf, zohoTime } from './times';

async function versionsNow(
  zoho: ZohoClient,
  module: string,
  refs: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const now = new Map<string, string | null>();
  const select = `select Modified_Time from ${module} where ${within('id', refs)} limit ${MOST_VALUES}`;
  for await (const page of zoho.coql(select))
    page.data.forEach((row) => now.set(String(row.id), isoOf(row.Modified_Time)));
  return now;
}

/** A create overwrites nothing. One header of one call guards updates whose versions are all the same; a delete has no such header. */
function isGuarded(group: readonly Ready[]): boolean {
  if (group.every(({ job }) => job.write.op === 'create')) return true;
  return (
    group.every(({ job }) => job.write.op === 'update') && new Set(group.map(({ job }) => job.write.version)).size === 1
  );
}

/**
 * Refs of a group (at most 100) that changed since the decision. `If-Unmodified-Since` holds for a whole call and so can only
 * name the newest version of the group: an older record edited before that moment would slip through and be overwritten.
 */
export async function movedAmong(
  zoho: ZohoClient,
  module: string,
  group: readonly Ready[],
): Promise<ReadonlySet<string>> {
  if (group.length === 0 || isGuarded(group)) return new Set();
  const refs = group.map(({ job }) => job.write.ref ?? '');
  const now = await versionsNow(zoho, module, refs);
  const moved = group.filter(({ job: { write } }) => {
    const version = now.get(write.ref ?? '');
    return write.version !== null && version !== undefined && version !== write.version;
  });
  return new Set(moved.map(({ job }) => job.write.ref ?? ''));
}

/** Ids that a tombstone since this time proves deleted. */
export async function buriedSince(zoho: ZohoClient, module: string, since: string): Promise<ReadonlySet<string>> {
  const dead = new Set<string>();
  for await (const page of zoho.deleted(module, zohoTime(since))) page.data.forEach((row) => dead.add(String(row.id)));
  return dead;
}

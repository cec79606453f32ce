import type { ZohoClient } from '../../clients/zoho';
import type { SideRecord } from '../../sync/model';
import type { Known } from '../types';
import { quoted } from './coql';
import type { ZohoCursor } from './cursor';
import { OVERLAP_MS } from './cursor';
import { buriedSince } from './present';
import { isoOf, minus } from './times';

/**
 * Is the org another than the one that was read last, a backup put back for one? The record changed last is always listed again;
 * where it was not (`met`), and neither was it deleted, everything has to be looked at again. Two requests at most, and none normally.
 */
export async function isSuspect(
  zoho: ZohoClient,
  module: string,
  before: ZohoCursor,
  met: ReadonlySet<string>,
): Promise<boolean> {
  if (before.midway || !before.lastId || met.has(before.lastId)) return false;
  const select = `select Modified_Time from ${module} where id = ${quoted(before.lastId)} limit 1`;
  for await (const page of zoho.coql(select))
    for (const row of page.data) return (isoOf(row.Modified_Time) ?? '') < before.since;
  return !(await buriedSince(zoho, module, minus(before.since, OVERLAP_MS))).has(before.lastId);
}

/** How many of the rows are older than what was read of them before. */
export async function olderThanKnown(rows: readonly SideRecord[], known: Known): Promise<number> {
  const live = rows.filter(({ state }) => state === 'live');
  const versions = await known.versions(live.map(({ ref }) => ref));
  return live.filter(({ ref, version }) => (version ?? '') < (versions.get(ref) ?? '')).length;
}

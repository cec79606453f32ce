import type { BySide, Direction, Side, Fields, Value } from '../../sync/model';
import { byRef, inChunks, loadLinks, loadRecords, toLink, fromJson, type Link, type Stored } from '../store/rows';
import type { Archive } from '../store/types';
import { equal } from '../store/tables';

/** The living pairs of a sync, each with both records as they were last seen. */
export async function linkedPairs(a: Archive, sync: string): Promise<readonly BySide<Stored>[]> {
  const rows = await a.db
    .selectFrom('link')
    .selectAll()
    .where(equal({ sync, state: 'live' }))
    .orderBy('id')
    .execute();
  return inChunks(rows.map(toLink), async (links) => {
    const on = async (side: Side) => {
      const refs = links.map((link) => link.refs[side]);
      return byRef(await loadRecords(a.db, sync, side, refs));
    };
    const [outlook, zoho] = [await on('outlook'), await on('zoho')];
    return links.flatMap(({ refs }) => {
      const pair = { outlook: outlook.get(refs.outlook), zoho: zoho.get(refs.zoho) };
      return pair.outlook?.state === 'live' && pair.zoho?.state === 'live' ? [pair as BySide<Stored>] : [];
    });
  });
}

/** The links, live or paused, that these refs of a side belong to, each with its Outlook record as it was last seen. */
export async function linksAmong(
  a: Archive,
  sync: string,
  side: Side,
  refs: readonly string[],
): Promise<readonly (Pick<Link, 'refs'> & { readonly outlook: Stored | null })[]> {
  const links = await loadLinks(a.db, sync, side, refs);
  const ends = links.map((link) => link.refs.outlook);
  const outlook = byRef(await loadRecords(a.db, sync, 'outlook', ends));
  return links.map((link) => ({ refs: link.refs, outlook: outlook.get(link.refs.outlook) ?? null }));
}

/** The direction of the sync's last cycle; null before the first decision. */
export async function directionOf(a: Archive, sync: string): Promise<Direction | null> {
  const row = await a.db.selectFrom('sync').select('direction').where('name', '=', sync).executeTakeFirst();
  return row?.direction ?? null;
}

/** The fields of these records as the archive last saw them on that side. */
export async function fieldsOf(
  archive: Archive,
  sync: string,
  side: Side,
  refs: readonly string[],
): Promise<(ref: string | null) => Fields> {
  const stored = byRef(await loadRecords(archive.db, sync, side, [...new Set(refs)]));
  return (ref) => (ref === null ? {} : (stored.get(ref)?.fields ?? {}));
}

/** The `extra` of all records of a side that are there and in scope, by ref. */
export async function extrasOf(archive: Archive, sync: string, side: Side): Promise<ReadonlyMap<string, Value>> {
  const rows = await archive.db
    .selectFrom('record')
    .select(['ref', 'extra'])
    .where(equal({ sync, side, state: 'live' }))
    .execute();
  return new Map(rows.map(({ ref, extra }) => [ref, fromJson<Value>(extra)]));
}

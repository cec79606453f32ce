import type { BySide, Direction, Side } from '../sync/model';
import type { Link, Stored } from './rows';
import { byRef, inChunks, linksBy, recordsOf, toLink } from './rows';
import type { Archive } from './types';

/** The living pairs of a sync, each with both records as they were last seen. */
export async function linkedPairs(a: Archive, sync: string): Promise<readonly BySide<Stored>[]> {
  const rows = await a.db
    .selectFrom('link')
    .selectAll()
    .where('sync', '=', sync)
    .where('state', '=', 'live')
    .orderBy('id')
    .execute();
  return inChunks(rows.map(toLink), async (links) => {
    const on = async (side: 'outlook' | 'zoho') =>
      byRef(
        await recordsOf(
          a.db,
          sync,
          side,
          links.map(({ refs }) => refs[side]),
        ),
      );
    const [outlook, zoho] = [await on('outlook'), await on('zoho')];
    return links.flatMap(({ refs }) => {
      const pair = { outlook: outlook.get(refs.outlook), zoho: zoho.get(refs.zoho) };
      return pair.outlook?.state === 'live' && pair.zoho?.state === 'live' ? [pair as BySide<Stored>] : [];
    });
  });
}

/** The links, awake or asleep, that these refs of a side belong to, each with its Outlook record as it was last seen. */
export async function linksAmong(
  a: Archive,
  sync: string,
  side: Side,
  refs: readonly string[],
): Promise<readonly (Pick<Link, 'refs'> & { readonly outlook: Stored | null })[]> {
  const links = await linksBy(a.db, sync, side, refs);
  const tasks = await recordsOf(
    a.db,
    sync,
    'outlook',
    links.map((link) => link.refs.outlook),
  );
  const outlook = byRef(tasks);
  return links.map((link) => ({ refs: link.refs, outlook: outlook.get(link.refs.outlook) ?? null }));
}

/** The direction of the sync's last cycle; null before the first decision. */
export async function directionOf(a: Archive, sync: string): Promise<Direction | null> {
  const row = await a.db.selectFrom('sync').select('direction').where('name', '=', sync).executeTakeFirst();
  return row?.direction ?? null;
}

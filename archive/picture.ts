import type { Picture } from '../sync/guard';
import type { Side } from '../sync/model';
import { readCursor, writeCursor } from './feed';
import type { Archive, CycleRef } from './types';

const linkColumn = { outlook: 'link.outlook', zoho: 'link.zoho' } as const;

/** Records of living links that a cycle still has to look at, by whether they are there or gone. */
async function moved(
  archive: Archive,
  sync: string,
  side: Side,
): Promise<{ readonly edited: number; readonly deleted: number }> {
  const rows = await archive.db
    .selectFrom('link')
    .innerJoin('record', (join) =>
      join
        .onRef('record.sync', '=', 'link.sync')
        .onRef('record.ref', '=', linkColumn[side])
        .on('record.side', '=', side),
    )
    .select((eb) => ['record.state', eb.fn.countAll().as('n')] as const)
    .where('link.sync', '=', sync)
    .where('link.state', '=', 'live')
    .where('record.status', '!=', 'settled')
    .groupBy('record.state')
    .execute();
  const of = (state: string) => Number(rows.find((row) => row.state === state)?.n ?? 0);
  return { edited: of('live'), deleted: of('deleted') };
}

/** Links of which one record is gone and the other is not. */
async function orphansOf({ db }: Archive, sync: string): Promise<number> {
  const { n } = await db
    .selectFrom('link')
    .innerJoin('record as o', (join) =>
      join.onRef('o.sync', '=', 'link.sync').onRef('o.ref', '=', 'link.outlook').on('o.side', '=', 'outlook'),
    )
    .innerJoin('record as z', (join) =>
      join.onRef('z.sync', '=', 'link.sync').onRef('z.ref', '=', 'link.zoho').on('z.side', '=', 'zoho'),
    )
    .select((eb) => eb.fn.countAll().as('n'))
    .where('link.sync', '=', sync)
    .where('link.state', '=', 'live')
    .where((eb) =>
      eb.or([
        eb.and([eb('o.state', '=', 'deleted'), eb('o.status', '=', 'pending'), eb('z.status', '=', 'settled')]),
        eb.and([eb('z.state', '=', 'deleted'), eb('z.status', '=', 'pending'), eb('o.status', '=', 'settled')]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Where it is kept that a side was set back: beside how far it was read. */
const setBackFeed = 'set back';

/** Takes down that a side shows older states than before (`is`), or that a person has answered that. */
export const noteSetBack = (archive: Archive, cycle: CycleRef, side: Side, is: boolean, now: number): Promise<void> =>
  writeCursor(archive, cycle, side, { feed: setBackFeed, value: is }, now);

/** The whole sync as the guards have to see it: a batch alone would hide that everything is gone. */
export async function pictureOf(archive: Archive, sync: string): Promise<Picture> {
  const { n } = await archive.db
    .selectFrom('link')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('sync', '=', sync)
    .where('state', '=', 'live')
    .executeTakeFirstOrThrow();
  const [outlook, zoho] = [await moved(archive, sync, 'outlook'), await moved(archive, sync, 'zoho')];
  const isSetBack = async (side: Side): Promise<boolean> =>
    (await readCursor(archive, sync, side, setBackFeed)) === true;
  return {
    links: Number(n),
    orphans: await orphansOf(archive, sync),
    setBack: { outlook: await isSetBack('outlook'), zoho: await isSetBack('zoho') },
    edited: { outlook: outlook.edited, zoho: zoho.edited },
    deleted: { outlook: outlook.deleted, zoho: zoho.deleted },
  };
}

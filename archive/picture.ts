import type { Picture } from '../sync/guard';
import type { Side } from '../sync/model';
import type { Archive } from './types';

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

/** The whole sync as the guards have to see it: a batch alone would hide that everything is gone. */
export async function pictureOf(archive: Archive, sync: string): Promise<Picture> {
  const { n } = await archive.db
    .selectFrom('link')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('sync', '=', sync)
    .where('state', '=', 'live')
    .executeTakeFirstOrThrow();
  const [outlook, zoho] = [await moved(archive, sync, 'outlook'), await moved(archive, sync, 'zoho')];
  return {
    links: Number(n),
    edited: { outlook: outlook.edited, zoho: zoho.edited },
    deleted: { outlook: outlook.deleted, zoho: zoho.deleted },
  };
}

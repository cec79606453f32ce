import type { Direction } from '../sync/model';
import { fenced } from './lease';
import type { Archive, CycleRef } from './types';

/**
 * Notes the direction of a cycle. When the user has changed it, records that were left alone because nothing was to be written
 * to the other side are looked at again by the next cycle; not those that a person had undone or dismissed.
 */
export const followDirection = (a: Archive, cycle: CycleRef, direction: Direction, now: number): Promise<void> =>
  fenced(a, cycle, now, async (trx) => {
    const { sync } = cycle;
    const { direction: former } = await trx
      .selectFrom('sync')
      .select('direction')
      .where('name', '=', sync)
      .executeTakeFirstOrThrow();
    if (former === direction) return;
    await trx.updateTable('sync').set({ direction }).where('name', '=', sync).execute();
    if (former === null) return;
    await trx
      .updateTable('record')
      .set({ status: 'pending', since: now })
      .where('sync', '=', sync)
      .where('state', '=', 'live')
      .where('status', '=', 'settled')
      .where('message', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('link')
              .select('link.id')
              .whereRef('link.sync', '=', 'record.sync')
              .where((eb) =>
                eb.or([
                  eb.and([eb('record.side', '=', 'outlook'), eb('link.outlook', '=', eb.ref('record.ref'))]),
                  eb.and([eb('record.side', '=', 'zoho'), eb('link.zoho', '=', eb.ref('record.ref'))]),
                ]),
              ),
          ),
        ),
      )
      .execute();
  });

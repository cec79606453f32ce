import { leaseTime } from '../store/lease';
import { equal } from '../store/tables';
import type { Archive } from '../store/types';

/**
 * No cycle of the sync starts from now on; one that is at work ends as usual. What changes meanwhile is met by the first cycle
 * afterwards. Null: cycles may start again. Since when it is paused stays what it was.
 */
export async function setPaused(a: Archive, sync: string, pausedAt: number | null): Promise<void> {
  const free = pausedAt === null ? { asked_until: null } : {};
  const rows = a.db
    .updateTable('sync')
    .set({ paused_at: pausedAt, ...free })
    .where('name', '=', sync);
  await (pausedAt === null ? rows : rows.where('paused_at', 'is', null)).execute();
}

/** Who waits and has not renewed their place for so long, in ms, is dead. */
const silentMs = 15_000;

/** Takes the one place in front of a sync at work, or keeps it. @returns false when somebody else waits already */
export async function queueForStart(a: Archive, sync: string, holder: string, now: number): Promise<boolean> {
  const place = { holder, renewed_at: leaseTime(a, now) };
  const { numInsertedOrUpdatedRows } = await a.db
    .insertInto('queue')
    .values({ sync, ...place })
    .onConflict((conflict) =>
      conflict
        .column('sync')
        .doUpdateSet(place)
        .where(({ or, eb }) =>
          or([eb('queue.holder', '=', holder), eb('queue.renewed_at', '<=', place.renewed_at - silentMs)]),
        ),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Gives the place back, if it is still this holder's. */
export async function leaveQueue(a: Archive, sync: string, holder: string): Promise<void> {
  await a.db.deleteFrom('queue').where(equal({ sync, holder })).execute();
}

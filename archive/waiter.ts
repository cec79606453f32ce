import type { Archive } from './types';

/** A waiter that has not been heard of for so long, in ms, is dead. */
const silence = 15_000;

/**
 * Takes the one place in front of a sync that is at work, or keeps it. Whoever waits will pull all there is, so a second one
 * would only pull nothing.
 * @returns false when somebody else waits already
 */
export const keepPlace = (a: Archive, sync: string, holder: string, now: number): Promise<boolean> =>
  a.db.transaction().execute(async (trx) => {
    const waiter = await trx.selectFrom('waiter').selectAll().where('sync', '=', sync).executeTakeFirst();
    if (waiter && waiter.holder !== holder && waiter.heard_at + silence > now) return false;
    await trx
      .insertInto('waiter')
      .values({ sync, holder, heard_at: now })
      .onConflict((conflict) => conflict.column('sync').doUpdateSet({ holder, heard_at: now }))
      .execute();
    return true;
  });

/** Gives the place back, if it is still this holder's. */
export async function leavePlace(a: Archive, sync: string, holder: string): Promise<void> {
  await a.db.deleteFrom('waiter').where('sync', '=', sync).where('holder', '=', holder).execute();
}

import { hashOf } from '../store/register';
import type { Archive, CycleRef } from '../store/types';
import { equal } from '../store/tables';
import { readProfile } from '../feed/cursors';

/** So long a turn holds that is not ended, in ms: longer than any one request. */
const turnMs = 120_000;
/** Not the hash of a sync. */
const anySync = 'turn';

const turnOf = ({ kind }: CycleRef, account: string): string => hashOf('create', account, kind);

/** The account to which another sync of this archive writes records of this kind, too; null where there is none. */
export async function sharedAccount(a: Archive, { sync, kind }: CycleRef): Promise<string | null> {
  const account = (await readProfile(a, sync, 'zoho'))?.account ?? null;
  if (account === null) return null;
  const others = a.db.selectFrom('profile').innerJoin('sync', 'sync.name', 'profile.sync').select('profile.sync');
  const row = await others
    .where('profile.side', '=', 'zoho')
    .where('profile.account', '=', account)
    .where('sync.kind', '=', kind)
    .where('profile.sync', '!=', sync)
    .limit(1)
    .executeTakeFirst();
  return row ? account : null;
}

/** Takes the turn to create in an account, in one statement: of several who try it at once one has it. @returns whether this cycle has it */
export async function takeTurn(a: Archive, cycle: CycleRef, account: string, now: number): Promise<boolean> {
  const own = { holder: hashOf(cycle.id), started_at: now, until: now + turnMs };
  const taken = await a.register
    .insertInto('claim')
    .values({ place: turnOf(cycle, account), sync: anySync, ...own })
    .onConflict((conflict) =>
      conflict
        .columns(['place', 'sync'])
        .doUpdateSet(own)
        .where((eb) => eb.or([eb('claim.until', '<=', now), eb('claim.until', '>', now + turnMs)])),
    )
    .returning('holder')
    .executeTakeFirst();
  return taken !== undefined;
}

/** The next one may create. */
export async function endTurn(a: Archive, cycle: CycleRef, account: string): Promise<void> {
  await a.register
    .updateTable('claim')
    .set({ until: 0 })
    .where(equal({ place: turnOf(cycle, account), sync: anySync, holder: hashOf(cycle.id) }))
    .execute();
}

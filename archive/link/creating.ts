import type { KindName } from '../../sync/model';
import { hashOf } from '../store/register';
import type { Archive, CycleRef } from '../store/types';
import { equal } from '../store/tables';
import { readProfile } from '../feed/cursors';

/** So long a turn holds that is not ended, in ms: longer than any one request. */
const turnMs = 120_000;
/** Not the hash of a sync. */
const anySync = 'turn';

/** Where something is created: a module of an account, by the kind of its records; leads are made of sent mail only. */
export interface Room {
  readonly account: string;
  readonly of: KindName | 'lead';
}

const turnOf = ({ account, of }: Room): string => hashOf('create', account, of);

/** Whose syncs create there; people are made of sent mail, too. */
const creators = (of: Room['of']): readonly KindName[] =>
  of === 'lead' ? ['mail'] : of === 'contact' ? ['contact', 'mail'] : [of];

/** Where another sync of this archive creates, too; null where this one is alone. */
export async function sharedRoom(a: Archive, { sync, kind }: CycleRef, of: Room['of'] = kind): Promise<Room | null> {
  const account = (await readProfile(a, sync, 'zoho'))?.account ?? null;
  if (account === null) return null;
  // one that has not been there yet may be on its way
  const row = await a.db
    .selectFrom('sync')
    .leftJoin('profile', (on) => on.onRef('profile.sync', '=', 'sync.name').on('profile.side', '=', 'zoho'))
    .select('sync.name')
    .where('sync.kind', 'in', creators(of))
    .where('sync.name', '!=', sync)
    .where((eb) => eb.or([eb('profile.account', '=', account), eb('profile.account', 'is', null)]))
    .limit(1)
    .executeTakeFirst();
  return row ? { account, of } : null;
}

/** Takes the turn to create there, in one statement: of several who try it at once one has it. @returns whether this cycle has it */
export async function takeTurn(a: Archive, cycle: CycleRef, room: Room, now: number): Promise<boolean> {
  const own = { holder: hashOf(cycle.id), started_at: now, until: now + turnMs };
  const taken = await a.register
    .insertInto('claim')
    .values({ place: turnOf(room), sync: anySync, ...own })
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
export async function endTurn(a: Archive, cycle: CycleRef, room: Room): Promise<void> {
  await a.register
    .updateTable('claim')
    .set({ until: 0 })
    .where(equal({ place: turnOf(room), sync: anySync, holder: hashOf(cycle.id) }))
    .execute();
}

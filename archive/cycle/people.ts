import { reason, type Reason } from '../../reasons';
import { noReason, reasonColumns, toReason } from '../store/rows';
import { equal, type Db, type Tables } from '../store/tables';
import type { Archive } from '../store/types';

/** Somebody whose mailbox and whose CRM records one workflow keeps in step, as it does for their colleagues. */
export interface Person {
  /** By what the archive knows them: their e-mail address, lower case. */
  readonly address: string;
  readonly name: string;
  /** Their mailbox in Microsoft 365, and their user in the CRM: addresses or ids; empty where there is none. */
  readonly mailbox: string;
  readonly owner: string;
}

/** `reason`: why they take no part; null where they do. */
export interface PersonFound extends Person {
  readonly reason: Reason | null;
}

const toRow = ({ reason: why, ...person }: PersonFound) => ({ ...person, ...(why ? reasonColumns(why) : noReason) });

const toPerson = ({ reason: code, reason_args, paused_at: _, ...person }: Tables['person']): PersonFound => ({
  ...person,
  reason: code === null ? null : toReason({ reason: code, reason_args }),
});

async function pauseAll(trx: Db, { address }: Person, now: number): Promise<void> {
  await trx
    .updateTable('sync')
    .set({ paused_at: now })
    .where('person', '=', address)
    .where('paused_at', 'is', null)
    .execute();
  await trx.updateTable('person').set({ paused_at: now }).where('address', '=', address).execute();
}

/** Only what was paused because they were gone: what a person paused stays so. */
async function resumeAll(trx: Db, { address }: Person, pausedAt: number): Promise<void> {
  await trx
    .updateTable('sync')
    .set({ paused_at: null })
    .where(equal({ person: address, paused_at: pausedAt }))
    .execute();
  await trx.updateTable('person').set({ paused_at: null }).where('address', '=', address).execute();
}

async function savePerson(trx: Db, found: PersonFound, pausedAt: number | null, now: number): Promise<void> {
  const { address, ...told } = toRow(found);
  await trx
    .insertInto('person')
    .values({ address, ...told, paused_at: pausedAt })
    .onConflict((conflict) => conflict.column('address').doUpdateSet(told))
    .execute();
  if (found.reason !== null && pausedAt === null) await pauseAll(trx, found, now);
  if (found.reason === null && pausedAt !== null) await resumeAll(trx, found, pausedAt);
}

/**
 * Takes down who takes part, and who does not and why. The syncs of whoever takes no part any more, or is not found any more, are
 * paused, and nothing of theirs is deleted; they go on where somebody comes back. Nothing is said of others where none was found:
 * that is no company without people, but a list that could not be read. `now` in ms.
 */
export const savePeople = (a: Archive, found: readonly PersonFound[], now: number): Promise<void> =>
  a.db.transaction().execute(async (trx) => {
    const rows = await trx.selectFrom('person').selectAll().execute();
    const pausedSince = new Map(rows.map(({ address, paused_at: at }) => [address, at]));
    const named = new Set(found.map(({ address }) => address));
    const others = rows.map(toPerson).filter(({ address }) => !named.has(address));
    const gone = found.length > 0 ? others.map((one) => ({ ...one, reason: reason('personGone') })) : [];
    for (const one of [...found, ...gone]) await savePerson(trx, one, pausedSince.get(one.address) ?? null, now);
  });

/** Everybody who was ever found, by address. */
export async function peopleOf(a: Archive): Promise<readonly PersonFound[]> {
  return (await a.db.selectFrom('person').selectAll().orderBy('address').execute()).map(toPerson);
}

/** Somebody, by their address in any case; null where nobody was found by it. */
export async function personBy(a: Archive, address: string): Promise<PersonFound | null> {
  const rows = a.db.selectFrom('person').selectAll().where('address', '=', address.trim().toLowerCase());
  const row = await rows.executeTakeFirst();
  return row ? toPerson(row) : null;
}

/** Whose sync it is; null where it is nobody's in particular. */
export async function personOfSync(a: Archive, sync: string): Promise<Person | null> {
  const row = await a.db.selectFrom('sync').select('person').where('name', '=', sync).executeTakeFirst();
  return row?.person ? personBy(a, row.person) : null;
}

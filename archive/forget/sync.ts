import { ArchiveError } from '../store/errors';
import { erase, once } from '../store/erase';
import { isAtWork } from '../store/lease';
import { syncHash } from '../store/register';
import type { Archive } from '../store/types';
import { tableNames, type Db } from '../store/tables';
import { refuseAtWork, removedOf, stillInFile, type Forgotten } from './result';

const ofSyncs = tableNames.flatMap((table) => (table === 'person' ? [] : [table]));

/** Everything a table keeps of one sync. */
function deletionOf(db: Db, table: (typeof ofSyncs)[number], sync: string) {
  if (table === 'sync') return db.deleteFrom(table).where('name', '=', sync);
  return db.deleteFrom(table).where('sync', '=', sync);
}

/**
 * Forgets all that the archive has of a sync, in one go, and takes it out of the file. Both sides stay as they are; a next cycle
 * is a first one. Throws ArchiveError where there is no such sync, or a cycle is at work on it.
 */
export async function forgetSync(a: Archive, sync: string, now: number): Promise<Forgotten> {
  const atWork = a.db.selectFrom('sync').select('name').where('name', '=', sync).where(isAtWork(a, now));
  const changes = ofSyncs.map((table) => once(deletionOf(a.db, table, sync).compile()));
  const erased = await erase(a.db, { unless: atWork.compile(), changes });
  const { counts } = erased;
  if (!counts) refuseAtWork(sync);
  const removed = removedOf(ofSyncs.map((table, at) => [table, counts[at] ?? 0]));
  // the name is free again: whoever looks after its place from now on does so alone
  await a.register.deleteFrom('claim').where('sync', '=', syncHash(a, sync)).execute();
  if (removed.sync) return { removed, notes: stillInFile(erased) };
  throw new ArchiveError(
    `There is no sync "${sync}" in this archive, so nothing was forgotten.`,
    'Look at the Sync Name of Start Cycle: it is spelt alike there and here.',
  );
}

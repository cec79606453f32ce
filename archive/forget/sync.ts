import { reason, type Reason } from '../../reasons';
import { ArchiveError } from '../store/errors';
import { erase, once, type Erased } from '../store/erase';
import { syncsAtWork } from '../store/lease';
import type { Archive } from '../store/types';
import { tableNames, type Db, type TableName } from '../store/tables';

/** How many rows of which tables are gone; tables without any are left out. */
type Removed = Partial<Record<TableName, number>>;

/** `notes`: what a person should know of it. */
interface Forgotten {
  readonly removed: Removed;
  readonly notes: readonly Reason[];
}

const countsOf = (tables: readonly TableName[], counts: readonly number[]): Removed => {
  const sums = new Map<TableName, number>();
  tables.forEach((table, at) => sums.set(table, (sums.get(table) ?? 0) + (counts[at] ?? 0)));
  return Object.fromEntries([...sums].filter(([, n]) => n > 0));
};

const stillInFile = ({ isGone }: Erased): readonly Reason[] => (isGone ? [] : [reason('stillInFile')]);

/** What a cycle at work has in its hands, it would write down again. */
function refuseAtWork(sync: string): never {
  throw new ArchiveError(
    `The sync "${sync}" is at work, so nothing was forgotten.`,
    'Switch its workflow off, wait until the run has ended (or, if it died, two minutes), and run this again.',
  );
}

/** Everything a table keeps of one sync. */
function rowsOf(db: Db, table: TableName, sync: string) {
  if (table === 'sync') return db.deleteFrom(table).where('name', '=', sync);
  return db.deleteFrom(table).where('sync', '=', sync);
}

/**
 * Forgets all that the archive has of a sync, in one go, and takes it out of the file. Both sides stay as they are; a next cycle
 * is a first one. Throws ArchiveError where there is no such sync, or a cycle is at work on it.
 */
export async function forgetSync(a: Archive, sync: string, now: number): Promise<Forgotten> {
  const unless = syncsAtWork(a.db, now).where('name', '=', sync).compile();
  const changes = tableNames.map((table) => once(rowsOf(a.db, table, sync).compile()));
  const erased = await erase(a.db, { unless, changes });
  if (!erased.counts) refuseAtWork(sync);
  const removed = countsOf(tableNames, erased.counts);
  if (removed.sync) return { removed, notes: stillInFile(erased) };
  throw new ArchiveError(
    `There is no sync "${sync}" in this archive, so nothing was forgotten.`,
    'Look at the Sync Name of Start Cycle: it is spelt alike there and here.',
  );
}

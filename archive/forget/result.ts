import { reason, type Reason } from '../../reasons';
import { ArchiveError } from '../store/errors';
import type { Erased } from '../store/erase';
import type { TableName } from '../store/tables';

/** How many rows of which tables are gone; tables without any are left out. */
export type Removed = Partial<Record<TableName, number>>;

/** `notes`: what a person should know of it. */
export interface Forgotten {
  readonly removed: Removed;
  readonly notes: readonly Reason[];
}

export const removedOf = (counts: readonly (readonly [TableName, number])[]): Removed =>
  Object.fromEntries(counts.filter(([, n]) => n > 0));

export const stillInFile = ({ isGone }: Erased): readonly Reason[] => (isGone ? [] : [reason('stillInFile')]);

/** What a cycle at work has in its hands, it would write down again. */
export function refuseAtWork(sync: string): never {
  throw new ArchiveError(
    `The sync "${sync}" is at work, so nothing was forgotten.`,
    'Switch its workflow off, wait until the run has ended (or, if it died, two minutes), and run this again.',
  );
}

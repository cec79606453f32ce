import * as archives from '../../archive';
import type { KindName, Side } from '../../sync/model';
import type { KnownRecords } from '../../sides/types';
import type { SideRun } from '../cycle';

/** No run of a backup is longer, in ms. */
const leaseMs = 24 * 3_600_000;

/** Does something with a side as a cycle would, yet without any archive: with one that is made for it and gone with it. */
export async function inScratch<T>(side: Side, kind: KindName, work: (run: SideRun) => Promise<T>): Promise<T> {
  const archive = await archives.openScratch();
  try {
    const request = { sync: 'backup', kind, holder: 'backup', now: Date.now(), leaseMs };
    const started = await archives.startCycle(archive, request);
    if (!started.started) throw new Error('a new archive is nobody else’s');
    return await work({ archive, cycle: started.cycle, side });
  } finally {
    await archive.close();
  }
}

/** Of whoever reads everything, and remembers nothing. */
export const nothingKnown: KnownRecords = {
  versions: async () => new Map(),
  changedAt: async () => new Map(),
  startOver: async () => undefined,
  unseen: async () => [],
  unreadable: async () => [],
  areMoreThan: async () => false,
};

import { rebuild, status } from '../../../archive';
import { openSyncArchive } from '../../shared/archive';
import { UsageError } from '../../shared/errors';
import { toItem } from '../../shared/items';
import { allItems, syncName } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** Empties the archive of one sync, if the user said so twice. */
export const rebuildSync: Operation = async (context) => {
  const sync = syncName(context);
  if (context.getNodeParameter('confirm', 0) !== true) {
    throw new UsageError(
      `The sync "${sync}" was not rebuilt.`,
      'Switch on "I Want to Match Everybody Anew" if everything that was agreed may be forgotten.',
    );
  }
  const archive = await openSyncArchive(context);
  await rebuild(archive, sync, Date.now());
  return [[toItem(await status(archive, sync), allItems(context))]];
};

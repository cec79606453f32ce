import { forgetSync } from '../../../archive';
import { UsageError } from '../../../engine/errors';
import { toWordedItem } from '../../shared/items';
import { allItems, syncName } from '../../shared/parameters';
import { openSyncArchive, type Operation } from '../../shared/run';

/** Removes all that is kept of one sync, if the user said so twice; what of which table. */
export const forgetOneSync: Operation = async (context) => {
  const sync = syncName(context);
  if (context.getNodeParameter('confirmForget', 0) !== true) {
    throw new UsageError(
      `The sync "${sync}" was not forgotten.`,
      'Switch on "I Want to Forget This Sync" if everything that is kept of it may be removed for good.',
    );
  }
  const forgotten = await forgetSync(await openSyncArchive(context), sync, Date.now());
  return [[toWordedItem({ sync, ...forgotten }, allItems(context))]];
};

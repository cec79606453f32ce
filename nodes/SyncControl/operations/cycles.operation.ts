import { cyclesOf } from '../../../archive';
import { openSyncArchive } from '../../shared/archive';
import { toItem } from '../../shared/items';
import { allItems, count, syncName } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** The newest cycles first, one item each: for whoever looks for the one to undo. */
export const listCycles: Operation = async (context) => {
  const cycles = await cyclesOf(await openSyncArchive(context), syncName(context), count(context, 'limit', 1));
  return [cycles.map((cycle) => toItem(cycle, allItems(context)))];
};

import { status } from '../../../archive';
import { openSyncArchive } from '../../shared/archive';
import { toItem } from '../../shared/items';
import { allItems, syncName } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

export const showStatus: Operation = async (context) => [
  [toItem(await status(await openSyncArchive(context), syncName(context)), allItems(context))],
];

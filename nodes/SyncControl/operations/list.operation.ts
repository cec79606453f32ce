import { listReviews } from '../../../archive';
import { openSyncArchive } from '../../shared/archive';
import { toItem } from '../../shared/items';
import { allItems, syncName } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** What waits for a person, one item each. */
export const list: Operation = async (context) => {
  const reviews = await listReviews(await openSyncArchive(context), syncName(context));
  return [reviews.map((review) => toItem(review, allItems(context)))];
};

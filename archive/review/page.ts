import type { Archive } from '../store/types';
import { toReviews, wanted } from './reviews';
import type { Review, ReviewFilter, SyncName } from './types';

/** Some of the reviews of a sync, oldest first, and how many there are; nothing but those is loaded. `text` is not looked at. */
export async function pageOfReviews(
  a: Archive,
  { name, kind }: SyncName,
  filter: ReviewFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly count: number; readonly reviews: readonly Review[] }> {
  const { n } = await wanted(a.db, name, filter)
    .select((eb) => eb.fn.countAll().as('n'))
    .executeTakeFirstOrThrow();
  const sorted = wanted(a.db, name, filter).selectAll().orderBy('opened_at').orderBy('id');
  const rows = limit > 0 ? await sorted.limit(limit).offset(Math.max(0, offset)).execute() : [];
  return { count: Number(n), reviews: await toReviews(a.db, name, kind, rows) };
}

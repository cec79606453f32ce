import type { SideRecord, Value } from '../sync/model';
import type { FeedPage, KnownRecords } from './types';

/**
 * Known records that a feed read to its end has not told: a complete reading (`full`) left them out, or we made them and they were
 * deleted before the next round, of which a feed may say nothing at all. That it lacks them proves nothing, so `find` asks for
 * each. Between complete readings only who is gone is told: who is there may just be told late. One page at most.
 */
export async function* confirmUnseen<C extends Value & { readonly full: boolean }>(
  known: KnownRecords,
  cursor: C,
  find: (refs: readonly string[]) => Promise<readonly SideRecord[]>,
): AsyncGenerator<FeedPage> {
  const seen = await known.unseen();
  if (seen.length === 0 && !cursor.full) return;
  const found = seen.length > 0 ? await find(seen) : [];
  const rows = cursor.full ? found : found.filter(({ state }) => state === 'deleted');
  yield { rows, seen, cursor: { ...(cursor as object), full: false } as Value, read: 0 };
}

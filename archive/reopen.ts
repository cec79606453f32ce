import type { Keys } from '../sync/model';
import type { Db } from './rows';
import { chunks } from './rows';

/** All who wait for the answers of these reviews are pending again. */
export async function setPending(trx: Db, reviews: readonly string[], now: number): Promise<void> {
  for (const some of chunks(reviews))
    await trx
      .updateTable('record')
      .set({ status: 'pending', since: now, offered: 0 })
      .where('review', 'in', some)
      .where('status', '=', 'review')
      .execute();
}

/** A record of these reviews moved: all who wait with it are looked at again, and an answer about the former state lapses. */
export async function release(trx: Db, reviews: readonly string[], now: number): Promise<void> {
  await setPending(trx, reviews, now);
  for (const some of chunks(reviews))
    await trx
      .updateTable('review')
      .set({ state: 'moved on', closed_at: now })
      .where('id', 'in', some)
      .where('state', '=', 'answered')
      .execute();
}

/** Keys that came, went or changed. A weak one counts where one of the two has no strong key. */
function touched(keys: readonly Keys[]): ReadonlyMap<string, { readonly counts: boolean }> {
  const all = new Map<string, { counts: boolean }>();
  for (const { strong, weak } of keys) {
    for (const key of strong) all.set(key, { counts: true });
    if (weak !== null) all.set(weak, { counts: strong.length === 0 || (all.get(weak)?.counts ?? false) });
  }
  return all;
}

/** Records in review that share a key with one that changed or went become pending: their question may have another answer now. */
export async function reopen(trx: Db, sync: string, keys: readonly Keys[], now: number): Promise<void> {
  const wanted = touched(keys);
  const reviews = new Set<string>();
  for (const some of chunks([...wanted.keys()])) {
    const hits = await trx
      .selectFrom('key')
      .innerJoin('record', (join) =>
        join
          .onRef('record.sync', '=', 'key.sync')
          .onRef('record.side', '=', 'key.side')
          .onRef('record.ref', '=', 'key.ref'),
      )
      .select(['key.key', 'key.strength', 'key.bare', 'record.review'])
      .where('key.sync', '=', sync)
      .where('key.key', 'in', some)
      .where('record.status', '=', 'review')
      .execute();
    for (const { key, strength, bare, review } of hits)
      if (review !== null && (strength === 'strong' || bare === 1 || wanted.get(key)?.counts)) reviews.add(review);
  }
  await release(trx, [...reviews], now);
}

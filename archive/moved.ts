import type { Kind } from '../sync/kinds';
import type { Side, SideRecord } from '../sync/model';
import { other } from '../sync/model';
import { replaceRef } from './intent';
import type { At } from './journal';
import { note } from './journal';
import { restatus, saveLink } from './links';
import { release, reopen } from './reopen';
import type { Db } from './rows';
import { linksBy, recordOf } from './rows';

interface Feed extends At {
  readonly side: Side;
  readonly kind: Kind;
}

const wasMoved = 'it was moved and has another ID now';

/** The link of `former` goes on with this record; `reason`: in words. */
export async function follow(
  trx: Db,
  feed: Feed,
  { ref, fields, state }: SideRecord,
  former: string,
  reason = wasMoved,
): Promise<void> {
  const { cycle, side, kind } = feed;
  const [link] = await linksBy(trx, cycle.sync, side, [former]);
  if (!link || link.refs[side] === ref) return;
  const record = await recordOf(trx, cycle.sync, { side, ref });
  const partner = await recordOf(trx, cycle.sync, { side: other(side), ref: link.refs[other(side)] });
  const moved = await replaceRef(trx, feed, link, side, ref);
  const isAwake = state === 'live' && partner?.state !== 'outside';
  const next = { ...moved, state: isAwake ? ('live' as const) : ('asleep' as const) };
  await saveLink(trx, next);
  if (record?.review) await release(trx, [record.review], feed.now);
  await restatus(trx, feed, next);
  if (record) await reopen(trx, cycle.sync, [record.keys], feed.now);
  await note(trx, feed, [{ op: 'move', side, ref, link: link.id, label: kind.label(fields), reason }]);
}

/** Records that their side moved, and so gave another ref, keep their link and what was agreed on; the former ref is forgotten. */
export async function followMoved(trx: Db, feed: Feed, rows: readonly SideRecord[]): Promise<void> {
  for (const row of rows) if (row.former !== undefined) await follow(trx, feed, row, row.former);
}

import { setImmediate as breath } from 'node:timers/promises';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import * as archives from '../../archive';
import type { Archive, CycleRef, PendingRecord } from '../../archive';
import type { FeedPage, Known } from '../../sides/types';
import { kinds } from '../../sync/kinds';
import type { KindName, Side, Value } from '../../sync/model';
import { openSyncArchive } from './archive';
import { cycleItem, toItem, type ChangeItem } from './items';
import { neededCycle, sameKind } from './cycle';
import { allItems, count } from './parameters';

export interface At {
  readonly archive: Archive;
  readonly cycle: CycleRef;
  readonly side: Side;
}

/** How one side's feed is opened: where it was read up to, and what the archive knows. */
export type OpenFeed = (at: At, cursor: Value, known: Known) => Promise<AsyncIterable<FeedPage>>;

const feedName = 'changes';

const knownTo = ({ archive, cycle, side }: At): Known => ({
  versions: (refs) => archives.versionsOf(archive, cycle.sync, side, refs),
  startOver: () => archives.forgetFeed(archive, cycle, side, Date.now()),
  unseen: () => archives.unseenRefs(archive, cycle, side),
});

/** Page by page into the archive, so that memory stays flat; n8n's event loop gets its turn after each. */
async function readFeed(at: At, open: OpenFeed): Promise<{ readonly read: number; readonly changed: number }> {
  const { archive, cycle, side } = at;
  const cursor = await archives.readCursor(archive, cycle.sync, side, feedName);
  let [read, changed] = [0, 0];
  for await (const page of await open(at, cursor, knownTo(at))) {
    const moved = { feed: feedName, value: page.cursor };
    const taken = { rows: page.rows, met: page.met ?? [], cursor: moved, now: Date.now() };
    const { changed: news } = await archives.ingestPage(archive, cycle, side, kinds[cycle.kind], taken);
    if (page.setBack && news > 0) await archives.noteSetBack(archive, cycle, side, true, Date.now());
    changed += news;
    read += page.read;
    await breath();
  }
  return { read, changed };
}

/** What only the whole of a side shows, once it was read to its end. */
async function lookRound({ archive, cycle, side }: At): Promise<void> {
  const [kind, now] = [kinds[cycle.kind], Date.now()];
  await archives.followReturned(archive, cycle, side, kind, now);
  await archives.tellExodus(archive, cycle, side, kind, now);
  await archives.besideOthers(archive, cycle, side, now);
}

const changeItem = (cycle: CycleRef, { side, record, change, link }: PendingRecord): ChangeItem => ({
  cycle,
  kind: cycle.kind,
  side,
  change,
  link,
  ref: record.ref,
  version: record.version,
  label: kinds[cycle.kind].label(record.fields),
  fields: record.fields,
  keys: record.keys,
});

/** Reads what changed on one side into the archive, then hands out what is pending there: at most Batch Size records. */
export async function getChanges(
  context: IExecuteFunctions,
  side: Side,
  open: OpenFeed,
): Promise<INodeExecutionData[][]> {
  const archive = await openSyncArchive(context);
  const cycle = neededCycle(context.getInputData());
  sameKind(cycle, context.getNodeParameter('kind', 0, 'contact') as KindName);
  const at = { archive, cycle, side };
  await archives.holdLease(archive, cycle, Date.now());
  const { read, changed } = await readFeed(at, open);
  if (cycle.kind !== 'mail') await lookRound(at);
  await archives.markRead(archive, cycle, side, Date.now());
  const batch = count(context, 'batchSize', 1);
  const pending = await archives.pendingRecords(archive, cycle.sync, side, batch, Date.now());
  const from = allItems(context);
  const items = pending.map((one) => toItem(changeItem(cycle, one), from));
  return [[...items, toItem(cycleItem(cycle, side, { read, changed, handedOut: items.length }), from)]];
}

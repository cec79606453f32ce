import { rebuild, setPaused, status } from '../../../archive';
import { dailyReport } from '../../../engine/dailyReport';
import { UsageError } from '../../../engine/errors';
import { explain as explainRecords } from '../../../engine/explain';
import { describeStatus } from '../../../engine/status';
import type { Side } from '../../../sync/model';
import { openKnownSync, openSyncArchive } from '../../shared/archive';
import type { Operation } from '../../shared/run';
import { toItem, toWordedItem } from '../../shared/items';
import { allItems, count } from '../../shared/parameters';

/** Why a record is as it is; one item for each that is found. */
export const explain: Operation = async (context) => {
  const side = String(context.getNodeParameter('side', 0, 'either'));
  const text = String(context.getNodeParameter('record', 0) ?? '').trim();
  const { archive, sync } = await openKnownSync(context);
  const found = await explainRecords(archive, sync, side === 'either' ? null : (side as Side), text);
  return [found.map((it) => toWordedItem(it, allItems(context)))];
};

/** Where the sync stands, in figures and in words. */
export const showStatus: Operation = async (context) => {
  const { archive, sync } = await openKnownSync(context);
  const found = await describeStatus(archive, sync, Date.now());
  return [[toWordedItem(found, allItems(context))]];
};

const hourMs = 3_600_000;

/** All syncs of the archive in one report, trouble first. */
export const reportAll: Operation = async (context) => {
  const archive = await openSyncArchive(context);
  const quietMs = count(context, 'quietHours', 1) * hourMs;
  return [[toItem(await dailyReport(archive, { quietMs, now: Date.now() }), allItems(context))]];
};

/** Pauses the sync, or lets it go on; answers where it stands. */
const pausing =
  (isPaused: boolean): Operation =>
  async (context) => {
    const { archive, sync } = await openKnownSync(context);
    await setPaused(archive, sync, isPaused ? Date.now() : null);
    return [[toWordedItem(await describeStatus(archive, sync, Date.now()), allItems(context))]];
  };
export const pauseSync = pausing(true);
export const resumeSync = pausing(false);

/** Empties the archive of one sync, if the user said so twice. */
export const rebuildSync: Operation = async (context) => {
  const { archive, sync } = await openKnownSync(context);
  if (context.getNodeParameter('confirm', 0) !== true) {
    throw new UsageError(
      `The sync "${sync}" was not rebuilt.`,
      'Switch on "I Want to Match Everybody Anew" if everything that was agreed may be forgotten.',
    );
  }
  const notes = await rebuild(archive, sync, Date.now());
  return [[toWordedItem({ ...(await status(archive, sync)), notes }, allItems(context))]];
};

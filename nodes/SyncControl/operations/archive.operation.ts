import { copyArchive, newArchiveKey } from '../../../archive';
import { UsageError } from '../../../engine/errors';
import { hasArchiveKey, openCommonArchive, openSyncArchive } from '../../shared/archive';
import { toItem } from '../../shared/items';
import { allItems } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** Archive: New Key. */
export const newKey: Operation = async (context) => {
  context.addExecutionHints({
    message:
      'Put the key into a credential Sync Archive, keep a copy in a safe place, then delete this execution: n8n keeps what nodes put out.',
    type: 'warning',
    location: 'outputPane',
  });
  return [[toItem({ key: newArchiveKey() }, allItems(context))]];
};

/** Archive: Copy. What the common archive holds goes into that of the credential, or the other way round. */
export const copy: Operation = async (context) => {
  if (!hasArchiveKey(context))
    throw new UsageError(
      'There is no archive to copy into or from: the node has no credential Sync Archive.',
      'Choose the credential of the other archive in this node.',
    );
  const [common, own] = [await openCommonArchive(context), await openSyncArchive(context)];
  const isBack = context.getNodeParameter('copyInto', 0) === 'common';
  const copied = await copyArchive(isBack ? own : common, isBack ? common : own, Date.now());
  context.addExecutionHints({
    message: isBack
      ? 'Take the credential Sync Archive out of the workflows of these syncs, then publish them. In the archive that was copied they are paused.'
      : 'Choose the credential Sync Archive in Start Cycle, in every Sync Control that stands alone and in Conflict Review, then publish the workflows. In the archive that was copied the syncs are paused.',
    location: 'outputPane',
  });
  return [[toItem({ ...copied }, allItems(context))]];
};

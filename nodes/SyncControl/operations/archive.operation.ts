import { newArchiveKey } from '../../../archive';
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

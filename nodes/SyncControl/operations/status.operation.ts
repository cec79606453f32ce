import { status } from '../../../archive';
import { openSyncArchive } from '../../shared/archive';
import { toItem } from '../../shared/items';
import { allItems, syncName } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { statusSubject, statusWords } from '../statusWords';

/** Where the sync stands, in figures and in words: `subject` and `text` are ready to be mailed. */
export const showStatus: Operation = async (context) => {
  const now = Date.now();
  const found = await status(await openSyncArchive(context), syncName(context), now);
  const lines = statusWords(found, now);
  return [[toItem({ ...found, subject: statusSubject(found), lines, text: lines.join('\n') }, allItems(context))]];
};

import type { Explained } from '../../../archive';
import { explainRecord, findRecords, kindOf } from '../../../archive';
import { kinds } from '../../../sync/kinds';
import type { Side } from '../../../sync/model';
import { openSyncArchive } from '../../shared/archive';
import { UsageError } from '../../shared/errors';
import { toItem } from '../../shared/items';
import { allItems, syncName } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { explanationOf } from '../explanation';

const itemOf = (it: Explained) => {
  const { kind, ref, record, history } = it;
  const label = record && record.state !== 'outside' ? kinds[kind].label(record.fields) : (history[0]?.label ?? ref);
  const why = explanationOf(it);
  return { label, why, text: why.join('\n'), ...it };
};

/** Why a record is as it is; one item for each that is found. */
export const explain: Operation = async (context) => {
  const archive = await openSyncArchive(context);
  const sync = syncName(context);
  if (!(await kindOf(archive, sync)))
    throw new UsageError(`There is no sync "${sync}".`, 'Give the Sync Name of Start Cycle.');
  const text = String(context.getNodeParameter('record', 0) ?? '').trim();
  if (!text) throw new UsageError('No record is named.', 'Give its ID, or a part of its name, address or subject.');
  const side = String(context.getNodeParameter('side', 0, 'either'));
  const wanted = side === 'either' ? null : (side as Side);
  const hits = await findRecords(archive, sync, wanted, text);
  const sides: readonly Side[] = wanted ? [wanted] : ['outlook', 'zoho'];
  const named = hits.length > 0 ? hits : sides.map((one) => ({ side: one, ref: text }));
  const found: Explained[] = [];
  for (const one of named) found.push(...[await explainRecord(archive, sync, one)].filter((it) => it !== null));
  if (found.length === 0)
    throw new UsageError(
      `The sync "${sync}" knows no such record on ${wanted ? 'that side' : 'either side'}.`,
      'Look for another part of its name, or run a cycle first: what has never been read cannot be explained.',
    );
  return [found.map((it) => toItem(itemOf(it), allItems(context)))];
};

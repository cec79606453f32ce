import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { forgetPerson, forgetSync, tracesOfPerson, type Whom } from '../../../archive';
import { UsageError } from '../../../engine/errors';
import { inWords } from '../../../reasons';
import type { Side } from '../../../sync/model';
import { perItem, toWordedItem } from '../../shared/items';
import { allItems, textParameter } from '../../shared/parameters';
import { openKnownSync, openSyncArchive } from '../../shared/archive';
import type { Operation } from '../../shared/run';

/** Removes all that is kept of one sync, if the user said so twice; what of which table. */
export const forgetOneSync: Operation = async (context) => {
  const { archive, sync } = await openKnownSync(context);
  if (context.getNodeParameter('confirmForget', 0) !== true) {
    throw new UsageError(
      `The sync "${sync}" was not forgotten.`,
      'Switch on "I Want to Forget This Sync" if everything that is kept of it may be removed for good.',
    );
  }
  const forgotten = await forgetSync(archive, sync, Date.now());
  return [[toWordedItem({ sync, ...forgotten }, allItems(context))]];
};

function whomAt(context: IExecuteFunctions, item: number): Whom {
  if (context.getNodeParameter('forgetBy', item, 'address') === 'address')
    return { address: textParameter(context, 'forgetAddress', item) };
  const ref = textParameter(context, 'forgetRef', item);
  if (ref) return { side: context.getNodeParameter('forgetSide', item) as Side, ref };
  throw new UsageError('The Record ID is empty.', 'Give the ID of the record, as Sync: Explain Record shows it.', item);
}

/** Removes every trace of a person, one for each input item; a preview counts them, and lists the records. */
export const forgetOnePerson: Operation = async (context) => {
  const archive = await openSyncArchive(context);
  return perItem(context, async (item) => {
    const preview = context.getNodeParameter('forgetPreview', item, true) !== false;
    const forgotten = await (preview ? tracesOfPerson : forgetPerson)(archive, whomAt(context, item), Date.now());
    return inWords({ preview, ...forgotten }) as IDataObject;
  });
};

import type { IExecuteFunctions } from 'n8n-workflow';
import type { PersonFound } from '../../../archive';
import { UsageError } from '../../../engine/errors';
import { findPeople, type TakingPart } from '../../../engine/people';
import { messageAndStep } from '../../../reasons';
import { readMailboxes } from '../../../sides/outlook';
import { activeUsers } from '../../../sides/zoho';
import { openSyncArchive } from '../../shared/archive';
import { directoryClient, zohoClient } from '../../shared/clients';
import { toItem } from '../../shared/items';
import { allItems, located, namesIn } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** Addresses of a list, however it is written. */
const addressesAt = (context: IExecuteFunctions): readonly string[] => {
  const given: unknown = context.getNodeParameter('peopleAddresses', 0, '');
  return namesIn(typeof given === 'string' ? given.replace(/[\s;]+/g, ',') : given);
};

function chosenPeople(context: IExecuteFunctions): { readonly who: TakingPart; readonly group: string } {
  const chosen = String(context.getNodeParameter('takingPart', 0, 'all'));
  if (chosen === 'all') return { who: 'all', group: '' };
  const group = chosen === 'group' ? located(context, 'peopleGroup') : '';
  if (group) return { who: 'group', group };
  const addresses = chosen === 'list' ? addressesAt(context) : [];
  if (addresses.length > 0) return { who: { addresses }, group: '' };
  throw new UsageError(
    'It is not said who takes part, so nobody was paused or taken in.',
    chosen === 'group' ? 'Choose the Group.' : 'Fill in the Addresses; an expression must not come out empty.',
  );
}

const itemOf =
  (now: number) =>
  ({ address, name, mailbox, owner, reason }: PersonFound) => ({
    ...{ person: address, name, mailbox, owner, sync: address, takesPart: reason === null, round: now },
    ...(reason && { reason: messageAndStep(reason).message, nextStep: messageAndStep(reason).nextStep }),
  });

/** One item for each person who takes part; where wanted, one for each who does not, with why. */
export const getPeople: Operation = async (context) => {
  const archive = await openSyncArchive(context);
  const { who, group } = chosenPeople(context);
  const [users, mailboxes] = [
    await activeUsers(await zohoClient(context)),
    await readMailboxes(await directoryClient(context), group),
  ];
  const now = Date.now();
  const found = await findPeople(archive, { users, mailboxes, who }, now);
  const shown = context.getNodeParameter('othersToo', 0, false) === true ? found : found.filter((one) => !one.reason);
  const taking = found.filter(({ reason }) => reason === null).length;
  const message = `${taking} take part, ${found.length - taking} do not; the status page says why.`;
  context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
  return [shown.map((one) => toItem(itemOf(now)(one), allItems(context)))];
};

import { revokeRule, rulesOf } from '../../../archive';
import { openSyncArchive } from '../../shared/archive';
import { UsageError } from '../../shared/errors';
import { toItem } from '../../shared/items';
import { allItems, deciderOf, syncName } from '../../shared/parameters';
import { perItem } from '../../shared/perItem';
import type { Operation } from '../../shared/run';

/** What was said to hold from now on, one item each. */
export const listRules: Operation = async (context) => {
  const rules = await rulesOf(await openSyncArchive(context), syncName(context));
  return [rules.map((rule) => toItem(rule, allItems(context)))];
};

/** Takes one rule back for every input item. */
export const revoke: Operation = async (context) => {
  const archive = await openSyncArchive(context);
  return perItem(context, async (item) => {
    const [sync, id] = [syncName(context, item), String(context.getNodeParameter('rule', item))];
    const rule = (await rulesOf(archive, sync)).find((one) => one.id === id);
    const revoked = rule && (await revokeRule(archive, sync, id, deciderOf(context, item), Date.now()));
    if (revoked) return { id, words: rule.words, revoked };
    throw new UsageError(
      `No rule of the sync "${sync}" has the ID ${id}.`,
      'List the rules again: it may have been taken back or replaced already.',
      item,
    );
  });
};

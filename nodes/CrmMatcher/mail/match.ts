import type { IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import * as archives from '../../../archive';
import type { Archive, CycleRef, MailEnd } from '../../../archive';
import type { ZohoClient } from '../../../clients/zoho';
import { findOpenDeals, findPeople } from '../../../sides/zoho/mail';
import type { Hit } from '../../../sync/targets';
import { lookedUp } from '../../../sync/targets';
import type { KindName } from '../../../sync/model';
import { openSyncArchive } from '../../shared/archive';
import { zohoClient } from '../../shared/clients';
import { sameKind } from '../../shared/cycle';
import { cycleItem, isChangeItem, pick, toItem } from '../../shared/items';
import { unclearReason, type MailItem } from '../../shared/mailItems';
import { allItems } from '../../shared/parameters';
import { addressed, goesSomewhere, place, withDeals, type Addressed } from './place';
import { mailRules, type MailRules } from './rules';

interface Placed {
  readonly item: MailItem;
  readonly from: IPairedItemData;
}

/** Everybody the mails of this run went to, looked up together: a hundred addresses a call, whoever they wrote to how often. */
async function hitsFor(zoho: ZohoClient, mails: readonly Addressed[], { targets }: MailRules) {
  const wanted = [
    ...new Map(mails.flatMap(({ recipients }) => recipients.counted).map((one) => [one.address, one])).values(),
  ];
  const finders: ((address: string) => readonly Hit[])[] = [];
  for (const module of lookedUp(targets)) finders.push(await findPeople(zoho, module, wanted));
  return (address: string): readonly Hit[] => finders.flatMap((find) => find(address));
}

async function dealsFor(zoho: ZohoClient, items: readonly MailItem[], { deals }: MailRules) {
  const contacts = items.flatMap(({ targets }) => targets.filter(({ module }) => module === 'Contacts'));
  return deals
    ? findOpenDeals(
        zoho,
        contacts.map(({ id }) => id),
      )
    : [];
}

/** Skipped mails are settled with their reason; one that has only unclear recipients waits and is tried again. */
function endOf({ ref, label, reason, unclear }: MailItem): MailEnd {
  const end = { ref, label, attached: [], notes: [] };
  if (reason !== undefined) return { ...end, state: { skipped: reason } };
  return { ...end, state: { waits: unclearReason(unclear) } };
}

async function settleRest(archive: Archive, cycle: CycleRef, items: readonly MailItem[]): Promise<void> {
  const rest = items.filter((item) => !goesSomewhere(item));
  if (rest.length > 0) await archives.settleMails(archive, cycle, rest.map(endOf), Date.now());
}

const ambiguous = ({ cycle, label, ref, unclear }: MailItem) => {
  const { message, nextStep } = unclearReason(unclear);
  const candidates = unclear.flatMap(({ module, candidates: some }) => some.map((one) => ({ module, ...one })));
  return { cycle, kind: 'mail', label, reason: message, nextStep, outlook: [{ ref, label }], zoho: candidates };
};

/** Pairs, Outlook Only, CRM Only (never any) and Ambiguous; the cycle item goes on with the pairs. */
function outputs(context: IExecuteFunctions, cycle: CycleRef, all: readonly Placed[]): INodeExecutionData[][] {
  const going = all.filter(({ item }) => goesSomewhere(item));
  const skipped = all.filter(({ item }) => item.reason !== undefined);
  const unclear = all.filter(({ item }) => item.unclear.length > 0);
  const counts = { matched: going.length, skipped: skipped.length, ambiguous: unclear.length };
  return [
    [...going.map(({ item, from }) => toItem(item, from)), toItem(cycleItem(cycle, null, counts), allItems(context))],
    skipped.map(({ item, from }) => toItem(item, from)),
    [],
    unclear.map(({ item, from }) => toItem(ambiguous(item), from)),
  ];
}

/** Finds the CRM records that sent mails belong to. Without mails it asks nobody. */
export async function matchMails(context: IExecuteFunctions, cycle: CycleRef): Promise<INodeExecutionData[][]> {
  sameKind(cycle, context.getNodeParameter('kind', 0) as KindName);
  const archive = await openSyncArchive(context);
  await archives.holdLease(archive, cycle, Date.now());
  const changes = pick(context.getInputData(0), isChangeItem);
  const rules = await mailRules(context, archive, cycle);
  const mails = changes.map(({ json }) => addressed(json, rules));
  const asks = mails.some(({ recipients }) => recipients.counted.length > 0);
  const zoho = asks ? await zohoClient(context) : null;
  const hitsOf = zoho ? await hitsFor(zoho, mails, rules) : () => [];
  const items = mails.map((mail) => place(mail, hitsOf, rules));
  const deals = zoho ? await dealsFor(zoho, items, rules) : [];
  const placed = items.map((item, at) => ({
    item: rules.deals ? withDeals(item, deals) : item,
    from: changes[at]?.from ?? { item: at },
  }));
  await settleRest(archive, cycle, items);
  return outputs(context, cycle, placed);
}

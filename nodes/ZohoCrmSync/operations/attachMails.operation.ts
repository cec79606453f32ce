import chunk from 'lodash/chunk';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import * as archives from '../../../archive';
import type { Archive, CycleRef } from '../../../archive';
import { findCases } from '../../../sides/zoho/mail';
import { staysWith } from '../../shared/account';
import { openSyncArchive } from '../../shared/archive';
import { neededCycle } from '../../shared/cycle';
import { cycleItem, pick, toItem, type Seen } from '../../shared/items';
import { isMailItem, placeName, type MailItem } from '../../shared/mailItems';
import { allItems } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { attachOne, mailToAttach, type MailResult, type Prepared } from '../mail/attachOne';
import { createNewcomers } from '../mail/newcomers';
import { attachingBy, type Attaching } from '../mail/options';

/** Mails on their way at once; the client holds requests to what the smallest edition of Zoho allows. */
const AT_ONCE = 4;

type Results = Map<MailItem, MailResult>;
type Mails = Awaited<ReturnType<typeof archives.storedMails>>;

const casesMade = ({ outcomes }: MailResult) =>
  outcomes
    .filter(({ outcome }) => outcome === 'created')
    .map(({ id, module, name }) => ({
      ref: id,
      label: name,
      reason: `${placeName(module, name)} was made of the mail`,
    }));

/** What is known is taken down, whatever happens to the rest. */
async function takeDown(archive: Archive, cycle: CycleRef, result: MailResult): Promise<void> {
  await archives.noteCreated(archive, cycle, casesMade(result), Date.now());
  await archives.settleMails(archive, cycle, [result.end], Date.now());
}

const failure = (settled: readonly PromiseSettledResult<unknown>[]): unknown =>
  settled.find((one): one is PromiseRejectedResult => one.status === 'rejected')?.reason;

async function attachAll(
  archive: Archive,
  cycle: CycleRef,
  items: readonly MailItem[],
  o: Attaching,
  results: Results,
): Promise<void> {
  const stored = await archives.storedMails(
    archive,
    cycle.sync,
    items.map(({ ref }) => ref),
  );
  const prepared: Prepared = {
    newcomers: await createNewcomers(archive, cycle, items, o),
    cases: o.asCase ? await casesOf(items, stored, o) : new Map(),
  };
  for (const some of chunk(items, AT_ONCE)) {
    const settled = await Promise.allSettled(
      some.map(async (item) => {
        const result = await attachOne(item, stored.get(item.ref), prepared, o);
        await takeDown(archive, cycle, result);
        results.set(item, result);
      }),
    );
    const thrown = failure(settled);
    if (thrown !== undefined) throw thrown;
  }
}

const casesOf = (items: readonly MailItem[], stored: Mails, o: Attaching) =>
  findCases(
    o.zoho,
    items.map((item) => mailToAttach(item, stored.get(item.ref), o)),
  );

/** A mail that is settled already (its item came a second time) is not attached again. */
const waiting = (items: readonly Seen<MailItem>[], stored: Mails): readonly Seen<MailItem>[] =>
  items.filter(({ json: { ref } }) => stored.get(ref)?.extra != null);

function countsOf(results: Results): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { mails: results.size };
  for (const { outcome } of [...results.values()].flatMap(({ outcomes }) => outcomes))
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

const passOn = ({ json, from }: Seen<MailItem>, results: Results): INodeExecutionData =>
  toItem({ ...json, attached: results.get(json)?.outcomes ?? [] }, from);

/** Attaches the mails that the CRM Matcher found a place for; creates whom it did not find, where the user wants that. */
export const attachMatched: Operation = async (context: IExecuteFunctions) => {
  const input = context.getInputData();
  const cycle = neededCycle(input);
  const archive = await openSyncArchive(context);
  await archives.holdLease(archive, cycle, Date.now());
  const items = pick(input, isMailItem);
  const results: Results = new Map();
  if (items.length > 0) {
    await staysWith(context, archive, cycle, 'zoho');
    const stored = await archives.storedMails(
      archive,
      cycle.sync,
      items.map(({ json }) => json.ref),
    );
    const due = waiting(items, stored).map(({ json }) => json);
    if (due.length > 0)
      await attachAll(archive, cycle, due, await attachingBy(context, { archive, cycle, side: 'zoho' }), results);
  }
  const last = toItem(cycleItem(cycle, 'zoho', countsOf(results)), allItems(context));
  return [[...items.map((item) => passOn(item, results)), last]];
};

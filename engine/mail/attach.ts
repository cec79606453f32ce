import chunk from 'lodash/chunk';
import * as archives from '../../archive';
import { reason } from '../../reasons';
import { findCases, requireActiveOwner } from '../../sides/zoho';
import type { SignIn } from '../account';
import { affordable, type Price } from '../credits';
import { creditsLeft, type Run, type SideRun } from '../cycle';
import { cycleItem, type CycleItem } from '../items';
import { requireFirstAccount } from './account';
import {
  attachOne,
  mailToAttach,
  makingOf,
  type Attaching,
  type MailResult,
  type Outcome,
  type Prepared,
} from './attachOne';
import { createNewcomers } from './create';
import type { MailItem } from './items';

export interface AttachedMails {
  readonly attached: (item: MailItem) => readonly Outcome[];
  readonly summary: CycleItem;
}

/** Mails on their way at once; the client holds requests to what the smallest edition of Zoho allows. */
const AT_ONCE = 4;

type Results = Map<MailItem, MailResult>;
type Mails = Awaited<ReturnType<typeof archives.storedMails>>;

const casesMade = ({ outcomes }: MailResult) =>
  outcomes
    .filter(({ outcome }) => outcome === 'created')
    .map(({ id, module, name }) => ({ ref: id, label: name, reason: reason('madeOfMail', { module, name }) }));

/** What is known is recorded, whatever happens to the rest. */
async function record({ archive, cycle }: Run, result: MailResult): Promise<void> {
  await archives.noteCreated(archive, cycle, casesMade(result), Date.now());
  await archives.settleMails(archive, cycle, [result.end], Date.now());
}

const failure = (settled: readonly PromiseSettledResult<unknown>[]): unknown =>
  settled.find((one): one is PromiseRejectedResult => one.status === 'rejected')?.reason;

async function attachAll(run: Run, items: readonly MailItem[], stored: Mails, o: Attaching, results: Results) {
  const prepared: Prepared = {
    newcomers: await createNewcomers(run, items, { zoho: o.zoho, ...makingOf(o) }),
    cases: o.asCase ? await casesOf(items, stored, o) : new Map(),
  };
  for (const some of chunk(items, AT_ONCE)) {
    const settled = await Promise.allSettled(
      some.map(async (item) => {
        const result = await attachOne(item, stored.get(item.ref), prepared, o);
        await record(run, result);
        results.set(item, result);
      }),
    );
    const thrown = failure(settled);
    if (thrown !== undefined) throw thrown;
  }
}

function casesOf(items: readonly MailItem[], stored: Mails, o: Attaching) {
  const mails = items.map((item) => mailToAttach(item, stored.get(item.ref), o));
  return findCases(o.zoho, mails);
}

/** A mail is a request for each record that it belongs to, and one for what is asked around it; who is made costs two. */
function priceOf(items: readonly MailItem[]): Price {
  let sum = 0;
  const sums = items.map(({ targets, create }) => (sum += 1 + targets.length + 2 * create.length));
  return (count) => sums[count - 1] ?? 0;
}

/** Nothing is written in the name of one who left. */
async function inNameOf(owner: Attaching['owner'] | null, o: Attaching): Promise<Attaching> {
  if (!owner) return o;
  await requireActiveOwner(o.zoho, owner.id);
  return { ...o, owner };
}

function countsOf(results: Results): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { mails: results.size };
  for (const { outcome } of [...results.values()].flatMap(({ outcomes }) => outcomes))
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** Attaches mails to whom the Matcher found, or to whom it makes, where wanted. A settled mail is not attached again. */
export async function attachMails(
  run: SideRun,
  signIn: SignIn,
  items: readonly MailItem[],
  options: () => Promise<Attaching>,
): Promise<AttachedMails> {
  const { archive, cycle } = run;
  await archives.holdLease(archive, cycle, Date.now());
  const results: Results = new Map();
  if (items.length > 0) {
    const owner = await requireFirstAccount(run, signIn);
    const refs = items.map(({ ref }) => ref);
    const stored = await archives.storedMails(archive, cycle.sync, refs);
    const due = items.filter(({ ref }) => stored.get(ref)?.extra != null);
    if (due.length > 0) {
      const chosen = await inNameOf(owner, await options());
      const left = await creditsLeft(run);
      const budget = left === null ? null : { left, kept: chosen.creditsKept };
      const now = budget ? await affordable(run, due, budget, priceOf(due)) : due;
      await attachAll(run, now, stored, chosen, results);
    }
  }
  const summary = cycleItem(cycle, run.side, countsOf(results));
  return { attached: (item) => results.get(item)?.outcomes ?? [], summary };
}

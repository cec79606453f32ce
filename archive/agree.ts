import type { Base, BySide, Decision, Verdict, Write } from '../sync/model';
import { sides } from '../sync/model';
import { dropIntentsOf, replaceRef } from './intent';
import { into } from './judge';
import type { At } from './journal';
import { note } from './journal';
import { fenced } from './lease';
import {
  agreeing,
  claim,
  linkOf,
  makeLink,
  noBase,
  openFields,
  recordsOfLink,
  restatus,
  saveLink,
  unlink,
} from './links';
import type { Db, Link } from './rows';
import { putToRest } from './rest';
import { recordsOfBoth } from './rows';
import { saveRecords } from './save';
import type { Archive, CycleRef, RefOn } from './types';

/** Links the pair if it is not linked yet, and takes down what both sides have agreed on. */
export async function agree(
  trx: Db,
  at: At,
  decision: Decision,
  refs: BySide<string>,
  agreed: Base,
  op: Write['op'] | null,
): Promise<Link | null> {
  const owner = await claim(trx, at.cycle.sync, decision.link, refs);
  if (owner.is === 'taken') return null;
  await dropIntentsOf(trx, at.cycle.sync, 'zoho', refs.outlook);
  await dropIntentsOf(trx, at.cycle.sync, 'outlook', refs.zoho);
  if (owner.is === 'free') return firstAgreement(trx, at, decision, refs, agreed, op);
  const side = sides.find((one) => owner.link.refs[one] !== refs[one]);
  const link = side ? await replaceRef(trx, at, owner.link, side, refs[side]) : owner.link;
  const next = { ...link, base: agreeing(op === 'create' ? noBase : link.base, agreed) };
  await saveLink(trx, next);
  return next;
}

async function firstAgreement(
  trx: Db,
  at: At,
  decision: Decision,
  refs: BySide<string>,
  agreed: Base,
  op: Write['op'] | null,
): Promise<Link> {
  const link = await makeLink(trx, at, refs, agreed);
  const { label, reason } = decision;
  if (op !== 'create') await note(trx, at, [{ op: 'link', link: link.id, label, reason, after: refs }]);
  return link;
}

type Commit = (trx: Db, at: At, decision: Decision) => Promise<void>;

/** A record of one side that is rightly left alone, until it changes. */
const settle: Commit = async (trx, { cycle, now }, { refs }) => {
  const named = sides.flatMap((side): RefOn[] => (refs[side] === null ? [] : [{ side, ref: refs[side] }]));
  const records = await recordsOfBoth(trx, cycle.sync, named);
  await saveRecords(
    trx,
    cycle.sync,
    records.map((record) => into(record, 'settled', now)),
  );
};

const agreeOn: Commit = async (trx, at, decision) => {
  const { outlook, zoho } = decision.refs;
  if (outlook === null || zoho === null) return settle(trx, at, decision);
  const link = await agree(trx, at, decision, { outlook, zoho }, decision.agreed, null);
  if (link) await restatus(trx, at, link, openFields(decision));
};

const forget: Commit = async (trx, at, decision) => {
  const link = await linkOf(trx, at.cycle.sync, decision);
  if (!link) return;
  await unlink(trx, at, link);
  const { label, reason } = decision;
  await note(trx, at, [{ op: 'forget', link: link.id, label, reason, before: link.refs, linkBefore: link }]);
};

/** Two different things after all: the link goes, and each is new to the other side; or rests, where a cycle is undone. */
const part: Commit = async (trx, at, decision) => {
  const link = await linkOf(trx, at.cycle.sync, decision);
  const { label, reason } = decision;
  if (link) {
    await unlink(trx, at, link);
    await note(trx, at, [{ op: 'part', link: link.id, label, reason, before: link.refs, linkBefore: link }]);
  }
  if (decision.undoes) await putToRest(trx, at, decision);
};

const sleep: Commit = async (trx, at, decision) => {
  const link = await linkOf(trx, at.cycle.sync, decision);
  if (!link) return;
  const asleep = { ...link, state: 'asleep' as const };
  await saveLink(trx, asleep);
  const records = await recordsOfLink(trx, at.cycle.sync, asleep);
  const both = sides.flatMap((side) => records[side] ?? []);
  await saveRecords(
    trx,
    at.cycle.sync,
    both.map((record) => into(record, 'settled', at.now)),
  );
  const { label, reason } = decision;
  if (link.state === 'live') await note(trx, at, [{ op: 'sleep', link: link.id, label, reason }]);
};

/** What is taken down of a decision that needs no write. A question is taken down by openReviews; a write by commitWrite. */
const byVerdict: Readonly<Record<Verdict, Commit>> = {
  nothing: agreeOn,
  agree: agreeOn,
  skip: settle,
  forget,
  part,
  sleep,
  ask: async () => undefined,
  write: async () => undefined,
};

/** Takes down a decision that needs no write: in step, equal already, forgotten, left asleep, or not to be written. */
export const commitAgreed = (a: Archive, cycle: CycleRef, decision: Decision, now: number): Promise<void> =>
  fenced(a, cycle, now, (trx) => byVerdict[decision.verdict](trx, { cycle, now }, decision));

const about = (link: string, reason: string): Decision => ({
  verdict: 'forget',
  reason,
  link,
  matchedBy: 'link',
  refs: { outlook: null, zoho: null },
  writes: [],
  agreed: noBase,
  clashes: [],
  label: '',
});

/** The two records are no longer the same thing: what still lives of them is matched anew. */
export const forgetLink = (a: Archive, cycle: CycleRef, link: string, now: number): Promise<void> =>
  fenced(a, cycle, now, (trx) => forget(trx, { cycle, now }, about(link, 'the link was forgotten')));

/** The link stays, but its records are left alone until one of them comes back into scope or to life. */
export const sleepLink = (a: Archive, cycle: CycleRef, link: string, now: number): Promise<void> =>
  fenced(a, cycle, now, (trx) => sleep(trx, { cycle, now }, about(link, 'the link was put to sleep')));

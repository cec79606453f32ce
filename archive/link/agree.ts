import { pick } from 'lodash';
import { reason, type Reason } from '../../reasons';
import { sameValue } from '../../sync/compare';
import { kinds, type Kind } from '../../sync/kinds';
import type { Base, BySide, Decision, Fields, SideRecord, Verdict, Write, Side } from '../../sync/model';
import { sides, other } from '../../sync/model';
import { replaceRef, toIntent } from './intents';
import { parked, setStatus } from './recordStatus';
import { drafted, endIntents, loadLinks, loadRecordsOfBoth, saveLink, saveRecords, writeJournal } from '../store/draft';
import { fenced, fencedInChunks } from '../store/lease';
import {
  mergeBase,
  claim,
  type Claim,
  linkOf,
  loadNamed,
  makeLink,
  noBase,
  openFields,
  loadRecordsOfLink,
  recomputeStatus,
  dissolveLink,
  holdUntilChanged,
} from './links';
import { howFar, readColumn } from '../store/states';
import { inChunks, refsBySide, type Link, type Stored } from '../store/rows';
import type { Archive, At, CycleRef, OpenIntent, RefOn } from '../store/types';
import { equal, type Db } from '../store/tables';

/** As `claim`; a pair that lost one record stands in nobody's way: whoever is left of it has been matched anew. */
async function claimOver(trx: Db, at: At, decision: Decision, refs: BySide<string>): Promise<Claim> {
  const owner = await claim(trx, at.cycle.sync, decision.link, refs);
  if (owner.is !== 'taken') return owner;
  const records = await loadRecordsOfLink(trx, at.cycle.sync, owner.by);
  if (!sides.some((side) => records[side]?.state === 'deleted')) return owner;
  await takeApart(trx, at, owner.by, 'dropLink', decision);
  return claimOver(trx, at, decision, refs);
}

async function takeApart(trx: Db, at: At, link: Link, op: 'dropLink' | 'unlink', { label, reason }: Decision) {
  await dissolveLink(trx, at, link);
  await writeJournal(trx, at, [{ op, link: link.id, label, reason, before: link.refs, linkBefore: link }]);
}

/** Links the pair if it is not linked yet, and takes down what both sides have agreed on. */
export async function agree(
  trx: Db,
  at: At,
  decision: Decision,
  refs: BySide<string>,
  agreed: Base,
  op: Write['op'] | null,
): Promise<Link | null> {
  const owner = await claimOver(trx, at, decision, refs);
  if (owner.is === 'taken') return null;
  for (const side of sides) await endIntents(trx, at.cycle.sync, side, [refs[other(side)]]);
  if (owner.is === 'free') return firstAgreement(trx, at, decision, refs, agreed, op);
  const side = sides.find((one) => owner.link.refs[one] !== refs[one]);
  const link = side ? await replaceRef(trx, at, owner.link, side, refs[side]) : owner.link;
  const next = { ...link, base: mergeBase(op === 'create' ? noBase : link.base, agreed) };
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
  if (op !== 'create') await writeJournal(trx, at, [{ op: 'link', link: link.id, label, reason, after: refs }]);
  return link;
}

type Commit = (trx: Db, at: At, decision: Decision) => Promise<void>;

/** A record of one side that is rightly left alone, until it changes. */
const settleUnlinked: Commit = async (trx, { cycle, now }, { refs }) => {
  const named = sides.flatMap((side): RefOn[] => (refs[side] === null ? [] : [{ side, ref: refs[side] }]));
  const records = await loadRecordsOfBoth(trx, cycle.sync, named);
  const settled = records.map((record) => setStatus(record, 'settled', now));
  await saveRecords(trx, cycle.sync, settled);
};

const agreeOn: Commit = async (trx, at, decision) => {
  const { outlook, zoho } = decision.refs;
  if (outlook === null || zoho === null) return settleUnlinked(trx, at, decision);
  const link = await agree(trx, at, decision, { outlook, zoho }, decision.agreed, null);
  if (link) await recomputeStatus(trx, at, link, openFields(decision));
};

const drop: Commit = async (trx, at, decision) => {
  const link = await linkOf(trx, at.cycle.sync, decision);
  if (link) await takeApart(trx, at, link, 'dropLink', decision);
};

/** Two different things after all: the link goes, and each is new to the other side; or rests, where a cycle is undone. */
const unlink: Commit = async (trx, at, decision) => {
  const link = await linkOf(trx, at.cycle.sync, decision);
  if (link) await takeApart(trx, at, link, 'unlink', decision);
  if (decision.undoesCycle) await holdUntilChanged(trx, at, decision);
};

const pause: Commit = async (trx, at, decision) => {
  const link = await linkOf(trx, at.cycle.sync, decision);
  if (!link) return;
  const paused = { ...link, state: 'paused' as const };
  await saveLink(trx, paused);
  const records = await loadRecordsOfLink(trx, at.cycle.sync, paused);
  const both = sides.flatMap((side) => records[side] ?? []).map((record) => setStatus(record, 'settled', at.now));
  await saveRecords(trx, at.cycle.sync, both);
  const { label, reason } = decision;
  if (link.state === 'live') await writeJournal(trx, at, [{ op: 'pause', link: link.id, label, reason }]);
};

/** What is taken down of a decision that needs no write. A question is taken down by openReviews; a write by commitWrites. */
const byVerdict: Readonly<Record<Verdict, Commit>> = {
  nothing: agreeOn,
  agree: agreeOn,
  skip: settleUnlinked,
  dropLink: drop,
  unlink,
  pause,
  ask: async () => undefined,
  write: async () => undefined,
};

/** Takes down decisions that need no write: in step, equal already, the link dropped or paused, or not to be written. */
export const commitAgreed = async (a: Archive, cycle: CycleRef, decisions: readonly Decision[], now: number) =>
  void (await fencedInChunks(a, cycle, decisions, now, async (trx, some) => {
    await drafted(trx, cycle.sync, async () => {
      await loadNamed(trx, cycle.sync, some);
      for (const decision of some) await byVerdict[decision.verdict](trx, { cycle, now }, decision);
    });
  }));

/** The records linked with these: a failed write to one side leaves the other one pending, and both have to wait. */
async function partners(trx: Db, sync: string, refs: readonly RefOn[]): Promise<readonly RefOn[]> {
  const named = refsBySide(refs);
  const of = async (side: Side): Promise<readonly RefOn[]> =>
    (await loadLinks(trx, sync, side, named[side])).map((link) => ({ side: other(side), ref: link.refs[other(side)] }));
  return (await Promise.all(sides.map(of))).flat();
}

export async function parkRecords(trx: Db, { cycle: { sync }, now }: At, refs: readonly RefOn[], why: Reason) {
  const named = new Set(refs.map(({ side, ref }) => `${side}:${ref}`));
  const records = await loadRecordsOfBoth(trx, sync, [...refs, ...(await partners(trx, sync, refs))]);
  const due = (record: Stored): boolean =>
    named.has(`${record.side}:${record.ref}`) ||
    record.status === 'pending' ||
    (record.status === 'parked' && record.nextTry <= now);
  const set = records.filter(due).map((record) => parked(record, why, now));
  await saveRecords(trx, sync, set);
}

/**
 * What needs no write does not hang on one that was refused. Two that were found to be the same are linked all the same: a key that
 * is changed meanwhile would part them for good. An edit that is noted and left alone, as one way has it, is no edit later on.
 */
async function agreeWithoutWrite(trx: Db, at: At, decision: Decision): Promise<void> {
  const { link: id, agreed, refs } = decision;
  const { outlook, zoho } = refs;
  if (id === null && outlook !== null && zoho !== null) await agree(trx, at, decision, { outlook, zoho }, agreed, null);
  const link = id === null ? null : await linkOf(trx, at.cycle.sync, decision);
  if (link) await saveLink(trx, { ...link, base: mergeBase(link.base, agreed) });
}

/**
 * Sets aside the records of a decision whose write was refused by their own fault, together with pending partners of theirs. They
 * are tried again after 5 minutes, then twice as long each time up to a day, or as soon as one of them changes.
 */
export const park = (a: Archive, cycle: CycleRef, decision: Decision, why: Reason, now: number): Promise<void> =>
  fenced(a, cycle, now, async (trx) => {
    await agreeWithoutWrite(trx, { cycle, now }, decision);
    const refs = sides.flatMap((side): RefOn[] =>
      decision.refs[side] === null ? [] : [{ side, ref: decision.refs[side] }],
    );
    await parkRecords(trx, { cycle, now }, refs, why);
  });

/** A record of a pair that its side tells something new of; `before`: what was known of it. */
export interface Retold {
  readonly record: SideRecord;
  readonly before: Fields;
  readonly link: Link;
}

/** What the record shows of what was sent, with what both sides agree on by it: more than that where it shows all of it. */
function arrived(kind: Kind, { side, fields, agreed }: OpenIntent, { record }: Retold): Base {
  const shown = kind.fields
    .filter(({ name, type }) => name in fields && sameValue(type, fields[name], record.fields[name]))
    // what a person typed is agreed on a side only as that side gets it
    .filter(({ name }) => name in agreed[other(side)])
    .map(({ name }) => name);
  const isWhole = shown.length === Object.keys(fields).length;
  const sent = isWhole ? agreed : { ...noBase, [other(side)]: pick(agreed[other(side)], shown) };
  return mergeBase(sent, { ...noBase, [side]: pick(record.fields, shown) });
}

/** When the last run began that has read the whole side since, this one not counted: what it did not find never arrived. */
async function lastReading(trx: Db, { sync, id }: CycleRef, side: Side): Promise<number> {
  const read = trx
    .selectFrom('cycle')
    .select((eb) => eb.fn.max('started_at').as('at'))
    .where('id', '!=', id);
  const whole = read.where(equal({ sync, [readColumn[side]]: howFar.indexOf('whole') }));
  return Number((await whole.executeTakeFirstOrThrow()).at ?? 0);
}

/**
 * An update whose reply was lost shows up: what it brought is agreed on, and is no edit of that side. Else whoever has edited the
 * other side once more would lose that to an edit of their own.
 */
export async function recoverUpdates(trx: Db, at: At, side: Side, retold: readonly Retold[]): Promise<void> {
  const { sync, kind } = at.cycle;
  const byLink = new Map(retold.map((one) => [one.link.id, one]));
  const rows = await inChunks([...byLink.keys()], (some) =>
    trx
      .selectFrom('intent')
      .selectAll()
      .where(equal({ sync, side, op: 'update' }))
      .where('link', 'in', some)
      .orderBy('written_at')
      .execute(),
  );
  if (rows.length === 0) return;
  const since = await lastReading(trx, at.cycle, side);
  for (const intent of rows.map(toIntent)) {
    const one = byLink.get(intent.link ?? '');
    if (!one || intent.writtenAt < since) continue;
    await takeAsAgreed(trx, at, one, arrived(kinds[kind], intent, one), side);
  }
  const ids = rows.map(({ id }) => id);
  await endIntents(trx, sync, 'id', ids);
}

async function takeAsAgreed(trx: Db, at: At, { record, before, link }: Retold, agreed: Base, side: Side) {
  const told = agreed[side];
  if (Object.keys(told).length === 0) return;
  const [now] = await loadLinks(trx, at.cycle.sync, 'id', [link.id]);
  if (!now) return;
  const next = { ...now, base: mergeBase(now.base, agreed) };
  await saveLink(trx, next);
  await recomputeStatus(trx, at, next);
  const entry = {
    op: 'update' as const,
    side,
    ref: record.ref,
    link: link.id,
    label: kinds[at.cycle.kind].label(record.fields),
  };
  const images = { before, after: { ...before, ...told }, linkBefore: now };
  await writeJournal(trx, at, [{ ...entry, reason: reason('arrivedUnanswered'), ...images }]);
}

import { omit } from 'lodash';
import { reason } from '../../reasons';
import { type Base, type BySide, type Side, type Write, other } from '../../sync/model';
import { UNSEEN } from '../feed/cursors';
import { releaseReviews, reopenByKeys } from '../review/reviews';
import { type At, overwritten, writeJournal } from '../store/journal';
import { fenced } from '../store/lease';
import { type Stored, loadLinks, loadRecord, dropRecords, saveKeys, saveRecords } from '../store/rows';
import type { Archive, Committed, CycleRef, Done } from '../store/types';
import { agree, parkRecords } from './agree';
import { mergeBase, linkOf, noBase, openFields, recomputeStatus, dissolveLink, holdUntilChanged } from './links';
import { setStatus, overlay } from './recordStatus';
import type { Db } from '../store/tables';

/**
 * What was written counts as agreed in the form in which the side shows it: a number it spells its own way is no edit. What could
 * not be written yet does not count, so that it stays to be done.
 */
function agreedBy({ write, decision, fields, unfinished = [] }: Done): Base {
  const shown = Object.fromEntries(Object.keys(write.fields).map((name) => [name, fields[name] ?? null]));
  const written = mergeBase(write.agreed, { ...noBase, [write.side]: shown });
  const open = [...unfinished, ...(write.open ?? [])];
  return mergeBase(decision.agreed, { outlook: omit(written.outlook, open), zoho: omit(written.zoho, open) });
}

/** The written record as the side shows it now; pending until the link says otherwise. */
async function saveWritten(trx: Db, at: At, done: Done, before: Stored | null): Promise<Stored> {
  const { sync } = at.cycle;
  const { side } = done.write;
  const { ref, version, modifiedAt, fields, keys, extra } = done;
  const row = { ref, version, modifiedAt, state: 'live' as const, fields, keys, extra };
  const laid = overlay(before, side, row, before?.seenIn ?? UNSEEN);
  const record = before ? laid : setStatus(laid, 'pending', at.now);
  await saveRecords(trx, sync, [record]);
  await saveKeys(trx, sync, side, [record]);
  return record;
}

/** The refs of the pair once the write is done; null while there is nothing on the other side. */
function refsAfter({ decision, write, ref }: Done): BySide<string> | null {
  const opposite = decision.refs[other(write.side)];
  return opposite === null ? null : ({ [write.side]: ref, [other(write.side)]: opposite } as Record<Side, string>);
}

/** A side put our record into one that another pair has: nobody is linked twice, and a person has to look at the duplicates. */
async function leaveTaken(trx: Db, at: At, { decision, write, ref }: Done): Promise<Committed> {
  const source = other(write.side);
  const from = decision.refs[source];
  const [rival] = await loadLinks(trx, at.cycle.sync, write.side, [ref]);
  if (rival) await recomputeStatus(trx, at, rival);
  const why = reason('belongsToAnotherPair', { label: decision.label });
  if (from !== null) await parkRecords(trx, at, [{ side: source, ref: from }], why);
  return 'taken';
}

async function commitLive(trx: Db, at: At, done: Done): Promise<Committed> {
  const { decision, write, ref } = done;
  const before = await loadRecord(trx, at.cycle.sync, { side: write.side, ref });
  const linkBefore = await linkOf(trx, at.cycle.sync, decision);
  const record = await saveWritten(trx, at, done, before);
  const refs = refsAfter(done);
  const link = refs && (await agree(trx, at, decision, refs, agreedBy(done), write.op));
  if (link) await recomputeStatus(trx, at, link, openFields(decision));
  const { label, reason: why } = decision;
  const images = {
    before: before && { ...before.fields, ...done.listsBefore },
    after: record.fields,
    clashes: overwritten(decision, write.side),
    linkBefore,
  };
  const entry = { op: write.op, side: write.side, ref, link: link?.id ?? null, label, reason: why, ...images };
  await writeJournal(trx, at, done.unsent ? [] : [entry]);
  if (decision.undoesCycle) await holdUntilChanged(trx, at, decision, { side: write.side, ref });
  return link || !refs ? 'committed' : leaveTaken(trx, at, done);
}

async function commitDelete(trx: Db, at: At, { decision, write, ref }: Done): Promise<Committed> {
  const { sync } = at.cycle;
  const before = await loadRecord(trx, sync, { side: write.side, ref });
  const link = await linkOf(trx, sync, decision);
  await dropRecords(trx, sync, write.side, [ref]);
  if (link) await dissolveLink(trx, at, link);
  if (before?.review) await releaseReviews(trx, [before.review], at.now, 'done');
  if (before) await reopenByKeys(trx, sync, [before.keys], at.now);
  const { label, reason: why } = decision;
  const images = { before: before?.fields ?? null, linkBefore: link };
  await writeJournal(trx, at, [
    { op: 'delete', side: write.side, ref, link: link?.id ?? null, label, reason: why, ...images },
  ]);
  if (decision.undoesCycle) await holdUntilChanged(trx, at, decision);
  return 'committed';
}

const commits: Readonly<Record<Write['op'], (trx: Db, at: At, done: Done) => Promise<Committed>>> = {
  create: commitLive,
  update: commitLive,
  delete: commitDelete,
};

/**
 * Takes down, in one transaction, that a side confirmed a write: its record as it shows it now, the link (made when there was
 * none), what both sides agree on, the journal with the values before and after, the intent's end, and what is still to be done.
 * 'taken': the write ended in a record of another pair; it is not linked twice, and its source is parked.
 */
export const commitWrite = (a: Archive, cycle: CycleRef, done: Done): Promise<Committed> =>
  fenced(a, cycle, done.now, async (trx) => {
    if (done.intent !== null) await trx.deleteFrom('intent').where('id', '=', done.intent).execute();
    return commits[done.write.op](trx, { cycle, now: done.now }, done);
  });

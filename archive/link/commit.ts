import { isEmpty, isEqual, omit, pick } from 'lodash';
import { reason } from '../../reasons';
import { kinds } from '../../sync/kinds';
import { asObject, other, type Base, type BeforeAndAfter, type BySide, type Fields } from '../../sync/model';
import type { Decision, Keys, Side, Value, Write } from '../../sync/model';
import { UNSEEN } from '../feed/cursors';
import { releaseReviews, reopenByKeys } from '../review/reviews';
import { drafted, dropRecords, endIntents, loadLinks, loadRecord, saveKeys, saveRecords } from '../store/draft';
import { writeDown, writeJournal } from '../store/draft';
import { fenced, fencedInChunks } from '../store/lease';
import { toJson, type Stored } from '../store/rows';
import type { Archive, At, Committed, CycleRef, Done, Intent } from '../store/types';
import { agree, parkRecords } from './agree';
import {
  mergeBase,
  linkOf,
  loadNamed,
  noBase,
  openFields,
  recomputeStatus,
  dissolveLink,
  holdUntilChanged,
} from './links';
import { overlay, sameKeys, setStatus } from './recordStatus';
import type { Db, IntentRow } from '../store/tables';

const toIntentRow = (sync: string, intent: Intent, now: number): IntentRow => ({
  id: intent.id,
  sync,
  side: intent.side,
  op: intent.op,
  source_ref: intent.sourceRef,
  fields: toJson(intent.fields),
  keys: toJson(intent.keys),
  agreed: toJson(intent.agreed),
  link: intent.link,
  written_at: now,
});

/** So many go into one transaction: two statements, however many they are. */
const intentsAtOnce = 100;

/**
 * Notes what is about to be written, or anew what of a create really goes. Call it before it leaves; the id of a create has to
 * travel in the record, as its mark.
 */
export async function writeIntents(a: Archive, cycle: CycleRef, intents: readonly Intent[], now: number) {
  const write = async (trx: Db, some: readonly Intent[]): Promise<void> => {
    const rows = some.map((intent) => toIntentRow(cycle.sync, intent, now));
    const ids = some.map(({ id }) => id);
    await trx.deleteFrom('intent').where('id', 'in', ids).execute();
    await trx.insertInto('intent').values(rows).execute();
  };
  await fencedInChunks(a, cycle, intents, now, write, intentsAtOnce);
}

/** These writes were refused. */
export const endAnnounced = (a: Archive, cycle: CycleRef, ids: readonly string[], now: number): Promise<void> =>
  fenced(a, cycle, now, (trx) => endIntents(trx, cycle.sync, 'id', ids));

/**
 * What was written counts as agreed in the form in which the side shows it: a number it spells its own way is no edit. What could
 * not be written yet does not count, so that it stays to be done.
 */
function agreedBy({ write, decision, fields, unfinished = [] }: Done, late: readonly string[]): Base {
  const shown = Object.fromEntries(Object.keys(write.fields).map((name) => [name, fields[name] ?? null]));
  const written = mergeBase(write.agreed, { ...noBase, [write.side]: shown });
  const open = [...unfinished, ...(write.open ?? []), ...late];
  return mergeBase(decision.agreed, { outlook: omit(written.outlook, open), zoho: omit(written.zoho, open) });
}

/** Edits of the other side that it is to be told in new words, too, and does not show yet: both writes make one agreement. */
async function notYetEchoed(trx: Db, at: At, { writes, refs }: Decision, side: Side): Promise<readonly string[]> {
  const echo = writes.find((write) => write.side !== side && write.open);
  const ref = refs[other(side)];
  if (!echo || ref === null) return [];
  const shown = await loadRecord(trx, at.cycle.sync, { side: other(side), ref });
  return (echo.open ?? []).filter((name) => !isEqual(shown?.fields[name], echo.fields[name]));
}

/** The written record as the side shows it now; pending until the link says otherwise. */
async function saveWritten(trx: Db, at: At, done: Done, before: Stored | null): Promise<Stored> {
  const { sync } = at.cycle;
  const { side } = done.write;
  const { ref, version, modifiedAt, fields, keys, extra } = done;
  const row = { ref, version, modifiedAt, state: 'live' as const, fields, keys, extra };
  const laid = overlay(before, side, row, before?.seenIn ?? UNSEEN);
  const record = before ? laid : setStatus(laid, 'pending', at.now);
  if (!before || !sameKeys(before, done)) await saveKeys(trx, sync, side, [record]);
  await saveRecords(trx, sync, [record]);
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

/** A record as the journal keeps it: its fields, and in `extra` what an undo needs besides. */
const imageOf = (fields: Fields, extra: Fields): Value => (isEmpty(extra) ? fields : { ...fields, extra });

/** What of `extra`, or beyond it, this write changed along with the fields. */
function changedAlongside({ cycle }: At, before: Stored | null, { write, extra, alongside }: Done): BeforeAndAfter {
  const [was, is] = [asObject(before?.extra), asObject(extra)] as [Fields, Fields];
  const names = kinds[cycle.kind].alongside?.[write.side] ?? [];
  const changed = before ? names.filter((name) => !isEqual(was[name] ?? null, is[name] ?? null)) : [];
  return {
    before: { ...pick(was, changed), ...alongside?.before },
    after: { ...pick(is, changed), ...alongside?.after },
  };
}

/** The values a decision's write overwrites against somebody's will: what the side had in fields where the other one won. */
const overwritten = ({ clashes }: Decision, side: Side): Value => {
  const losers = clashes.filter(({ winner }) => winner !== null && winner !== side);
  if (losers.length === 0) return null;
  return losers.map(({ field, label, outlook, base, zoho, winner }) => ({ field, label, outlook, base, zoho, winner }));
};

async function commitLive(trx: Db, at: At, done: Done): Promise<Committed> {
  const { decision, write, ref } = done;
  const before = await loadRecord(trx, at.cycle.sync, { side: write.side, ref });
  const linkBefore = await linkOf(trx, at.cycle.sync, decision);
  const record = await saveWritten(trx, at, done, before);
  const refs = refsAfter(done);
  const late = await notYetEchoed(trx, at, decision, write.side);
  const link = refs && (await agree(trx, at, decision, refs, agreedBy(done, late), write.op));
  if (link) await recomputeStatus(trx, at, link, openFields(decision));
  const { label, reason: why } = decision;
  const alongside = changedAlongside(at, before, done);
  const images = {
    before: before && imageOf(before.fields, alongside.before),
    after: imageOf(record.fields, alongside.after),
    clashes: overwritten(decision, write.side),
    linkBefore,
  };
  const entry = { op: write.op, side: write.side, ref, link: link?.id ?? null, label, reason: why, ...images };
  await writeJournal(trx, at, done.unsent ? [] : [entry]);
  if (decision.undoesCycle) await holdUntilChanged(trx, at, decision, { side: write.side, ref });
  return link || !refs ? 'committed' : leaveTaken(trx, at, done);
}

async function commitDelete(trx: Db, at: At, { decision, write, ref, alongside }: Done): Promise<Committed> {
  const { sync } = at.cycle;
  const before = await loadRecord(trx, sync, { side: write.side, ref });
  const link = await linkOf(trx, sync, decision);
  await dropRecords(trx, sync, write.side, [ref]);
  if (link) await dissolveLink(trx, at, link);
  await writeDown(trx, sync);
  if (before?.review) await releaseReviews(trx, [before.review], at.now, 'done');
  if (before) await reopenByKeys(trx, sync, [before.keys], at.now);
  const { label, reason: why } = decision;
  const kept = pick(asObject(before?.extra) as Fields, kinds[at.cycle.kind].alongside?.[write.side] ?? []);
  const images = { before: before && imageOf(before.fields, { ...kept, ...alongside?.before }), linkBefore: link };
  await writeJournal(trx, at, [
    { op: 'delete', side: write.side, ref, link: link?.id ?? null, label, reason: why, ...images },
  ]);
  if (decision.undoesCycle) await holdUntilChanged(trx, at, decision);
  return 'committed';
}

/** Keys that these writes take from records: whoever was asked about for one of them may be alone with it now. */
async function formerKeys(trx: Db, sync: string, all: readonly Done[]): Promise<readonly Keys[]> {
  const former: Keys[] = [];
  for (const done of all) {
    const before = await loadRecord(trx, sync, { side: done.write.side, ref: done.ref });
    if (before && done.write.op === 'update' && !sameKeys(before, done)) former.push(before.keys);
  }
  return former;
}

const commits: Readonly<Record<Write['op'], (trx: Db, at: At, done: Done) => Promise<Committed>>> = {
  create: commitLive,
  update: commitLive,
  delete: commitDelete,
};

/**
 * Takes down, in one transaction, that a side confirmed these writes. Of each its record as the side shows it now, the link (made
 * when there was none), what both sides agree on, the journal with the values before and after, the intent's end, and what is still
 * to be done. 'taken': the write ended in a record of another pair; it is not linked twice, and its source is parked.
 */
export const commitWrites = (
  a: Archive,
  cycle: CycleRef,
  all: readonly Done[],
  now: number,
): Promise<readonly Committed[]> =>
  fenced(a, cycle, now, (trx) =>
    drafted(trx, cycle.sync, async () => {
      const committed: Committed[] = [];
      const written = all.map(({ write, ref }) => ({ side: write.side, ref }));
      await loadNamed(
        trx,
        cycle.sync,
        all.map(({ decision }) => decision),
        written,
      );
      await endIntents(
        trx,
        cycle.sync,
        'id',
        all.flatMap(({ intent }) => intent ?? []),
      );
      const former = await formerKeys(trx, cycle.sync, all);
      for (const done of all) committed.push(await commits[done.write.op](trx, { cycle, now: done.now }, done));
      if (former.length > 0) await writeDown(trx, cycle.sync);
      await reopenByKeys(trx, cycle.sync, former, now);
      return committed;
    }),
  );

import { pick } from 'lodash';
import { reason } from '../../reasons';
import { sameValue } from '../../sync/compare';
import { kinds, type Kind } from '../../sync/kinds';
import { other, type Base, type Fields, type Side, type SideRecord } from '../../sync/model';
import { dropRecords, endIntents, loadLinks, loadRecord, saveLink, saveRecords, writeJournal } from '../store/draft';
import { fencedInChunks } from '../store/lease';
import { claim, makeLink, mergeBase, noBase, recomputeStatus, held } from './links';
import { chunks, fromJson, inChunks, toJson, type Link, type Stored } from '../store/rows';
import type { Archive, At, CycleRef, Intent, OpenIntent } from '../store/types';
import { equal, type Db, type IntentRow } from '../store/tables';

const toIntent = (row: IntentRow): OpenIntent => ({
  id: row.id,
  op: row.op,
  side: row.side,
  sourceRef: row.source_ref,
  fields: fromJson(row.fields),
  keys: fromJson(row.keys),
  agreed: fromJson(row.agreed),
  link: row.link,
  writtenAt: row.written_at,
});

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

/** Creates whose outcome is not known yet, oldest first: look for their mark before creating again. */
export async function openIntents(a: Archive, sync: string): Promise<readonly OpenIntent[]> {
  const rows = await a.db
    .selectFrom('intent')
    .selectAll()
    .where(equal({ sync, op: 'create' }))
    .orderBy('written_at')
    .orderBy('id')
    .execute();
  return rows.map(toIntent);
}

/** The open intents among these marks. */
export async function intentsMarked(
  trx: Db,
  sync: string,
  side: Side,
  marks: readonly string[],
): Promise<readonly OpenIntent[]> {
  const found: OpenIntent[] = [];
  for (const some of chunks(marks)) {
    const rows = await trx
      .selectFrom('intent')
      .selectAll()
      .where(equal({ sync, side }))
      .where('id', 'in', some)
      .execute();
    for (const row of rows) found.push(toIntent(row));
  }
  return found;
}

/** Gives a link its lost record back: the former one, which was deleted, makes room. */
export async function replaceRef(trx: Db, { cycle }: At, link: Link, side: Side, ref: string): Promise<Link> {
  const former = link.refs[side];
  if (former !== ref) await dropRecords(trx, cycle.sync, side, [former]);
  return { ...link, state: 'live', refs: { ...link.refs, [side]: ref } };
}

/** Begins the source of a create that has none, because it brings a deleted record back. */
export const undoMark = 'undo:';

const holdRecreated = (trx: Db, { cycle }: At, found: Stored): Promise<void> =>
  saveRecords(trx, cycle.sync, [held(found, reason('deletionUndone', { side: found.side }))]);

/**
 * A record carries the mark of a create whose reply was lost: it is ours, and is linked with its source as the reply would have
 * done. What was edited or cleared in the record since then differs from what was agreed, so it counts as an edit.
 */
export async function recover(trx: Db, at: At, intent: OpenIntent, found: Stored, label: string): Promise<void> {
  const { sync } = at.cycle;
  const { side, sourceRef, agreed } = intent;
  const refs = { outlook: sourceRef, zoho: sourceRef, [side]: found.ref };
  const source = await loadRecord(trx, sync, { side: other(side), ref: sourceRef });
  await endIntents(trx, sync, side, [sourceRef]);
  if (sourceRef.startsWith(undoMark)) return holdRecreated(trx, at, found);
  const owner = await claim(trx, sync, intent.link, refs);
  if (!source || owner.is === 'taken') return;
  const link =
    owner.is === 'ours'
      ? await replaceRef(trx, at, owner.link, side, found.ref)
      : await makeLink(trx, at, refs, agreed);
  const linked = { ...link, base: agreed };
  await saveLink(trx, linked);
  await recomputeStatus(trx, at, linked);
  const why = reason('foundByMark');
  await writeJournal(trx, at, [
    { op: 'recovered', side, ref: found.ref, link: link.id, label, reason: why, after: found.fields },
  ]);
}

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
    .map(({ name }) => name);
  const isWhole = shown.length === Object.keys(fields).length;
  const sent = isWhole ? agreed : { ...noBase, [other(side)]: pick(agreed[other(side)], shown) };
  return mergeBase(sent, { ...noBase, [side]: pick(record.fields, shown) });
}

/** A run that came to its end has read all that these may have brought: what it did not find never arrived. */
async function lastWholeRun(trx: Db, sync: string): Promise<number> {
  const ended = trx.selectFrom('cycle').select((eb) => eb.fn.max('started_at').as('at'));
  const { at } = await ended.where('sync', '=', sync).where('finished_at', 'is not', null).executeTakeFirstOrThrow();
  return Number(at ?? 0);
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
  const since = await lastWholeRun(trx, sync);
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

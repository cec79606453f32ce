import { reason } from '../../reasons';
import { other, type Side } from '../../sync/model';
import { dropRecords, endIntents, loadRecord, saveLink, saveRecords, writeJournal } from '../store/draft';
import { claim, makeLink, recomputeStatus, held } from './links';
import { chunks, fromJson, type Link, type Stored } from '../store/rows';
import type { Archive, At, OpenIntent } from '../store/types';
import { equal, type Db, type IntentRow } from '../store/tables';

export const toIntent = (row: IntentRow): OpenIntent => ({
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

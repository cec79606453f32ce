import { reason, type Reason } from '../../reasons';
import { dropRecords, loadLinks, loadRecords, saveKeys, saveLink, saveRecords, writeJournal } from '../store/draft';
import type { Stored } from '../store/rows';
import { fromJson, byRef, chunkSize, inChunks, inParts, refsOf, toJson } from '../store/rows';
import type { Archive, At, CycleRef, Ingested, NewEntry, Page } from '../store/types';
import type { Tally, TallyPart } from '../cycle/types';
import type { Kind } from '../../sync/kinds';
import { other, type Side, type SideRecord, type Refs } from '../../sync/model';
import { markSeen, moveCursor, fullReadOf, UNSEEN } from './cursors';
import { recoverUpdates, type Retold } from '../link/agree';
import { intentsMarked, recover } from '../link/intents';
import { applyRefChanges } from './refChanges';
import { counterpartAfter, classifyRow, isUnreadable, type KnownBefore, type RowClass } from '../link/recordStatus';
import { fenced } from '../store/lease';
import { releaseReviews, reopenByKeys } from '../review/reviews';
import { equal, type Db } from '../store/tables';

/** So many characters of texts go in one transaction, or one row with more of them. */
const MOST_CHARACTERS = 300_000;
const charactersIn = ({ fields }: SideRecord): number =>
  Object.values(fields).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);

/** Records for one transaction each: as many as fit, or fewer with long texts. */
function chunksOfRecords<T extends SideRecord>(list: readonly T[]): readonly (readonly T[])[] {
  const cut: T[][] = [];
  let characters = Infinity;
  for (const row of list) {
    characters += charactersIn(row);
    if (characters > MOST_CHARACTERS || (cut.at(-1)?.length ?? 0) >= chunkSize) {
      cut.push([]);
      characters = charactersIn(row);
    }
    cut.at(-1)?.push(row);
  }
  return cut;
}

export function toTally(column: string): Tally {
  const part = fromJson<TallyPart>(column);
  const { unchanged = 0, pending = null, askedToWait = null } = part;
  return { read: { outlook: 0, zoho: 0, ...part.read }, unchanged, pending, askedToWait };
}

/** Adds to what the cycle has counted, within a transaction. */
async function addToTally(trx: Db, { id }: CycleRef, side: Side, { read: rows, changed }: Ingested): Promise<void> {
  const { tally } = await trx.selectFrom('cycle').select('tally').where('id', '=', id).executeTakeFirstOrThrow();
  const before = toTally(tally);
  const read = { ...before.read, [side]: before.read[side] + rows };
  const next: Tally = { ...before, read, unchanged: before.unchanged + rows - changed };
  await trx
    .updateTable('cycle')
    .set({ tally: toJson(next) })
    .where('id', '=', id)
    .execute();
}

interface Feed extends At {
  readonly side: Side;
  readonly kind: Kind;
  readonly fullRead: number;
}
type Kept = Extract<RowClass, { is: 'kept' }>;
interface ClassifiedRow {
  readonly row: SideRecord;
  readonly before: KnownBefore;
  readonly rowClass: RowClass;
}

const isKept = (judgement: RowClass): judgement is Kept => judgement.is === 'kept';

/** Those of them that were sent to the other side without an answer. */
async function sentAmong(trx: Db, { cycle: { sync }, side }: Feed, refs: Refs): Promise<ReadonlySet<string>> {
  const rows = await inChunks(refs, (some) =>
    trx
      .selectFrom('intent')
      .select('source_ref')
      .where(equal({ sync, side: other(side), op: 'create' }))
      .where('source_ref', 'in', some)
      .execute(),
  );
  return new Set(rows.map((row) => row.source_ref));
}

/** What the archive knows of these rows: record, link, counterpart. */
async function lookUp(trx: Db, feed: Feed, rows: readonly SideRecord[]): Promise<(ref: string) => KnownBefore> {
  const [{ cycle, side }, refs] = [feed, refsOf(rows)];
  const { sync } = cycle;
  const sent = await sentAmong(trx, feed, refsOf(rows.filter(({ state }) => state === 'deleted')));
  const stored = byRef(await loadRecords(trx, sync, side, refs));
  const links = new Map((await loadLinks(trx, sync, side, refs)).map((link) => [link.refs[side], link]));
  const opposite = [...links.values()].map((link) => link.refs[other(side)]);
  const counterparts = byRef(await loadRecords(trx, sync, other(side), opposite));
  return (ref) => {
    const link = links.get(ref) ?? null;
    const counterpart = (link && counterparts.get(link.refs[other(side)])) ?? null;
    return { stored: stored.get(ref) ?? null, link, counterpart, isSent: sent.has(ref) };
  };
}

async function saveRows(trx: Db, feed: Feed, judgements: readonly RowClass[]): Promise<void> {
  const { cycle, side, fullRead } = feed;
  const { sync } = cycle;
  const kept = judgements.filter(isKept);
  const gone = judgements.flatMap((one) => (one.is === 'removed' && one.stored ? [one.stored.ref] : []));
  const met = judgements.flatMap((one) => (one.is === 'echo' ? [one.stored.ref] : []));
  const rekeyed = kept.filter((one) => one.rekeyed).map(({ record }) => record);
  const records = kept.map(({ record }) => record);
  await saveKeys(trx, sync, side, rekeyed);
  await saveRecords(trx, sync, records);
  await dropRecords(trx, sync, side, gone);
  await markSeen(trx, sync, side, fullRead, met);
}

/** Why a link was paused or resumed, where its record left or came back. */
export const scopeReason = { paused: reason('leftScope'), live: reason('backInScope') } as const;

function whyMoved(state: 'paused' | 'live', { unreadable }: SideRecord, { stored }: KnownBefore): Reason {
  if (unreadable) return unreadable;
  return isUnreadable(stored) ? reason('readableAgain') : scopeReason[state];
}

/** A link that is paused or resumed, or whose one end moved, changes what is to be done about its other end. */
async function saveLinks(trx: Db, feed: Feed, classified: readonly ClassifiedRow[]): Promise<void> {
  const { cycle, side, kind, now } = feed;
  const counterparts: Stored[] = [];
  const entries: NewEntry[] = [];
  for (const { row, before, rowClass } of classified) {
    const { link, counterpart } = before;
    if (!isKept(rowClass) || !rowClass.changed || !link || !rowClass.linkState) continue;
    const state = rowClass.linkState;
    if (state !== link.state) {
      await saveLink(trx, { ...link, state });
      const label = kind.label((counterpart ?? rowClass.record).fields);
      const op = state === 'live' ? 'resume' : 'pause';
      entries.push({ op, side, ref: rowClass.record.ref, link: link.id, label, reason: whyMoved(state, row, before) });
    }
    const next = counterpart && counterpartAfter(kind, { ...link, state }, rowClass.record, counterpart, now);
    if (next && next !== counterpart) counterparts.push(next);
  }
  await saveRecords(trx, cycle.sync, counterparts);
  await writeJournal(trx, feed, entries);
}

/** Questions that a moved or removed record was part of, or shares a key with, are asked anew. */
async function releaseTouchedReviews(trx: Db, { cycle: { sync }, now }: Feed, classified: readonly ClassifiedRow[]) {
  const moved = classified.filter(({ rowClass: one }) => (one.is === 'kept' ? one.changed : one.is === 'removed'));
  const befores = moved.flatMap(({ before: { stored } }) => (stored ? [stored] : []));
  const afters = moved.flatMap(({ rowClass: one }) => (one.is === 'kept' ? [one.record] : []));
  const reviews = befores.flatMap(({ review }) => review ?? []);
  const keys = [...befores, ...afters].map((record) => record.keys);
  await releaseReviews(trx, reviews, now);
  await reopenByKeys(trx, sync, keys, now);
}

/** Rows with the mark of a create whose reply was lost are linked with their source. */
async function recoverMarked(trx: Db, feed: Feed, classified: readonly ClassifiedRow[]): Promise<void> {
  const marked = new Map(
    classified.flatMap(({ row, before }) =>
      row.mark && row.state === 'live' && !before.link ? [[row.mark, row.ref]] : [],
    ),
  );
  if (marked.size === 0) return;
  const { cycle, side, kind } = feed;
  for (const intent of await intentsMarked(trx, cycle.sync, side, [...marked.keys()])) {
    const [found] = await loadRecords(trx, cycle.sync, side, [marked.get(intent.id)!]);
    if (found) await recover(trx, feed, intent, found, kind.label(found.fields));
  }
}

/** Of these a reply to an update may have been lost. */
const retold = (classified: readonly ClassifiedRow[]): readonly Retold[] =>
  classified.flatMap(({ row, before: { link, stored }, rowClass }) =>
    link && stored && row.state === 'live' && isKept(rowClass) && rowClass.changed
      ? [{ record: rowClass.record, before: stored.fields, link }]
      : [],
  );

async function ingestRows(trx: Db, feed: Feed, rows: readonly SideRecord[]): Promise<Ingested> {
  const { side, kind, fullRead, now } = feed;
  const beforeOf = await lookUp(trx, feed, rows);
  const classified = rows.map((row): ClassifiedRow => {
    const before = beforeOf(row.ref);
    return { row, before, rowClass: classifyRow(kind, row, side, before, fullRead, now) };
  });
  const classes = classified.map(({ rowClass }) => rowClass);
  await saveRows(trx, feed, classes);
  await saveLinks(trx, feed, classified);
  await releaseTouchedReviews(trx, feed, classified);
  await recoverMarked(trx, feed, classified);
  await recoverUpdates(trx, feed, side, retold(classified));
  const unlinked = classified.filter(({ before }) => !before.link).map(({ row }) => row);
  await applyRefChanges(trx, feed, unlinked);
  const kept = classes.filter(isKept);
  const removed = classified.filter(({ rowClass: one }) => one.is === 'removed' && one.stored).length;
  const changed = kept.filter(({ changed }) => changed).length + removed;
  return { read: rows.length, changed, pending: kept.filter(({ record }) => record.status === 'pending').length };
}

const sum = (results: readonly Ingested[]): Ingested => ({
  read: results.reduce((n, { read }) => n + read, 0),
  changed: results.reduce((n, { changed }) => n + changed, 0),
  pending: results.reduce((n, { pending }) => n + pending, 0),
});

/**
 * Takes one page of a side's feed into the archive and moves the feed's cursor, which is never ahead of its rows: a crash re-reads
 * one page at most. Echoes of our own writes and rows without a real difference change nothing. Long pages go in several
 * transactions, the cursor with the last.
 */
export async function ingestPage(a: Archive, cycle: CycleRef, side: Side, kind: Kind, page: Page): Promise<Ingested> {
  const { now, cursor } = page;
  const rows = [...byRef(page.rows).values()];
  const parts = chunksOfRecords(rows);
  const last = parts.at(-1)?.[0];
  const work = (some: readonly SideRecord[]): Promise<readonly Ingested[]> =>
    fenced(a, cycle, now, async (trx) => {
      const fullRead = page.isAhead ? UNSEEN : await fullReadOf(trx, cycle.sync, side);
      const feed = { cycle, now, side, kind, fullRead };
      const result = await ingestRows(trx, feed, some);
      if (result.read > 0) await addToTally(trx, cycle, side, result);
      const isLast = some[0] === last;
      if (isLast) await markSeen(trx, cycle.sync, side, feed.fullRead, page.met ?? []);
      if (isLast && cursor) await moveCursor(trx, cycle.sync, side, cursor, now);
      return [result];
    });
  return sum(rows.length === 0 ? await work([]) : await inParts(parts, work));
}

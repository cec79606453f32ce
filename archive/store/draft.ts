import { sides, type BySide, type Refs, type Side } from '../../sync/model';
import {
  chunks,
  dropKeys,
  keyRows,
  linkAsInserted,
  recordAsInserted,
  refsBySide,
  refsOf,
  type Link,
  type Stored,
} from './rows';
import { readLinks, readRecords, toJournalRow, toLinkColumns, toRecordRow } from './rows';
import type { At, NewEntry, RefOn } from './types';
import { equal, type Db } from './tables';

const onBoth = <T>(make: () => T): BySide<T> => ({ outlook: make(), zoho: make() });

const emptyDraft = () => ({
  /** As they are by now; null: there is none. */
  records: onBoth(() => new Map<string, Stored | null>()),
  saved: onBoth(() => new Set<string>()),
  rekeyed: onBoth(() => new Set<string>()),
  dropped: onBoth(() => new Set<string>()),
  /** By their id, and by their ref on a side. */
  links: { id: new Map<string, Link | null>(), ...onBoth(() => new Map<string, Link | null>()) },
  savedLinks: new Set<string>(),
  /** When those were made that are new. */
  madeAt: new Map<string, number>(),
  droppedLinks: new Set<string>(),
  intents: { id: new Set<string>(), ...onBoth(() => new Set<string>()) },
  entries: [] as (readonly [At, NewEntry])[],
});
type Draft = ReturnType<typeof emptyDraft>;

/**
 * What a group of commits has read and is going to write, in memory: each of them sees what those before it did, and the database
 * gets it at the end, a statement a table and not some fifteen a record.
 */
const drafts = new WeakMap<Db, Draft>();

/** Does `work` as a group. Its transaction is the caller's; all of it is of one sync. */
export async function drafted<T>(trx: Db, sync: string, work: () => Promise<T>): Promise<T> {
  drafts.set(trx, emptyDraft());
  try {
    const result = await work();
    await writeDown(trx, sync);
    return result;
  } finally {
    drafts.delete(trx);
  }
}

/** Writes down what a group has done up to now. Called before these tables are read or written otherwise than by this file. */
export async function writeDown(trx: Db, sync: string): Promise<void> {
  const draft = drafts.get(trx);
  if (!draft) return;
  drafts.delete(trx);
  for (const [by, values] of Object.entries(draft.intents)) await endIntents(trx, sync, by as 'id' | Side, [...values]);
  await writeLinks(trx, sync, draft);
  for (const side of sides) {
    const of = (refs: Iterable<string>) => [...refs].flatMap((ref) => draft.records[side].get(ref) ?? []);
    await dropRecords(trx, sync, side, [...draft.dropped[side]]);
    await saveKeys(trx, sync, side, of(draft.rekeyed[side]));
  }
  const saved = sides.flatMap((side) => [...draft.saved[side]].flatMap((ref) => draft.records[side].get(ref) ?? []));
  await saveRecords(trx, sync, saved);
  await writeEntries(trx, sync, draft.entries);
  drafts.set(trx, emptyDraft());
}

/** All of `values` out of a map of what is known; `load` is asked for those that are not. */
async function through<T>(
  known: Map<string, T | null>,
  values: readonly string[],
  load: (missing: readonly string[]) => Promise<unknown>,
): Promise<readonly T[]> {
  const each = [...new Set(values)];
  const missing = each.filter((value) => !known.has(value));
  if (missing.length > 0) await load(missing);
  for (const value of missing) if (!known.has(value)) known.set(value, null);
  return each.flatMap((value) => known.get(value) ?? []);
}

export async function loadRecords(db: Db, sync: string, side: Side, refs: Refs): Promise<readonly Stored[]> {
  const known = drafts.get(db)?.records[side];
  if (!known) return readRecords(db, sync, side, refs);
  return through(known, refs, async (missing) => {
    for (const record of await readRecords(db, sync, side, missing)) known.set(record.ref, record);
  });
}

export const loadRecord = async (db: Db, sync: string, { side, ref }: RefOn): Promise<Stored | null> =>
  (await loadRecords(db, sync, side, [ref]))[0] ?? null;

export async function loadRecordsOfBoth(db: Db, sync: string, refs: readonly RefOn[]): Promise<readonly Stored[]> {
  const wanted = refsBySide(refs);
  const found = [];
  for (const side of sides) found.push(...(await loadRecords(db, sync, side, wanted[side])));
  return found;
}

/** Known from now on as it is here, by all that it is looked for. */
function know({ links }: Draft, link: Link): void {
  const before = links.id.get(link.id);
  for (const side of sides) {
    if (before) links[side].set(before.refs[side], null);
    links[side].set(link.refs[side], link);
  }
  links.id.set(link.id, link);
}

/** The links whose column `by` (their id, or their ref on a side) is one of `values`. */
export async function loadLinks(
  db: Db,
  sync: string,
  by: 'id' | Side,
  values: readonly string[],
): Promise<readonly Link[]> {
  const draft = drafts.get(db);
  if (!draft) return readLinks(db, sync, by, values);
  return through(draft.links[by], values, async (missing) => {
    for (const link of await readLinks(db, sync, by, missing)) know(draft, link);
  });
}

/** Rows of one statement: 18 columns each at most, well below every database's limit of parameters. */
const rowsAtOnce = 50;

/** Writes whole rows, new or known; of one that comes twice, the last. Their keys are not touched. */
export async function saveRecords(trx: Db, sync: string, records: readonly Stored[]): Promise<void> {
  const draft = drafts.get(trx);
  if (draft) return records.forEach((record) => noteSaved(draft, record));
  const each = new Map(records.map((record) => [`${record.side}:${record.ref}`, record]));
  for (const some of chunks([...each.values()], rowsAtOnce))
    await trx
      .insertInto('record')
      .values(some.map((record) => toRecordRow(sync, record)))
      .onConflict((conflict) => conflict.columns(['sync', 'side', 'ref']).doUpdateSet(recordAsInserted))
      .execute();
}

function noteSaved({ records, saved }: Draft, record: Stored): void {
  records[record.side].set(record.ref, record);
  saved[record.side].add(record.ref);
}

/** Makes these records findable by their keys, in place of those with which they are saved: so before they are saved anew. */
export async function saveKeys(trx: Db, sync: string, side: Side, records: readonly Stored[]): Promise<void> {
  const draft = drafts.get(trx);
  if (draft) return records.forEach(({ ref }) => void draft.rekeyed[side].add(ref));
  await dropKeys(trx, sync, side, refsOf(records));
  const rows = records.flatMap((record) => keyRows(sync, record));
  for (const some of chunks(rows, 2 * rowsAtOnce))
    await trx
      .insertInto('key')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** Takes records out of the archive, with their keys. */
export async function dropRecords(trx: Db, sync: string, side: Side, refs: Refs): Promise<void> {
  const draft = drafts.get(trx);
  if (draft) return refs.forEach((ref) => noteDropped(draft, side, ref));
  await dropKeys(trx, sync, side, refs);
  for (const some of chunks(refs))
    await trx.deleteFrom('record').where(equal({ sync, side })).where('ref', 'in', some).execute();
}

function noteDropped({ records, saved, rekeyed, dropped }: Draft, side: Side, ref: string): void {
  records[side].set(ref, null);
  saved[side].delete(ref);
  rekeyed[side].delete(ref);
  dropped[side].add(ref);
}

/** A new link. */
export async function addLink(trx: Db, sync: string, link: Link, now: number): Promise<void> {
  const draft = drafts.get(trx);
  if (!draft) return insertLinks(trx, sync, [link], () => now);
  draft.madeAt.set(link.id, now);
  await saveLink(trx, link);
}

export async function saveLink(trx: Db, link: Link): Promise<void> {
  const draft = drafts.get(trx);
  if (!draft) return void (await trx.updateTable('link').set(toLinkColumns(link)).where('id', '=', link.id).execute());
  know(draft, link);
  draft.savedLinks.add(link.id);
}

export async function dropLink(trx: Db, { id, refs }: Link): Promise<void> {
  const draft = drafts.get(trx);
  if (!draft) return void (await trx.deleteFrom('link').where('id', '=', id).execute());
  for (const side of sides) draft.links[side].set(refs[side], null);
  draft.links.id.set(id, null);
  draft.savedLinks.delete(id);
  draft.droppedLinks.add(id);
}

/** Those that are there already keep when they were made. */
async function insertLinks(trx: Db, sync: string, links: readonly Link[], madeAt: (id: string) => number) {
  for (const some of chunks(links, rowsAtOnce))
    await trx
      .insertInto('link')
      .values(some.map((link) => ({ id: link.id, sync, ...toLinkColumns(link), linked_at: madeAt(link.id) })))
      .onConflict((conflict) => conflict.column('id').doUpdateSet(linkAsInserted))
      .execute();
}

async function writeLinks(trx: Db, sync: string, { links, savedLinks, droppedLinks, madeAt }: Draft): Promise<void> {
  for (const some of chunks([...droppedLinks])) await trx.deleteFrom('link').where('id', 'in', some).execute();
  const saved = [...savedLinks].flatMap((id) => links.id.get(id) ?? []);
  await insertLinks(trx, sync, saved, (id) => madeAt.get(id) ?? 0);
}

/** Writes are over: those of these ids, or all creates on a side for these sources. */
export async function endIntents(trx: Db, sync: string, by: 'id' | Side, values: readonly string[]): Promise<void> {
  const draft = drafts.get(trx);
  if (draft) return values.forEach((value) => void draft.intents[by].add(value));
  for (const some of chunks(values)) {
    const all = trx.deleteFrom('intent').where('sync', '=', sync);
    await (
      by === 'id'
        ? all.where('id', 'in', some)
        : all.where(equal({ side: by, op: 'create' })).where('source_ref', 'in', some)
    ).execute();
  }
}

async function writeEntries(trx: Db, sync: string, entries: Draft['entries']): Promise<void> {
  if (entries.length === 0) return;
  const { last } = await trx
    .selectFrom('journal')
    .select((eb) => eb.fn.max('seq').as('last'))
    .where('sync', '=', sync)
    .executeTakeFirstOrThrow();
  const start = Number(last ?? 0) + 1;
  const rows = entries.map(([at, entry], i) => toJournalRow(at, start + i, entry));
  for (const some of chunks(rows, rowsAtOnce)) await trx.insertInto('journal').values(some).execute();
}

/** Adds to the journal in the given order. The caller's transaction holds the fence, so the numbers have no gaps and no rivals. */
export async function writeJournal(trx: Db, at: At, entries: readonly NewEntry[]): Promise<void> {
  const all = entries.map((entry) => [at, entry] as const);
  const draft = drafts.get(trx);
  if (draft) draft.entries.push(...all);
  else await writeEntries(trx, at.cycle.sync, all);
}

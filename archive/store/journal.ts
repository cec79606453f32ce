import type { Reason } from '../../reasons';
import type { Decision, Side, Value } from '../../sync/model';
import { chunks, fromJson, reasonColumns, toJson, toReason, type Link } from './rows';
import type { Archive, CycleRef, JournalEntry, RefOn } from './types';
import { equal, type Db, type JournalRow } from './tables';
import type { JournalOp } from './states';

/** Where and when something is written: the cycle, its kind, and now in ms. */
export interface At {
  readonly cycle: CycleRef;
  readonly now: number;
}

export interface NewEntry {
  readonly op: JournalOp;
  readonly side?: Side;
  readonly ref?: string;
  readonly link?: string | null;
  readonly label: string;
  readonly reason: Reason;
  readonly before?: Value;
  readonly after?: Value;
  readonly clashes?: Value;
  /** The link as it was before. */
  readonly linkBefore?: Link | null;
}

export interface JournalQuery {
  readonly cycle?: string;
  readonly link?: string;
  readonly record?: RefOn;
  readonly limit?: number;
}

const imageOf = (link: Link | null): Value => link && { id: link.id, refs: link.refs, base: link.base };

const toRow = ({ cycle, now }: At, seq: number, entry: NewEntry): JournalRow => ({
  sync: cycle.sync,
  seq,
  cycle: cycle.id,
  at: now,
  op: entry.op,
  side: entry.side ?? null,
  ref: entry.ref ?? null,
  link: entry.link ?? null,
  label: entry.label,
  ...reasonColumns(entry.reason),
  before: toJson(entry.before),
  after: toJson(entry.after),
  clashes: toJson(entry.clashes),
  link_before: toJson(imageOf(entry.linkBefore ?? null)),
});

/** Adds to the journal in the given order. The caller's transaction holds the fence, so the numbers have no gaps and no rivals. */
export async function writeJournal(trx: Db, at: At, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { last } = await trx
    .selectFrom('journal')
    .select((eb) => eb.fn.max('seq').as('last'))
    .where('sync', '=', at.cycle.sync)
    .executeTakeFirstOrThrow();
  const first = Number(last ?? 0) + 1;
  const rows = entries.map((entry, i) => toRow(at, first + i, entry));
  for (const some of chunks(rows, 50)) await trx.insertInto('journal').values(some).execute();
}

/** The values a decision's write overwrites against somebody's will: what the side had in fields where the other one won. */
export const overwritten = ({ clashes }: Decision, side: Side): Value => {
  const losers = clashes.filter(({ winner }) => winner !== null && winner !== side);
  if (losers.length === 0) return null;
  return losers.map(({ field, label, outlook, base, zoho, winner }) => ({ field, label, outlook, base, zoho, winner }));
};

const toEntry = (row: JournalRow): JournalEntry => ({
  at: row.at,
  cycle: row.cycle,
  op: row.op,
  side: row.side,
  ref: row.ref,
  link: row.link,
  label: row.label,
  reason: toReason(row),
  before: fromJson(row.before),
  after: fromJson(row.after),
  clashes: fromJson(row.clashes),
  linkBefore: fromJson(row.link_before),
});

/** The newest entries first: of one cycle, of one link, of one record, or of all. */
export async function journalOf(a: Archive, sync: string, query: JournalQuery = {}): Promise<readonly JournalEntry[]> {
  const { cycle, link, record, limit = 1000 } = query;
  let rows = a.db.selectFrom('journal').selectAll();
  // a cycle is of one sync: asked for both, SQLite walks through all that the sync ever did
  rows = cycle === undefined ? rows.where('sync', '=', sync) : rows.where('cycle', '=', cycle);
  if (link !== undefined) rows = rows.where('link', '=', link);
  if (record !== undefined) rows = rows.where(equal({ side: record.side, ref: record.ref }));
  const found = await rows.orderBy('seq', 'desc').limit(limit).execute();
  return found.filter((row) => row.sync === sync).map(toEntry);
}

/** What to show of the journal of one cycle. `text`: in the name of the record. */
export interface CycleEntries {
  readonly cycle: string;
  readonly text?: string;
  readonly offset: number;
  readonly limit: number;
}

/** Some of what a cycle did, in the order in which it went, and how many entries there are. */
export async function pageOfJournal(a: Archive, sync: string, { cycle, text = '', offset, limit }: CycleEntries) {
  const rows = a.db.selectFrom('journal').where('cycle', '=', cycle);
  const found = text ? rows.where('label', 'like', `%${text}%`) : rows;
  const { n } = await found.select((eb) => eb.fn.countAll().as('n')).executeTakeFirstOrThrow();
  const some = await found.selectAll().orderBy('seq').limit(limit).offset(Math.max(0, offset)).execute();
  return { count: Number(n), entries: some.filter((row) => row.sync === sync).map(toEntry) };
}

import { fromFields } from './fields';
import { fromJson, linkBeforeOf, toReason } from './rows';
import type { Archive, JournalEntry, RefOn } from './types';
import { equal, type JournalRow } from './tables';

export interface JournalQuery {
  readonly cycle?: string;
  readonly link?: string;
  readonly record?: RefOn;
  readonly limit?: number;
}

const toEntry = (row: JournalRow): JournalEntry => ({
  at: row.at,
  cycle: row.cycle,
  op: row.op,
  side: row.side,
  ref: row.ref,
  link: row.link,
  label: row.label,
  reason: toReason(row),
  before: fromFields(row.before),
  after: fromFields(row.after),
  clashes: fromJson(row.clashes),
  linkBefore: linkBeforeOf(row),
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

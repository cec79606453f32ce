import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { ArchiveError } from './errors';
import { syncsAtWork } from './atWork';
import { chunkSize } from './rows';
import { first, isServer, tableNames, type Db, type TableName } from './tables';
import type { Archive } from './types';

/** What was copied: the syncs by name, and how many rows of all tables. */
export interface Copied {
  readonly syncs: readonly string[];
  readonly rows: number;
}

type Row = Readonly<Record<string, unknown>>;

/** The rows of a table in the order of its primary key, which is the same in both databases, some at a time. */
async function* rowsOf(db: Db, table: TableName): AsyncGenerator<readonly Row[]> {
  const keys = sql.join(first[table].primary.map((name) => sql.ref(name)));
  for (let offset = 0; ; offset += chunkSize) {
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} order by ${keys} limit ${chunkSize} offset ${offset}`.execute(db);
    if (rows.length === 0) return;
    yield rows;
    await nextTurn();
  }
}

async function copyTable(from: Db, to: Db, table: TableName): Promise<number> {
  let count = 0;
  for await (const rows of rowsOf(from, table)) {
    await to
      .insertInto(table)
      .values(rows as never)
      .execute();
    count += rows.length;
  }
  return count;
}

const textOf = (table: TableName, rows: readonly Row[]): string =>
  JSON.stringify(rows.map((row) => Object.keys(first[table].columns).map((column) => row[column])));

/** Row by row, both at the same pace: a server ends a transaction that is silent for long. */
async function isSame(from: Db, to: Db, table: TableName): Promise<boolean> {
  const copies = rowsOf(to, table);
  for await (const rows of rowsOf(from, table))
    if (textOf(table, rows) !== textOf(table, (await copies.next()).value ?? [])) return false;
  return (await copies.next()).done === true;
}

/** Nobody writes to it until the transaction ends: a file takes one writer at a time anyhow. */
async function holdAll(trx: Db): Promise<void> {
  if (isServer(trx)) await sql`lock table sync in share row exclusive mode`.execute(trx);
}

async function refuseAtWork(from: Archive, now: number): Promise<void> {
  const [atWork] = await syncsAtWork(from, now);
  if (atWork === undefined) return;
  throw new ArchiveError(
    `The sync "${atWork}" is at work, so its archive was not copied.`,
    'Unpublish the workflows that use this archive, wait until their runs have ended, and run this again.',
  );
}

async function refuseFilled(to: Db): Promise<void> {
  for (const table of tableNames) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(to);
    if (rows.length > 0)
      throw new ArchiveError(
        `The archive to copy into holds something already (${table}), so nothing was copied.`,
        'Give a new schema, or a new key, in the credential Sync Archive. An archive is never mixed with another.',
      );
  }
}

async function copyTables(from: Db, to: Db): Promise<number> {
  let count = 0;
  for (const table of tableNames) {
    count += await copyTable(from, to, table);
    if (await isSame(from, to, table)) continue;
    throw new ArchiveError(
      `The copy of the table ${table} is not what was copied, so nothing was copied.`,
      'Please report this.',
    );
  }
  return count;
}

/**
 * Copies all that an archive holds into an empty one, of whichever kind, compares both row by row, and pauses the syncs of the
 * first: two archives of one sync would write everything twice. All of it, or nothing. Throws ArchiveError where a cycle is at
 * work, or the other one is not empty.
 */
export async function copyArchive(from: Archive, to: Archive, now: number): Promise<Copied> {
  if (from.db === to.db) throw new ArchiveError('This is the same archive twice.', 'Choose another credential.');
  return from.db.transaction().execute(async (source) => {
    await holdAll(source);
    await refuseAtWork({ ...from, db: source }, now);
    const rows = await to.db.transaction().execute(async (target) => {
      await holdAll(target);
      await refuseFilled(target);
      return copyTables(source, target);
    });
    const syncs = await source.selectFrom('sync').select('name').orderBy('name').execute();
    await source.updateTable('sync').set({ paused_at: now }).where('paused_at', 'is', null).execute();
    return { syncs: syncs.map(({ name }) => name), rows };
  });
}

import { type Kysely, sql, SqliteAdapter, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { cleanPragmas, erase } from './erase';
import { ArchiveError, asArchiveError, isBusy } from './errors';
import type { Tables } from './tables';

/** SQLite can undo its DDL; saying so makes two processes that open a new file at once wait for each other's migration. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

const keptStatements = 200;

/** A transaction that begins by reading and then wants to write can fail when another process wrote meanwhile; so take the write lock first. */
const rewritten: Readonly<Record<string, string>> = { begin: 'begin immediate' };

/** A full disk or a lock is told in words wherever it strikes. */
function withArchiveErrors<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asArchiveError(error, file);
  }
}

/** A pragma may work step by step, though it has nothing to tell; only `all` takes it to its end. */
const isReader = (text: string, statement: StatementSync) =>
  text.startsWith('pragma') || statement.columns().length > 0;

const asStatement = (file: string, text: string, statement: StatementSync): SqliteStatement => {
  const bound = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
  type Changes = { changes: number; lastInsertRowid: number };
  return {
    reader: isReader(text, statement),
    all: (parameters) => withArchiveErrors(file, () => statement.all(...bound(parameters))),
    run: (parameters) => withArchiveErrors(file, () => statement.run(...bound(parameters)) as Changes),
    iterate: (parameters) => statement.iterate(...bound(parameters)),
  };
};

/** Node's own SQLite in the shape kysely expects. Prepared statements are kept, as a cycle repeats a few of them thousands of times. */
function shim(file: string, database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      if (kept.size >= keptStatements) kept.clear();
      const statement = asStatement(file, text, database.prepare(rewritten[text] ?? text));
      kept.set(text, statement);
      return statement;
    },
  };
}

async function builtIn(): Promise<typeof import('node:sqlite')> {
  try {
    return await import('node:sqlite');
  } catch (cause) {
    throw new ArchiveError(
      'This Node.js has no built-in SQLite, which the archive needs.',
      'Run n8n on Node.js 24, as current n8n versions ask for.',
      { cause },
    );
  }
}

const waitForOthers = 'pragma busy_timeout = 5000';

/** WAL lets readers and one writer work side by side; with it, NORMAL loses nothing in a crash of the process. The cache is in KiB. */
const pragmas = [
  waitForOthers,
  ...cleanPragmas,
  'pragma journal_mode = wal',
  'pragma synchronous = normal',
  'pragma foreign_keys = on',
  'pragma cache_size = -16000',
];

/** A kysely dialect over one connection to `file`, which must exist. */
export async function sqliteDialect(file: string): Promise<SqliteDialect> {
  const { DatabaseSync } = await builtIn();
  const database = new DatabaseSync(file);
  try {
    for (const pragma of pragmas) database.exec(pragma);
  } catch (error) {
    database.close();
    throw error;
  }
  return new NodeSqliteDialect({ database: shim(file, database) });
}

/** Empty pages that one tidying gives back to the disk at most, and from which share of the file on it does. */
const returned = 500;
const tooEmpty = 1 / 8;

async function giveBack(one: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ free: number; pages: number }>`
    select freelist_count as free, page_count as pages from pragma_freelist_count, pragma_page_count`.execute(one);
  const [{ free, pages } = { free: 0, pages: 0 }] = rows;
  if (free > pages * tooEmpty) await sql`pragma incremental_vacuum(${sql.raw(String(returned))})`.execute(one);
}

const isOwed = async (one: Kysely<Tables>): Promise<boolean> => {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(one);
  return rows[0]?.user_version !== 0;
};

/** Does not wait for others. What cannot be done now is done by the next cycle. */
const tidyNow = (db: Kysely<Tables>): Promise<boolean> =>
  db.connection().execute(async (one) => {
    await sql`pragma busy_timeout = 0`.execute(one);
    try {
      if (await isOwed(one)) return false;
      await giveBack(one);
      await sql`pragma wal_checkpoint(truncate)`.execute(one);
    } catch (error) {
      if (!isBusy(error)) throw error;
    } finally {
      await sql.raw(waitForOthers).execute(one);
    }
    return true;
  });

/**
 * Everything goes into the one file: who copies only that has all of it, who puts an old copy back does not find newer pages
 * beside it, and what was deleted is in neither. What an earlier erasure still owes to the file is done now, or stays owed.
 */
export async function tidyFile(db: Kysely<Tables>): Promise<void> {
  if (!(await tidyNow(db))) await erase(db, { changes: [], patience: 100 }).catch(() => undefined);
}

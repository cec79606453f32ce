import { SqliteAdapter, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { ArchiveError, asArchiveError } from './errors';

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

const asStatement = (file: string, statement: StatementSync): SqliteStatement => {
  const bound = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
  type Changes = { changes: number; lastInsertRowid: number };
  return {
    reader: statement.columns().length > 0,
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
    prepare(sql) {
      const known = kept.get(sql);
      if (known) return known;
      if (kept.size >= keptStatements) kept.clear();
      const statement = asStatement(file, database.prepare(rewritten[sql] ?? sql));
      kept.set(sql, statement);
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

/** WAL lets readers and one writer work side by side; with it, NORMAL loses nothing in a crash of the process. The cache is in KiB. */
const pragmas = [
  'pragma busy_timeout = 5000',
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

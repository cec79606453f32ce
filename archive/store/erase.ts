import { Worker } from 'node:worker_threads';
import { CompiledQuery, type Kysely, sql as raw } from 'kysely';
import { asArchiveError } from './errors';
import { isServer, tableNames, type Tables } from './tables';

/**
 * Forgetting, as SQLite does it. What is deleted is overwritten with zeros (`secure_delete`), and is gone from the disk's files
 * once the WAL went into the file and was cut off. What an older version deleted without that lies about until a VACUUM.
 */

/** Of every connection; the first two count for a new file, before WAL is on. An old one gives its pages back after a VACUUM. */
export const cleanPragmas = [
  'pragma page_size = 8192',
  'pragma auto_vacuum = incremental',
  'pragma secure_delete = on',
];

/** One statement, carried out once for each list of values. */
export interface Change {
  readonly sql: string;
  readonly each: readonly (readonly unknown[])[];
}

export const once = ({ sql, parameters }: CompiledQuery): Change => ({ sql, each: [[...parameters]] });

/** `unless`: a question; where it is answered by any row, nothing is changed. `patience`: ms to wait for others, 5,000 by default. */
export interface Erasure {
  readonly patience?: number;
  readonly unless?: CompiledQuery;
  readonly changes: readonly Change[];
}

/**
 * counts: of the rows that each change met; null where `because` (the answer to `unless`) forbade it. isGone false: somebody else
 * has the file in use, or the disk is full; what was deleted is overwritten in the file at the end of a later cycle.
 */
export interface Erased {
  readonly counts: readonly number[] | null;
  readonly because: readonly Readonly<Record<string, unknown>>[];
  readonly isGone: boolean;
}

/** What is owed to the file, kept in its `user_version`, so that it outlives the process: 1 a VACUUM, 2 only to empty the WAL. */
const program = `
const { parentPort, workerData: { file, pragmas, unless, changes } } = require('node:worker_threads');
const { DatabaseSync } = require('node:sqlite');
const db = new DatabaseSync(file);
const get = (sql) => db.prepare(sql).get();

function change() {
  if (changes.length === 0) return { counts: [], because: [] };
  db.exec('begin immediate');
  const because = unless ? db.prepare(unless.sql).all(...unless.parameters) : [];
  if (because.length > 0) return { counts: null, because };
  const counts = changes.map(({ sql, each }) => {
    const statement = db.prepare(sql);
    return each.reduce((sum, values) => sum + Number(statement.run(...values).changes), 0);
  });
  if (counts.some((n) => n > 0)) db.exec('pragma user_version = 1');
  db.exec('commit');
  return { counts, because };
}

function clean() {
  try {
    if (get('pragma user_version').user_version === 1) db.exec('vacuum; pragma user_version = 2');
    if (get('pragma wal_checkpoint(truncate)').busy) return false;
    db.exec('pragma user_version = 0');
    return get('pragma wal_checkpoint(truncate)').busy === 0;
  } catch {
    return false;
  }
}

try {
  for (const pragma of pragmas) db.exec(pragma);
  const changed = change();
  parentPort.postMessage({ ...changed, isGone: changed.counts !== null && clean() });
} catch ({ message, errcode }) {
  parentPort.postMessage({ failure: { message, errcode } });
} finally {
  db.close();
}
`;

type Answer = Erased | { readonly failure: { readonly message: string; readonly errcode?: number } };

const inWorker = (workerData: object): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(program, { eval: true, workerData, execArgv: ['--disable-warning=ExperimentalWarning'] });
    worker.once('message', resolve).once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The thread that cleans the archive ended (${code}).`)));
  });

const fileOf = async (db: Kysely<Tables>): Promise<string> => {
  const { rows } = await raw<{ file: string }>`select file from pragma_database_list where name = 'main'`.execute(db);
  return rows[0]?.file ?? '';
};

async function carryOut(trx: Kysely<Tables>, { sql, each }: Change): Promise<number> {
  const counted = `with met as (${sql} returning 1) select count(*) as n from met`;
  let count = 0;
  for (const values of each) {
    const { rows } = await trx.executeQuery<{ n: number }>(CompiledQuery.raw(counted, [...values]));
    count += Number(rows[0]?.n);
  }
  return count;
}

/** What a server holds of deleted rows goes with its next vacuum, its log and its backups: begun here, the rest is its administrator's. */
async function eraseOnServer(db: Kysely<Tables>, { unless, changes }: Erasure): Promise<Erased> {
  const erased = await db.transaction().execute(async (trx): Promise<Erased> => {
    // whoever works on any sync begins with its row
    await raw`lock table sync in share row exclusive mode`.execute(trx);
    const because = unless ? (await trx.executeQuery<Record<string, unknown>>(unless)).rows : [];
    if (because.length > 0) return { counts: null, because, isGone: false };
    const counts = [];
    for (const change of changes) counts.push(await carryOut(trx, change));
    return { counts, because, isGone: true };
  });
  if (erased.counts?.some((n) => n > 0))
    await raw`vacuum ${raw.join(tableNames.map((name) => raw.table(name)))}`.execute(db).catch(() => undefined);
  return erased;
}

/**
 * Changes the archive and cleans its file, in a thread of its own: n8n goes on meanwhile, and who of this process wants something
 * of the archive waits without holding it up. All changes are made, or none. Throws ArchiveError where the file is in use.
 */
export async function erase(db: Kysely<Tables>, erasure: Erasure): Promise<Erased> {
  if (isServer(db)) return eraseOnServer(db, erasure);
  const { unless, changes, patience = 5000 } = erasure;
  return db.connection().execute(async (one) => {
    const file = await fileOf(one);
    const question = unless && { sql: unless.sql, parameters: [...unless.parameters] };
    const pragmas = [`pragma busy_timeout = ${patience}`, ...cleanPragmas];
    const answer = await inWorker({ file, pragmas, unless: question, changes });
    if (!('failure' in answer)) return answer;
    throw asArchiveError(Object.assign(new Error(answer.failure.message), answer.failure), file);
  });
}

import {
  type BinaryOperationNode,
  type DatabaseIntrospector,
  HandleEmptyInListsPlugin,
  Kysely,
  OperatorNode,
  type PostgresPool,
  type PostgresPoolClient,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresQueryCompiler,
  replaceWithNoncontingentExpression,
  sql,
  type TableMetadata,
} from 'kysely';
import type { PoolClient, PoolConfig } from 'pg';
import { hashOf } from './register';
import { asServerError, isCutOff, namesSchema } from './postgresErrors';
import type { Db } from './tables';

/** An archive in a schema of a PostgreSQL database, and how to get there. */
export interface PostgresPlace {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly schema: string;
  /** With TLS only a server whose certificate is trusted is spoken to. */
  readonly tls: boolean;
  /** The certificate, in PEM, of who vouches for the server's; '': whom Node trusts. */
  readonly ca: string;
  /** Connections at once. */
  readonly connections: number;
  /** A statement is ended after so long, in ms. */
  readonly statementMs: number;
}

/** Tells it from every other place, and tells nobody the password. */
export const idOfPlace = (place: PostgresPlace): string => `postgres:${hashOf(JSON.stringify(place))}`;

/** As people know it. */
export const nameOfPlace = ({ host, port, database, schema }: PostgresPlace): string =>
  `${host}:${port}/${database}, schema ${schema}`;

/** SQLite's LIKE takes A for a and knows no escape; so does this one. */
class LikeSqlite extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    super.visitBinaryOperation(node);
    if (OperatorNode.is(node.operator) && node.operator.operator.endsWith('like')) this.append(` escape ''`);
  }
  protected override visitOperator(node: OperatorNode): void {
    this.append(node.operator.replace(/like$/, 'ilike'));
  }
}

/** What migrations ask about, of our schema alone: a database may have thousands of tables of others. */
const introspectorOf = (db: Kysely<unknown>, schema: string): DatabaseIntrospector => ({
  getSchemas: async () =>
    (await sql<{ name: string }>`select nspname as name from pg_namespace where nspname = ${schema}`.execute(db)).rows,
  getTables: async () =>
    (
      await sql<TableMetadata>`
        select tablename as name, schemaname as schema from pg_tables where schemaname = ${schema}`.execute(db)
    ).rows,
  getMetadata: () => Promise.reject(new Error('nobody asks for all')),
});

class ServerDialect extends PostgresDialect {
  constructor(
    config: PostgresDialectConfig,
    private readonly schema: string,
  ) {
    super(config);
  }
  override createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return introspectorOf(db, this.schema);
  }
  override createQueryCompiler(): PostgresQueryCompiler {
    return new LikeSqlite();
  }
}

/** Whole numbers of 64 bits (times, counts) and sums of them come as numbers, as they come out of SQLite. */
const asNumbers = new Set([20, 1700]);

/** ms. Who waits for a run that lost its host's network waits no longer than the server lets its transaction stand. */
const patience = { connect: 10_000, lock: 20_000, silence: 30_000, idle: 30_000 };

/** What holds for a whole connection. `jit`: our statements are short, compiling them takes longer than they do. */
const settingsOf = ({ schema, statementMs }: PostgresPlace): Readonly<Record<string, string>> => ({
  search_path: schema,
  statement_timeout: String(statementMs),
  lock_timeout: String(patience.lock),
  idle_in_transaction_session_timeout: String(patience.silence),
  jit: 'off',
});

async function prepare(client: PoolClient, place: PostgresPlace): Promise<void> {
  const settings = Object.entries(settingsOf(place));
  const calls = settings.map((_, at) => `set_config($${2 * at + 1}, $${2 * at + 2}, false)`);
  await client.query(`select ${calls.join(', ')}`, settings.flat());
}

/** No text of PostgreSQL holds a NUL. */
const storable = (value: unknown): unknown =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;

/**
 * A statement without an answer goes to the server with the one after it, which fails where it failed; so do writes within a
 * transaction that return nothing. Who wants to know what a write met asks for it with `returning`: here it counts as none.
 */
const answersNothing = /^(begin$|set local )/;
const mostUnderWay = 20;
const returnsNothing = (text: string): boolean => /^(insert|update|delete) /.test(text) && !/ returning /.test(text);

/** A connection whose errors are told in words, and that is not given to anybody else once it was cut off. */
function told(client: PoolClient, place: PostgresPlace): PostgresPoolClient {
  let cut: unknown = null;
  let before: readonly Promise<unknown>[] = [];
  let isOpen = false;
  const query = async (text: string, values: readonly unknown[]) => {
    if (cut !== null) throw cut;
    const sent = client.query(text, values.map(storable));
    const isOver = /^(commit|rollback)$/.test(text);
    isOpen = !isOver && (isOpen || text === 'begin');
    if (answersNothing.test(text) || (isOpen && returnsNothing(text) && before.length < mostUnderWay)) {
      before = [...before, sent];
      sent.catch(() => undefined);
      return { rows: [] };
    }
    const all = text === 'rollback' ? [sent] : [...before, sent];
    before = [];
    try {
      return (await Promise.all(all)).at(-1);
    } catch (error) {
      const words = asServerError(error, nameOfPlace(place));
      if (isCutOff(error)) cut = words;
      throw words;
    }
  };
  // a connection that waits its turn in the pool may be cut off, too: pg throws that at whoever does not listen
  client.on('error', () => undefined);
  return { query: query as never, release: () => client.release(cut !== null) };
}

const tlsOf = ({ tls, ca }: PostgresPlace): PoolConfig['ssl'] =>
  tls && { rejectUnauthorized: true, ...(ca.trim() ? { ca } : {}) };

/** Connections are made when they are wanted, and go when nobody wanted them for half a minute. */
async function poolOf(place: PostgresPlace): Promise<PostgresPool> {
  const { Pool, types } = await import('pg');
  const { host, port, database, user, password, connections } = place;
  const pool = new Pool({
    ...{ host, port, database, user, max: connections, ssl: tlsOf(place) },
    // as a text that is empty it would be taken from n8n's environment or its .pgpass
    password: () => password,
    ...{ connectionTimeoutMillis: patience.connect, idleTimeoutMillis: patience.idle, allowExitOnIdle: true },
    // the server ends a statement first, unless nothing comes from it any more
    ...{ query_timeout: place.statementMs + patience.connect, keepAlive: true },
    ...{ application_name: 'n8n-nodes-zoho-outlook', pipeline: true },
    types: {
      getTypeParser: ((oid: number, format: 'text') =>
        asNumbers.has(oid) ? Number : types.getTypeParser(oid, format)) as never,
    },
  });
  pool.on('error', () => undefined);
  const known = new WeakMap<PoolClient, PostgresPoolClient>();
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect();
    const before = known.get(client);
    if (before) return before;
    try {
      await prepare(client, place);
    } catch (error) {
      client.release(true);
      throw error;
    }
    const made = told(client, place);
    known.set(client, made);
    return made;
  };
  const inWords = (error: unknown): never => {
    throw asServerError(error, nameOfPlace(place));
  };
  return { connect: () => connect().catch(inWords), end: () => pool.end() } as PostgresPool;
}

/** A database without a connection yet. Throws ArchiveError for a name of a schema that we would have to quote. */
export async function serverDatabase(place: PostgresPlace): Promise<Kysely<unknown>> {
  namesSchema(place.schema);
  const plugins = [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })];
  return new Kysely({ dialect: new ServerDialect({ pool: await poolOf(place) }, place.schema), plugins });
}

/** How PostgreSQL refuses a statement that another connection has prepared. */
const pooled = '42P05';

const backendOf = async (db: Kysely<unknown>): Promise<number | undefined> =>
  (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid;

/**
 * Throws ArchiveError where two connections are one: a pooler in between gives each transaction any connection, and with it
 * another one's settings and statements.
 */
export const checkConnections = (db: Kysely<unknown>, name: string): Promise<void> =>
  db.connection().execute(async (one) => {
    const isShared = (await backendOf(one)) === (await db.connection().execute(backendOf));
    if (isShared) throw asServerError({ code: pooled, message: 'two connections are one' }, name);
  });

/** Clocks that differ by less, in ms, are as good as the same: a lease is two minutes. */
const sameClock = 1_000;

/** By how many ms the database's clock is ahead of ours. Runs on several hosts have only the database's in common. */
export async function clockAhead(db: Kysely<unknown>): Promise<number> {
  const before = Date.now();
  const { rows } = await sql<{ ms: number }>`
    select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms`.execute(db);
  const ahead = Math.round((rows[0]?.ms ?? before) - (before + Date.now()) / 2);
  return Math.abs(ahead) < sameClock ? 0 : ahead;
}

/** Fewer records than these, taken in or written by one cycle, change no plan. */
const worthCounting = 200;

/**
 * A server plans by what it counted last, and counts by itself a minute later at best: until then it takes a growing archive for
 * an empty one. So a cycle that moved so many records has those tables counted that have doubled since. Nothing depends on it.
 */
export async function countAnew(db: Db, moved: number): Promise<void> {
  if (moved < worthCounting) return;
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relname in ('record', 'link', 'key', 'journal')
      and pg_relation_size(oid) > 2 * relpages * current_setting('block_size')::bigint`.execute(db);
  if (rows.length === 0) return;
  const tables = sql.join(rows.map(({ name }) => sql.table(name)));
  await sql`analyze (skip_locked) ${tables}`.execute(db).catch(() => undefined);
}

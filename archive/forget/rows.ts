import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Change } from '../store/erase';
import { chunks } from '../store/rows';
import { first, type Blueprint, type Db, type TableName } from '../store/tables';

/** A row of any table. */
export type Row = Readonly<Record<string, string | number | null>>;
type AnyDb = Kysely<Record<TableName, Row>>;

/** Every table alike: what is looked for may stand in each. */
const anyTable = (db: Db): AnyDb => db as unknown as AnyDb;

export const blueprintOf = (table: TableName): Blueprint => first[table];

const valuesOfKey = (table: TableName, row: Row): readonly (string | number | null)[] =>
  blueprintOf(table).primary.map((column) => row[column] ?? null);

/** So many rows are read at once, and so much text until n8n's event loop gets its turn. */
const rowsAtOnce = 100;
const textAtOnce = 500_000;

async function rowsAfter(db: AnyDb, table: TableName, last: Row | undefined): Promise<readonly Row[]> {
  const key = blueprintOf(table).primary;
  let rows = db.selectFrom(table).selectAll().limit(rowsAtOnce);
  for (const column of key) rows = rows.orderBy(column);
  if (last)
    rows = rows.where(
      sql<boolean>`(${sql.join(key.map((c) => sql.ref(c)))}) > (${sql.join(valuesOfKey(table, last))})`,
    );
  return rows.execute();
}

const lengthOf = (row: Row): number =>
  Object.values(row).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0);

/** Every row of a table, in the order of its key. */
export async function* rowsOf(db: Db, table: TableName): AsyncGenerator<Row> {
  let page = await rowsAfter(anyTable(db), table, undefined);
  for (let read = 0; page.length > 0; page = await rowsAfter(anyTable(db), table, page.at(-1))) {
    for (const row of page) {
      yield row;
      read += lengthOf(row);
      if (read > textAtOnce) await nextTurn();
      read %= textAtOnce;
    }
    await nextTurn();
  }
}

/** Rows of one table by a column, of one sync; `side` where the table has one. */
export async function rowsWith(
  db: Db,
  table: TableName,
  where: Row,
  column: string,
  values: readonly string[],
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const some of chunks([...new Set(values)])) {
    let rows = anyTable(db).selectFrom(table).selectAll().where(column, 'in', some);
    for (const [name, value] of Object.entries(where)) rows = rows.where(name, '=', value);
    found.push(...(await rows.execute()));
  }
  return found;
}

/** Rows by their table, each once. */
export type Found = Map<TableName, Map<string, Row>>;

export function addRows(found: Found, table: TableName, rows: readonly Row[]): void {
  const known = found.get(table) ?? new Map<string, Row>();
  for (const row of rows) known.set(JSON.stringify(valuesOfKey(table, row)), row);
  found.set(table, known);
}

export const rowsIn = (found: Found, table: TableName): readonly Row[] => [...(found.get(table)?.values() ?? [])];

const whereKey = (table: TableName) =>
  sql.join(
    blueprintOf(table).primary.map((column) => sql`${sql.ref(column)} = ${''}`),
    sql` and `,
  );

/** Takes these rows out. */
export function deletion(db: Db, table: TableName, rows: readonly Row[]): Change {
  const { sql: text } = sql`delete from ${sql.table(table)} where ${whereKey(table)}`.compile(db);
  return { sql: text, each: rows.map((row) => valuesOfKey(table, row)) };
}

/** Puts another value in a column of this row. */
export function replacement(db: Db, table: TableName, column: string, value: string | null, row: Row): Change {
  const { sql: text } = sql`update ${sql.table(table)} set ${sql.ref(column)} = ${''} where ${whereKey(table)}`.compile(
    db,
  );
  return { sql: text, each: [[value, ...valuesOfKey(table, row)]] };
}

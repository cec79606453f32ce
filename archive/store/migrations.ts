import { Migrator, sql, type ColumnDataType, type Kysely, type Migration, type RawBuilder } from 'kysely';
import { ArchiveError } from './errors';
import { registerTables } from './register';
import { first, isServer, type Blueprint, type Column } from './tables';

async function buildIndex(db: Kysely<unknown>, table: string, index: string): Promise<void> {
  const [names = '', only] = index.split(' where ');
  const columns = names.split(' ');
  const suffix = only ? '_some_ix' : '_ix';
  const built = db.schema
    .createIndex(`${table}_${columns.join('_')}${suffix}`)
    .on(table)
    .columns(columns);
  await (only ? built.where(sql<boolean>`${sql.raw(only)}`) : built).execute();
}

/** Texts are compared by their bytes, whatever language the database speaks. */
const typeIn = (db: Kysely<unknown>, { type }: Column<unknown>): ColumnDataType | RawBuilder<unknown> =>
  type === 'text' && isServer(db) ? sql`text collate "C"` : type;

/** What is unique in a table, by the names of constraints; the primary key last. */
const uniqueIn = (name: string, { primary, unique = [] }: Blueprint) => [
  ...unique.map((names) => names.split(' ')).map((columns) => [`${name}_${columns.join('_')}_uq`, columns] as const),
  [`${name}_pk`, primary] as const,
];

/**
 * A server that has not counted a table yet, as in the midst of a first load, takes whichever index was made last of several that
 * look the same to it. So there what finds a single row comes last; SQLite takes that anyhow, and only together with the table.
 */
async function build(db: Kysely<unknown>, name: string, blueprint: Blueprint) {
  const { columns, primary, isIndex, indexes = [] } = blueprint;
  let table = db.schema.createTable(name);
  for (const [name, column] of Object.entries(columns))
    table = table.addColumn(name, typeIn(db, column), (c) => (column.isNullable ? c : c.notNull()));
  if (!isServer(db))
    for (const [constraint, of] of uniqueIn(name, blueprint))
      table =
        of === primary
          ? table.addPrimaryKeyConstraint(constraint, of as never)
          : table.addUniqueConstraint(constraint, of as never);
  await (isIndex && !isServer(db) ? table.modifyEnd(sql`without rowid`) : table).execute();
  for (const index of indexes) await buildIndex(db, name, index);
  if (!isServer(db)) return;
  for (const [constraint, of] of uniqueIn(name, blueprint))
    await (
      of === primary
        ? db.schema.alterTable(name).addPrimaryKeyConstraint(constraint, of as never)
        : db.schema.alterTable(name).addUniqueConstraint(constraint, of as never)
    ).execute();
}

const tablesOf = (blueprints: Readonly<Record<string, Blueprint>>): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const [name, blueprint] of Object.entries(blueprints)) await build(db, name, blueprint);
  },
});

/** In files: an archive, and the register that all archives of one n8n share. On a server both are in one schema. */
export type Schema = 'archive' | 'register' | 'server';
const migrations: Readonly<Record<Schema, Readonly<Record<string, Migration>>>> = {
  archive: { '0001_first': tablesOf(first) },
  register: { '0001_first': tablesOf(registerTables) },
  server: { '0001_first': tablesOf({ ...first, ...registerTables }) },
};

/** Kysely's own table of the migrations done. */
interface Ledger {
  kysely_migration: { name: string };
}

/** Steps this archive has gone through that we have never heard of. `within`: its schema on a server. */
async function unknownSteps(db: Kysely<Ledger>, schema: Schema, within?: string): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((one) => one.name === 'kysely_migration' && (!within || one.schema === within))) return [];
  const rows = await db.selectFrom('kysely_migration').select('name').execute();
  return rows.map(({ name }) => name).filter((name) => !(name in migrations[schema]));
}

/**
 * Brings the schema up to date, one process at a time; does nothing when it is. `where` names the archive in errors, `within` is
 * its schema on a server, made where it is missing.
 */
export async function migrate(db: Kysely<unknown>, schema: Schema, where: string, within?: string): Promise<void> {
  const newer = await unknownSteps(db as Kysely<Ledger>, schema, within);
  if (newer.length > 0) {
    const ours = Object.keys(migrations[schema]).at(-1);
    throw new ArchiveError(
      `The archive ${where} was written by a newer version of this package (schema ${newer.at(-1)}; this version knows ${ours}).`,
      'Update n8n-nodes-zoho-outlook to the newest version, or choose another archive.',
    );
  }
  const provider = { getMigrations: async () => ({ ...migrations[schema] }) };
  const migrator = new Migrator({ db, provider, ...(within ? { migrationTableSchema: within } : {}) });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

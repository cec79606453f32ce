import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import { ArchiveError } from './errors';
import { registerTables } from './register';
import { first, type Blueprint } from './tables';

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

async function build(db: Kysely<unknown>, name: string, { columns, primary, unique, indexes }: Blueprint) {
  let table = db.schema.createTable(name);
  for (const [column, { type, isNullable }] of Object.entries(columns))
    table = table.addColumn(column, type, (c) => (isNullable ? c : c.notNull()));
  table = table.addPrimaryKeyConstraint(`${name}_pk`, primary as never);
  for (const cols of (unique ?? []).map((names) => names.split(' ')))
    table = table.addUniqueConstraint(`${name}_${cols.join('_')}_uq`, cols as never);
  await table.execute();
  for (const index of indexes ?? []) await buildIndex(db, name, index);
}

const tablesOf = (blueprints: Readonly<Record<string, Blueprint>>): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const [name, blueprint] of Object.entries(blueprints)) await build(db, name, blueprint);
  },
});

/** An archive, and the register that all archives of one n8n share. */
export type Schema = 'archive' | 'register';
const migrations: Readonly<Record<Schema, Readonly<Record<string, Migration>>>> = {
  archive: { '0001_first': tablesOf(first) },
  register: { '0001_first': tablesOf(registerTables) },
};

/** Kysely's own table of the migrations done. */
interface Ledger {
  kysely_migration: { name: string };
}

/** Steps this file has gone through that we have never heard of. */
async function unknownSteps(db: Kysely<Ledger>, schema: Schema): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return [];
  const rows = await db.selectFrom('kysely_migration').select('name').execute();
  return rows.map(({ name }) => name).filter((name) => !(name in migrations[schema]));
}

/** Brings the schema up to date; does nothing when it is. `where` names the file in errors. */
export async function migrate(db: Kysely<unknown>, schema: Schema, where: string): Promise<void> {
  const newer = await unknownSteps(db as Kysely<Ledger>, schema);
  if (newer.length > 0) {
    const ours = Object.keys(migrations[schema]).at(-1);
    throw new ArchiveError(
      `The archive ${where} was written by a newer version of this package (schema ${newer.at(-1)}; this version knows ${ours}).`,
      'Update n8n-nodes-zoho-outlook to the newest version, or choose another archive file.',
    );
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations[schema] }) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openArchive } from '../../../archive';
import { freePorts } from '../../e2e/harness/ports';
import { place, pattern } from './place';
import { startPostgres } from './server';

/** Copies a schema, some times faster than to migrate a new one. */
const copier = sql`
  create function public.copy_schema(source text, target text) returns void language plpgsql as $$
  declare name text;
  begin
    execute format('create schema %I', target);
    for name in select tablename from pg_tables where schemaname = source loop
      execute format('create table %I.%I (like %I.%I including all)', target, name, source, name);
      execute format('insert into %I.%I select * from %I.%I', target, name, source, name);
    end loop;
  end $$`;

async function makePattern(): Promise<void> {
  const { db, close } = await openArchive({ ...place(), schema: pattern });
  await copier.execute(db);
  await close();
}

/** For jest: a server for all its workers, thrown away afterwards, so it need not be careful. */
export default async function start(): Promise<void> {
  const bin = process.env.POSTGRES_BIN;
  if (!bin) throw new Error('POSTGRES_BIN is not set. Start this through `node scripts/test.mjs --unit`.');
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const [port] = (await freePorts(1)) as [number];
  const options = '-c max_connections=400 -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off';
  const stop = await startPostgres({ bin, folder, port, options });
  process.env.ARCHIVE_SERVER = String(port);
  (globalThis as { stopPostgres?: () => Promise<void> }).stopPostgres = async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
  await makePattern();
}

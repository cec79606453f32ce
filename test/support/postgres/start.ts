import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../e2e/harness/ports';
import { startPostgres } from './server';

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
}

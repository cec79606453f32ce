import { Kysely } from 'kysely';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { asArchiveError, isBusy } from './errors';
import { migrate } from './migrations';
import { sqliteDialect } from './sqlite';
import type { Archive } from './types';
import type { Tables } from './tables';

interface Shared {
  users: number;
  readonly db: Promise<Kysely<Tables>>;
}

/**
 * One handle per file in a process: two of them would wait for each other's lock without letting the other go on. It hangs on
 * the process, not on this module, which n8n loads a second time when the package is updated.
 */
const registryName = Symbol.for('n8n-nodes-zoho-outlook.archives');
const registry = ((globalThis as { [registryName]?: Map<string, Shared> })[registryName] ??= new Map());

/** Makes the file, readable by its owner only (it holds people's addresses), and says which one it is, however it is spelt. */
async function fileId(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await (await open(file, 'a', 0o600)).close();
  const { dev, ino } = await stat(file, { bigint: true });
  return `${dev}:${ino}`;
}

async function connect(file: string): Promise<Kysely<Tables>> {
  const db = new Kysely<Tables>({ dialect: await sqliteDialect(file) });
  try {
    await migrate(db as unknown as Kysely<unknown>, file);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** Another process may be switching the same new file to its journal mode right now; SQLite does not wait for that by itself. */
async function connectPatiently(file: string, tries = 20): Promise<Kysely<Tables>> {
  try {
    return await connect(file);
  } catch (error) {
    if (!isBusy(error) || tries <= 1) throw asArchiveError(error, file);
    await pause(100);
    return connectPatiently(file, tries - 1);
  }
}

function join(id: string, file: string): Shared {
  const known = registry.get(id);
  if (known) {
    known.users += 1;
    return known;
  }
  const shared: Shared = { users: 1, db: connectPatiently(file) };
  registry.set(id, shared);
  return shared;
}

async function leave(id: string, shared: Shared): Promise<void> {
  shared.users -= 1;
  if (shared.users > 0) return;
  if (registry.get(id) === shared) registry.delete(id);
  const db = await shared.db.catch(() => null);
  await db?.destroy();
}

/**
 * Opens the archive in `file` (folder and file are made when missing) and brings its schema up to date. Everybody in this process
 * who opens the same file shares one connection; it closes with the last `close()`.
 * Throws ArchiveError for a file of a newer version, a damaged file, or a folder that cannot be written.
 */
export async function openArchive(file: string): Promise<Archive> {
  const path = resolve(file);
  const id = await fileId(path).catch((error: unknown) => {
    throw asArchiveError(error, path);
  });
  const shared = join(id, path);
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= leave(id, shared));
  try {
    return { db: await shared.db, close };
  } catch (error) {
    await close();
    throw error;
  }
}

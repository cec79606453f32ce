import { Kysely } from 'kysely';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { asArchiveError, isBusy } from './errors';
import { migrate, type Schema } from './migrations';
import type { RegisterTables } from './register';
import { checkConnections, clockAhead, idOfPlace, nameOfPlace, serverDatabase, type PostgresPlace } from './postgres';
import { sqliteDialect } from './sqlite';
import type { Archive } from './types';
import type { Tables } from './tables';

interface Shared {
  users: number;
  readonly db: Promise<Kysely<unknown>>;
}

/** Where an archive is: in a file, or on a server. */
export type Where = string | PostgresPlace;

/** A database of ours in a file, and the schema it has. */
interface Place {
  readonly file: string;
  readonly schema: Schema;
}

/**
 * One handle per archive in a process: two of a file would wait for each other's lock without letting the other go on, two of a
 * server take twice the connections. It hangs on the process, not on this module, which n8n loads a second time when the package
 * is updated.
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

async function ready(db: Kysely<unknown>, prepare: () => Promise<void>): Promise<Kysely<unknown>> {
  try {
    await prepare();
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** A connection of its own to the database in a file, with the schema up to date. */
export async function connect({ file, schema }: Place): Promise<Kysely<unknown>> {
  const db = new Kysely<unknown>({ dialect: await sqliteDialect(file) });
  return ready(db, () => migrate(db, schema, file));
}

async function connectToServer(place: PostgresPlace): Promise<Kysely<unknown>> {
  const [db, name] = [await serverDatabase(place), nameOfPlace(place)];
  return ready(db, async () => {
    await checkConnections(db, name);
    await migrate(db, 'server', name, place.schema);
  });
}

/** Another process may be switching the same new file to its journal mode right now; SQLite does not wait for that by itself. */
async function connectPatiently(place: Place, tries = 20): Promise<Kysely<unknown>> {
  try {
    return await connect(place);
  } catch (error) {
    if (!isBusy(error) || tries <= 1) throw asArchiveError(error, place.file);
    await pause(100);
    return connectPatiently(place, tries - 1);
  }
}

function share(id: string, connecting: () => Promise<Kysely<unknown>>): Shared {
  const known = registry.get(id);
  if (known) {
    known.users += 1;
    return known;
  }
  const shared: Shared = { users: 1, db: connecting() };
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

/** Everybody in this process who opens the same shares one handle; it closes with the last `close()`. */
async function openShared<T>(id: string, connecting: () => Promise<Kysely<unknown>>) {
  const shared = share(id, connecting);
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= leave(id, shared));
  try {
    return { db: (await shared.db) as Kysely<T>, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openDatabase<T>(file: string, schema: Schema) {
  const id = await fileId(file).catch((error: unknown) => {
    throw asArchiveError(error, file);
  });
  return openShared<T>(id, () => connectPatiently({ file, schema }));
}

/** The name is the schema's alone: hosts may call the server differently, and what the register says of it they have to share. */
async function openOnServer(place: PostgresPlace): Promise<Archive> {
  const { db, close } = await openShared<Tables & RegisterTables>(idOfPlace(place), () => connectToServer(place));
  try {
    const ahead = await clockAhead(db as Kysely<unknown>);
    const [archive, register] = [db as unknown as Kysely<Tables>, db as unknown as Kysely<RegisterTables>];
    return { name: place.schema, db: archive, register, ahead, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openFile(file: string): Promise<Archive> {
  const path = resolve(file);
  const { db, close } = await openDatabase<Tables>(path, 'archive');
  try {
    const register = await openDatabase<RegisterTables>(join(dirname(path), 'register.sqlite'), 'register');
    const closeBoth = async (): Promise<void> => void (await Promise.all([close(), register.close()]));
    return { name: path, db, register: register.db, ahead: 0, close: closeBoth };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Opens the archive in a file (folder and file are made when missing) or in a schema of PostgreSQL (made when missing) and brings
 * its schema up to date, with the register that all archives of its folder, or schema, share. Throws ArchiveError for one of a
 * newer version, a damaged file, a folder that cannot be written, or a server that cannot be used.
 */
export const openArchive = (where: Where): Promise<Archive> =>
  typeof where === 'string' ? openFile(where) : openOnServer(where);

import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, canUseApt } from './apt.mjs';
import { withLock } from './lock.mjs';
import { cacheRoot } from './paths.mjs';
import { timed } from './run.mjs';

/** Debian keeps PostgreSQL's programs by version, outside PATH. */
const debian = '/usr/lib/postgresql';

const versions = () => (existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []);
const folders = () => [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/bin',
  ...versions().map((version) => join(debian, version, 'bin')),
];
const folderOf = (program) => folders().find((folder) => folder && existsSync(join(folder, program)));

/** Finds what is there, or installs it with apt-get. `find` answers undefined where something is missing. */
async function ensure(find, packages, what) {
  const found = find();
  if (found) return found;
  const advice = `Install what is missing (Debian: sudo apt-get install ${packages.join(' ')}).`;
  if (!canUseApt()) throw new Error(`${what} ${advice}`);
  await withLock(join(cacheRoot, 'queue.lock'), async () => {
    if (find()) return;
    await timed(`Installing ${packages.join(', ')} with apt-get once, half a minute`, () => aptInstall(packages));
  });
  const installed = find();
  if (!installed) throw new Error(`apt-get did not bring ${packages.join(' and ')}. ${advice}`);
  return installed;
}

/** @returns {{POSTGRES_BIN: string} | undefined} */
function findPostgres() {
  const folder = folderOf('initdb');
  return folder && { POSTGRES_BIN: folder };
}

/** @returns {{POSTGRES_BIN: string, REDIS_SERVER: string} | undefined} */
function findServices() {
  const [postgres, redis] = [findPostgres(), folderOf('redis-server')];
  return postgres && redis ? { ...postgres, REDIS_SERVER: join(redis, 'redis-server') } : undefined;
}

/**
 * PostgreSQL for the tests of an archive in it.
 * @returns {Promise<{POSTGRES_BIN: string}>} the folder of its programs
 */
export const ensurePostgres = () =>
  ensure(findPostgres, ['postgresql'], 'The tests of an archive in PostgreSQL need it.');

/**
 * What n8n's queue mode needs: PostgreSQL and Redis. The tests run them in folders and on ports of their own.
 * @returns {Promise<{POSTGRES_BIN: string, REDIS_SERVER: string}>} the folder of PostgreSQL's programs, and Redis' server
 */
export const ensureQueueServices = () =>
  ensure(findServices, ['postgresql', 'redis-server'], 'The tests of several n8n workers need PostgreSQL and Redis.');

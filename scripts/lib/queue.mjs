import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, canUseApt } from './apt.mjs';
import { withLock } from './lock.mjs';
import { cacheRoot } from './paths.mjs';
import { timed } from './run.mjs';

const aptPackages = ['postgresql', 'redis-server'];
/** Debian keeps PostgreSQL's programs by version, outside PATH. */
const debian = '/usr/lib/postgresql';

const versions = () => (existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []);
const folders = () => [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/bin',
  ...versions().map((version) => join(debian, version, 'bin')),
];
const folderOf = (program) => folders().find((folder) => folder && existsSync(join(folder, program)));

/** @returns {{POSTGRES_BIN: string, REDIS_SERVER: string} | undefined} */
function findServices() {
  const [postgres, redis] = [folderOf('initdb'), folderOf('redis-server')];
  return postgres && redis ? { POSTGRES_BIN: postgres, REDIS_SERVER: join(redis, 'redis-server') } : undefined;
}

/**
 * What n8n's queue mode needs: PostgreSQL and Redis, found, or installed with apt-get. The tests run them in folders and on
 * ports of their own.
 * @returns {Promise<{POSTGRES_BIN: string, REDIS_SERVER: string}>} the folder of PostgreSQL's programs, and Redis' server
 */
export async function ensureQueueServices() {
  const found = findServices();
  if (found) return found;
  const advice = `Install them (Debian: sudo apt-get install ${aptPackages.join(' ')}).`;
  if (!canUseApt()) throw new Error(`The tests of several n8n workers need PostgreSQL and Redis. ${advice}`);
  await withLock(join(cacheRoot, 'queue.lock'), async () => {
    if (findServices()) return;
    await timed(`Installing ${aptPackages.join(', ')} with apt-get once, half a minute`, () => aptInstall(aptPackages));
  });
  const installed = findServices();
  if (!installed) throw new Error(`apt-get brought no PostgreSQL or no Redis. ${advice}`);
  return installed;
}

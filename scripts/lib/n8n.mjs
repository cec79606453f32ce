import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { ensureNode24 } from './node24.mjs';
import { cacheRoot, fingerprint, root } from './paths.mjs';
import { mustRun, say, timed } from './run.mjs';
import { buildSqlite } from './sqlite.mjs';
import { makeWhole } from './whole.mjs';

const source = join(root, 'test', 'e2e', 'n8n');
const files = ['package.json', 'package-lock.json'];
const finished = '.finished';
const unusedAfterDays = 7;

/** The n8n version that the lock file pins. */
function pinnedVersion() {
  return JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).dependencies.n8n;
}

async function install(folder, node) {
  for (const file of files) copyFileSync(join(source, file), join(folder, file));
  const failure = 'n8n could not be installed. Is the npm registry reachable, and is there 4 GB of free disk space?';
  await mustRun('npm', ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder }, failure);
  await buildSqlite(folder, node);
  writeFileSync(join(folder, finished), new Date().toISOString());
}

/** An n8n of an older lock file takes 3 GB; one that nobody has used for a week goes. */
function prune(current) {
  const limit = Date.now() - unusedAfterDays * 24 * 3600 * 1000;
  for (const name of readdirSync(cacheRoot).filter((entry) => /^n8n-[0-9a-f]{16}(\.part-.*)?$/.test(entry))) {
    const used = statSync(join(cacheRoot, name, finished), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (name === current || used > limit) continue;
    say(`Removing ${join(cacheRoot, name)}, unused for more than ${unusedAfterDays} days …`);
    rmSync(join(cacheRoot, name), { recursive: true, force: true });
  }
}

/**
 * The pinned n8n, installed once per lock file into the user's cache folder.
 * @returns {Promise<{node: string, n8nBin: string, dir: string}>} the Node to run it with, its start script, its folder
 */
export async function ensureN8n() {
  const node = await ensureNode24();
  const version = pinnedVersion();
  const name = `n8n-${fingerprint(...files.map((file) => join(source, file)))}`;
  const dir = join(cacheRoot, name);
  await withLock(join(cacheRoot, 'n8n.lock'), async () => {
    if (existsSync(join(dir, finished))) return;
    await timed(`Installing n8n ${version} once, about 5 minutes and 3 GB in ${cacheRoot}`, () =>
      makeWhole(dir, (folder) => install(folder, node)),
    );
    prune(name);
  });
  utimesSync(join(dir, finished), new Date(), new Date());
  return { node, n8nBin: join(dir, 'node_modules', 'n8n', 'bin', 'n8n'), dir };
}

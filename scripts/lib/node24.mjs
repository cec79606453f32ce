import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { cacheRoot } from './paths.mjs';
import { mustRun, timed } from './run.mjs';
import { makeWhole } from './whole.mjs';

const version = '24.21.0';
const packageName = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const executable = process.platform === 'win32' ? 'node.exe' : 'node';

async function install(folder) {
  const args = [
    'install',
    '--prefix',
    '.',
    '--no-save',
    '--ignore-scripts',
    '--loglevel=error',
    `${packageName}@${version}`,
  ];
  const failure = `Node ${version} could not be installed by npm (package ${packageName}). Install Node 24 yourself and run this again with it.`;
  await mustRun('npm', args, { cwd: folder }, failure);
}

/**
 * n8n and `node:sqlite` need Node 24.
 * @returns {Promise<string>} the path of a Node 24 (or newer) binary: the running one if it will do, else one from npm
 */
export async function ensureNode24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const folder = join(cacheRoot, `node24-${version}`);
  const node = join(folder, 'node_modules', packageName, 'bin', executable);
  await withLock(`${folder}.lock`, async () => {
    if (!existsSync(node)) await timed(`Getting Node ${version} once, half a minute`, () => makeWhole(folder, install));
  });
  return node;
}

/** The folder with Node's own C headers beside a Node binary, if it has them: spares the compiler a download. */
export function headersOf(node) {
  const home = dirname(dirname(node));
  return existsSync(join(home, 'include', 'node', 'node_api.h')) ? home : undefined;
}

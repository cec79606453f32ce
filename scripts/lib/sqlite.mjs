import { existsSync } from 'node:fs';
import { headersOf } from './node24.mjs';
import { mustRun, run, say } from './run.mjs';

const aptPackages = ['libsqlite3-dev', 'g++', 'make', 'python3'];

/** Against the system's SQLite the build takes 15 s; its bundled source takes 80 s more. */
function buildEnv(node) {
  const headers = headersOf(node);
  return {
    ...(existsSync('/usr/include/sqlite3.h') ? { npm_config_sqlite: '/usr' } : {}),
    ...(headers ? { npm_config_nodedir: headers } : {}),
  };
}

async function tryBuild(dir, node) {
  const built = await run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], {
    cwd: dir,
    env: buildEnv(node),
    quiet: true,
  });
  const loads = await run(node, ['-e', "require('sqlite3')"], { cwd: dir, quiet: true });
  return { ok: loads.code === 0, output: built.output };
}

function canUseApt() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

async function installCompiler() {
  say(`  installing ${aptPackages.join(', ')} with apt-get, needed to build n8n's SQLite driver`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await mustRun('apt-get', ['update', '-qq'], { env }, 'apt-get update failed');
  await mustRun(
    'apt-get',
    ['install', '-y', '--no-install-recommends', ...aptPackages],
    { env },
    'apt-get install failed',
  );
}

/** Makes n8n's SQLite driver loadable: its install script fetches a ready-made binary or compiles one. */
export async function buildSqlite(dir, node) {
  let built = await tryBuild(dir, node);
  if (!built.ok && canUseApt()) {
    await installCompiler();
    built = await tryBuild(dir, node);
  }
  if (built.ok) return;
  const advice = `Install a C++ compiler and the SQLite headers (Debian, Ubuntu: sudo apt-get install ${aptPackages.join(' ')}), then run this again.`;
  throw new Error(
    `n8n's SQLite driver could not be built. ${advice}\n${built.output.trim().split('\n').slice(-15).join('\n')}`,
  );
}

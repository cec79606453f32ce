#!/usr/bin/env node
// npm run versions [-- VERSION …]: does the package work in n8n versions other than the pinned one? Installs each (about 2 GB and
// 5 minutes, kept in the cache folder), imports all templates by n8n's command line twice, and runs the one that needs no account.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ensureModules, ensureNode24, say } from './lib/index.mjs';
import { withLock } from './lib/lock.mjs';
import { readOptions } from './lib/options.mjs';
import { cacheRoot, root } from './lib/paths.mjs';
import { mustRun, timed } from './lib/run.mjs';
import { buildSqlite } from './lib/sqlite.mjs';
import { makeWhole } from './lib/whole.mjs';

/** The oldest that is known to work, and the newest that could be installed whole: 2.41.3 asks for a package that is not there. */
const tried = ['2.0.0', '2.41.1'];

/** n8n takes this one from a host of its own, and linkedom asks for a newer Node's parts; neither is used by what runs here. */
const overrides = { linkedom: '0.18.12', xlsx: '0.18.5' };

const { words: versions } = readOptions('npm run versions', {}, '[VERSION …]');

async function install(folder, version, node) {
  const manifest = { name: 'n8n-tried', private: true, dependencies: { n8n: version }, overrides };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await mustRun('npm', ['install', ...flags], { cwd: folder }, `n8n ${version} could not be installed.`);
  await buildSqlite(folder, node);
}

async function ensureVersion(version, node) {
  const dir = join(cacheRoot, `tried-${version}`);
  await withLock(`${dir}.lock`, async () => {
    if (!existsSync(dir))
      await timed(`Installing n8n ${version}`, () => makeWhole(dir, (folder) => install(folder, version, node)));
  });
  return join(dir, 'node_modules', 'n8n', 'bin', 'n8n');
}

/** The package as npm packs it, where n8n looks for community nodes. */
async function installPackage(home) {
  const nodes = join(home, '.n8n', 'nodes');
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', home];
  await mustRun('npm', pack, { cwd: root }, 'The package could not be packed.');
  const tarball = readdirSync(home).find((name) => name.endsWith('.tgz'));
  const flags = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--prefix', nodes];
  await mustRun(
    'npm',
    ['install', ...flags, join(home, tarball)],
    { cwd: home },
    'The package could not be installed.',
  );
}

const environment = (home, node) => ({
  ...{ N8N_USER_FOLDER: home, N8N_ENCRYPTION_KEY: 'throw-away-encryption-key-0123456789' },
  ...{ N8N_DIAGNOSTICS_ENABLED: 'false', N8N_VERSION_NOTIFICATIONS_ENABLED: 'false', N8N_TEMPLATES_ENABLED: 'false' },
  ...{ N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false', N8N_RUNNERS_ENABLED: 'false' },
  PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
});

const expect = (holds, what) => {
  if (!holds) throw new Error(what);
};

async function tryVersion(version, node) {
  const bin = await ensureVersion(version, node);
  const home = mkdtempSync(join(tmpdir(), 'n8n-tried-'));
  const cli = (...args) =>
    mustRun(node, [bin, ...args], { cwd: home, env: environment(home, node) }, `n8n ${args[0]} failed in ${version}.`);
  try {
    await installPackage(home);
    const templates = join(root, 'workflows');
    for (const _ of [1, 2]) await cli('import:workflow', '--separate', `--input=${templates}`);
    const listed = (await cli('list:workflow')).split('\n').filter((line) => /^[\w-]{10,}\|/.test(line));
    const count = readdirSync(templates).length * 2;
    expect(listed.length === count, `n8n ${version} has ${listed.length} workflows after two imports, not ${count}.`);
    const [sample] = listed.find((line) => line.includes('made-up')).split('|');
    const run = await cli('execute', `--id=${sample}`, '--rawOutput');
    expect(run.includes('"Yamada Taro"') && run.includes('"Director"'), `The sample did not run in n8n ${version}.`);
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function main() {
  await ensureModules();
  const node = await ensureNode24();
  await mustRun(
    node,
    [join(root, 'node_modules', 'gulp', 'bin', 'gulp.js'), 'build'],
    { cwd: root },
    'The build failed.',
  );
  for (const version of versions.length > 0 ? versions : tried) {
    const error = await tryVersion(version, node).then(
      () => null,
      (thrown) => thrown,
    );
    say(error ? `n8n ${version}: ${error.message}` : `n8n ${version}: every template imports, and the sample runs.`);
    if (error) process.exitCode = 1;
  }
}

await main();

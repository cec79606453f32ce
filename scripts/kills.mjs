#!/usr/bin/env node
// `npm run kills -- --kills 30 --records 600 --seed 1`: real n8n killed in the middle of its work. Options go to test/e2e/kills/main.ts.
import { spawn } from 'node:child_process';
import { build } from './lib/build.mjs';
import { ensureModules, ensureN8n, root, say } from './lib/index.mjs';
import { cleanEnv } from './lib/run.mjs';

async function prepare() {
  await ensureModules();
  const n8n = await ensureN8n();
  await build();
  return n8n;
}

/** Ctrl-C reaches the child as well, which takes its n8n along; its last words decide. */
function handOver({ node, n8nBin }) {
  const args = [
    '--disable-warning=ExperimentalWarning',
    '--import',
    'tsx',
    'test/e2e/kills/main.ts',
    ...process.argv.slice(2),
  ];
  const child = spawn(node, args, { cwd: root, stdio: 'inherit', env: cleanEnv({ N8N_BIN: n8nBin }) });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', fail);
  child.on('close', (code) => process.exit(code ?? 1));
}

function fail(error) {
  say(`\n${error.message}`);
  process.exit(1);
}

prepare().then(handOver, fail);

#!/usr/bin/env node
// `npm run demo`: everything from nothing, then demo/main.ts. Options: --once, --json FILE.
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

/** Ctrl-C reaches the child as well; we only wait until it has put everything away. */
function handOver({ node, n8nBin }) {
  const args = ['--import', 'tsx', 'demo/main.ts', ...process.argv.slice(2)];
  const child = spawn(node, args, { cwd: root, stdio: 'inherit', env: cleanEnv({ N8N_BIN: n8nBin }) });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(error));
  child.on('close', (code) => process.exit(code ?? 1));
}

function fail(error) {
  say(`\n${error.message}`);
  process.exit(1);
}

prepare().then(handOver, fail);

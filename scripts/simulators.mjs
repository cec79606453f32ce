#!/usr/bin/env node
// `npm run simulators`: prints one JSON line on stdout and runs until stopped. Options: --seed, --zoho-port, --graph-port.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureModules, root, say } from './lib/index.mjs';
import { readOptions } from './lib/options.mjs';
import { cleanEnv } from './lib/run.mjs';

const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');

/** A file given by `--seed` is meant from where the user stands. */
function handOver() {
  const args = [tsx, join(root, 'simulators', 'main.ts'), ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: 'inherit',
    env: cleanEnv(),
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', fail);
  child.on('close', (code) => process.exit(code ?? 0));
}

function fail(error) {
  say(error.message);
  process.exit(1);
}

readOptions('npm run simulators', { seed: 'NAME|FILE', 'zoho-port': 'PORT', 'graph-port': 'PORT' });
ensureModules().then(handOver, fail);

#!/usr/bin/env node
// `npm run bench`: our matcher beside n8n's Compare Datasets, in one process. Options go to bench/main.ts.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureModules, ensureN8n, root, say } from './lib/index.mjs';
import { cleanEnv } from './lib/run.mjs';

async function main() {
  await ensureModules();
  const { node, dir } = await ensureN8n();
  const env = cleanEnv({ N8N_NODES_BASE: join(dir, 'node_modules', 'n8n-nodes-base') });
  const args = ['--expose-gc', '--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)];
  const child = spawn(node, args, { cwd: root, stdio: 'inherit', env });
  child.on('close', (code) => process.exit(code ?? 1));
}

main().catch((error) => {
  say(error.message);
  process.exit(1);
});

import { spawn } from 'node:child_process';
import { build } from './build.mjs';
import { ensureModules } from './modules.mjs';
import { ensureN8n } from './n8n.mjs';
import { root } from './paths.mjs';
import { cleanEnv, say } from './run.mjs';

async function prepare() {
  await ensureModules();
  const n8n = await ensureN8n();
  await build();
  return n8n;
}

function fail(error) {
  say(`\n${error.message}`);
  process.exit(1);
}

/**
 * Installs and builds what is missing, then runs a TypeScript file that starts n8n itself; this process ends as that one does.
 * `services` brings what that file needs besides: its environment.
 */
export async function launch(file, nodeOptions = [], services = async () => ({})) {
  /** Ctrl-C reaches the child as well, which takes its n8n along; its last words decide. */
  const handOver = ({ node, n8nBin, more }) => {
    const args = [...nodeOptions, '--import', 'tsx', file, ...process.argv.slice(2)];
    const child = spawn(node, args, { cwd: root, stdio: 'inherit', env: cleanEnv({ N8N_BIN: n8nBin, ...more }) });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', fail);
    child.on('close', (code) => process.exit(code ?? 1));
  };
  const ready = async () => ({ more: await services(), ...(await prepare()) });
  await ready().then(handOver, fail);
}

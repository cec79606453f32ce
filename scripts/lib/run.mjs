import { spawn } from 'node:child_process';

/** Tells the user what goes on, on stderr, so that stdout stays free for results. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Our own `npm run` leaves its settings in the environment; an npm started by us must look at its own folder and rules instead. */
export function cleanEnv(extra = {}) {
  const inherited = /^(npm_package_|npm_lifecycle_|npm_config_(local_prefix|ignore_scripts|dry_run)$)/;
  const kept = Object.entries(process.env).filter(([name]) => !inherited.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}

/**
 * Runs a program to its end.
 * @param options cwd, env; `quiet`: keep what it prints and hand it back; `hideStdout`: show only its stderr
 * @returns {Promise<{code: number, output: string}>} code 1 when it was killed or could not be started
 */
export function run(program, args, { cwd, env, quiet = false, hideStdout = false } = {}) {
  return new Promise((resolve) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', hideStdout ? 'ignore' : 2, 2];
    const shell = process.platform === 'win32' && program === 'npm';
    const child = spawn(program, args, { cwd, env: cleanEnv(env), stdio, shell });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** As `run`, but quiet, and a failure is an error that shows the end of what the program said. */
export async function mustRun(program, args, options, failure) {
  const { code, output } = await run(program, args, { ...options, quiet: true });
  if (code !== 0) throw new Error(`${failure}\n${output.trim().split('\n').slice(-25).join('\n')}`);
  return output;
}

/** Shows how long something takes, in whole seconds, when it is done. */
export async function timed(what, work) {
  const start = Date.now();
  say(`${what} …`);
  const result = await work();
  say(`  done in ${Math.round((Date.now() - start) / 1000)} s`);
  return result;
}

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readIfThere, root } from './paths.mjs';
import { mustRun, run, say } from './run.mjs';

const inModules = (path) => join(root, 'node_modules', path);

/** A stage that one development tool decides by its exit code. */
export function program(path, args) {
  return async () => {
    const { code, output } = await run(process.execPath, [inModules(path), ...args], { cwd: root, quiet: true });
    if (output.trim() !== '') say(output.trimEnd());
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  };
}

/** A folder for a tool's machine-readable result. */
async function withResultFile(work) {
  const folder = mkdtempSync(join(tmpdir(), 'test-result-'));
  try {
    return await work(join(folder, 'result'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A tool that failed without counting a failure (it crashed, or found nothing to run) still counts as one. */
function honest({ passed, failed }, code) {
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** Jest's counts; a file that could not even be loaded counts as one failure. */
function jestCounts(text) {
  if (text === undefined) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(text);
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}

/** The tests that jest runs by one of its settings, on Node 24. */
function jest(node, settings, env = {}) {
  return withResultFile(async (file) => {
    const args = [
      '--disable-warning=ExperimentalWarning',
      inModules('jest/bin/jest.js'),
      ...['--config', settings],
      '--json',
      `--outputFile=${file}`,
    ];
    // with --json jest prints the result on stdout too, which nobody wants to read
    const { code } = await run(node, args, { cwd: root, env, hideStdout: true });
    return honest(jestCounts(readIfThere(file)), code);
  });
}

/** The unit, scenario, property and contract tests. */
export const unitTests = (node) => jest(node, 'jest.config.js');

/** Those of the archive once more, in a PostgreSQL of their own. `postgres`: its environment; null where there is none. */
export const onPostgres = async (node, postgres) =>
  postgres ? jest(node, 'jest.postgres.js', postgres) : { passed: 0, failed: 0 };

/** Those that take longest, which begin first: so no long one is left alone at the end. */
const longFirst = [
  'review',
  'readme',
  'webhooks',
  'trouble',
  'contacts',
  'overlap',
  'companyWorkers',
  'hosts',
  'company',
  'kills',
  'caldav',
  'guards',
  'times',
  'editor',
];
function rank(file) {
  const at = longFirst.indexOf(basename(file, '.test.ts'));
  return at < 0 ? longFirst.length : at;
}

/** The files of test/e2e with that in their names, in the order in which they begin. */
export function endToEndFiles(filter) {
  const folder = join(root, 'test', 'e2e');
  const names = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && name.includes(filter));
  return names.map((name) => join(folder, name)).sort((one, other) => rank(one) - rank(other));
}

/** One for each core, and one for those that only wait. */
const lanes = () => Math.min(availableParallelism() + 1, 4);

function told(seconds) {
  const slowest = Object.entries(seconds).sort(([, one], [, other]) => other - one);
  return slowest.map(([file, time]) => `${file} ${time} s`).join(', ');
}

/** The tests in a real n8n, by Node's own runner, each file with an n8n of its own. `programs`: more of their environment. */
export function endToEnd({ node, n8nBin, dir }, programs, filter) {
  return withResultFile(async (file) => {
    const home = mkdtempSync(join(tmpdir(), 'prepared-home-'));
    const tsx = ['--disable-warning=ExperimentalWarning', '--import', 'tsx'];
    try {
      const prepare = [...tsx, join(root, 'test', 'e2e', 'prepare', 'main.ts'), join(dir, 'home'), home];
      await mustRun(node, prepare, { cwd: root, env: { N8N_BIN: n8nBin } }, 'n8n could not be prepared for the tests.');
      const runner = join(root, 'scripts', 'lib', 'e2eRunner.mjs');
      const args = [...tsx, runner, file, String(lanes()), ...endToEndFiles(filter)];
      const env = { N8N_BIN: n8nBin, N8N_PREPARED_HOME: home, ...programs };
      const { code } = await run(node, args, { cwd: root, env });
      const { seconds = {}, ...counts } = JSON.parse(readIfThere(file) ?? '{"passed":0,"failed":1}');
      say(told(seconds));
      return honest(counts, code);
    } finally {
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

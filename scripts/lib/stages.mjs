import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIfThere, root } from './paths.mjs';
import { run } from './run.mjs';

const inModules = (path) => join(root, 'node_modules', path);

/** A stage that one development tool decides by its exit code. */
export function program(path, args) {
  return async () => {
    const { code } = await run(process.execPath, [inModules(path), ...args], { cwd: root });
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

/** The unit, scenario, property and contract tests, by jest on Node 24. */
export function unitTests(node) {
  return withResultFile(async (file) => {
    const args = [
      '--disable-warning=ExperimentalWarning',
      inModules('jest/bin/jest.js'),
      '--json',
      `--outputFile=${file}`,
    ];
    // with --json jest prints the result on stdout too, which nobody wants to read
    const { code } = await run(node, args, { cwd: root, hideStdout: true });
    return honest(jestCounts(readIfThere(file)), code);
  });
}

/** The totals at the end of a TAP report. */
function tapCounts(text) {
  const total = (name) => Number(text.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  return { passed: total('pass'), failed: total('fail') + total('cancelled') };
}

/** The tests in a real n8n, by Node's own runner; one file at a time, since each starts an n8n. `programs`: more of their environment. */
export function endToEnd({ node, n8nBin }, programs, filter) {
  return withResultFile(async (file) => {
    const reporters = [
      ...['--test-reporter=spec', '--test-reporter-destination=stderr'],
      ...['--test-reporter=tap', `--test-reporter-destination=${file}`],
    ];
    const files = `test/e2e/*${filter}*.test.ts`;
    const args = ['--import', 'tsx', '--test', '--test-concurrency=1', '--test-timeout=900000', ...reporters, files];
    const { code } = await run(node, args, { cwd: root, env: { N8N_BIN: n8nBin, ...programs } });
    return honest(tapCounts(readFileSync(file, 'utf8')), code);
  });
}

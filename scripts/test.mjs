#!/usr/bin/env node
// `npm test`: types, rules, audit, build, unit tests, then the package in a real n8n. Options: --unit, --e2e [part of a file's name].
import { ensureChromium, ensureModules, ensureN8n, ensureNode24 } from './lib/index.mjs';
import { ensurePostgres, ensureQueueServices, ensureRadicale, say } from './lib/index.mjs';
import { audit } from './lib/audit.mjs';
import { readOptions } from './lib/options.mjs';
import { keepScratchInMemory } from './lib/scratch.mjs';
import { endToEnd, endToEndFiles, onPostgres, program, unitTests } from './lib/stages.mjs';

const { values: asked, words } = readOptions(
  'npm test',
  { unit: true, e2e: true },
  '[part of the name of a file of test/e2e]',
);
const wants = (part) => asked[part] || !(asked.unit || asked.e2e);
const filter = words[0] ?? '';

/** Never throws: a stage that cannot even start has failed, and the later ones still run. */
async function runStage({ name, work }) {
  say(`── ${name}`);
  const start = Date.now();
  const counts = await work().catch((error) => {
    say(error.message);
    return { passed: 0, failed: 1 };
  });
  return { name, ...counts, seconds: (Date.now() - start) / 1000 };
}

/** What only some tests need; without it they fail and say why, and the others still run. */
async function only(names, ensure) {
  if (!names.some((name) => name.includes(filter))) return {};
  return ensure().catch((error) => {
    say(error.message);
    return {};
  });
}

async function programs() {
  const browser = await only(['editor', 'panels', 'readme', 'review', 'reviewQuick'], async () => ({
    CHROMIUM_BIN: await ensureChromium(),
  }));
  const calendar = await only(['caldav', 'caldavSide'], async () => ({ RADICALE_PYTHON: await ensureRadicale() }));
  return { ...browser, ...calendar, ...(await only(['overlap', 'companyWorkers', 'hosts'], ensureQueueServices)) };
}

/** Without it its stage is skipped, and says so. */
const postgres = () =>
  ensurePostgres().catch((error) => {
    say(error.message);
    return null;
  });

/** Groups of stages: those of a group go on at the same time, for each of them keeps one core busy at most. */
function stages(node, n8n) {
  const build = { name: 'build', work: program('gulp/bin/gulp.js', ['build']) };
  const quick = [
    { name: 'types', work: program('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.dev.json']) },
    { name: 'rules', work: program('eslint/bin/eslint.js', ['.']) },
    { name: 'audit', work: audit },
    build,
  ];
  const unit = { name: 'unit tests', work: () => unitTests(node) };
  const server = { name: 'on PostgreSQL', work: async () => onPostgres(node, await postgres()) };
  const real = { name: 'in a real n8n', work: async () => endToEnd(await n8n, await programs(), filter) };
  return [...(wants('unit') ? [quick, [unit], [server]] : [[build]]), ...(wants('e2e') ? [[real]] : [])];
}

const sum = (results, key) => results.reduce((total, result) => total + result[key], 0);

const verdict = ({ passed, failed }) => (failed > 0 ? 'FAILED ' : passed > 0 ? 'ok     ' : 'SKIPPED');

function report(results) {
  say('');
  for (const result of results) {
    const { name, passed, failed, seconds } = result;
    say(`${verdict(result)} ${name.padEnd(14)} ${passed} passed, ${failed} failed, ${seconds.toFixed(1)} s`);
  }
  console.log(`${sum(results, 'passed')} passed, ${sum(results, 'failed')} failed`);
}

async function main() {
  if (endToEndFiles(filter).length === 0) throw new Error(`No file of test/e2e has ${filter} in its name.`);
  keepScratchInMemory();
  await ensureModules();
  const node = await ensureNode24();
  // the long install goes on while the quick stages run; its failure is told by the stage that needs it
  const n8n = wants('e2e') ? ensureN8n() : undefined;
  n8n?.catch(() => {});
  const results = [];
  for (const group of stages(node, n8n)) results.push(...(await Promise.all(group.map(runStage))));
  report(results);
  process.exitCode = sum(results, 'failed') > 0 || sum(results, 'passed') === 0 ? 1 : 0;
}

main().catch((error) => {
  say(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
